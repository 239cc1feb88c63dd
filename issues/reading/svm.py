"""A linear support vector machine over sparse rows. Plain Python: arrays would save seconds once a month."""

from __future__ import annotations

import random
from collections.abc import Sequence
from operator import itemgetter, mul
from typing import NamedTuple

# Measured by tests/reading/measure_learning.py: 0.25 to 1 differ by .002 macro-F1.
COST = 0.5
ROUNDS = 30
# Steps that move no decision: the rounds end where the largest is smaller.
SMALL = 0.05


class Row(NamedTuple):
    """One text: its columns and their values; rows have at least two columns, the last one for the bias."""

    columns: tuple[int, ...]
    values: tuple[float, ...]


def fit_plane(rows: Sequence[Row], signs: Sequence[float], width: int, seed: int) -> list[float]:
    """The weights of the plane between the rows of sign 1 and of sign -1; `width` is the number of columns.

    Squared hinge, dual coordinate descent with shrinking (Hsieh and others, ICML 2008): a row that lies well on
    its side is set aside until the last rounds. Each round is linear in the rows, and there are at most ROUNDS.
    Both sides count the same, however few rows one has: else a rare class is seldom told.
    """
    plane, held = [0.0] * width, [0.0] * len(rows)
    getters = [itemgetter(*row.columns) for row in rows]
    slacks = _slacks(signs)
    lengths = [sum(map(mul, row.values, row.values)) + slack for row, slack in zip(rows, slacks, strict=True)]
    order, dice = list(range(len(rows))), random.Random(seed)
    active, whole = order, True
    for _ in range(ROUNDS):
        dice.shuffle(active)
        kept, largest = [], 0.0
        for at in active:
            row, sign, before = rows[at], signs[at], held[at]
            slope = sign * sum(map(mul, getters[at](plane), row.values)) - 1 + before * slacks[at]
            if before == 0.0 and slope > 0:
                continue
            kept.append(at)
            after = max(0.0, before - slope / lengths[at])
            step = after - before
            largest = max(largest, abs(step))
            if step:
                held[at] = after
                move = step * sign
                for column, value in zip(row.columns, row.values, strict=True):
                    plane[column] += move * value
        settled = largest < SMALL
        if settled and whole:
            break
        # Those set aside are looked at again once the others have settled.
        active, whole = (list(order), True) if settled else (kept, False)
    return plane


def _slacks(signs: Sequence[float]) -> list[float]:
    """What each row adds to its own slope: 1 / 2C, with C higher on the side that has fewer rows."""
    positive = sum(sign > 0 for sign in signs)
    return [(positive if sign > 0 else len(signs) - positive) / len(signs) / COST for sign in signs]
