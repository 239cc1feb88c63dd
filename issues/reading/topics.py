"""Of which kind a problem is: words of the 27 categories, weighed by where they stand."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from issues.reading.grams import Blocks, find_grams
from issues.reading.learned import Weights, best_class
from issues.reading.lexicon import Hit, Owners, find_within, load_lexicon
from issues.reading.places import find_places
from issues.reading.shapes import Finding
from issues.reading.telling import Telling

TITLE, LEAD = 40, 60
"""Characters that a category is learned from: of the headline, and of what follows it. Cutting words costs
time: reading took a quarter longer with learned categories (30 pages, 95,972 characters, CPU)."""


def weigh_topics(telling: Telling, ranges: Iterable[tuple[int, int, float]]) -> dict[str, dict[str, float]]:
    """For each category its words in `ranges` with what each adds: a word said again adds less."""
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for start, end, weight in ranges:
        for hit in find_within(_spoken(telling), start, end):
            for name, worth in hit.owners:
                sums[name[7:]][hit.term] += weight * worth
    return {
        topic: {term: math.log1p(total) * min(2.0, total**0.25) for term, total in terms.items()}
        for topic, terms in sums.items()
    }


@lru_cache(maxsize=8)
def _spoken(telling: Telling) -> list[Hit]:
    """The words of categories that are no part of a name: 矿山路 has no mine."""
    named = _named(telling)
    hits = telling.scan.hits("topics")
    return [hit for hit in hits if hit.start not in named or hit.end - 1 not in named]


def _named(telling: Telling) -> frozenset[int]:
    """The offsets inside names of divisions, roads, estates and villages; a site's name says what is there."""
    places = [place for place in find_places(telling) if place.kind != "site"]
    names = [hit for hit in telling.divisions if hit.full]
    return frozenset().union(*[range(each.start, each.end) for each in (*places, *names)])


def best_topic(telling: Telling, start: int, end: int, least: float = 2.5) -> str | None:
    """The category that passage[start:end] speaks of, if its telling words come to `least`."""
    sums: dict[str, float] = {}
    hits = _telling_hits(telling)
    for at in range(bisect_left(hits, (start,)), len(hits)):
        begin, stop, owners = hits[at]
        if begin >= end:
            break
        if stop <= end:
            for topic, worth in owners:
                sums[topic] = sums.get(topic, 0.0) + worth
    best = max(sums, key=sums.__getitem__, default=None)
    return best if best and sums[best] >= least else None


def sum_topics(telling: Telling) -> Mapping[str, float]:
    """For each category what its telling words come to in all of the story."""
    sums: dict[str, float] = defaultdict(float)
    for _, _, owners in _telling_hits(telling):
        for topic, worth in owners:
            sums[topic] += worth
    return sums


@lru_cache(maxsize=4)
def _telling_hits(telling: Telling) -> list[tuple[int, int, Owners]]:
    """Where the words stand that tell a category by themselves."""
    words = _telling_words()
    return [(start, end, words[term]) for start, end, term, _ in telling.scan.hits("topics") if term in words]


@cache
def _telling_words() -> Mapping[str, Owners]:
    """The words that weigh more than 2, with those categories."""
    strong = (
        (term, tuple((name.removeprefix("topics/"), worth) for name, worth in owners if worth > 2))
        for term, owners in load_lexicon("topics").owners.items()
    )
    return {term: owners for term, owners in strong if owners}


def category_grams(telling: Telling, ranges: Iterable[tuple[int, int, float]]) -> Blocks:
    """What a category is learned from and, later, told by: the headline and the lead of the part."""
    head = telling.passage.head
    title = "".join(telling.text[start : min(end, head)] for start, end, _ in ranges if start < head)
    body = "".join(telling.text[max(start, head) : end] for start, end, _ in ranges if end > head)
    return find_grams(f"{title[:TITLE].strip()}\n{body[:LEAD].strip()}")


def share_topics(weighed: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Each category's share of the vocabulary's words, as a logarithm: it adds up with learned scores."""
    totals = {topic: sum(terms.values()) for topic, terms in weighed.items()}
    whole = sum(totals.values()) or 1.0
    return {topic: math.log(0.01 + total / whole) for topic, total in totals.items()}


def find_category(
    telling: Telling, ranges: Iterable[tuple[int, int, float]], learned: Weights | None = None
) -> Finding:
    """The category whose words weigh most, with those words as its evidence; `other` where none is said.

    `learned` weights (learned.py) add to what the vocabulary says.
    """
    ranges = tuple(ranges)
    weighed = weigh_topics(telling, ranges)
    if learned:
        return _find_learned(telling, ranges, weighed, learned)
    return _find_said(telling, ranges, weighed)


def _find_learned(
    telling: Telling,
    ranges: tuple[tuple[int, int, float], ...],
    weighed: dict[str, dict[str, float]],
    learned: Weights,
) -> Finding:
    """The vocabulary's choice, unless what staff have taught weighs against it; the reasons tell of both."""
    blocks = category_grams(telling, ranges)
    said = _find_said(telling, ranges, weighed)
    best = best_class(share_topics(weighed), learned.score(blocks))
    reason = _tell_learned(learned, blocks, best)
    if best == said.value:
        return replace(said, because=(*said.because, *reason))
    found = _find_said(telling, ranges, {best: weighed[best]}) if best in weighed else None
    return Finding(
        best,
        found.spans if found else (),
        (*(reason or ("本站编辑确认、更正过的同类问题归在这一类",)), *(found.because if found else ())),
        said.score if found else 0.3,
    )


def _tell_learned(learned: Weights, blocks: Blocks, topic: str) -> tuple[str, ...]:
    """The words by which staff's decisions speak for the category, in an editor's words."""
    words = learned.tell_grams((gram for gram in blocks[1] if len(gram) > 2), topic)
    told = "、".join(f"“{word}”" for word in words)
    return (f"本站编辑确认、更正过的问题里，说到{told}的多归这一类",) if told else ()


def _find_said(
    telling: Telling, ranges: tuple[tuple[int, int, float], ...], weighed: dict[str, dict[str, float]]
) -> Finding:
    totals = {topic: sum(terms.values()) for topic, terms in weighed.items()}
    if not totals:
        return Finding("other", (), ("没有说到任何一类的词",), 0.1)
    best = max(totals, key=lambda topic: totals[topic])
    terms = sorted(weighed[best], key=lambda term: -weighed[best][term])[:4]
    hits = _first_hits(telling, ranges, terms)
    spans = tuple(span for hit in hits for span in telling.spans(hit.start, hit.end))
    return Finding(
        best, spans, tuple(f"说到“{term}”" for term in terms), round(totals[best] / sum(totals.values()), 3)
    )


def _first_hits(telling: Telling, ranges: Iterable[tuple[int, int, float]], terms: list[str]) -> list[Hit]:
    found: dict[str, Hit] = {}
    for start, end, _ in ranges:
        for hit in find_within(_spoken(telling), start, end):
            if hit.term in terms:
                found.setdefault(hit.term, hit)
    return sorted(found.values())
