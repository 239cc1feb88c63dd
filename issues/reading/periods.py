"""Dates and hours of a notice in EDTF, to the hour: 10月28日8时至20时. Nothing about what happened then."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_HALF = r"(?:早上?|上午|凌晨|晚上?|下午|傍晚)?"
_HOUR = r"(?P<half{0}>" + _HALF + r")(?P<hour{0}>\d{{1,2}})(?:时(?:\d{{1,2}}分|整|许)?|点|[::]\d\d)"
_DAY = r"(?:(?P<year{0}>(?:19|20)\d\d)年)?(?:(?P<month{0}>\d{{1,2}})月)?(?P<day{0}>\d{{1,2}})日\)?"
_NEXT = r"(?P<next{0}>当日|当天|次日|翌日|第二天)?"
_LINK = r"\s?(?:至|到|—{1,2}|-|~)\s?"
_PERIOD = re.compile(
    _DAY.format(1)
    + rf"\s?(?:{_HOUR.format(1)})?{_LINK}(?:{_DAY.format(2)}|{_NEXT.format(2)})\s?(?:{_HOUR.format(2)})?"
)
_POINT = re.compile(rf"(?:{_DAY.format(1)}|(?P<word>今[日天]|昨[日天]|前[日天]))\s?(?:{_HOUR.format(1)})?")
_BACK = {"今": 0, "昨": 1, "前": 2}


@dataclass(frozen=True, slots=True)
class Moment:
    """An EDTF date, and where the text prints it."""

    edtf: str
    start: int
    end: int


def find_period(folded: str, start: int, end: int, published: str | None) -> tuple[Moment, Moment] | None:
    """The first period between `start` and `end` that has a second day or hour, as its two moments."""
    for hit in _PERIOD.finditer(folded, start, end):
        if not (hit["day2"] or hit["hour2"]) or not _possible(hit, 1) or not _possible(hit, 2):
            continue
        year, month, day = (hit[f"{part}1"] for part in ("year", "month", "day"))
        begins = _write(year, month, day, _hour(hit, 1), published)
        if hit["day2"]:
            later = hit["month2"] or _month_after(month, day, hit["day2"])
            ends = _write(hit["year2"] or year, later, hit["day2"], _hour(hit, 2), published)
        else:
            ends = _write(
                year, month, day, _hour(hit, 2), published, int(hit["next2"] in ("次日", "翌日", "第二天"))
            )
        return Moment(begins, *hit.span()), Moment(ends, *hit.span())
    return None


def find_moment(folded: str, start: int, end: int, published: str | None) -> Moment | None:
    """The last date between `start` and `end`; 昨日 is counted from `published`, and nothing without it."""
    found = None
    for hit in _POINT.finditer(folded, start, end):
        hour = _hour(hit, 1)
        if hit["word"] and published:
            day = date.fromisoformat(published) - timedelta(_BACK[hit["word"][0]])
            found = Moment(_write(str(day.year), str(day.month), str(day.day), hour, published), *hit.span())
        elif hit["day1"] and _possible(hit, 1):
            found = Moment(_write(hit["year1"], hit["month1"], hit["day1"], hour, published), *hit.span())
    return found


def _possible(hit: re.Match[str], number: int) -> bool:
    """Whether month, day and hour can be those of a calendar; 45日 is a number of days."""
    month, day, hour = (
        int(hit[f"{part}{number}"] or least) for part, least in (("month", 1), ("day", 1), ("hour", 0))
    )
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1] and hour <= 24


def _month_after(month: str | None, day: str, later_day: str) -> str | None:
    """The month of the second day of 31日20时至1日20时, which is printed without one."""
    return str(int(month) % 12 + 1) if month and int(later_day) < int(day) else month


def _hour(hit: re.Match[str], number: int) -> int | None:
    if not hit[f"hour{number}"]:
        return None
    hour = int(hit[f"hour{number}"])
    return hour + 12 if hit[f"half{number}"] in ("晚", "晚上", "下午", "傍晚") and hour < 12 else hour


def _write(
    year: str | None, month: str | None, day: str, hour: int | None, published: str | None, later: int = 0
) -> str:
    """EDTF; what the text leaves out comes from `published`, and a day that lies ahead of it is a month or year back."""
    if published and month is None:
        back = int(day) > int(published[8:10])
        month = str((int(published[5:7]) - 1 - back) % 12 + 1)
    if published and year is None and month:
        ahead = f"{int(month):02}-{int(day):02}" > published[5:10]
        year = str(int(published[:4]) - ahead)
    if later and year and month:
        try:
            moved = date(int(year), int(month), int(day)) + timedelta(later)
        except ValueError:
            return f"{year}-{int(month):02}-{int(day):02}"
        year, month, day = str(moved.year), str(moved.month), str(moved.day)
    written = (
        f"{year or 'XXXX'}-{int(month):02}-{int(day):02}" if month else f"{year or 'XXXX'}-XX-{int(day):02}"
    )
    return written if hour is None else f"{written}T{hour:02}"
