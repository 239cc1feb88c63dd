"""Problems that a story names in passing: one sentence or less, a place and a trouble, no story of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from operator import attrgetter

from ahocorasick_rs import AhoCorasick

from issues.reading.districts import find_district
from issues.reading.places import Place, read_places
from issues.reading.shapes import Draft, Finding, quote
from issues.reading.telling import Telling
from issues.reading.topics import best_topic, find_category
from issues.reading.words import load_terms

_UNIT = re.compile(
    r"“[^“”。;!?]{4,60}[。;!?]?”|[^。;!?:\n“”【】|]+(?:“[^“”]{1,12}”[^。;!?:\n“”【】|]*)*[。;!?]?"
)
# A problem named between quotation marks: “花鸟市场管理存难”.
_QUOTED = re.compile(r"(?<=“)[^“”,。]{6,24}(?=”)")
# A sentence that begins with a year, or counts up what a whole city has done, tells of no single place.
_COUNTS = re.compile(
    r"^[^,]{0,8}(?:19|20)\d\d年|^如今"
    r"|(?:全[市省国区县]|集团|截至|专项|行动|统计|主城区)[^;。]*\d[万余多]*\s?(?:处|个|根|户|件|台|公里)"
)
_start = attrgetter("start")
DATELINE = 4
"""Characters such as 本报讯 that may stand before a story's first sentence."""
LONGEST, LONGEST_ITEM, SHORTEST, SHORTEST_PIECE = 110, 50, 8, 6
# A name that stands later in its sentence is not what the sentence is about.
LATEST_PLACE = 16
MOST = 12
# So many words of a court or the police make a story of a crime, which tells where it was and not what troubles.
MOST_COURT = 4
_CUES = ("cues/relieved", "cues/trouble", "cues/unresolved", "cues/stalled", "cues/reopened")
_COMMAS = ("、", ",", "和")
_LED = re.compile(r"(?:[—:,、◎●○◆■▶· ]|反映|其中|例如|包括|如|像|在|对|针对|解决)$")


def find_mentions(page: str, telling: Telling) -> tuple[Draft, ...]:
    """The brief mentions of a story that is itself about something else, at most a handful."""
    if len(telling.scan["cues/court"]) >= MOST_COURT:
        return ()
    units = [unit for unit in _units(telling) if not _opens(telling, *unit)]
    told = {unit: _place(telling, *unit) for unit in units if _tells(telling, *unit)}
    items = [unit for unit in dict.fromkeys(units) if _is_item(telling, *unit)]
    if len({*items, *(unit for unit in told if told[unit])}) > 1:
        told |= {unit: told.get(unit) or _place(telling, *unit, item=True) for unit in items}
    placed = [(unit, place) for unit, place in sorted(told.items()) if place]
    return tuple(_draft(page, telling, *unit, place) for unit, place in placed) if len(placed) <= MOST else ()


def _units(telling: Telling) -> Iterator[tuple[int, int]]:
    """The sentences that can tell of a problem, in pieces where they list several.

    All have a word of a category and one of trouble, without which no piece of them could tell of any.
    """
    text = telling.text
    for hit in _UNIT.finditer(text, telling.passage.head):
        if not (telling.scan.owned("topics", *hit.span()) and _is_trouble(telling, *hit.span())):
            continue
        if _COUNTS.search(hit.group()) or _has_any("passing_not", hit.group()):
            yield from (quoted.span() for quoted in _QUOTED.finditer(text, *hit.span()))
        elif SHORTEST <= len(hit.group()) <= LONGEST:
            yield from _items(telling, *hit.span())


