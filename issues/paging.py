"""Lists read page by page by key: any depth costs what the first page costs. Knows orders, not filters."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Issue
from .querysets import IssueQuerySet

PAGE_SIZE = 20
CAP = 1000
"""Counting stops behind this many rows: “1000+” costs the same at any size."""
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Order:
    """One way to order issues: a field, its direction, and the id, which makes the order total."""

    name: str
    label: object
    field: str
    descending: bool = True
    open_only: bool = False
    may_lack: bool = False
    """Whether rows may have no value: they stand behind the others."""


ORDERS = {
    order.name: order
    for order in (
        Order("best", _("best match first"), "changed_at"),
        Order("changed", _("last change first"), "changed_at"),
        Order("reported", _("newest report first"), "reported_on", may_lack=True),
        Order(
            "longest", _("longest open first"), "reported_on", descending=False, open_only=True, may_lack=True
        ),
        Order("sources", _("most sources first"), "sources"),
    )
}


@dataclass(frozen=True, slots=True)
class _Key:
    """Where a page begins: the value and the id of the row next to it, and the part of the list that it is in."""

    value: date | datetime | int | None
    row_id: int
    part: int


@dataclass(frozen=True, slots=True)
class IssuePage:
    """Some rows, and the cursors of the pages on both sides, empty where there is none."""

    rows: list[Issue]
    after: str = ""
    before: str = ""
    wrong_cursor: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of what was asked for; none where it is `many`, which is more than CAP."""

    keys: Sequence[int]
    many: bool = False

    @property
    def count(self) -> int:
        """How many, CAP + 1 for many."""
        return CAP + 1 if self.many else len(self.keys)


MANY = Found((), many=True)


def read_issue_page(
    queryset: IssueQuerySet,
    order: Order,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
    tiers: Sequence[Q] = (),
    shown: IssueQuerySet | None = None,
) -> IssuePage:
    """The page of `queryset` behind cursor `after` or in front of cursor `before`, else the first.

    `shown` is how the rows are read, with all that they show; `queryset` only finds them.
    `tiers` are conditions for the order of best matches: rows that fit the first one come first, and so on.
    A cursor that was not made for this order gives the first page and says so.
    """
    if order.open_only:
        queryset = queryset.unresolved()
    parts = _split(queryset, order, tiers)
    shown = Issue.objects.public() if shown is None else shown
    backward = bool(before) and not after
    key = _read_cursor(after or before, order)
    if (after or before) and (key is None or key.part >= len(parts)):
        found = _find(parts, order, None, False, size + 1)
        return _with_cursors(_read(found, shown), order, size, wrong_cursor=True)
    rows = _read(_find(parts, order, key, backward, size + 1), shown)
    return _with_cursors(rows, order, size, backward=backward, came_from=key is not None)


def count_capped(issues: IssueQuerySet, cap: int = CAP) -> int:
    """The number of `issues`, or `cap` + 1 where there are more."""
    return issues.order_by()[: cap + 1].count()


def find_keys(issues: IssueQuerySet) -> Found:
    """The keys of `issues`, or that they are many."""
    keys = list(issues.order_by().values_list("pk", flat=True)[: CAP + 1])
    return MANY if len(keys) > CAP else Found(keys)


def _with_cursors(rows, order, size, *, backward=False, came_from=False, wrong_cursor=False) -> IssuePage:
    more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    there_is_after, there_is_before = (came_from, more) if backward else (more, came_from)
    return IssuePage(
        rows,
        after=write_cursor(rows[-1], order) if rows and there_is_after else "",
        before=write_cursor(rows[0], order) if rows and there_is_before else "",
        wrong_cursor=wrong_cursor,
    )


def _split(queryset: IssueQuerySet, order: Order, tiers: Sequence[Q]) -> list[IssueQuerySet]:
    """The parts of a list, one behind the other, each in an order that an index of both databases has.

    Rows with a day stand before those without; in the order of best matches, the tiers before each other.
    """
    if order.may_lack:
        known = {f"{order.field}__isnull": False}
        return [queryset.filter(**known), queryset.exclude(**known)]
    parts = []
    for tier in tiers if order.name == "best" else ():
        parts.append(queryset.filter(tier))
        queryset = queryset.exclude(tier)
    return [*parts, queryset]


def _find(
    parts: list[IssueQuerySet], order: Order, key: _Key | None, backward: bool, limit: int
) -> dict[int, int]:
    """The keys of at most `limit` rows behind `key`, in order, each with the part that it comes from.

    Keys alone: a database that has to sort for them would carry whole rows with their names through the sort.
    """
    descending = order.descending != backward
    sign = "-" if descending else ""
    at = key.part if key else 0
    found: dict[int, int] = {}
    for number in range(at, len(parts)) if not backward else range(at, -1, -1):
        part = parts[number].order_by(f"{sign}{order.field}", f"{sign}id")
        if key and number == key.part:
            part = part.filter(_beyond(order.field, key, descending))
        found |= dict.fromkeys(part.values_list("pk", flat=True)[: limit - len(found)], number)
        if len(found) == limit:
            break
    return found


def _read(found: dict[int, int], shown: IssueQuerySet) -> list[Issue]:
    rows = shown.in_order(found)
    for row in rows:
        row.list_part = found[row.pk]
    return rows


def _beyond(field: str, key: _Key, descending: bool) -> Q:
    """Rows behind `key`; the first condition alone lets an index start at the right place."""
    side = "lt" if descending else "gt"
    beyond_id = Q(**{f"id__{side}": key.row_id})
    if key.value is None:
        return Q(**{f"{field}__isnull": True}) & beyond_id
    return Q(**{f"{field}__{side}e": key.value}) & (Q(**{f"{field}__{side}": key.value}) | beyond_id)


def write_cursor(issue: Issue, order: Order) -> str:
    value = getattr(issue, order.field)
    told = value.isoformat() if isinstance(value, date) else value
    key = json.dumps([order.name, told, issue.pk, issue.list_part])
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, order: Order) -> _Key | None:
    """The key of a cursor that write_cursor made for `order`, None for anything else."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        name, value, row_id, part = json.loads(base64.urlsafe_b64decode(padded))
        if name != order.name or type(row_id) is not int or not 0 < row_id <= _LARGEST_ID:
            return None
        return _Key(_read_value(value, order), row_id, part) if type(part) is int and part >= 0 else None
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None


def _read_value(value, order: Order):
    if order.field == "sources":
        if type(value) is not int or not 0 <= value < 2**31:
            raise ValueError("not a number of sources")
        return value
    if order.may_lack:
        return value if value is None else date.fromisoformat(value)
    moment = datetime.fromisoformat(value)
    if timezone.is_naive(moment) or not 1900 < moment.year < 9999:
        raise ValueError("not a time that an issue can have")
    return moment
