"""Stories that are lists: 两则, ①②③, pairs of 【市民反映】【部门反馈】, a paragraph each. Each item is a problem of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from issues.reading.places import find_places
from issues.reading.telling import Telling
from issues.reading.topics import best_topic

_MARK = re.compile(
    r"\s*(?:(?P<sign>[▶►■◆●★▲△◇□○※▍▌▎█▉])|(?P<circled>[①-⑳])|(?P<lens>(?:镜头|问题|投诉|留言|来电|案例|事项)[一二三四五六七八九十\d]{1,2})"
    r"|(?P<han>[一二三四五六七八九十]{1,3}、)|(?P<bracket>\([一二三四五六七八九十\d]{1,2}\))|(?P<digit>\d{1,2}[.、](?!\d))|(?P<book>【))"
)
# A paragraph that opens so turns from one problem to the next.
_TURN = re.compile(
    r"(?:可|但|而)?[^。,:;“]{0,5}?(?:还有(?:第二|一)[桩件个]|另一[桩件]|第二[桩件]|又一[桩件]|另有(?:一位)?(?:读者|市民|网友|居民|村民|听众)"
    r"|同一[条道个座][路街巷河沟村院]|无独有偶|[^。,:;“]{0,6}接着(?:问|说|讲)|再说|再看|[^。,:;“]{2,14},[^。,:;“]{1,10}却(?:没|还|不|迟|依))"
)
_LABEL = re.compile(r"(?P<label>[\u4e00-\u9fff]{2,6})\s*:")
_ENDED = re.compile(r"[。!?;,:…”)]\s*$")
_LONGEST_SUBHEAD = 30
_SHORTEST_ITEM = 30
# A paragraph opens with a place within so many characters; two such paragraphs are often one matter told twice.
_OPENING, _LEAST_OPENED = 14, 3
# A longer story is no round of places; its names would have to be compared each with each.
_MOST_PARAGRAPHS = 40


def find_items(telling: Telling) -> tuple[tuple[int, ...], ...]:
    """The sentence numbers of each item, or nothing where the story is not such a list."""
    paragraphs = _paragraphs(telling)
    plain = [
        (_marked(telling, paragraphs), False),
        (_repeated(telling), False),
        (_labelled(telling, paragraphs), False),
    ]
    doubtful = [(_headed(telling, paragraphs), True), ([numbers[0] for numbers in paragraphs], True)]
    for starts, careful in plain if "reply" in telling.zones else plain + doubtful:
        bounds = [*(_with_title(telling, start) for start in starts), len(telling.zones)]
        sections = [range(low, high) for low, high in zip(bounds, bounds[1:], strict=False) if low < high]
        told = [section for section in sections if _tells(telling, section)]
        told = _apart(telling, told) if careful else told
        if len(told) >= 2 and len(told) >= (0.6 if careful else 0.75) * (len(sections) - 1):
            return tuple(tuple(section) for section in told)
    return _by_county(telling, paragraphs) or _turned(telling, paragraphs) or _by_opening(telling, paragraphs)


def _paragraphs(telling: Telling) -> list[list[int]]:
    """The sentence numbers of each paragraph of the body."""
    found: dict[int, list[int]] = {}
    for number, sentence in enumerate(telling.passage.sentences):
        if telling.zones[number] != "head":
            found.setdefault(sentence.paragraph, []).append(number)
    return list(found.values())


def _with_title(telling: Telling, start: int) -> int:
    """An item begins with the title lines above its mark, which follow the answer of the item before."""
    above = start
    while above and telling.zones[above - 1] == "complaint":
        above -= 1
    return above if above and telling.zones[above - 1] in ("reply", "after") else start


def _by_county(telling: Telling, paragraphs: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    """Paragraphs of different counties, each with a trouble of its own: a round-up of several places."""
    groups: dict[str, list[int]] = {}
    last = None
    counties = [hit for hit in telling.divisions if hit.full and "county" in hit.levels]
    for numbers in paragraphs if counties else ():
        start, end = _bounds(telling, numbers)
        near = counties[bisect_left(counties, (start,)) : bisect_left(counties, (end,))]
        named = {hit.name for hit in near}
        last = (
            next(iter(named))
            if len(named) == 1 and best_topic(telling, start, end)
            else None
            if named
            else last
        )
        if last:
            groups.setdefault(last, []).extend(numbers)
    told = [tuple(numbers) for numbers in groups.values() if _is_troubled(telling, numbers)]
    return tuple(told) if len(told) >= 2 else ()


def _turned(telling: Telling, paragraphs: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    """What stands before and after a paragraph that turns to a problem of another kind or another place."""
    sentences = telling.passage.sentences
    turns = [
        numbers[0] for numbers in paragraphs[1:] if _TURN.match(telling.text, sentences[numbers[0]].start)
    ]
    if not turns:
        return ()
    bounds = [paragraphs[0][0], *turns, len(telling.zones)]
    sections = [tuple(range(low, high)) for low, high in zip(bounds, bounds[1:], strict=False)]
    told = [_matter(telling, section) for section in sections]
    differ = all(
        topic and before and (topic != before or places and not places & known)
        for (before, known), (topic, places) in zip(told, told[1:], strict=False)
    )
    return tuple(sections) if differ else ()


def _by_opening(telling: Telling, paragraphs: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    """Paragraphs that each open with a place not named before, and tell of another kind than the one above."""
    seen: set[str] = set()
    starts: list[int] = []
    topics: list[str] = []
    for numbers in paragraphs if len(paragraphs) <= _MOST_PARAGRAPHS else ():
        start, end = _bounds(telling, numbers)
        places = {
            place.core: place.start for place in find_places(telling, start, end) if place.kind != "town"
        }
        new = any(at - start <= _OPENING and not _is_known(core, seen) for core, at in places.items())
        topic = best_topic(telling, start, end, least=4.0)
        if new and topic and topics[-1:] != [topic] and _is_troubled(telling, numbers):
            starts.append(numbers[0])
            topics.append(topic)
        seen |= set(places)
    bounds = [*starts, len(telling.zones)]
    sections = [tuple(range(low, high)) for low, high in zip(bounds, bounds[1:], strict=False)]
    return tuple(sections) if len(sections) >= _LEAST_OPENED else ()


def _is_known(core: str, seen: set[str]) -> bool:
    return any(core in name or name in core for name in seen)


def _matter(telling: Telling, section: Iterable[int]) -> tuple[str | None, set[str]]:
    """The kind of trouble and the places that a section speaks of."""
    start, end = _bounds(telling, section)
    return best_topic(telling, start, end), {place.core for place in find_places(telling, start, end)}


def _labelled(telling: Telling, paragraphs: list[list[int]]) -> list[int]:
    """Paragraphs that open with the first one's label, where it comes again: 点题人: … 题面: … 点题人: …"""
    opened = [
        (numbers[0], _LABEL.match(telling.text, telling.passage.sentences[numbers[0]].start))
        for numbers in paragraphs
    ]
    labels = [label["label"] for _, label in opened if label]
    again = next((label for label in labels if labels.count(label) > 1), None)
    spoken = len(set(labels)) < 3
    return [] if spoken else [number for number, label in opened if label and label["label"] == again]


