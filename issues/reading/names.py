"""Where a name begins: words that no name crosses, and words in names that look like them."""

from __future__ import annotations

import re
from functools import cache

from issues.reading.words import load_terms

_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z0-9·×]")
_COUNTED = re.compile(
    r"(?:[一二两三四五六七八九十几多这那某每各该\d][个位名条座家处栋所间批份]|\d[年月日时分号点])$"
)

_COUNTED_LAST = frozenset("个位名条座家处栋所间批份年月日时分号点")


@cache
def _stops() -> dict[str, tuple[str, ...]]:
    """The words that no name crosses, by their last character."""
    ends: dict[str, tuple[str, ...]] = {}
    for word in load_terms("stops"):
        ends[word[-1]] = (*ends.get(word[-1], ()), word)
    return ends


@cache
def _kept() -> frozenset[str]:
    return frozenset(term for line in load_terms("kept") for term in line.split())


def find_start(text: str, at: int, floor: int = 0, longest: int = 16) -> int:
    """Where the name that runs up to `at` begins: at most `longest` before it, never before `floor`."""
    low = max(floor, at - longest)
    start = at
    while start > low:
        last = text[start - 1]
        if not ("\u3400" <= last <= "\u9fff" or _NAME.match(last)):
            break
        if last in _lasts() and _stops_before(text, start, at):
            break
        start -= 1
    return start


@cache
def _lasts() -> frozenset[str]:
    """The characters that a word which no name crosses can end with."""
    return _COUNTED_LAST | _stops().keys()


def _stops_before(text: str, start: int, at: int) -> bool:
    """Whether a word that no name crosses ends just before `start`."""
    last = text[start - 1 : start]
    if last in _COUNTED_LAST and _COUNTED.search(text, max(0, start - 2), start):
        return True
    kept = start < at and text[start - 1 : start + 1] in _kept()
    for word in _stops().get(last, ()):
        if not (kept and len(word) == 1) and text.endswith(word, 0, start):
            return True
    return False
