"""Lines of a page to blocks, each with its job on the page; which blocks make a story is settled in stories.py."""

from __future__ import annotations

from issues.reading import headings
from issues.reading.likeness import of_page
from issues.reading.lines import read_lines
from issues.reading.neighbours import settle_neighbours
from issues.reading.shapes import Block
from issues.reading.text import fold


def find_blocks(text: str) -> tuple[Block, ...]:
    """Every non-blank line of the page in a block, in the order of the page.

    Kinds: headline, kicker, deck, subhead; byline, signature (an office, a date), credit (source, editors of one
    story), caption; continuation (上接), jump (下转); table, body; furniture and advert, which are in no story.
    """
    lines = read_lines(text)
    settle_neighbours(fold(text), lines)
    headings.settle(lines, of_page(text, tuple(line.span for line in lines)))
    return tuple(Block(line.kind, line.span, line.cues) for line in lines)
