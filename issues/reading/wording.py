"""What the wording of a story says, run by run of characters: weights fitted on labelled stories. Knows no word's meaning."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

import numpy as np

from issues.reading.words import VOCABULARY

HUNDREDTH = 100
"""Weights are whole numbers of hundredths."""
TOLD = 3
"""Runs that a reason names."""
SHORT = 150
"""Runs of about fifty characters: in fewer a single run would say too much."""
LONGEST = 3
_DIGITS = str.maketrans("123456789", "000000000")
_BITS = 21
"""Of a code point. A run is one number, its first character highest: numbers sort as their runs do."""
_LAST = {2: (1 << _BITS) - 1 << _BITS, 3: (1 << _BITS) - 1}
"""Where the number of a run has its second or third character."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The runs that are known of a stretch, as numbers in their order, and what each says, class by class.

    As arrays: story by story dictionaries of runs took five times as long.
    """

    runs: np.ndarray
    weights: np.ndarray

    def find(self, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of the `runs` are known, and what they say."""
        at = self.runs.searchsorted(runs)
        known = self.runs.take(at, mode="clip") == runs
        return runs[known], self.weights[at[known]]


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """For each stretch of a text (all of it, its end …) a table of what its runs say for each class."""

    classes: tuple[str, ...]
    bias: tuple[int, ...]
    tables: tuple[Table, ...]
    longest: int = LONGEST
    """Characters of its longest runs: how a matter stands takes three to say, other things two do as well."""

    def score(self, stretches: Iterable[str]) -> dict[str, float]:
        """For each class how much the wording of the stretches speaks for it: about -2 to 2, above 0 in its favour."""
        totals = [value / HUNDREDTH for value in self.bias]
        for text, table in zip(stretches, self.tables, strict=True):
            runs = number_runs(text, self.longest)
            said = table.find(runs)[1].sum(axis=0).tolist()
            scale = HUNDREDTH * measure_stretch(len(runs))
            totals = [total + value / scale for total, value in zip(totals, said, strict=True)]
        return dict(zip(self.classes, totals, strict=True))

    def tell(self, text: str, table: int, name: str) -> list[str]:
        """The longest runs of a stretch that speak most for the class: for a person who asks why."""
        runs = number_runs(text, self.longest)
        known, weights = self.tables[table].find(runs[runs & _LAST[self.longest] > 0])
        worth = weights[:, self.classes.index(name)]
        best = np.argsort(-worth, kind="stable")[: np.count_nonzero(worth > 0)]
        return [*islice(filter(str.isalpha, map(name_run, known[best].tolist())), TOLD)]


def make_table(rows: Mapping[str, Sequence[int]], classes: int) -> Table:
    """The table of runs with their weights; without a run it knows one that no text has."""
    runs = sorted(rows) or [""]
    weights = [weight for run in runs for weight in rows.get(run, (0,) * classes)]
    return Table(_number_each(runs), np.array(weights, dtype=np.int16).reshape(len(runs), classes))


def _number_each(runs: Sequence[str]) -> np.ndarray:
    """The number of each run."""
    codes = np.array(runs, dtype=f"U{LONGEST}").view(np.uint32).reshape(len(runs), LONGEST).astype(np.int64)
    codes[codes > 0] += 1
    return codes[:, 0] << 2 * _BITS | codes[:, 1] << _BITS | codes[:, 2]


def measure_stretch(runs: int) -> float:
    """What the weights of a stretch of so many runs are divided by: long ones and short ones count alike, a few words less."""
    return math.sqrt(max(runs, SHORT))


@lru_cache(maxsize=2)
def number_runs(text: str, longest: int) -> np.ndarray:
    """Every run of one to `longest` (2 or 3) characters once, in order, blanks left out; all digits are one: that there is a number tells.

    Kept for who asks next which of them spoke for a class.
    """
    text = "".join(text.split()).translate(_DIGITS)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64) + 1
    numbers = [codes << 2 * _BITS]
    for size in range(1, longest):
        numbers.append(numbers[-1][:-1] | codes[size:] << (2 - size) * _BITS)
    return _take_once(np.concatenate(numbers))


def _take_once(numbers: np.ndarray) -> np.ndarray:
    """Each number once, in order; np.unique of a thousand takes ten times as long."""
    numbers.sort()
    first = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return numbers[first]


def name_run(number: int) -> str:
    """The run that a number stands for."""
    codes = [number >> shift & (1 << _BITS) - 1 for shift in (2 * _BITS, _BITS, 0)]
    return "".join([chr(code - 1) for code in codes if code])


@cache
def load_wording(name: str) -> Wording:
    """The weights of vocabulary/wording/`name`.txt: classes with their bias, the longest run, then for each stretch `= number` and its runs."""
    lines = (VOCABULARY / "wording" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    classes, bias, longest = rows[0][1].split(), tuple(map(int, rows[1][1].split())), int(rows[2][1])
    starts = [at for at, row in enumerate(rows) if row[0] == "=="]
    tables = (rows[start + 1 : end] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True))
    return Wording(tuple(classes), bias, tuple(_read_table(table, len(classes)) for table in tables), longest)


def _read_table(rows: list[list[str]], classes: int) -> Table:
    """The table of rows that are in the order of their runs, as `dump_wording` writes them."""
    if not rows:
        return make_table({}, classes)
    weights = np.fromstring(" ".join([row[1] for row in rows]), dtype=np.int16, sep=" ")
    return Table(_number_each([row[0] for row in rows]), weights.reshape(len(rows), classes))


def dump_wording(wording: Wording, about: Sequence[str]) -> str:
    """The file's text, `about` in its first lines."""
    rows = [("classes", " ".join(wording.classes)), ("bias", _numbers(wording.bias))]
    rows += [("longest", str(wording.longest))]
    for number, table in enumerate(wording.tables):
        weighed = zip(map(name_run, table.runs.tolist()), table.weights.tolist(), strict=True)
        rows += [("==", str(number)), *((run, _numbers(weights)) for run, weights in weighed if run)]
    return "\n".join([*(f"# {line}" for line in about), *("\t".join(row) for row in rows)]) + "\n"


def _numbers(weights: Sequence[int]) -> str:
    return " ".join(map(str, weights))
