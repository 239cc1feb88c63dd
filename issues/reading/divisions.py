"""Provinces, cities, counties, and towns where they are known: which ones a text names. Reads seeds/divisions.csv."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

DIVISIONS = Path(__file__).parents[2] / "seeds" / "divisions.csv"
# County names that are also plain words for a part of any city.
_PLAIN = frozenset(("城区", "矿区", "郊区", "市中区", "市辖区"))


class Division(NamedTuple):
    """One row of the list; `level` is province, prefecture, county or town, `parent` the code above."""

    code: str
    name: str
    level: str
    parent: str


class DivisionHit(NamedTuple):
    """A name of divisions where it stands in a text; several may share it. `full` where it is not a short form."""

    start: int
    end: int
    name: str
    full: bool
    divisions: tuple[Division, ...]
    levels: frozenset[str]

    def of(self, level: str) -> tuple[Division, ...]:
        return tuple(division for division in self.divisions if division.level == level)


_new = tuple.__new__


class Gazetteer:
    """All divisions by code and by every form of their name."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.by_code = {row["code"]: Division(*(row[key] for key in Division._fields)) for row in rows}
        names: dict[str, list[tuple[Division, bool]]] = defaultdict(list)
        for row in rows:
            division = self.by_code[row["code"]]
            if division.name not in _PLAIN:
                names[division.name].append((division, True))
            for alias in filter(None, row["aliases"].split("/")):
                if alias != division.name and len(alias) > 1:
                    names[alias].append((division, alias[-1] == division.name[-1]))
        self._owners = tuple((name, *_owners(named)) for name, named in names.items())
        self._finder = AhoCorasick(tuple(names), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> tuple[DivisionHit, ...]:
        """Every name in `text`, of two at one place the longer."""
        owners = self._owners
        found = self._finder.find_matches_as_indexes(text)
        # The constructor of a named tuple costs twice what the tuple does.
        return tuple(
            [
                _new(DivisionHit, (start, end, name, full, divisions, levels))
                for number, start, end in found
                for name, full, divisions, levels in (owners[number],)
            ]
        )

    def parent(self, division: Division) -> Division | None:
        return self.by_code.get(division.parent)


def _owners(named: list[tuple[Division, bool]]) -> tuple[bool, tuple[Division, ...], frozenset[str]]:
    """Whether a name is full for any division, those it then stands for, and their levels."""
    full = any(is_full for _, is_full in named)
    divisions = tuple(division for division, is_full in named if is_full or not full)
    return full, divisions, frozenset(division.level for division in divisions)


@cache
def load_gazetteer(path: Path = DIVISIONS) -> Gazetteer:
    """The list of divisions that the project ships (one copy of that data)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return Gazetteer(list(csv.DictReader(lines)))


def find_divisions(text: str) -> tuple[DivisionHit, ...]:
    """The divisions named in `text`, in its order."""
    return load_gazetteer().find(text)
