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
from issues.reading.wording import load_wording

TITLE, LEAD = 40, 60
"""Characters that a category is learned from: of the headline, and of what follows it. Cutting words costs
time: reading took a quarter longer with learned categories (30 pages, 95,972 characters, CPU)."""

WORDING = 2.5
"""What the wording counts beside the words. On sets a and b, while it was not fitted on them, .89 → .94 and .86 → .95 of
the categories were right; 2 to 5 did about as well."""
_UNSAID = math.log(0.01)
LONGEST, SHORTEST = 200, 60
"""Characters of a problem whose wording is looked at; from SHORTEST on it counts, from twice as many on in full."""


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


def category_stretches(telling: Telling, ranges: Iterable[tuple[int, int, float]]) -> tuple[str, ...]:
    """What a category's wording is read from, and was fitted on: the words that weigh most, in their order."""
    weighty = sorted(ranges, key=lambda each: -each[2])
    return ("".join([telling.text[start:end] for start, end, _ in weighty])[:LONGEST],)


def share_topics(weighed: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Each category's share of the vocabulary's words, as a logarithm: it adds up with scores of other kinds."""
    totals = {topic: sum(terms.values()) for topic, terms in weighed.items()}
    whole = sum(totals.values()) or 1.0
    return {topic: math.log(0.01 + total / whole) for topic, total in totals.items()}


def score_categories(
    telling: Telling,
    ranges: tuple[tuple[int, int, float], ...],
    weighed: Mapping[str, Mapping[str, float]],
    *,
    alone: bool = True,
) -> dict[str, float]:
    """What vocabulary and wording together say for each category; nothing where the vocabulary has no word.

    Where the problem is not `alone` in its story, the wording speaks of the others too and is not asked.
    """
    shares = share_topics(weighed)
    if not shares or not alone:
        return shares
    stretches = category_stretches(telling, ranges)
    said = load_wording("category").score(stretches)
    quiet = min(said.values())
    amount = WORDING * min(1.0, max(0.0, len(stretches[0]) / SHORTEST - 1))
    return {
        name: shares.get(name, _UNSAID) + amount * said.get(name, quiet) for name in sorted({*shares, *said})
    }


def find_category(
    telling: Telling,
    ranges: Iterable[tuple[int, int, float]],
    learned: Weights | None = None,
    *,
    alone: bool = True,
) -> Finding:
    """The category that words and wording speak for most, with its words as the evidence; `other` where none is said.

    `learned` weights (learned.py) add to what both say.
    """
    ranges = tuple(ranges)
    weighed = weigh_topics(telling, ranges)
    known = score_categories(telling, ranges, weighed, alone=alone)
    best = best_class(known, {})
    if not learned:
        return _show(telling, ranges, weighed, best)
    blocks = category_grams(telling, ranges)
    taught = best_class(known, learned.score(blocks))
    reason = _tell_learned(learned, blocks, taught)
    found = _show(telling, ranges, weighed, taught)
    if taught != best and not reason:
        reason = ("本站编辑确认、更正过的同类问题归在这一类",)
    return replace(found, because=(*found.because, *reason) if taught == best else (*reason, *found.because))


def _tell_learned(learned: Weights, blocks: Blocks, topic: str) -> tuple[str, ...]:
    """The words by which staff's decisions speak for the category, in an editor's words."""
    words = learned.tell_grams((gram for gram in blocks[1] if len(gram) > 2), topic)
    told = "、".join(f"“{word}”" for word in words)
    return (f"本站编辑确认、更正过的问题里，说到{told}的多归这一类",) if told else ()


def _show(
    telling: Telling,
    ranges: tuple[tuple[int, int, float], ...],
    weighed: Mapping[str, Mapping[str, float]],
    best: str,
) -> Finding:
    """The category with its weightiest words."""
    if best not in weighed:
        reason = "行文像这一类的稿件" if weighed else "没有说到任何一类的词"
        return Finding(best, (), (reason,), 0.3 if weighed else 0.1)
    terms = sorted(weighed[best], key=lambda term: -weighed[best][term])[:4]
    hits = _first_hits(telling, ranges, terms)
    spans = tuple(span for hit in hits for span in telling.spans(hit.start, hit.end))
    whole = sum(sum(said.values()) for said in weighed.values())
    share = sum(weighed[best].values()) / whole
    return Finding(best, spans, tuple(f"说到“{term}”" for term in terms), round(share, 3))


def _first_hits(telling: Telling, ranges: Iterable[tuple[int, int, float]], terms: list[str]) -> list[Hit]:
    found: dict[str, Hit] = {}
    for start, end, _ in ranges:
        for hit in find_within(_spoken(telling), start, end):
            if hit.term in terms:
                found.setdefault(hit.term, hit)
    return sorted(found.values())
