"""Figures over issues: how many came in, were closed, held, came back, and how long it took. Shows nothing itself.

Every rate is told with what it counts and out of how many; nothing is ranked. Closed and solved are kept apart: 办结 is
what a body says, 回访 what the desk has seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import ExtractMonth, ExtractYear

from .choices import Status
from .models import Party
from .querysets import IssueQuerySet
from .workflow import CLOSED, OPEN

FEWEST = 10
"""Below this many a rate says more about chance than about the body: it is not shown."""
SOLVED = (Status.RESOLVED, Status.VERIFIED)
MONTHS = 24
MOST_ROWS = 60

_COUNTS = {
    "received": Q(),
    "open": Q(status__in=OPEN),
    "closed": Q(status__in=CLOSED),
    "solved": Q(status__in=SOLVED),
    "confirmed": Q(status=Status.VERIFIED),
    "unfounded": Q(status=Status.UNFOUNDED),
    "returned_open": Q(returned=True, status__in=OPEN),
    "returned": Q(returned=True),  # the last that asks for this column: from here on the name is the figure's
    "promised": Q(status__in=SOLVED, due_on__isnull=False, resolved_on__isnull=False),
    "in_time": Q(status__in=SOLVED, resolved_on__lte=F("due_on")),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """A part out of a whole. `percent` is None where the whole is too small to speak of a rate."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one set of issues. Reports that joined another issue are counted there, not twice."""

    received: int
    open: int
    closed: int
    solved: int
    confirmed: int
    unfounded: int
    returned: int
    returned_open: int
    promised: int
    in_time: int

    @property
    def solved_rate(self) -> Rate:
        """Said to be done, of all received."""
        return Rate(self.solved, self.received)

    @property
    def confirmed_rate(self) -> Rate:
        """Seen to be done by the desk, of those said to be done."""
        return Rate(self.confirmed, self.solved)

    @property
    def returned_rate(self) -> Rate:
        """Came back after they were closed, of all that were ever closed: those that stand open again among them."""
        return Rate(self.returned, self.closed + self.returned_open)

    @property
    def in_time_rate(self) -> Rate:
        """Done by the promised day, of those done whose promise and end both have a day."""
        return Rate(self.in_time, self.promised)


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one district, category or agency."""

    key: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Month:
    """What came in and what was done in one month, by the days that the pages and the desk give."""

    year: int
    month: int
    received: int
    solved: int


def tally_issues(issues: IssueQuerySet) -> Tally:
    """The figures of `issues` in one pass."""
    return Tally(**_distinct(issues).order_by().aggregate(**_counted()))


def tally_by(issues: IssueQuerySet, field: str) -> list[Row]:
    """The figures of `issues` for each value of `field` (`district`, `category`, `parties__agency`), most received first.

    At most MOST_ROWS; an issue of two agencies counts for both, and once for an agency that it names twice.
    """
    named = _distinct(issues).annotate(key=F(field))
    named = _name_once(named) if field == "parties__agency" else named
    counted = named.order_by().filter(key__isnull=False).values("key").annotate(**_counted())
    rows = counted.order_by("-received", "key")[:MOST_ROWS]
    return [Row(row.pop("key"), Tally(**row)) for row in rows]


def _name_once(named: IssueQuerySet) -> IssueQuerySet:
    """`named` by agency, without the rows in which an issue names one again that it has named before.

    COUNT(DISTINCT) would do it too, but PostgreSQL sorts all rows once for each figure then.
    """
    before = Party.objects.filter(issue=OuterRef("pk"), agency=OuterRef("key"), pk__lt=OuterRef("part"))
    return named.annotate(part=F("parties__pk")).alias(repeated=Exists(before)).filter(repeated=False)


def tally_months(issues: IssueQuerySet, today: date) -> list[Month]:
    """The last MONTHS months up to `today`, the empty ones among them."""
    received, solved = (_count_months(_distinct(issues), day) for day in ("reported_on", "resolved_on"))
    last = today.year * 12 + today.month - 1
    months = [divmod(number, 12) for number in range(last - MONTHS + 1, last + 1)]
    return [
        Month(year, month + 1, received.get((year, month + 1), 0), solved.get((year, month + 1), 0))
        for year, month in months
    ]


def find_median_days(issues: IssueQuerySet) -> tuple[int | None, int]:
    """Days from the report to the end, in the middle of all done issues that have both days; and how many these are.

    None below FEWEST. Counted by length, so that a million issues cost a few thousand rows.
    """
    days = ExpressionWrapper(F("resolved_on") - F("reported_on"), output_field=DurationField())
    done = _distinct(issues).filter(status__in=SOLVED, resolved_on__gte=F("reported_on"))
    counted = list(done.order_by().values_list(days).annotate(n=Count("pk")))
    lengths = sorted((length.days, n) for length, n in counted)
    total = sum(n for _length, n in lengths)
    return (_find_middle(lengths, total) if total >= FEWEST else None), total


def _find_middle(lengths: Sequence[tuple[int, int]], total: int) -> int:
    """The length that half of all do not exceed."""
    passed = accumulate(n for _length, n in lengths)
    return next(length for (length, _n), reached in zip(lengths, passed, strict=True) if reached * 2 >= total)


def _distinct(issues: IssueQuerySet) -> IssueQuerySet:
    return issues.exclude(status=Status.DUPLICATE)


def _counted() -> dict[str, Count]:
    return {name: Count("pk", filter=condition) for name, condition in _COUNTS.items()}


def _count_months(issues: IssueQuerySet, day: str) -> dict[tuple[int, int], int]:
    found = issues.order_by().filter(**{f"{day}__isnull": False})
    rows = found.values_list(ExtractYear(day), ExtractMonth(day)).annotate(n=Count("pk"))
    return {(year, month): n for year, month, n in rows}
