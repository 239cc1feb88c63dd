"""What the wording of a story says, run by run of characters: weights fitted on labelled stories. Knows no word's meaning."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add

from issues.reading.words import VOCABULARY

HUNDREDTH = 100
"""Weights are whole numbers of hundredths."""
TOLD = 3
"""Runs that a reason names."""
SHORT = 150
"""Runs of about fifty characters: in fewer a single run would say too much."""
_NUMBERS = str.maketrans("123456789", "000000000")

Table = Mapping[str, int]
FIELD, ZERO = 32, 1 << 15
"""Bits that a class has in a packed row of weights, and what stands for 0 there: scoring 300 characters
for 27 classes took 208 µs so, and 385 class by class. Nothing carries over: no table has the 65,536 runs that it would take."""


@dataclass(frozen=True, slots=True)
class Wording:
    """For each stretch of a text (all of it, its end …) a table: what a run says for each class, packed (`pack_row`)."""

    classes: tuple[str, ...]
    bias: tuple[int, ...]
    tables: tuple[Table, ...]
    longest: int = 3
    """Characters of its longest runs: how a matter stands takes three to say, other things two do as well."""

    def score(self, stretches: Iterable[str]) -> dict[str, float]:
        """For each class how much the wording of the stretches speaks for it: about -2 to 2, above 0 in its favour."""
        totals = [value / HUNDREDTH for value in self.bias]
        for text, table in zip(stretches, self.tables, strict=True):
            runs = cut_runs(text, self.longest)
            known = [*filter(None, map(table.get, runs))]
            said = unpack_row(sum(known), len(totals), len(known))
            scale = HUNDREDTH * measure_stretch(runs)
            totals = [total + value / scale for total, value in zip(totals, said, strict=True)]
        return dict(zip(self.classes, totals, strict=True))

    def tell(self, text: str, table: int, name: str) -> list[str]:
        """The longest runs of a stretch that speak most for the class: for a person who asks why."""
        shift, rows = FIELD * self.classes.index(name), self.tables[table]
        mask = (1 << FIELD) - 1
        runs = [run for run in cut_runs(text, self.longest) if len(run) == self.longest and run.isalpha()]
        worth = {run: rows[run] >> shift & mask for run in runs if run in rows}
        best = sorted((run for run in worth if worth[run] > ZERO), key=lambda run: (-worth[run], run))
        return best[:TOLD]


def pack_row(weights: Iterable[int]) -> int:
    """The weights of a run as one number: a field for each class, ZERO above its weight."""
    return sum((weight + ZERO) << (FIELD * place) for place, weight in enumerate(weights))


def unpack_row(packed: int, classes: int, rows: int = 1) -> list[int]:
    """The weights of each class out of the sum of so many packed rows."""
    mask = (1 << FIELD) - 1
    return [(packed >> (FIELD * place) & mask) - rows * ZERO for place in range(classes)]


def measure_stretch(runs: Collection[str]) -> float:
    """What the weights of a stretch are divided by: long ones and short ones count alike, a few words less."""
    return math.sqrt(max(len(runs), SHORT))


def cut_runs(text: str, longest: int) -> set[str]:
    """Every run of one to `longest` (2 or 3) characters, blanks left out; all digits are one: that there is a number tells."""
    text = "".join(text.split()).translate(_NUMBERS)
    pairs = [*map(add, text, text[1:])]
    return {*text, *pairs, *map(add, pairs, text[2:])} if longest > 2 else {*text, *pairs}


@cache
def load_wording(name: str) -> Wording:
    """The weights of vocabulary/wording/`name`.txt: classes with their bias, the longest run, then for each stretch `= number` and its runs."""
    lines = (VOCABULARY / "wording" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    classes, bias, longest = rows[0][1].split(), _weights(rows[1][1]), int(rows[2][1])
    tables: list[dict[str, int]] = []
    for run, weights in rows[3:]:
        if run == "==":
            tables.append({})
        else:
            tables[-1][run] = pack_row(_weights(weights))
    return Wording(tuple(classes), bias, tuple(tables), longest)


def _weights(numbers: str) -> tuple[int, ...]:
    return tuple(map(int, numbers.split()))


def dump_wording(wording: Wording, about: Sequence[str]) -> str:
    """The file's text, `about` in its first lines."""
    rows = [("classes", " ".join(wording.classes)), ("bias", _numbers(wording.bias))]
    rows += [("longest", str(wording.longest))]
    for number, table in enumerate(wording.tables):
        rows += [
            ("==", str(number)),
            *((run, _numbers(unpack_row(table[run], len(wording.classes)))) for run in sorted(table)),
        ]
    return "\n".join([*(f"# {line}" for line in about), *("\t".join(row) for row in rows)]) + "\n"


def _numbers(weights: Sequence[int]) -> str:
    return " ".join(map(str, weights))
