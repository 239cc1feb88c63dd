"""The clock of an issue's promise: how long it has, whether it was kept, and how long nobody has said anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..choices import Status
from ..models import Issue
from ..workflow import OPEN
from .timeline import Line

SILENT_FROM = 30
"""Days without a public line after which the page says so: within a month papers come back to what they follow."""
_SOLVED = frozenset({Status.RESOLVED, Status.VERIFIED})


@dataclass(frozen=True, slots=True)
class Clock:
    """`state` is due, overdue, kept, late or empty where no day was promised or none is known; `days` belongs to it.

    `silent` is how many days no line was added to an open issue, 0 below SILENT_FROM.
    """

    state: str = ""
    days: int = 0
    silent: int = 0


def read_clock(issue: Issue, lines: Iterable[Line], today: date) -> Clock:
    """Where the promise of `issue` stands on `today`. Closed is not solved: only a solution keeps a promise."""
    state, days = _find_state(issue, lines, today)
    return Clock(state, days, _find_silence(issue, lines, today))


def _find_state(issue: Issue, lines: Iterable[Line], today: date) -> tuple[str, int]:
    if issue.due_on is None:
        return "", 0
    if issue.status in OPEN:
        left = (issue.due_on - today).days
        return ("due", left) if left >= 0 else ("overdue", -left)
    solved_on = issue.resolved_on or _find_solved(lines)
    if issue.status in _SOLVED and solved_on:
        late = (solved_on - issue.due_on).days
        return ("late", late) if late > 0 else ("kept", 0)
    return "", 0


def _find_solved(lines: Iterable[Line]) -> date | None:
    """The day of the desk's last move to “resolved”, for what no page gives a day."""
    moves = [line.event for line in lines if line.event.to_status == Status.RESOLVED]
    last = max(moves, key=lambda event: event.pk, default=None)
    return last and (last.happened_on or timezone.localdate(last.recorded_at))


def _find_silence(issue: Issue, lines: Iterable[Line], today: date) -> int:
    if issue.status not in OPEN:
        return 0
    last = max((_find_day(line) for line in lines), default=None)
    days = (today - last).days if last else 0
    return days if days >= SILENT_FROM else 0


def _find_day(line: Line) -> date:
    """The day on which the line came: a plan for next year is news of the day on which it was printed."""
    if line.page and line.page.published:
        return line.page.published
    return timezone.localdate(line.event.recorded_at)
