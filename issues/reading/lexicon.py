"""All vocabularies in one scanner: where each word stands in a text, and under which list. Knows no list's meaning."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from issues.reading.text import fold
from issues.reading.words import list_vocabularies, load_weights

Owners = tuple[tuple[str, float], ...]
"""The lists of a folder that have a word, and its weight in each."""


class Hit(NamedTuple):
    """A word where it stands in a text."""

    start: int
    end: int
    term: str
    owners: Owners = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """The hits of one text, in its order: by list, `scan["cues/complain"]`, and of a whole folder, `scan.owned("cues", …)`."""

    text: str
    lists: Mapping[str, list[Hit]]
    folders: dict[str, list[Hit]]
    """Those that were asked for: the others are scanned when they are."""

    def __getitem__(self, name: str) -> list[Hit]:
        return self.lists.get(name, [])

    def within(self, name: str, start: int, end: int) -> Sequence[Hit]:
        """The hits of a list that lie in [start, end)."""
        return find_within(self.lists.get(name, ()), start, end)

    def owned(self, folder: str, start: int, end: int) -> Sequence[Hit]:
        """The hits of a whole folder that lie in [start, end), each with the lists it is of."""
        return find_within(self.hits(folder), start, end)

    def hits(self, folder: str) -> list[Hit]:
        """All hits of a folder."""
        if folder not in self.folders:
            self.folders[folder] = load_lexicon(folder).scan(self.text)
        return self.folders[folder]

    def has(self, name: str, start: int, end: int) -> bool:
        """Whether a hit of the list lies in [start, end): the first from `start` on ends first too."""
        hits = self.lists.get(name)
        if not hits or hits[-1][0] < start:
            return False
        return hits[bisect_left(hits, (start,))][1] <= end


def find_within(hits: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
    """Those of `hits`, which are in the order of the text and apart, that lie in [start, end)."""
    if not hits or hits[-1][0] < start or hits[0][0] >= end:
        return ()
    low = bisect_left(hits, (start,))
    high = bisect_left(hits, (end,), low)
    return hits[low : high - 1 if low < high and hits[high - 1][1] > end else high]


# A hit is made for every word of a page; the constructor of a named tuple costs twice what the tuple does.
_new = tuple.__new__


class Lexicon:
    """Word lists of one folder, scanned together: of two words at one place the longer wins."""

    def __init__(self, lists: Mapping[str, Mapping[str, float]]) -> None:
        owners: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for name, terms in lists.items():
            for term, weight in terms.items():
                owners[fold(term)].append((name, weight))
        self.owners = {term: tuple(dict(owner).items()) for term, owner in owners.items()}
        self._words = tuple(self.owners.items())
        self._finder = AhoCorasick(tuple(self.owners), matchkind=MatchKind.LeftmostLongest)

    def scan(self, folded: str) -> list[Hit]:
        """The hits in `folded` (text.fold), in its order."""
        words = self._words
        return [
            _new(Hit, (start, end, term, owners))
            for number, start, end in self._finder.find_matches_as_indexes(folded)
            for term, owners in (words[number],)
        ]


@cache
def load_lexicon(folder: str) -> Lexicon:
    """The lists of vocabulary/`folder`/, each under its path: `topics/noise`."""
    return Lexicon({name: load_weights(name) for name in list_vocabularies(folder)})


def scan_words(folded: str, listed: Iterable[str]) -> Scan:
    """A folded text with its hits in the folders `listed`, which are kept list by list; other folders can wait."""
    found = {folder: load_lexicon(folder).scan(folded) for folder in listed}
    return Scan(folded, list_hits(chain.from_iterable(found.values())), found)


def list_hits(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    """The hits of each list, in their order."""
    lists: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        for name, _ in hit[3]:
            lists[name].append(hit)
    return dict(lists)
