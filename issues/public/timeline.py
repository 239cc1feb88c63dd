"""The public lines of an issue and the words behind everything that is said of it. Expects rows with_timeline()."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ..choices import EventKind
from ..models import Event, Evidence, Issue, Page
from .quotations import Quotation, quote_all


@dataclass(frozen=True, slots=True)
class Line:
    """One public line of the timeline with its words."""

    event: Event
    quotations: list[Quotation]
    page: Page | None
    is_last_promise: bool = False

    @property
    def order(self) -> tuple:
        """By the day it happened; a line without one stands at the day on which it was printed."""
        day = self.event.happened_on or (self.page and self.page.published)
        return day is None, day or date.min, self.event.pk


@dataclass(slots=True)
class Words:
    """The evidence of an issue, by what it speaks for."""

    fields: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[int, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    events: dict[int, list[Evidence]] = field(default_factory=lambda: defaultdict(list))


def sort_evidence(issue: Issue) -> Words:
    """The words of `issue`; those of an internal line stand below its event, which tell_timeline() leaves out."""
    words = Words()
    for one in issue.evidence.all():
        if one.event_id:
            words.events[one.event_id].append(one)
        elif one.party_id:
            words.parties[one.party_id].append(one)
        else:
            words.fields[one.field].append(one)
    return words


def tell_timeline(issue: Issue, words: Words, coming: Sequence[Event] = ()) -> list[Line]:
    """The public lines in order of day, with those `coming`. The issue's promised day belongs to the latest promise."""
    events = [event for event in (*issue.events.all(), *coming) if not event.internal]
    promises = [event.pk for event in events if event.kind == EventKind.PROMISE]
    lines = []
    for event in events:
        quotations = quote_all(words.events[event.pk])
        page = quotations[0].page if quotations else event.story.page if event.story else None
        lines.append(Line(event, quotations, page, is_last_promise=event.pk == max(promises, default=0)))
    return sorted(lines, key=lambda line: line.order)
