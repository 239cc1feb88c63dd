"""How like two texts about a matter are, and what they share, in words for a reviewer. Knows no table and no model.

A text is reduced to some thirty terms: the words of its title, pairs of them, and the most telling words of its body.
A word tells more the rarer it is in Chinese as a whole (jieba's counts): fixed, so that the same two texts always have
the same likeness, whatever else is stored. A word that the dictionary lacks is mostly a name (丽发新城) and is cut
differently in each sentence, so its pairs of characters stand for it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

from .reading.text import fold
from .reading.words import count_word, cut_words, load_terms

TITLE_WORDS, BODY_WORDS = 14, 12
TITLE, PAIR, BODY = 2.0, 2.0, 1.0
"""How much a term counts for where it stands; the figures are those of tests/joining/measure_boards.py."""
CORPUS = 60_101_967
"""All words of the corpus behind jieba's dictionary."""
RAREST, COMMONEST, PAIR_RARITY = 14.0, 6.0, 6.0
"""Rarity is the logarithm of a word's share: 14 for a name; below 6 (说, 人) it tells next to nothing."""
_HAN = re.compile(r"[㐀-鿿]{2,}")

Terms = Mapping[str, float]
Spans = list[list[int]]


@dataclass(frozen=True, slots=True)
class Told:
    """One text about a matter, with what the reading found in it."""

    title: str
    body: str
    place: str = ""
    kind: str = ""
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What two texts share: how like they are (0 to 1), why, and the words in both, as spans of their bodies."""

    score: float
    reasons: tuple[str, ...]
    words: tuple[str, ...]
    spans: Spans
    known_spans: Spans


def reduce_text(title: str, body: str) -> dict[str, float]:
    """The terms of a text with their weights, of length 1 as a vector: the product of two texts is their cosine."""
    seen = cut_words(fold(title))
    terms = dict.fromkeys(_rarest(Counter(_units(seen)), TITLE_WORDS), TITLE)
    terms |= dict.fromkeys(_pairs(seen), PAIR)
    said = Counter(_units(cut_words(fold(body))))
    terms |= dict.fromkeys(
        _rarest(Counter({w: n for w, n in said.items() if w not in terms}), BODY_WORDS), BODY
    )
    weights = {term: weight * math.sqrt(_rarity(term)) for term, weight in terms.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def rate(some: Terms, others: Terms) -> float:
    """How like two reduced texts are, 0 to 1."""
    return sum(weight * others[term] for term, weight in some.items() if term in others)


def is_name(term: str) -> bool:
    """Whether the term is made of words that the dictionary lacks: mostly the name of a place, a firm, a person."""
    return not all(map(count_word, term.split("|")))


def hash_term(term: str) -> int:
    """The term as a number that a database keeps in eight bytes; the same in every process."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), signed=True)


def find_continuation(text: str) -> str | None:
    """The words by which `text` says that it continues an earlier report, or None."""
    return next((words for words in load_terms("joining/continues") if words in text), None)


def compare(draft: Told, known: Told) -> Share:
    """What the two texts share, with reasons in Chinese that a reviewer reads beside them."""
    mine, theirs = _reduce(draft.title, draft.body), _reduce(known.title, known.body)
    words = _common_words(mine, theirs)
    return Share(
        round(rate(mine, theirs), 3),
        tuple(_reasons(draft, known, words)),
        words,
        find_words(draft.body, words),
        find_words(known.body, words),
    )


def list_reasons(draft: Told, known: Told) -> tuple[str, ...]:
    """The reasons alone, which cost less: the words are not looked for in the texts."""
    words = _common_words(_reduce(draft.title, draft.body), _reduce(known.title, known.body))
    return tuple(_reasons(draft, known, words))


_reduce = lru_cache(maxsize=200)(reduce_text)
"""The first text of a matter is compared with each that follows."""


def _common_words(mine: Terms, theirs: Terms) -> tuple[str, ...]:
    common = sorted(mine.keys() & theirs.keys(), key=lambda term: (-mine[term] * theirs[term], term))
    return tuple(_join_names(term.replace("|", "") for term in common))


def find_words(text: str, words: Iterable[str]) -> Spans:
    """Where any of the words stands in `text`, as spans that neither touch nor overlap."""
    folded = fold(text)
    found = sorted((hit.start(), hit.end()) for word in words for hit in re.finditer(re.escape(word), folded))
    spans: Spans = []
    for start, end in found:
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([start, end])
    return spans


def _reasons(draft: Told, known: Told, words: tuple[str, ...]) -> Iterator[str]:
    if draft.place and known.place and (draft.place in known.place or known.place in draft.place):
        yield f"共同地点：{min(draft.place, known.place, key=len)}"
    if draft.kind and draft.kind == known.kind:
        yield f"同类问题：{draft.kind}"
    bodies = [name for name in dict.fromkeys(draft.bodies) if name in known.bodies]
    if bodies:
        yield f"共同单位：{'、'.join(bodies)}"
    if words:
        yield f"共同词：{'、'.join(words[:8])}"
    if continuation := find_continuation(draft.body):
        yield f"写明“{continuation}”"


def _units(words: Iterable[str]) -> Iterator[str]:
    """Words that can tell: known ones as they are, unknown ones as their pairs of characters."""
    stops = load_terms("joining/stops")
    for word in words:
        if not _HAN.fullmatch(word) or word in stops:
            continue
        yield from [word] if count_word(word) else map("".join, pairwise(word))


def _pairs(words: Iterable[str]) -> list[str]:
    """Neighbouring words that both can tell: 购房|补贴 says more than 购房 and 补贴 somewhere."""
    stops = load_terms("joining/stops")
    return [
        f"{one}|{next_}"
        for one, next_ in pairwise(words)
        if _HAN.fullmatch(one) and _HAN.fullmatch(next_) and one not in stops and next_ not in stops
    ]


def _rarest(words: Counter[str], number: int) -> list[str]:
    return sorted(words, key=lambda word: (-_rarity(word) * (1 + math.log(words[word])), word))[:number]


def _rarity(term: str) -> float:
    if "|" in term:
        return PAIR_RARITY
    return max(0.5, min(RAREST, math.log(CORPUS / (count_word(term) + 1))) - COMMONEST)


def _join_names(words: Iterable[str]) -> list[str]:
    """Words without those that stand inside another: 丽发, 发新 are shown once where 丽发新 is there."""
    words = list(dict.fromkeys(words))
    return [word for word in words if not any(word != other and word in other for other in words)]
