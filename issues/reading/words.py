"""Vocabularies from files, and jieba, loaded once and late. Knows how to load words, not what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
VOCABULARY = Path(__file__).parent / "vocabulary"


@cache
def load_terms(name: str, folder: Path = VOCABULARY) -> tuple[str, ...]:
    """The lines of `folder`/`name`.txt in file order; `#` starts a comment.

    Raises ValueError for an empty file or a line that stands twice: both are slips of an editor.
    """
    path = folder / f"{name}.txt"
    lines = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    terms = tuple(line for line in lines if line)
    if not terms or len(set(terms)) < len(terms):
        twice = sorted({term for term in terms if terms.count(term) > 1})
        raise ValueError(f"{path.name}: {'no terms' if not terms else 'stands twice: ' + '、'.join(twice)}")
    return terms


@cache
def load_weights(name: str) -> Mapping[str, float]:
    """Terms with the number that ends their line, 1 where none does: `停水 4`; a line of several names has them all."""
    weights: dict[str, float] = {}
    for line in load_terms(name):
        *terms, last = line.split()
        number = _NUMBER.fullmatch(last) if terms else None
        weights |= dict.fromkeys(terms if number else [*terms, last], float(last) if number else 1.0)
    return weights


@cache
def load_names(name: str) -> Mapping[str, str]:
    """Every form of a name to its full form: a line is `全名 简称 简称`."""
    return {form: line.split()[0] for line in load_terms(name) for form in line.split()}


@cache
def list_vocabularies(folder: str) -> tuple[str, ...]:
    """The names of the lists in vocabulary/`folder`, as load_terms takes them."""
    return tuple(f"{folder}/{path.stem}" for path in sorted((VOCABULARY / folder).glob("*.txt")))


def cut_words(text: str) -> list[str]:
    """The words of `text` as jieba cuts them, in order."""
    return _load_jieba().lcut(text)


def count_word(word: str) -> int:
    """How often the word stands in the corpus behind jieba's dictionary, 0 for a word that it lacks."""
    return _load_jieba().get_FREQ(word) or 0


def load_dictionary() -> None:
    """Load jieba now, for a process that is going to need it and has the time."""
    _load_jieba()


@cache
def _load_jieba():
    """jieba with its dictionary: 0.6 s and 80 MB, so only for those who ask."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    return jieba


def cut_finely(text: str) -> list[str]:
    """The words of `text` and those inside of its long words; names that no dictionary has fall apart, at a third of the cost."""
    return _load_jieba().lcut_for_search(text, HMM=False)
