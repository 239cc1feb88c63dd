"""Bureaus and their stations, centres and sections where they stand in a text. Knows nothing of towns and companies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache

from issues.reading.divisions import DivisionHit
from issues.reading.names import find_start
from issues.reading.telling import Telling
from issues.reading.words import load_terms

_SUBUNIT = re.compile(
    r"(?:\([^()]{2,10}\))?((?:(?![依将已对在会同和与及表责要立负有的到于向为并等说称指派下把被由从其该我请再据也没副]|工作|监测人|组织|执法人)"
    r"[\u4e00-\u9fff·()0-9]){1,12}?(?:分局|派出所|大队|中队|支队|管理处|管理所|管理站|服务中心|事务中心|管理中心|中心|办公室|专班"
    r"|管理科|监管科|[\u4e00-\u9fff]科|股|处(?=[^以理置罚于在分])|所(?![得有以在属述长])|站(?!长)|办(?=[^理事公结])))"
)
# What a body may be cut down to and still be the one that answers: an inner section is never meant apart from it.
_INNER = re.compile(r"(?:科|股|(?<!管理)处|室|中队|办)$")
_PREFIX = re.compile(r"(?:省|市|州|区|县|旗|盟)(?:人民)?$")
# What no office's name has between its place and its last word.
_NOT_OFFICE = r"[的了是在将把被对向由已也还都就有到说称于为从至、,]|街道|社区|(?<!老旧)小区|个局|政府|反映|投诉|居民|业主|村民|市民|家长|小学|中学|学校"
# 交警金凤一大队: the squad of a district, named by the force.
_SQUAD = re.compile(r"交警(?:(?![的已将在对])[\u4e00-\u9fff]){1,6}?(?:支队|大队|中队)")
# 洪山交警, 武昌城管: the force by the short name of its district, where it says or does something.
_FORCE = re.compile(
    r"(?:交警|城管|环卫|消防|公安|环保|市政|园林|住建|文旅|疾控)(?=部门|方面|回应|答复|回复|表示|介绍|称|说|已|将|正|也|工作人员|负责人|队员)"
)
_BARE = re.compile(r"[省市州区县旗盟]")
_TOWN_END = ("街道", "镇", "乡")
_BEFORE_BUREAU = re.compile(r"[\u4e00-\u9fff]{2,8}$")
_COUNTED = "个各几多两"  # 县上四个局
_NO_BUREAU = ("面", "限", "势", "部", "促", "长", "里", "域")
# The names of province, city and county before a body are together no longer than this.
LONGEST = 30


@lru_cache(maxsize=8)
def find_offices(telling: Telling) -> tuple[tuple[int, int, str], ...]:
    """Start, end and kind (bureau or police) of every public office that is named, with its sections."""
    text = telling.text
    found = []
    for at, end in sorted(_cores(telling)):
        start = _extend_left(telling, at)
        sub = _SUBUNIT.match(text, end)
        while sub and not _INNER.search(text, end, sub.end()):
            end = sub.end()
            sub = (
                _SUBUNIT.match(text, end)
                if re.search(r"局$|支队$|大队$", text[max(0, end - 2) : end])
                else None
            )
        found.append((start, end, "police" if "派出所" in text[start:end] else "bureau"))
    return tuple(found)


def _cores(telling: Telling) -> set[tuple[int, int]]:
    """Where the offices' own names stand, without their places: of lists, by their last words, by their place."""
    cores = {(hit.start, hit.end) for hit in telling.scan["bodies/bureaus"]}
    taken = {end for _, end in cores} | {hit.end for hit in telling.scan["bodies/firms"]}
    stations = {span for span in _stations(telling) if span[1] not in taken or span not in cores}
    cores = {span for span in cores if span[1] not in {end for _, end in stations}} | stations
    taken |= {end for _, end in stations}
    cores |= {span for span in (*_centres(telling), *_prefixed(telling)) if span[1] not in taken}
    cores |= {span for span in _other_offices(telling) if span[1] not in taken and _placed(telling, *span)}
    named = {hit.end for hit in telling.divisions}
    cores |= {
        hit.span() for hit in _FORCE.finditer(telling.text) if hit.start() in named and hit.end() not in taken
    }
    return cores | {hit.span() for hit in _SQUAD.finditer(telling.text) if hit.end() not in taken}


