"""Since when, told by how long: 三年, 快一个月, 停了十一天. Counted back from the page's date; not dates of a calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from issues.reading.date_forms import read_number
from issues.reading.dates import Dated

_NUM = r"(?:\d{1,2}|[一二两三四五六七八九十半]{1,3})"
_LASTED = re.compile(
    rf"(?<![第\d年月前后共期逾上下每哪])(?P<n>{_NUM})(?:多|余|来|几)?(?:"
    rf"(?P<year>年)(?:零?(?P<more>{_NUM})个月|(?P<half>半))?|(?P<month>个?多?月)(?<=个月|多月)|(?P<week>个?(?:星期|周|礼拜))|(?P<day>天))"
    r"(?![级龄代度产薪报期均然气色花份底初末]|[以之]?[内后前]|之[内后前]|一次|一[换趟回]|[要]?[收交付租]|(?:多|余|半)?[以之]?[内后前])"
)


@lru_cache(maxsize=8)
def find_durations(text: str, published: str | None) -> tuple[Dated, ...]:
    """What has lasted, as the date when it began: years to the year, months to the month. Nothing without `published`."""
    if not published:
        return ()
    end = date.fromisoformat(published)
    found = ((hit, _begin(hit, end)) for hit in _LASTED.finditer(text))
    return tuple(Dated(*hit.span(), edtf, exact=False, lasted=True) for hit, edtf in found if edtf)


def _begin(hit: re.Match[str], end: date) -> str | None:
    half = hit["n"] == "半"
    count = 0 if half else read_number(hit["n"])
    if count is None or not (count or half):
        return None
    if hit["day"] or hit["week"]:
        days = count * (7 if hit["week"] else 1)
        return (end - timedelta(days)).isoformat() if days > 1 else None  # 一天 counts prices and meals
    if hit["month"]:
        return _months_before(end, count or 1)
    months = count * 12 + (read_number(hit["more"]) or 0) + 6 * (half or bool(hit["half"]))
    return _months_before(end, months) if months % 12 else f"{end.year - count:04d}"


def _months_before(end: date, months: int) -> str:
    total = end.year * 12 + end.month - 1 - months
    return f"{total // 12:04d}-{total % 12 + 1:02d}"
