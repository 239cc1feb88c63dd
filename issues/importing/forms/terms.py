"""Word lists of this package from their files. Words are data: nothing here knows what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_VOCABULARY = Path(__file__).parent / "vocabulary"


@cache
def load_terms(name: str) -> tuple[str, ...]:
    """The lines of vocabulary/`name`.txt without comments. Raises ValueError where one stands twice."""
    lines = (_VOCABULARY / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    terms = tuple(term for line in lines if (term := line.split("#", 1)[0].strip()))
    if len(set(terms)) < len(terms):
        raise ValueError(f"{name}.txt: a term stands twice")
    return terms


@cache
def load_fields(name: str) -> Mapping[str, tuple[str, ...]]:
    """Lists in one file, each a line `field: word word`. Raises ValueError where a word belongs to two fields."""
    pairs = (line.partition(":") for line in load_terms(name))
    fields = {field: tuple(words.split()) for field, _, words in pairs}
    words = [word for listed in fields.values() for word in listed]
    if len(set(words)) < len(words):
        raise ValueError(f"{name}.txt: a word belongs to two fields")
    return fields
