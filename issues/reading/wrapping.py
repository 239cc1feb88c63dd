"""Lines that a column has wrapped, put back together into paragraphs by their equal widths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from issues.reading.shapes import Span, Spans

# A wrapped page repeats its column's width; fewer equal lines than this are chance.
LEAST_LINES = 5
LEAST_SHARE = 0.25
NARROWEST = 10.0
SLACK = 1.5
_INDENTS = ("\u3000", "  ", "\t")


def unwrap(folded: str, received: str, lines: Spans) -> Spans:
    """Paragraphs of `lines`: a line as wide as the column goes on in the next, unless that one is indented."""
    full = max((_full_lines(folded, received, lines, narrow) for narrow in (0.5, 1.0)), key=sum)
    return tuple(_join(folded, received, lines, full)) if any(full) else lines


def _full_lines(folded: str, received: str, lines: Spans, narrow: float) -> list[bool]:
    """For each line whether it is as wide as a column of the page."""
    widths = _widths(folded, received, lines, narrow)
    columns = _find_columns(widths)
    return [any(abs(width - column) <= SLACK for column in columns) for width in widths]


def _widths(folded: str, received: str, lines: Spans, narrow: float) -> list[float]:
    """Widths in full characters of the lines that another follows without a blank line; 0 for the rest.

    A digit is `narrow` wide: half in print, one where a program has cut the lines by their characters.
    """
    widths = []
    for line, after in zip(lines, (*lines[1:], None), strict=False):
        width = 0.0
        if after is not None and received.count("\n", line.end, after.start) == 1:
            words = folded[received.rfind("\n", 0, line.start) + 1 : line.end]
            width = len(words) - ((1 - narrow) * sum(map(words.count, "0123456789.%")) if narrow < 1 else 0)
        widths.append(width)
    return widths


def _find_columns(widths: list[float]) -> list[int]:
    """Widths that so many touching lines share that they must be the width of a column."""
    counts = Counter(round(width) for width in widths if width >= NARROWEST)
    least = max(LEAST_LINES, LEAST_SHARE * sum(counts.values()))
    return [width for width in counts if counts[width - 1] + counts[width] + counts[width + 1] >= least]


def _join(folded: str, received: str, lines: Spans, full: list[bool]) -> Iterator[Span]:
    start = lines[0].start
    for line, after, wide in zip(lines, (*lines[1:], None), full, strict=False):
        indented = after is not None and received[line.end : after.start].rpartition("\n")[2].startswith(
            _INDENTS
        )
        row_ends = folded[start] == "|" and folded[line.end - 1] == "|"
        marked = folded[start] == "#" or after is not None and folded[after.start] in "#|"
        if not wide or after is None or indented or marked or row_ends:
            yield Span(start, line.end)
            start = after.start if after else line.end
