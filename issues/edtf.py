"""EDTF dates as civictrack uses them: read, compared by first and last day, written for people. No reading of text."""

from __future__ import annotations

import calendar
import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# https://www.loc.gov/standards/datetime/ levels 0 and 1: year, month, day, hour; XXXX where the year is unknown;
# an interval a/b; a trailing ~ (about) or ? (uncertain) or % (both).
_POINT = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::\d\d){0,2})?)?)?[~?%]?", re.ASCII)


def is_edtf(value: str) -> bool:
    """Whether `value` is a date in one of the forms above and a day that the calendar has."""
    parts = value.split("/")
    points = [part for part in parts if len(parts) == 1 or part not in {"", ".."}]  # an interval may be open
    return 1 <= len(points) <= len(parts) <= 2 and all(map(_is_point, points))


def _is_point(value: str) -> bool:
    match = _POINT.fullmatch(value)
    if not match:
        return False
    year, month, day, hour = match.groups()
    if month and not 1 <= int(month) <= 12:
        return False
    leap = 2000 if year in {"XXXX", "0000"} else int(year)
    longest = calendar.monthrange(leap, int(month))[1] if month else 0
    return (not day or 1 <= int(day) <= longest) and (not hour or int(hour) < 24)


def first_day(value: str) -> date | None:
    """The earliest day that `value` can mean, None where its year is unknown or it is no date."""
    return _day(value.split("/")[0], last=False)


def last_day(value: str) -> date | None:
    """The latest day that `value` can mean: a promise 'by November' has until the 30th."""
    return _day(value.split("/")[-1], last=True)


def _day(point: str, *, last: bool) -> date | None:
    match = _POINT.fullmatch(point)
    if not match or not _is_point(point) or match[1] in {"XXXX", "0000"}:
        return None
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    day = int(match[3] or (calendar.monthrange(year, month)[1] if last else 1))
    return date(year, month, day)


def in_words(value: str) -> str:
    """`2025-12-05` → 2025年12月5日 or Dec. 5, 2025, as the reader's language has it; what is no date stays as it is."""
    if "/" in value:
        return " – ".join(filter(None, map(in_words, value.split("/"))))
    match = _POINT.fullmatch(value)
    if not match or not _is_point(value):
        return value
    year, month, day, _hour = match.groups()
    parts = {"year": year, "month": month and int(month), "day": day and int(day)}
    if year == "XXXX":
        return _("%(month)s/%(day)s, year unknown") % parts if day else value
    if not month:
        return _("year %(year)s") % parts
    if year == "0000":
        return value
    begins = date(int(year), int(month), int(day or 1))
    return date_format(begins, "DATE_FORMAT" if day else "YEAR_MONTH_FORMAT")