def _stations(telling: Telling) -> Iterable[tuple[int, int]]:
    """Local stations by the name of their place: 秀峰市场监管所, 钱库派出所. One of a town is the town's (bodies.py)."""
    for hit in telling.scan["bodies/stations"]:
        floor = max(
            (each.end for each in find_named(telling, hit.start - 8, hit.start) if each.full), default=0
        )
        start = find_start(telling.text, hit.start, min(floor, hit.start), longest=4)
        of_town = telling.text.endswith(_TOWN_END, start, hit.start) and hit.start - start > 2
        if start < hit.start and not of_town and telling.text[hit.start - 1] not in "局委队":
            yield start, hit.end


def _other_offices(telling: Telling) -> Iterable[tuple[int, int]]:
    """Names in 局 that no list has, at most eight characters before it."""
    text = telling.text
    at = text.find("局")
    while at >= 0:
        hit = _BEFORE_BUREAU.search(text, max(0, at - 8), at)
        if (
            hit
            and text[at - 1] not in _COUNTED
            and text[at + 1 : at + 2] not in _NO_BUREAU
            and not text.startswith("集团", at + 1)
        ):
            named = find_named(telling, hit.start(), at)
            yield named[0].start if named else hit.start(), at + 1
        at = text.find("局", at + 1)


def _centres(telling: Telling) -> Iterable[tuple[int, int]]:
    """Centres and offices that no list has, right after the name of their place: 天门市住房保障服务中心."""
    for hit in telling.divisions:
        found = _ending().match(telling.text, hit.end) if hit.full and "town" not in hit.levels else None
        if not found or telling.text[found.end() : found.end() + 1] in _NO_BUREAU:
            continue
        if not any(each.full for each in find_named(telling, *found.span())):
            yield found.span()


def _prefixed(telling: Telling) -> Iterable[tuple[int, int]]:
    """The same after a bare word for the place, where a name begins: 区河道事务中心, 县公路养护中心."""
    text = telling.text
    for hit in _BARE.finditer(text):
        first = find_start(text, hit.end(), longest=2) == hit.start()
        found = _ending().match(text, hit.end()) if first else None
        if not found or text[found.end() : found.end() + 1] in _NO_BUREAU:
            continue
        if not any(each.full for each in find_named(telling, *found.span())):
            yield found.span()


@cache
def _ending() -> re.Pattern[str]:
    """A name of at most sixteen characters that ends as offices' names do (vocabulary/bodies/endings)."""
    words = "|".join(sorted(load_terms("bodies/endings"), key=len, reverse=True))
    return re.compile(
        rf"(?![和与及])(?:(?!{_NOT_OFFICE})[\u4e00-\u9fff]){{0,16}}?(?:{words}|(?<=[\u4e00-\u9fff]{{2}})局)"
    )


def find_named(telling: Telling, low: int, high: int) -> tuple[DivisionHit, ...]:
    """The divisions whose names begin in [low, high)."""
    hits = telling.divisions
    return hits[bisect_left(hits, (low,)) : bisect_left(hits, (high,))]


def _placed(telling: Telling, start: int, end: int) -> bool:
    """Whether a name that no list knows begins as a bureau's does: with a division or 市, 区, 县."""
    return bool(find_named(telling, start, end)) or telling.text[start] in "省市州区县"


def _extend_left(telling: Telling, at: int) -> int:
    """To the left over the divisions that stand before: 遵义市 + 汇川区 + 市场监督管理局, 南昌市 + 湾里 + 生态环境局."""
    start = before_divisions(telling, at)
    prefix = _PREFIX.search(telling.text, max(0, at - 3), at) if start == at else None
    if prefix:
        return before_divisions(telling, prefix.start())
    reached = (before_divisions(telling, at - own) for own in (2, 3) if start == at)
    joined = (far for own, far in zip((2, 3), reached, strict=False) if far < at - own)
    far = next(joined, at)
    if far < at and find_start(telling.text, at, longest=3) <= at - 2:
        return far
    return start


def before_divisions(telling: Telling, at: int) -> int:
    by_end = {hit.end: hit.start for hit in find_named(telling, max(0, at - LONGEST), at)}
    while at in by_end:
        at = by_end[at]
    return at
