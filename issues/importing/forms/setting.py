"""Ordered lines → one text with its paragraphs, and the spans that were read with doubt. Orders nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from .columns import Block, Box
from .opened import clean_text

SURE = 0.9
"""Below it a person looks at the line: recognition scores 0.975 and more on good scans, 0.88 on bad ones."""
_INDENT = "\u3000\u3000"
_INDENTED = (1.2, 3.2)
"""Chinese paragraphs begin two characters in."""
_OPEN_GAP = 0.7
"""Additional space, in line heights, that sets two lines apart as two paragraphs."""
_OTHER_SIZE = 1.25


def set_text(blocks: Sequence[Block]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of the blocks, a printed line a line, an empty line between passages; and its doubtful spans."""
    text, doubtful = "", []
    for join, indent, row in _lay_out(blocks):
        text += join + indent
        for box in row:
            if not text.endswith(("\n", _INDENT)) and text:
                text += "  "
            words = clean_text(box.text).strip()
            if box.score < SURE:
                doubtful.append((len(text), len(text) + len(words)))
            text += words
    return text, tuple(doubtful)


def _lay_out(blocks: Sequence[Block]) -> Iterator[tuple[str, str, Block]]:
    """(what separates it from the row above, its indent, the row) for every row of every block."""
    before: tuple[Block, float] | None = None
    for block in blocks:
        rows, left, right = _same_rows(block), min(box.left for box in block), max(box.right for box in block)
        usual = _usual_gap(rows)
        for number, row in enumerate(rows):
            indent = _INDENT if len(rows) > 2 and _is_indented(row[0], left) else ""
            if number:
                join = "\n\n" if _is_apart(rows[number - 1], row, usual) else "\n"
            elif before:
                join = "\n" if not indent and _runs_on(*before, row) else "\n\n"
            else:
                join = ""
            yield join, indent, row
        before = rows[-1], right


def _same_rows(block: Block) -> list[Block]:
    """The block's boxes by printed row, in the order in which they come."""
    rows: list[Block] = [[block[0]]]
    for above, box in pairwise(block):
        if abs(box.middle - above.middle) < 0.5 * min(box.height, above.height) and box.left >= above.left:
            rows[-1].append(box)
        else:
            rows.append([box])
    return rows


def _usual_gap(rows: list[Block]) -> float:
    return median([below[0].top - above[0].bottom for above, below in pairwise(rows)] or [0.0])


def _is_apart(above: Block, below: Block, usual: float) -> bool:
    height = min(above[0].height, below[0].height)
    return below[0].top - above[0].bottom > usual + _OPEN_GAP * height or not _are_of_one_size(
        above[0], below[0]
    )


def _are_of_one_size(one: Box, other: Box) -> bool:
    return max(one.height, other.height) <= _OTHER_SIZE * min(one.height, other.height)


def _is_indented(box: Box, left: float) -> bool:
    return _INDENTED[0] * box.height <= box.left - left <= _INDENTED[1] * box.height


def _runs_on(last: Block, right: float, first: Block) -> bool:
    """Whether a column ends within a paragraph: its last line is full, the next column goes on in the same size."""
    return last[-1].right >= right - 1.5 * last[-1].height and _are_of_one_size(last[-1], first[0])
