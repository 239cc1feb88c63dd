"""How many issues each choice of a filter would leave. Counts only; what is asked for is in filters.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .filters import (
    FACETS,
    STATUS_CHOICES,
    STATUS_GROUPS,
    IssueFilterSet,
    find_divisions_within,
    spread_statuses,
)
from .models import Category, Division, Issue
from .questions import name_question
from .workflow import OPEN

CACHE_SECONDS = 180
"""Counts may be as old as that, and the pages say so. Beat counts all issues anew every minute: of a million it takes
0.2 s, which no visitor then waits for."""
FEW, FEW_SECONDS = 20_000, 5
"""So few are counted in 10 ms: what was just published is counted with the others when its editor looks."""
MOST_COUNTED = 500
"""Under words, an agency, days or a source no index has the counts. Where the list does not count to the end (CAP), this
many of the newest are counted, and the page says so: among a million issues 停水 took 90 ms for 2,000, 25 for 500."""
MOST_DISTRICTS = 400
_LINE = ("parent", "parent__parent", "parent__parent__parent")
"""What a division is part of, and so on upwards."""

_FLAGS = {
    "overdue": _("Promised day has passed"),
    "awaited": _("Promise still due"),
    "returned": _("Has come back"),
}
Cell = tuple[int | None, int | None, str, str, bool, int]
"""A category, a district, a status, how its promise stands (overdue, awaited or none of both), whether it has come back,
and how many issues have all five."""
_COLUMNS = {"category": 0, "district": 1, "status": 2, "overdue": 3, "awaited": 3, "returned": 4}
_SET = {"overdue": "overdue", "awaited": "awaited", "returned": True}
"""What stands in a flag's column where it is set."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, as it is offered."""

    value: str
    label: str
    count: int
    chosen: bool
    inside: list[Choice] = field(default_factory=list)
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of the filters that are counted; `bounded` where only the newest MOST_COUNTED issues were.

    `total` is how many of those counted fit all filters.
    """

    statuses: list[Choice]
    flags: list[Choice]
    groups: list[Choice]
    districts: list[Choice]
    total: int
    bounded: bool = False


def count_facets(filterset: IssueFilterSet) -> Facets:
    """The choices among public issues under `filterset`, each counted under all the other filters."""
    asked = filterset.form.cleaned_data
    cells, bounded = _count_cells(filterset)
    wanted = _read_wanted(asked)
    return Facets(
        _offer_statuses(_sum(_keep(cells, wanted, but="status"), 2), asked.get("status") or ()),
        _offer_flags(cells, wanted, asked),
        _offer_groups(_sum(_keep(cells, wanted, but="category"), 0), filterset.data),
        _offer_districts(_sum(_keep(cells, wanted, but="district"), 1), asked.get("district")),
        sum(cell[-1] for cell in _keep(cells, wanted)),
        bounded,
    )


def count_ahead() -> None:
    """Count all public issues anew, before the counts of the first page run out."""
    _remember(name_question("facets", {}), _count_all())


def count_districts(filterset: IssueFilterSet) -> tuple[Counter, bool]:
    """Public issues by the key of their district (None where it is not known) under all filters except the district.

    The same numbers as beside the list's choices, and whether only the newest MOST_COUNTED issues are in them.
    """
    cells, bounded = _count_cells(filterset)
    wanted = _read_wanted(filterset.form.cleaned_data | {"district": None})
    return _sum(_keep(cells, wanted, but="district"), 1), bounded


def _read_wanted(asked: Mapping[str, object]) -> dict[str, set]:
    """For each column of a cell what may stand in it; nothing where everything may."""
    return {
        "category": {category.pk for name in ("category", "group") for category in asked.get(name) or ()},
        "district": set(find_divisions_within(asked["district"])) if asked.get("district") else set(),
        "status": spread_statuses(asked.get("status") or ()),
        **{name: {value} for name, value in _SET.items() if asked.get(name)},
    }


def _keep(cells: list[Cell], wanted: Mapping[str, set], *, but: str = "") -> list[Cell]:
    """The cells under all filters except `but`: a choice is counted under the other ones."""
    for name, keys in wanted.items():
        if keys and name != but:
            at = _COLUMNS[name]
            cells = [cell for cell in cells if cell[at] in keys]
    return cells


def _count_cells(filterset: IssueFilterSet) -> tuple[list[Cell], bool]:
    """One count for all facets under the filters that are no facets, kept for CACHE_SECONDS; and whether it is bounded.

    So every mixture of category, district, status and promise is counted from the same rows. Without other filters all
    issues are counted, over the covering index issue_facets; with them the newest MOST_COUNTED: no index covers those.
    """
    asked = filterset.form.cleaned_data
    key = name_question("facets", asked, without=FACETS)
    counted = cache.get(key)
    if counted is None:
        rest = any(value for name, value in asked.items() if name not in FACETS)
        counted = _count_newest(filterset) if rest else _count_all()
        _remember(key, counted)
    return counted


def _remember(key: str, counted: tuple[list[Cell], bool]) -> None:
    cells, bounded = counted
    few = not bounded and sum(cell[-1] for cell in cells) <= FEW
    cache.set(key, counted, FEW_SECONDS if few else CACHE_SECONDS)


def _count_all() -> tuple[list[Cell], bool]:
    issues = Issue.objects.public(counting=True).order_by()
    return list(issues.values_list(*_columns()).annotate(n=Count("*"))), False


def _columns() -> tuple:
    """What a cell tells of an issue. A promise is due only while the issue is open."""
    late, coming = Q(due_on__lt=timezone.localdate()), Q(due_on__isnull=False)
    due = Case(
        When(late, status__in=OPEN, then=Value("overdue")),
        When(coming, status__in=OPEN, then=Value("awaited")),
        default=Value(""),
    )
    return "category", "district", "status", due, "returned"


def _count_newest(filterset: IssueFilterSet) -> tuple[list[Cell], bool]:
    """All where they are few, by their keys; of many the newest, which alone are soon found."""
    found = filterset.find_keys(without=FACETS)
    if found.many:
        issues = filterset.find_many(Issue.objects.public(), without=FACETS).newest()[:MOST_COUNTED]
    else:
        issues = Issue.objects.public().filter(pk__in=found.keys)
    rows = issues.values_list(*_columns())
    return [(*cell, n) for cell, n in Counter(rows).items()], found.many


def _sum(cells: list[Cell], column: int) -> Counter:
    counted: dict = {}  # a Counter is asked for every missing key in Python: three times as slow over 5,000 cells
    for cell in cells:
        counted[cell[column]] = counted.get(cell[column], 0) + cell[-1]
    return Counter(counted)


def _offer_statuses(counted: Counter, chosen: Collection[str]) -> list[Choice]:
    """Open and closed, each above the statuses that it stands for."""

    def offer(value: str, inside: Sequence[Choice] = ()) -> Choice:
        count = sum(counted[status] for status in spread_statuses([value]))
        return Choice(value, labels[value], count, value in chosen, list(inside))

    labels = dict(STATUS_CHOICES)
    return [
        offer(group, [offer(status) for status in labels if status in statuses])
        for group, statuses in STATUS_GROUPS.items()
    ]


def _offer_flags(cells: list[Cell], wanted: Mapping[str, set], asked: Mapping[str, object]) -> list[Choice]:
    def offer(name: str) -> Choice:
        counted = _sum(_keep(cells, wanted, but=name), _COLUMNS[name])
        return Choice(name, str(_FLAGS[name]), counted[_SET[name]], bool(asked.get(name)))

    return [offer(name) for name in _FLAGS]


def _offer_groups(counted: Counter, data) -> list[Choice]:
    codes, names = data.getlist("category"), data.getlist("group")
    groups: dict[str, list[Category]] = {}
    for category in Category.objects.all():
        groups.setdefault(category.group, []).append(category)
    return [
        Choice(
            name,
            members[0].local_group,
            sum(counted[category.pk] for category in members),
            name in names,
            [Choice(one.code, one.local_name, counted[one.pk], one.code in codes) for one in members],
        )
        for name, members in groups.items()
    ]


def _offer_districts(counted: Counter, chosen: Division | None) -> list[Choice]:
    """Divisions that have issues, below the cities and provinces that they are in, which count them all."""
    keys = [key for key in counted if key] + ([chosen.pk] if chosen else [])
    rows = Division.objects.filter(pk__in=keys[:MOST_DISTRICTS]).select_related(_LINE[-1])
    rows = rows.only(
        *(f"{row}{name}" for row in ("", *(f"{one}__" for one in _LINE)) for name in ("code", "name"))
    )
    shown: dict[int, Division] = {}
    total: Counter = Counter()
    depth: dict[int, int] = {}
    for row in rows:
        line = _line_of(row)
        for at, division in enumerate(reversed(line)):
            shown[division.pk], depth[division.pk] = division, at
            total[division.pk] += counted[row.pk]
    return [
        Choice(
            one.code, one.name, total[one.pk], chosen is not None and one.pk == chosen.pk, depth=depth[one.pk]
        )
        for one in sorted(shown.values(), key=lambda division: division.code)
    ]


def _line_of(division: Division) -> list[Division]:
    """The division, what it is part of, and so on upwards."""
    line = [division]
    while line[-1].parent_id and len(line) <= len(_LINE):
        line.append(line[-1].parent)
    return line
