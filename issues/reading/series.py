"""Problems told one by one with numbers: 第一处…第二处…, 一是…二是…, and the numbered answers to them. Nothing unnumbered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from issues.reading.places import find_places
from issues.reading.telling import Telling
from issues.reading.topics import best_topic
from issues.reading.words import load_terms

_HAN = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
# The kinds of marks, each with its number. A plain number counts only where a sentence can begin.
_MARK = re.compile(
    r"第(?P<ordinal>[一二三四五六七八九十1-9])(?:(?:处|件|个|桩|条|项|类|点|起|家|户|位|站|宗|难|愁|怕|盼)[^,。;:\n]{0,4}?(?:[,:是在]|(?=[\u4e00-\u9fff]))|[,:])"
    r"|(?<![统唯之万专第十单任不同])(?P<copula>[一二三四五六七八九])(?:是|来,|则,)"
    r"|其(?P<among>[一二三四五六七])[,是:、]"
    r"|(?:(?<=[。;:!?\n“”])|^)\s*(?:(?P<han>[一二三四五六七八九十])、|\((?P<bracket>[一二三四五六七八九十1-9])\)|(?P<circled>[①-⑩])|(?P<digit>[1-9])[.、](?!\d))",
    re.M,
)
_PAIR = re.compile(
    r"(?P<first>(?<![另有])一(?P<what>[个件处桩头边])是)|(?P<other>(?:另|还有)一(?:[个件处桩头边])(?:则?是|[^,。;]{0,4},)?)"
)
# How far before the first mark the words stand that say what is counted.
_LEAD = 18
_LONGEST_PART = 600
_OPENING = 6
# Complaints are answered once, at times again later; more runs of the same length are not answers.
_MOST_ANSWERS = 2


@dataclass(frozen=True, slots=True)
class Run:
    """Marks of one kind in their order: where each item begins and ends in the passage."""

    kind: str
    items: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """One numbered problem: its own words first, then the answers that have its number."""

    pieces: tuple[tuple[int, int], ...]
    topic: str | None


def find_series(telling: Telling) -> tuple[Numbered, ...]:
    """Two or more numbered problems of a story, or nothing."""
    runs = list(_runs(telling))
    for at, run in enumerate(runs):
        if _complains(telling, run):
            answers = [other for other in runs[at + 1 :] if _answers(run, other)]
            problems = _pair(telling, run, answers[:_MOST_ANSWERS])
            if answers or _differ(telling, problems):
                return problems
    return ()


def _runs(telling: Telling) -> Iterator[Run]:
    """The runs of the body by their beginnings, those inside an item of another left out."""
    floor = telling.passage.head
    for kind, starts in sorted(_starts(telling), key=lambda run: run[1]):
        if starts[0] >= floor:
            ends = [*starts[1:], _last_end(telling, kind, starts)]
            yield Run(kind, tuple(zip(starts, ends, strict=True)))
            floor = starts[-1]


def _starts(telling: Telling) -> Iterator[tuple[str, list[int]]]:
    """Where the marks 1, 2, 3… of each kind stand."""
    open_runs: dict[str, list[int]] = {}
    for kind, number, start in _marks(telling):
        run = open_runs.get(kind, [])
        if number == len(run) + 1:
            open_runs[kind] = [*run, start]
        elif number == 1:
            yield from ((kind, run) for _ in run[1:2])
            open_runs[kind] = [start]
    yield from ((kind, run) for kind, run in open_runs.items() if len(run) > 1)


def _marks(telling: Telling) -> Iterator[tuple[str, int, int]]:
    for hit in _MARK.finditer(telling.text, telling.passage.head):
        kind = hit.lastgroup or ""
        yield kind, _number(hit[kind]), hit.start(kind)
    count = 0
    for hit in _PAIR.finditer(telling.text, telling.passage.head):
        count = 1 if hit["first"] else count + 1
        yield "pair", count, hit.start()


def _number(mark: str) -> int:
    for digits in (_HAN, _CIRCLED):
        if mark in digits:
            return digits.index(mark) + 1
    return int(mark)


def _last_end(telling: Telling, kind: str, starts: Sequence[int]) -> int:
    """A clause's item ends with its sentence; others with their paragraph, or with as many as those before it had."""
    sentences = telling.passage.sentences
    number = telling.passage.sentence_at(starts[-1])
    if kind in ("copula", "among", "pair"):
        return sentences[number].end
    above = [sentences[telling.passage.sentence_at(start)].paragraph for start in starts]
    longest = max(low - high for high, low in zip(above, above[1:], strict=False)) or 1
    while number + 1 < len(sentences) and sentences[number + 1].paragraph < above[-1] + longest:
        number += 1
    return sentences[number].end


def _complains(telling: Telling, run: Run) -> bool:
    """Whether most items tell a trouble: no causes, no measures, nothing that a body answers."""
    first = run.items[0][0]
    if telling.zones[telling.passage.sentence_at(first)] in ("reply", "after"):
        return False
    lead = telling.text[max(telling.passage.head, first - _LEAD) : first].rpartition("\n")[2]
    if any(word in lead for word in load_terms("series/counted")):
        return False
    told = [item for item in run.items if _is_trouble(telling, *item)]
    return len(told) >= 2 and 3 * len(told) >= 2 * len(run.items)


def _is_trouble(telling: Telling, start: int, end: int) -> bool:
    opening = telling.text[start : start + _OPENING]
    if any(word in opening for word in load_terms("series/measures")) or end - start > _LONGEST_PART:
        return False
    return best_topic(telling, start, end) is not None


def _answers(run: Run, other: Run) -> bool:
    return other.items[0][0] >= run.items[-1][1] and len(other.items) == len(run.items)


def _pair(telling: Telling, run: Run, answers: Sequence[Run]) -> tuple[Numbered, ...]:
    pieces = zip(run.items, *(answer.items for answer in answers), strict=True)
    return tuple(Numbered(each, best_topic(telling, *each[0])) for each in pieces)


def _differ(telling: Telling, problems: Sequence[Numbered]) -> bool:
    """Problems of several kinds, or each of a place of its own."""
    if len({problem.topic for problem in problems if problem.topic}) > 1:
        return True
    places = [
        {place.core for place in find_places(telling, *problem.pieces[0]) if place.kind != "town"}
        for problem in problems
    ]
    return all(places) and len(set().union(*places)) >= len(places)