def _is_troubled(telling: Telling, numbers: list[int]) -> bool:
    start, end = _bounds(telling, numbers)
    if end - start < _SHORTEST_ITEM or not best_topic(telling, start, end):
        return False
    return any(
        telling.scan.has(f"cues/{cue}", start, end)
        for cue in ("complain", "trouble", "unresolved", "complainant")
    )


def _marked(telling: Telling, paragraphs: list[list[int]]) -> list[int]:
    """The first sentences of paragraphs that open with a mark, all with the first one's kind of mark."""
    marks = [
        (numbers[0], _MARK.match(telling.text, telling.passage.sentences[numbers[0]].start))
        for numbers in paragraphs
    ]
    kind = next((mark.lastgroup for _, mark in marks if mark), None)
    return [number for number, mark in marks if mark and mark.lastgroup == kind and kind != "book"]


def _repeated(telling: Telling) -> list[int]:
    """Where a complaint begins again after an answer."""
    starts, answered = [], True
    for number, zone in enumerate(telling.zones):
        if zone == "complaint" and answered:
            starts.append(number)
        answered = zone in ("reply", "after") or answered and zone != "complaint"
    return starts if len(starts) > 1 else []


def _headed(telling: Telling, paragraphs: list[list[int]]) -> list[int]:
    """Paragraphs that are a short line without a stop: subheads."""
    return [numbers[0] for numbers in paragraphs if len(numbers) == 1 and _is_subhead(telling, numbers[0])]


def _is_subhead(telling: Telling, number: int) -> bool:
    sentence = telling.passage.sentences[number]
    words = telling.text[sentence.start : sentence.end]
    return (
        len(words) <= _LONGEST_SUBHEAD
        and not _ENDED.search(words)
        or words.endswith("?")
        and len(words) <= 20
    )


def _bounds(telling: Telling, section: Iterable[int]) -> tuple[int, int]:
    numbers = list(section)
    sentences = telling.passage.sentences
    return sentences[numbers[0]].start, sentences[numbers[-1]].end


def _tells(telling: Telling, section: range) -> bool:
    """Whether an item tells of a problem of its own: somebody complains, of a kind of trouble, at a place."""
    start, end = _bounds(telling, section)
    if end - start < _SHORTEST_ITEM:
        return False
    scan = telling.scan
    complains = scan.has("cues/complain", start, end) or scan.has("cues/complainant", start, end)
    return complains and bool(best_topic(telling, start, end)) and bool(find_places(telling, start, end))


def _apart(telling: Telling, told: list[range]) -> list[range]:
    """The items that are of places of their own, each complained of and answered by itself."""
    seen: set[str] = set()
    apart = []
    for section in told:
        start, end = _bounds(telling, section)
        names = {place.core for place in find_places(telling, start, end) if place.kind != "town"}
        answered = any(
            telling.scan.has(name, start, end) for name in ("cues/handed", "cues/accepted", "cues/acting")
        )
        if names and not names & seen and answered and telling.scan.has("cues/complain", start, end):
            apart.append(section)
        seen |= names
    return apart
