"""Weekdays and weeks around the page's date: 上周六, 本周, 周五前. Knows no other date."""

from __future__ import annotations

from datetime import date, timedelta

_DAYS = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6}
_SHIFT = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}


def read_week(published: date, which: str, weekday: str | None) -> str:
    """The day of that week in EDTF; without a weekday the whole week, as an interval; 末 is Saturday and Sunday."""
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=_SHIFT[which])
    if weekday in _DAYS:
        return (monday + timedelta(days=_DAYS[weekday])).isoformat()
    first = monday + timedelta(days=5 if weekday else 0)
    return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def find_weekday(published: date, weekday: str, *, coming: bool) -> str:
    """The next such day where it is to come, else the last one; 周末 is the end of the page's week or the one before."""
    if weekday == "末":
        return read_week(published, "本" if coming or published.weekday() >= 5 else "上", "末")
    ahead = (_DAYS[weekday] - published.weekday()) % 7
    return (published + timedelta(days=ahead if coming or not ahead else ahead - 7)).isoformat()