def _items(telling: Telling, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces where a place right after a comma begins a new one: 甲区…、乙路…、丙小区…."""
    several = len(telling.scan.owned("topics", start, end)) > 1
    for at in _openings(telling, start, end) if several else ():
        if _says(telling, start, at) and _says(telling, at, end):
            yield start, at - 1
            start = at
    yield start, end


def _says(telling: Telling, start: int, end: int) -> bool:
    """Whether a piece is long enough to be told of a place, and speaks of some kind of trouble."""
    return end - start > SHORTEST_PIECE and bool(telling.scan.owned("topics", start, end))


def _openings(telling: Telling, start: int, end: int) -> list[int]:
    """Where a place or a county stands right after a comma."""
    names = {place.start for place in read_places(telling, start, end) if place.kind != "town"}
    names.update(_counties(telling, start, end))
    return sorted(at for at in names if at > start and telling.text[at - 1] in _COMMAS)


def _counties(telling: Telling, start: int, end: int) -> list[int]:
    """Where counties are named in full in passage[start:end]."""
    low = bisect_left(telling.divisions, start, key=_start)
    high = bisect_left(telling.divisions, end, key=_start)
    return [hit.start for hit in telling.divisions[low:high] if hit.full and "county" in hit.levels]


def _place(telling: Telling, start: int, end: int, *, item: bool = False) -> Place | None:
    """The first place finer than a town; for the item of a list, that or the town, near its beginning."""
    places = read_places(telling, start, end)
    if item:
        places = [place for place in places if place.start - start <= LATEST_PLACE]
    finer = [
        place
        for place in places
        if place.kind != "town" and (item or place.kind != "site" or len(place.name) > 3)
    ]
    return next(iter(finer or (places if item else ())), None)


def _is_item(telling: Telling, start: int, end: int) -> bool:
    """阎良区胜利路…缺斑马线: how each item of a list begins with its place, and says what is wrong there."""
    if end - start > LONGEST_ITEM:
        return False
    if not _is_trouble(telling, start, end) or not telling.scan.owned("topics", start, end):
        return False
    return _opens_with_place(telling, start, end)


def _opens_with_place(telling: Telling, start: int, end: int) -> bool:
    first = next(iter(_counties(telling, start, end)), None)
    if first is not None and (first == start or _LED.search(telling.text, start, first)):
        return True
    return any(place.start - start <= 1 for place in read_places(telling, start, end))


def _opens(telling: Telling, start: int, end: int) -> bool:
    """Whether all of a story's first sentence is meant: what it opens with is not told in passing."""
    first = next((n for n, zone in enumerate(telling.zones) if zone != "head"), None)
    sentence = None if first is None else telling.passage.sentences[first]
    return bool(sentence) and start - sentence.start <= DATELINE and end >= sentence.end - 1


def _tells(telling: Telling, start: int, end: int) -> bool:
    return bool(best_topic(telling, start, end)) and _is_trouble(telling, start, end)


def _is_trouble(telling: Telling, start: int, end: int) -> bool:
    """Whether something is said to be wrong, or no longer wrong."""
    scan = telling.scan
    return any(scan.has(cue, start, end) for cue in _CUES) or _has_any("wrong", telling.text[start:end])


def _has_any(name: str, text: str) -> bool:
    """Whether a text has a word of the list; one pass for all of them costs far less than a pattern of so many."""
    return bool(_finder(name).find_matches_as_indexes(text))


@cache
def _finder(name: str) -> AhoCorasick:
    return AhoCorasick(load_terms(name))


def _draft(page: str, telling: Telling, start: int, end: int, place: Place) -> Draft:
    spans = telling.spans(start, end)
    ranges = ((start, end, 1.0),)
    told = quote(page, spans)
    because = ("一句话带过",)
    category = find_category(telling, ranges)
    return Draft(
        title="".join(told.split()).strip("“”,;。")[:40],
        summary=told,
        category=category
        if category.spans
        else Finding(category.value, spans, category.because, category.score),
        status=Finding("reported", spans, because, 0.3),
        spans=spans,
        district=find_district(telling, ranges),
        place=Finding(place.name, telling.spans(place.start, place.end), because, 0.6),
        summary_spans=spans,
        mention=True,
        confidence=0.3,
    )
