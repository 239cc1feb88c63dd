"""Lines where they stand on a page → the order in which they are read. Knows boxes, no file and no language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple


class Box(NamedTuple):
    """One printed line, or a piece of one: y grows downwards. `score` is how sure its reader was."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    score: float = 1.0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Block = list[Box]

SHRINK = 0.4
"""Boxes of text recognition are padded; a gutter is looked for after taking so many line heights off each side."""
MOST_CROSSED = 0.3
"""A gutter that headlines cross is still one while they take less than this share of the lines beside it."""
LEAST_LINES = 2
TALL = 1.5


def order_boxes(boxes: Sequence[Box]) -> list[Block]:
    """Blocks of lines in reading order: columns from the left, each from its top, headlines above what they span."""
    lines = [box for box in boxes if box.text.strip()]
    return [block for block in _order(lines) if block] if lines else []


def is_vertical(boxes: Iterable[Box]) -> bool:
    """Whether most characters stand in lines that run down the page."""
    votes = sum(
        len(box.text) * (1 if box.height > TALL * (box.right - box.left) else -1)
        for box in boxes
        if len(box.text) > 1
    )
    return votes > 0


def turn_vertical(boxes: Iterable[Box]) -> list[Box]:
    """Vertical columns read from the right, as if the page were turned: then order_boxes reads them as lines."""
    return [Box(box.top, -box.right, box.bottom, -box.left, box.text, box.score) for box in boxes]


def share_following(lines: Sequence[Box]) -> float:
    """Share of neighbours in a sequence where the second stands right below the first, in the same column."""
    steps = list(pairwise(lines))
    return sum(_follows(*step) for step in steps) / len(steps) if steps else 1.0


def _follows(above: Box, below: Box) -> bool:
    gap = below.top - above.bottom
    height = max(above.height, below.height)
    return -0.6 * height <= gap <= 2 * height and above.left < below.right and below.left < above.right


def _order(boxes: Block) -> list[Block]:
    gutters = list(_find_gutters(boxes))
    if not gutters:
        return [_order_rows(boxes)]
    open_ones = [place for place, crossing in gutters if not crossing]
    if open_ones:
        return [block for column in _cut(boxes, open_ones) for block in _order(column)]
    _, crossing = min(gutters, key=lambda gutter: len(gutter[1]))
    return [block for band in _cut_bands(boxes, crossing) for block in _order(band)]


def _find_gutters(boxes: Block) -> Iterator[tuple[float, Block]]:
    """(x, the boxes that cross it) of each gap between columns: lines end left of it and begin right of it, side by side."""
    shrink = SHRINK * median(box.height for box in boxes)
    ends = sorted({box.right - shrink for box in boxes})
    for end in ends:
        left = [box for box in boxes if box.right - shrink <= end]
        place = min((box.left + shrink for box in boxes if box.left + shrink >= end), default=None)
        if place is None or len(left) < LEAST_LINES:
            continue
        middle = (end + place) / 2
        right = [box for box in boxes if box.left + shrink >= place]
        crossing = [box for box in boxes if box.left + shrink < place and box.right - shrink > end]
        if (
            len(right) >= LEAST_LINES
            and _stand_beside(left, right, middle)
            and _are_few(crossing, left, right)
        ):
            yield middle, crossing


def _are_few(crossing: Block, left: Block, right: Block) -> bool:
    return len(crossing) <= MOST_CROSSED * min(len(left), len(right))


def _stand_beside(left: Block, right: Block, place: float) -> bool:
    """Whether text stands on both sides at one height: else they are two passages one above the other."""
    top = max(min(box.top for box in left), min(box.top for box in right))
    bottom = min(max(box.bottom for box in left), max(box.bottom for box in right))
    return sum(top <= box.middle <= bottom for box in left) >= LEAST_LINES and bottom > top


def _cut(boxes: Block, places: list[float]) -> list[Block]:
    """The boxes of each column between open gutters."""
    columns: list[Block] = [[] for _ in range(len(places) + 1)]
    for box in boxes:
        columns[sum((box.left + box.right) / 2 > place for place in places)].append(box)
    return [column for column in columns if column]


def _cut_bands(boxes: Block, crossing: Block) -> Iterator[Block]:
    """From top to bottom: what stands above a line that crosses the gutter, then that line, then what is below."""
    rest = [box for box in boxes if box not in crossing]
    for row in _rows(crossing):
        edge = min(box.middle for box in row)
        above = [box for box in rest if box.middle < edge]
        rest = [box for box in rest if box.middle >= edge]
        if above:
            yield above
        yield row
    if rest:
        yield rest


def _order_rows(boxes: Block) -> Block:
    return [box for row in _rows(boxes) for box in row]


def _rows(boxes: Block) -> list[Block]:
    """Boxes at one height together, from the left; rows from the top."""
    rows: list[Block] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        if rows and box.middle - rows[-1][0].middle < 0.5 * min(box.height, rows[-1][0].height):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row) for row in rows]
