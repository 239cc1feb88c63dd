"""Hiding what identifies a private person in text that is shown. The one door; what is private is told in its modules.

Every mask keeps the length, so that quotations keep their places and masking twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from .homes import find_doors
from .names import find_names, locate_names
from .numbers import find_numbers

__all__ = ["find_private_names", "mask"]

# Full-width digits, letters and signs to half-width, one for one: what is found here is masked in the text itself.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x2010: "-",
    0x2011: "-",
    0x2013: "-",
    0x2014: "-",
}
_MAY_HOLD = re.compile(r"[0-9@A-Za-z]|单元|[一幺][三四五六七八九][〇零○幺一二三四五六七八九]{9}")
LONGEST_KEPT, MOST_KEPT = 400, 8192
"""Lists show the same titles, places and agencies again and again: what was found in a short text is kept, a few
megabytes in each process. Stories and pages are looked through anew."""


def mask(text: str, names: Collection[str] | None = None) -> str:
    """`text` as the public may see it: private numbers, doors and names starred out.

    `names` are the names known to be private from where the text was taken (find_private_names of the whole story): a
    quotation alone rarely says who somebody is. Names that the text itself shows to be private are hidden as well;
    without `names` the text is all that is known, and looked through for likely ones too.
    """
    known = None if names is None else tuple(names)
    return (_star_again if len(text) <= LONGEST_KEPT else _star)(text, known)


def find_private_names(text: str) -> list[str]:
    """The full names of private persons in `text`, each once: what `mask` needs to know for parts of it."""
    return find_names(text.translate(_WIDTH))


def _star(text: str, names: tuple[str, ...] | None) -> str:
    marks = list(text)
    for start, end in _find_private(text.translate(_WIDTH), names):
        marks[start:end] = ["*" if sign.isalnum() else sign for sign in marks[start:end]]
    return "".join(marks)


_star_again = lru_cache(MOST_KEPT)(_star)


def _find_private(plain: str, names: Collection[str] | None) -> Iterator[tuple[int, int]]:
    """Half-open spans to star out. The first signs stay: a reader sees what it was."""
    if _MAY_HOLD.search(plain):
        yield from find_numbers(plain)
        yield from find_doors(plain)
    found = find_names(plain, thorough=names is None)
    yield from locate_names(plain, {*(names or ()), *found})
