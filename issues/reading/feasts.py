"""The day of a feast or a term of the year: 春节 2025, 立冬. From a table (vocabulary/feasts.txt); reads no text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from issues.reading.words import load_terms


@cache
def list_feasts() -> tuple[str, ...]:
    """Their names, the longer first."""
    return tuple(sorted(_table(), key=len, reverse=True))


def find_feast(name: str, year: int | None) -> tuple[int, int] | None:
    """Its month and day in `year`; None for a feast of the moon in a year that is unknown or not in the table."""
    days = _table()[name]
    return days.get(0) or days.get(year or 0)


@cache
def _table() -> Mapping[str, Mapping[int, tuple[int, int]]]:
    """Name to year to month and day; year 0 stands for every year."""
    table: dict[str, dict[int, tuple[int, int]]] = {}
    for line in load_terms("feasts"):
        names = [word for word in line.split() if not word[0].isdigit()]
        days = [word.split("-") for word in line.split() if word[0].isdigit()]
        each = {int(year[0]) if year else 0: (int(month), int(day)) for *year, month, day in days}
        table |= dict.fromkeys(names, each)
    return table
