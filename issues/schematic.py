"""Districts as tiles of equal size for a server-rendered SVG: where each stands, how dark it is. Knows no issue, no border.

schematics/CODE.csv says where the parts of a division stand to each other; without a file they stand in order of code.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

LAYOUTS = Path(__file__).parent / "schematics"
COLUMNS = 4
"""Tiles side by side where no file says more: what a phone shows legibly."""
WIDTH, HEIGHT, GAP = 132, 92, 6
SIGNS = 6
"""Signs of a name in one line of a tile."""
_LINE = 20

SHADES = 5
_STEPS = (1, 2, 5)

Cell = tuple[int, float]
"""A column and a row, from the upper left."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a tile stands for: its code, the name on it, its number."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One place drawn: its corner, the lines of its name with their height, its shade from 0 to 5."""

    place: Place
    x: int
    y: int
    lines: list[tuple[int, str]]
    level: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All tiles, and what each shade stands for: (level, first number, last number)."""

    width: int
    height: int
    tiles: list[Tile]
    shades: list[tuple[int, int, int]]


def draw_tiles(whole: str, places: Sequence[Place]) -> Sheet:
    """The parts of the division with code `whole`, in the order of `places`. Those that its file lacks stand below."""
    cells = _spread(find_cells().get(whole, {}), [place.code for place in places])
    bounds = find_bounds(max((place.count for place in places), default=0))
    tiles = [_draw_tile(place, cells[place.code], bounds) for place in places]
    return Sheet(
        max((tile.x for tile in tiles), default=0) + WIDTH,
        max((tile.y for tile in tiles), default=0) + HEIGHT,
        tiles,
        [(level, first + 1, last) for level, (first, last) in enumerate(pairwise([0, *bounds]), 1)],
    )


def find_bounds(highest: int) -> list[int]:
    """The last number of each shade, at most SHADES of them: 1, 2 or 5 times a power of ten up to `highest`.

    Each is about twice the one before: where one district has most of the issues, the others still differ.
    """
    bounds: list[int] = []
    while highest > (bounds[-1] if bounds else 0):
        power, step = divmod(len(bounds), len(_STEPS))
        bounds.append(_STEPS[step] * 10**power)
    return bounds[-SHADES:]


@cache
def find_cells() -> dict[str, dict[str, Cell]]:
    """For each division with a file, where its parts stand."""
    return {path.stem: _read_cells(path) for path in LAYOUTS.glob("*.csv")}


def _read_cells(path: Path) -> dict[str, Cell]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(lines)}


def _spread(known: Mapping[str, Cell], codes: Sequence[str]) -> dict[str, Cell]:
    """A cell for each of `codes`: the known one, else the next below all of them."""
    columns = max((column for column, _row in known.values()), default=COLUMNS - 1) + 1
    below = max(row for _column, row in known.values()) + 1.25 if known else 0
    rest = [code for code in codes if code not in known]
    return {**known, **{code: (at % columns, below + at // columns) for at, code in enumerate(rest)}}


def _draw_tile(place: Place, cell: Cell, bounds: Sequence[int]) -> Tile:
    x, y = cell[0] * (WIDTH + GAP), int(cell[1] * (HEIGHT + GAP))
    pieces = _cut(place.name)
    first = y + 36 - _LINE * (len(pieces) - 1) // 2
    lines = [(first + _LINE * at, piece) for at, piece in enumerate(pieces)]
    return Tile(place, x, y, lines, place.count and bisect_left(bounds, place.count) + 1)


def _cut(name: str) -> list[str]:
    """A name in lines of nearly one length."""
    lines = -(-len(name) // SIGNS) or 1
    size = -(-len(name) // lines) or 1
    return [name[at : at + size] for at in range(0, len(name), size)]
