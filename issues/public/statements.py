"""Who says what: the printed lines of an issue by the body that speaks, side by side. Judges nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..choices import EventKind
from .timeline import Line

_SPOKEN = frozenset(
    {EventKind.FINDING, EventKind.ACTION, EventKind.PROMISE, EventKind.RESULT, EventKind.VISIT}
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A body, by its row or its printed name, and its lines in the order of their days."""

    name: str
    agency_id: int | None
    lines: list[Line]


def find_speakers(lines: Iterable[Line]) -> list[Speaker]:
    """The bodies that speak, in the order of their first word; empty where fewer than two do: nothing to compare."""
    found: dict[object, Speaker] = {}
    for line in lines:
        event = line.event
        name = event.agency.name if event.agency else event.agency_name
        if event.kind in _SPOKEN and name and event.text:
            speaker = found.setdefault(event.agency_id or name, Speaker(name, event.agency_id, []))
            speaker.lines.append(line)
    return list(found.values()) if len(found) > 1 else []
