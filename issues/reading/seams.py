"""Lines in which two things have run together, cut at their seam: headline and text, a story's byline and the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from issues.reading import bylines
from issues.reading.shapes import Span, Spans
from issues.reading.text import trim

# A headline before a dateline on one line: no full stop in it, and no longer than a headline can be.
_DATELINE = re.compile(
    r"^[#\s]*[^。;]{4,60}?[\s!?”》](?=(?:本报|本台)讯[\s(:]|本报[^\s,。]{2,6}讯[\s(]|新华社[^\s,。(]{2,14}电[\s(])"
)
_SIGNED = re.compile(
    r"(?<=[。”!?])\s?[(【][^()【】。,]{0,20}(?:记者|通讯员|实习生)[^()【】。,]{1,40}[)】](?=\s*[^\s。)”])"
)
_NAMED = re.compile(
    r"^[^。;]{6,44}?[\s!?”](?=(?:本报|本刊|[^\s,。]{2,8}日报|全媒体|融媒体?)[^\s,。]{0,8}记者[\s:][^,。]{2,30}$)"
)
# One of these stands at every seam; looking for them first spares most lines the patterns.
_WORTH_A_LOOK = ("记者", "通讯员", "实习生", "讯", "新华社")


def cut_seams(folded: str, lines: Spans) -> Spans:
    """`lines` with those cut in two, or more, that hold more than one thing."""
    return tuple(piece for line in lines for piece in _cut(folded, line))


def _cut(folded: str, line: Span) -> Iterator[Span]:
    words = line.of(folded)
    if not any(word in words for word in _WORTH_A_LOOK):
        yield line
        return
    start = line.start
    for hit in _SIGNED.finditer(folded, line.start, line.end):
        if bylines.read_line(hit[0].strip()):
            yield from _cut_head(folded, Span(start, hit.end()))
            start = hit.end()
    yield from _cut_head(folded, Span(start, line.end))


def _cut_head(folded: str, line: Span) -> Iterator[Span]:
    words = folded[line.start : min(line.end, line.start + 140)]
    head = _DATELINE.match(words) or (_NAMED.match(words) if line.end - line.start < 90 else None)
    if head and head.re is _NAMED and not bylines.read_line(words[head.end() :]):
        head = None
    pieces = (
        (line,)
        if head is None
        else (Span(line.start, line.start + head.end()), Span(line.start + head.end(), line.end))
    )
    for piece in pieces:
        inner = trim(folded, piece)
        if inner:
            yield inner
