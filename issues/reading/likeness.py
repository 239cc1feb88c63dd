"""How much two parts of a page speak of the same things, by the pairs of characters that they share."""

from __future__ import annotations

import math
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from itertools import chain

from issues.reading.shapes import Spans
from issues.reading.text import fold
from issues.reading.words import load_terms

# Two characters at a time: those that are of words, or nothing for others.
_WORDS = re.compile(r"([㐀-鿿A-Za-z0-9]{2})|..", re.DOTALL)

# What a pair that stands on every other page is worth beside a telling one.
COMMON = 0.25

_CODE = f"utf-32-{sys.byteorder[0]}e"
"""Four bytes for each character, in this machine's order."""


class Likeness:
    """Pairs of characters of numbered lines, weighed by how few lines of the page have them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = tuple(lines)
        self._sizes = [len(line) for line in self._lines]

    @cached_property
    def _telling(self) -> list[set[int]]:
        """For each line its pairs that another line has too."""
        telling = frozenset(self._weight)
        return [pairs & telling for pairs in self._pairs]

    @cached_property
    def _pairs(self) -> list[set[int]]:
        """For each line all pairs of characters."""
        return [_pairs(line) for line in self._lines]

    @cached_property
    def _weight(self) -> dict[int, float]:
        """Weights of the telling pairs: near 1 for those that two lines have, 0 for what every line has."""
        seen = Counter(chain.from_iterable(self._pairs))
        again = [pair for pair, times in seen.items() if times > 1]
        words = _WORDS.findall(array("Q", again).tobytes().decode(_CODE))
        whole = math.log(max(2, len(self._lines)))
        weights = [1 - math.log(max(1, times)) / whole for times in range(len(self._lines) + 1)]
        return {pair: weights[seen[pair]] for pair, word in zip(again, words, strict=True) if word}

    @cached_property
    def _telling_weight(self) -> dict[int, float]:
        """The same, less for what stands on every other page."""
        common = _load_common().intersection(self._weight)
        return self._weight | {pair: self._weight[pair] * COMMON for pair in common}

    def rate(self, some: Iterable[int], others: Iterable[int]) -> float:
        """Weight of the pairs that two groups of lines share, for each 100 characters of the smaller group."""
        return self._rate(self._weight, some, others)

    def rate_telling(self, some: Iterable[int], others: Iterable[int]) -> float:
        """As `rate`, what stands on every other page counting little."""
        return self._rate(self._telling_weight, some, others)

    def _rate(self, weights: dict[int, float], some: Iterable[int], others: Iterable[int]) -> float:
        (pairs, size), (other_pairs, other_size) = _gather(self, tuple(some)), _gather(self, tuple(others))
        weight = sum(map(weights.__getitem__, pairs & other_pairs))
        return 100 * weight / max(40, min(size, other_size))

    def gather(self, lines: tuple[int, ...]) -> tuple[frozenset[int], int]:
        """All telling pairs of a group of lines, and how many characters it has."""
        pairs = frozenset().union(*map(self._telling.__getitem__, lines))
        return pairs, sum(map(self._sizes.__getitem__, lines))


@lru_cache(maxsize=32)
def _gather(likeness: Likeness, lines: tuple[int, ...]) -> tuple[frozenset[int], int]:
    """Kept for the walk along a page: from one paragraph to the next, one of its stories has grown."""
    return likeness.gather(lines)


def _pairs(line: str) -> set[int]:
    """All pairs of characters, each as the number that its eight bytes are: half the cost of a string for each.

    Every second pair begins with the text, the others one character on.
    """
    code = memoryview(line.encode(_CODE))
    whole = len(code) // 8 * 8
    after = (len(code) - 4) // 8 * 8 + 4
    return {*code[:whole].cast("Q"), *code[4:after].cast("Q")}


@cache
def _load_common() -> frozenset[int]:
    return frozenset().union(*map(_pairs, load_terms("common_pairs")))


@lru_cache(maxsize=2)
def of_page(text: str, lines: Spans) -> Likeness:
    """The likeness of a page's lines, made once for the two steps that ask for it."""
    folded = fold(text)
    return Likeness(line.of(folded) for line in lines)
