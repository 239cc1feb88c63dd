"""When: every date a text gives, resolved to EDTF against the page's date and the dates before it. No clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from issues.reading.date_forms import PATTERN, read_number
from issues.reading.date_years import is_announced, is_coming
from issues.reading.feasts import find_feast
from issues.reading.weeks import find_weekday, read_week

_STREET = frozenset("路街巷道弄苑园庄院村区栋楼第")
RECENT = 45
"""三天内 counts from a day told before it, if that is no more days before the page."""
_EXACT = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression of the passage: `edtf` resolved, `exact` where the text gives the month and day."""

    start: int
    end: int
    edtf: str
    exact: bool = False
    lasted: bool = False
    """Whether the text says how long, not when."""

    def said(self, text: str) -> str:
        """Its words in the passage."""
        return text[self.start : self.end]


@lru_cache(maxsize=8)
def find_dates(text: str, published: str | None) -> list[Dated]:
    """All dates of a story in its order. `published` is YYYY-MM-DD or None: then the year is XXXX unless the text says."""
    reader = _Reader(text, date.fromisoformat(published) if published else None)
    return [dated for hit in PATTERN.finditer(text) if (dated := reader.read(hit))]


class _Reader:
    """Keeps what the last dates said: a bare day, 当天 or 三天内 leans on them."""

    def __init__(self, text: str, anchor: date | None) -> None:
        self.text = text
        self.anchor = anchor
        self.year: int | None = None
        self.day: tuple[int | None, int, int] | None = None
        """Year, month and day (0: none) of the last date, and where it ends in `told`."""
        self.full: tuple[int | None, int, int] | None = None
        """The last one that had a day."""
        self.told = 0
        self.past: date | None = None
        """The last day told that is not ahead of the page."""
        self.ahead = 0
        """The month to come that was told last."""
        self.said: tuple[int, int, int] | None = None
        """Year and month of the last date whose year the text gives, and where it ends."""

    def read(self, hit: re.Match[str]) -> Dated | None:
        edtf = getattr(self, f"_{hit.lastgroup}")(hit)
        return Dated(*hit.span(), edtf, exact=bool(_EXACT.fullmatch(edtf))) if edtf else None

    def _iso(self, hit):
        year, month, day = map(int, re.split(r"[-./]", hit["iso"]))
        return self._keep(hit, year, month, day)

    def _slashed(self, hit):
        month, day = int(hit["sm"]), int(hit["sd"])
        return self._keep(hit, self._year_of(month, day, hit), month, day)

    def _in_year(self, hit):
        year = int(hit["year"]) if hit["year"] else self._relative_year(hit["rel"])
        if hit["year"]:
            self.year = year
        if year:
            self.said = (year, read_number(hit["m1"]) or 0, hit.end())
        if hit["m1"]:
            return self._keep(hit, year, read_number(hit["m1"]), read_number(hit["d1"]))
        if hit["yp"] in ("底", "末", "初"):
            return _month(year, 1 if hit["yp"] == "初" else 12)
        if hit["yp"] in ("国庆", "春节") and (feast := find_feast(hit["yp"], year)):
            return self._keep(hit, year, *feast)
        return _year(year)

    def _relative_year(self, word: str) -> int | None:
        if word in ("当年", "次年"):
            return (self.year + (word == "次年")) if self.year else None
        shift = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}[word]
        return self.anchor.year + shift if self.anchor else None

    def _in_month(self, hit):
        if hit["mrel"] in ("当月", "次月"):
            year, month = self.day[:2] if self.day else (None, None)
            shift = int(hit["mrel"] == "次月")
        else:
            year, month = (self.anchor.year, self.anchor.month) if self.anchor else (None, None)
            shift = {"上": -1, "下": 1}.get(hit["mrel"][0], 0)
        if not month:
            return None
        total = month - 1 + shift
        year = year + total // 12 if year else None
        return self._keep(hit, year, total % 12 + 1, read_number(hit["d2"]))

    def _month_day(self, hit):
        month, day = read_number(hit["m3"]), read_number(hit["d3"])
        if not month or not 1 <= month <= 12:
            return None
        return self._keep(hit, self._year_of(month, day, hit), month, day)

    def _year_of(self, month: int, day: int | None, hit: re.Match[str]) -> int | None:
        """The page's year, the one before for a month that lies well ahead of it and is not a promise."""
        if not self.anchor:
            return None
        told = self._told_year(month, hit.start())
        if told:
            return told
        if self.ahead == month:
            return self.anchor.year
        ahead = month - self.anchor.month
        before, after = (
            self.text[max(0, hit.start() - 14) : hit.start()],
            self.text[hit.end() - 1 : hit.end() + 10],
        )
        coming = is_coming(before, after.lstrip("日号月"), ahead)
        if ahead >= 2 and not coming:
            return self.anchor.year - 1
        self.ahead = month if ahead > 0 else 0
        return self.anchor.year + (ahead <= -9 and coming)

    def _told_year(self, month: int, start: int) -> int | None:
        """The year said earlier in the sentence: 去年3月进场,干到11月底; the next one where the month runs on past its end."""
        if not self.said or "。" in self.text[self.said[2] : start] or self.anchor is None:
            return None
        year, before, end = self.said
        if not before:
            return year if start - end <= 3 else None
        if month >= before:
            return year
        follows = (year + 1, month) <= (self.anchor.year, self.anchor.month) or year >= self.anchor.year
        return year + follows

    def _bare_day(self, hit):
        day, house = read_number(hit["d4"] or hit["d5"]), self.text[hit.start() - 1 : hit.start()] in _STREET
        if not 1 <= day <= 31 or house and hit[0].endswith("号"):
            return None
        year, month = self._month_of(day, hit.start()) or (None, None)
        return self._keep(hit, year, month, day)

    def _month_of(self, day: int, start: int) -> tuple[int | None, int] | None:
        """That of the last day told, where a bare month has come between in another sentence and this day goes on from it."""
        went_on = self.full and not self.day[2] and self.full[2] <= day and self.full[:2] != self.day[:2]
        if went_on and re.search(r"[。!?\n]", self.text[self.told : start]):
            return self.full[:2]
        return self._month_here()

    def _month_here(self) -> tuple[int | None, int] | None:
        """That of the last date, or of the page where the last one tells of older times."""
        if self.day and (not self.anchor or not self.day[0] or self._lately()):
            return self.day[:2]
        return (self.anchor.year, self.anchor.month) if self.anchor else None

    def _lately(self) -> bool:
        return self.anchor.year * 12 + self.anchor.month - self.day[0] * 12 - self.day[1] <= 6

    def _month_end(self, hit):
        same = self.day and not re.search(r"[。\n]", self.text[self.told : hit.start()])
        year, month = self.day[:2] if same else (self._month_here() or (None, None))
        return self._keep(hit, year, month, None)

    def _relative_day(self, hit):
        word = hit["day"]
        if word in ("当天", "当日", "当晚", "同日", "次日", "第二天", "翌日"):
            clock = self.text[hit.start() - 1 : hit.start()] in ("到", "至") and re.match(
                r"\d{1,2}[点时:]", self.text[hit.end() : hit.end() + 3]
            )
            return None if clock else self._shift_last(hit, int(word in ("次日", "第二天", "翌日")))
        shift = {"今": 0, "昨": -1, "前": -2, "大": -3, "明": 1, "后": 2, "即": 0}[word[0]]
        return self._at(hit, self.anchor + timedelta(days=shift)) if self.anchor else None

    def _shift_last(self, hit, days: int) -> str | None:
        moved = self._moved(days)
        return self._keep(hit, moved.year if self.day[0] else None, moved.month, moved.day) if moved else None

    def _moved(self, days: int) -> date | None:
        """The last date and some days; in a year of 365 where its own is unknown."""
        if not self.day or not self.day[2]:
            return None
        try:
            return date(self.day[0] or 2023, *self.day[1:]) + timedelta(days=days)
        except ValueError:
            return None

    def _week(self, hit):
        return self._keep_past_day(read_week(self.anchor, hit["which"], hit["wd"])) if self.anchor else None

    def _weekday(self, hit):
        if not self.anchor:
            return None
        coming = is_announced(self.text[max(0, hit.start() - 14) : hit.start()]) or re.match(
            r"[^。,;]{0,2}?(?:前|能|会|可|就能)", self.text[hit.end() : hit.end() + 4]
        )
        return self._keep_past_day(find_weekday(self.anchor, hit["wd2"], coming=bool(coming)))

    def _keep_past_day(self, edtf: str) -> str:
        """三日内 can count from 上周四."""
        if "/" not in edtf and edtf <= self.anchor.isoformat():
            self.past = date.fromisoformat(edtf)
        return edtf

    def _within(self, hit):
        """三天内, 工期四十天: from the last day told of the weeks before the page, else from the page's."""
        unit = hit["work"] or hit["unit2"] or hit["unit3"]
        said = hit["k"] or hit["n2"] or hit["n3"]
        if said == "半" and unit == "个月":
            said, unit = "15", "天"
        count = read_number(said)
        if not count:
            return None
        base = self._told_here(hit.start()) or self._lately_told() or self.anchor
        if not base:
            return None
        if unit == "个月":
            return _month(*_months(base, count))
        days = {"周": 7, "星": 7, "礼": 7, "小": 1 / 24, "工": 1.4}.get(unit.lstrip("个")[0], 1) * count
        return (base + timedelta(days=round(days))).isoformat()

    def _told_here(self, start: int) -> date | None:
        """The day to come that the sentence has just told: 12月26日进场,5天内完成."""
        near = self.day and self.day[0] and not re.search(r"[。;!?\n]", self.text[self.told : start])
        told = self._moved(0) if near and self.anchor else None
        return told if told and told > self.anchor else None

    def _lately_told(self) -> date | None:
        return self.past if self.past and (self.anchor - self.past).days <= RECENT else None

    def _ago(self, hit):
        count = read_number(hit["n"])
        sign = 1 if hit["dir"] in ("后", "之后", "过后") else -1
        if hit["n"] == "半" and self.anchor and sign < 0 and hit["unit"] in ("年", "个月"):
            return (self.anchor - timedelta(days=182 if hit["unit"] == "年" else 15)).isoformat()[:7]
        if not count or not self.anchor and sign < 0:
            return None
        if hit["unit"] == "年":
            return _year(self.anchor.year - count) if sign < 0 else None
        if hit["unit"].endswith("月"):
            return _month(*_months(self.anchor, -count)) if sign < 0 else None
        days = count * (1 if hit["unit"] == "天" else 7)
        return self._shift_last(hit, days) if sign > 0 else self._at(hit, self.anchor - timedelta(days=days))

    def _feast(self, hit):
        feast = find_feast(hit["hol"], self.anchor.year if self.anchor else None)
        year = self._year_of(*feast, hit) if feast else None
        month, day = (find_feast(hit["hol"], year) or feast) if feast else (None, None)
        vague = hit["hp"] in ("前后", "之后", "后", "以后", "过后")
        return self._keep(hit, year, month, None if vague else day)

    def _year_end(self, hit):
        if not self.anchor:
            return None
        same = self.said and "。" not in self.text[self.said[2] : hit.start()]
        year = self.said[0] if same else self.anchor.year
        month = {"初": 1, "中": 6, "内": 0}.get(hit["yend"][-1], 12)
        return _month(year, month) if month else _year(year)

    def _at(self, hit, day: date) -> str:
        return self._keep(hit, day.year, day.month, day.day)

    def _keep(self, hit, year: int | None, month: int | None, day: int | None) -> str | None:
        if not month or not 1 <= month <= 12 or day is not None and not 1 <= day <= 31:
            return None
        self.day, self.told = (year, month, day or 0), hit.end()
        self.full = self.day if day else self.full
        if year:
            self.year = year
            self._keep_past(year, month, day)
        return f"{_month(year, month)}-{day:02d}" if day else _month(year, month)

    def _keep_past(self, year: int, month: int, day: int | None) -> None:
        if day and self.anchor and day <= monthrange(year, month)[1]:
            told = date(year, month, day)
            self.past = told if told <= self.anchor else self.past


def _months(anchor: date, shift: int) -> tuple[int, int]:
    total = anchor.year * 12 + anchor.month - 1 + shift
    return total // 12, total % 12 + 1


def _year(year: int | None) -> str | None:
    return f"{year:04d}" if year else None


def _month(year: int | None, month: int) -> str:
    return f"{year:04d}-{month:02d}" if year else f"XXXX-{month:02d}"
