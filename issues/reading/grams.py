"""A short text as the grams that a linear classifier weighs: runs of characters and words. Knows no class."""

from __future__ import annotations

from collections.abc import Iterable

from issues.reading.words import cut_finely

LONGEST_RUN = 3
WIDEST_PAIR = 4
"""Runs of four characters as well cost .001 macro-F1 on 9,210 labelled titles (tests/reading/measure_learning.py)."""

Blocks = tuple[tuple[str, ...], ...]
"""Grams of one text, kind by kind; each kind weighs its share however many grams it has."""

SHARES = (1.0, 0.7, 0.6)
"""What each kind of grams weighs: runs, words or marks, pairs."""


def find_runs(text: str) -> tuple[str, ...]:
    """Every run of one to three characters, each once, in a fixed order."""
    text = " ".join(text.split())
    runs = (text[at : at + size] for size in range(1, LONGEST_RUN + 1) for at in range(len(text) - size + 1))
    return tuple(dict.fromkeys(runs))


def find_words(text: str) -> tuple[str, ...]:
    """Its words and the words inside of long words, each once; marked, so that no run is taken for one."""
    return tuple(dict.fromkeys(f"={word}" for word in cut_finely(text) if word.strip()))


def find_pairs(text: str) -> tuple[str, ...]:
    """Every two characters with one to three between them, each pair once: 不…牵 in 不给狗牵绳. Marked as pairs."""
    text = " ".join(text.split())
    gaps = range(2, WIDEST_PAIR + 1)
    return tuple(
        dict.fromkeys(f"{one}_{other}" for gap in gaps for one, other in zip(text, text[gap:], strict=False))
    )


def find_grams(text: str) -> Blocks:
    """Runs, words and pairs: what a category is learned from."""
    return find_runs(text), find_words(text), find_pairs(text)


def join_grams(text: str, marks: Iterable[str]) -> Blocks:
    """Runs and given marks: what the verdict on a story is learned from."""
    return find_runs(text), tuple(f"={mark}" for mark in marks)
