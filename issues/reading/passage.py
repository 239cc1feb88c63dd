"""A story's words in one string, columns and broken lines rejoined, with the way back to the page."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from issues.reading.shapes import Span, Spans

# A printed line that ends so, or is short, ends its paragraph; any other line end was made by the column's width.
_CLOSING = frozenset('。!?;:…”"])》】-')
LONGEST_SHORT = 18
_OPENS = re.compile(
    r"[【\[●■◆▲▶★△▽○◇□→◎※☆▷▸①-⑳#|•*]|\d{1,2}[.、]|\d{1,2}[:/]\d{1,2}\s|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)"
)
_SENTENCE = re.compile(r"[^。!?…;\n]+(?:[。!?…;]+[”\")\]]*)?|[。!?…;]+[”\")\]]*")


class Sentence(NamedTuple):
    """A sentence of a passage, in offsets of the passage."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is folded; `head` is where the headings end and the telling begins."""

    text: str
    head: int
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    pages: tuple[Span, ...]
    begins: tuple[int, ...]
    """Where each sentence starts, for sentence_at."""

    def spans(self, start: int, end: int) -> Spans:
        """Where the page prints passage[start:end]; made-up paragraph breaks belong to no place."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = bisect_left(self.starts, end, first)
        if last == first + 1:  # on one line, as nearly all are
            page_start, page_end = self.pages[first]
            shift = page_start - self.starts[first]
            low, high = start + shift, min(page_end, end + shift)
            return (_new(Span, (low, high)),) if low < high else ()
        found: list[Span] = []
        for at, (page_start, page_end) in zip(self.starts[first:last], self.pages[first:last], strict=True):
            low = page_start + start - at if start > at else page_start
            high = min(page_end, page_start + end - at)
            if low < high and found and found[-1].end == low:
                found[-1] = Span(found[-1].start, high)
            elif low < high:
                found.append(Span(low, high))
        return tuple(found)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that holds `offset`."""
        return max(0, bisect_right(self.begins, offset) - 1)


def read_passage(folded: str, heads: Iterable[Span], body: Iterable[Span], *, cells: bool = False) -> Passage:
    """Headings first, then the telling. `folded` is the whole page (text.fold); in `cells` only the end closes."""
    parts: list[str] = []
    starts: list[int] = []
    pages: list[Span] = []
    length = 0
    for span in heads:
        length = _add(parts, starts, pages, length, folded, span, "\n")
    head = length
    for line, closed in _cells(folded, body) if cells else _lines(folded, body):
        length = _add(parts, starts, pages, length, folded, line, "\n" if closed else "")
    text = "".join(parts)
    sentences = _cut(text)
    return Passage(
        text, head, sentences, tuple(starts), tuple(pages), tuple(each.start for each in sentences)
    )


def _add(
    parts: list[str], starts: list[int], pages: list[Span], length: int, folded: str, span: Span, end: str
) -> int:
    parts.append(span.of(folded) + end)
    starts.append(length)
    pages.append(span)
    return length + len(parts[-1])


def _lines(folded: str, body: Iterable[Span]) -> Iterable[tuple[Span, bool]]:
    """The printed lines and whether a paragraph ends with each."""
    lines = [line for span in body for line in _trimmed(folded, span)]
    for line, after in zip_longest(lines, lines[1:]):
        opens = after is None or _OPENS.match(folded, after.start, after.end)
        short = line.end - line.start <= LONGEST_SHORT
        yield line, bool(opens or short or folded[line.end - 1] in _CLOSING)


def _cells(folded: str, body: Iterable[Span]) -> Iterable[tuple[Span, bool]]:
    """The lines of each cell of a table; how a cell is broken says nothing."""
    for cell in body:
        lines = list(_trimmed(folded, cell))
        yield from ((line, line is lines[-1]) for line in lines)


def _trimmed(folded: str, span: Span) -> Iterable[Span]:
    at, words = span.start, span.of(folded)
    for line in words.split("\n") if "\n" in words else (words,):
        inner = line.strip()
        if inner:
            start = at + len(line) - len(line.lstrip())
            yield _new(Span, (start, start + len(inner)))
        at += len(line) + 1


# The constructor of a named tuple costs twice what the tuple does.
_new = tuple.__new__


def _cut(text: str) -> tuple[Sentence, ...]:
    sentences, paragraph, at = [], 0, 0
    for hit in _SENTENCE.finditer(text):
        paragraph += text.count("\n", at, hit.start())
        at = hit.start()
        sentences.append(_new(Sentence, (at, hit.end(), paragraph)))
    return tuple(sentences)
