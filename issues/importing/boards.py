"""Tables of message boards and hotlines: which column is which, by profile or by name, and a row's day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser

from ..models import BoardProfile
from .forms.matching import match_columns

FIELDS = (
    *("title", "body", "reply", "time", "reply_time", "place"),
    *("district", "agency", "category", "number", "status", "author"),
)
"""What a column may be, the telling ones first."""
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_EPOCH = date(1899, 12, 30)
"""Spreadsheets count days from here; a cell that lost its form shows the number: 43831 is 2020-01-01."""
_DAY = re.compile(r"(\d{4})\s*[年/\-.]\s*(\d{1,2})\s*[月/\-.]\s*(\d{1,2})", re.ASCII)


def name_heads(columns: Sequence[str]) -> str:
    """The heads of a table as one word: what a file remembers its columns by."""
    return "、".join(columns)


def find_confirmed(columns: Sequence[str]) -> dict[str, str] | None:
    """Field → column as an editor confirmed it for these heads, empty for a table that is one page. None: nobody did."""
    profile = BoardProfile.objects.filter(heads=list(columns)).first()
    return dict(profile.matching) if profile else None


def match_surely(columns: Sequence[str]) -> dict[str, str] | None:
    """Field → column by the heads' names, where they are sure.

    Sure means that the citizen's own words have a column: nothing is read from a table that might be something else.
    """
    matching = match_columns(columns)
    return matching if "body" in matching else None


def save_profile(
    columns: Sequence[str], matching: Mapping[str, str], *, by: AbstractUser | None
) -> BoardProfile:
    """Remember what an editor confirmed for a table with these heads."""
    values = {"matching": dict(matching), "by": by}
    return BoardProfile.objects.update_or_create(heads=list(columns), defaults=values)[0]


def find_row_day(row: Mapping[str, str], matching: Mapping[str, str]) -> date | None:
    """The day on which the message was written: what 昨天 in it is counted from. None where the cell has no day."""
    cell = row.get(matching.get("time", ""), "").strip()
    match = _DAY.search(cell)
    if not match:
        return _EPOCH + timedelta(days=int(float(cell))) if _SERIAL.fullmatch(cell) else None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
