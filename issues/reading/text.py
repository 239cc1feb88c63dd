"""Folding that keeps every length, lines, sentences and span arithmetic; nothing here knows what a story is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from issues.reading.shapes import Span, Spans
from issues.reading.words import load_terms

# Full-width ASCII (U+FF01 to U+FF5E) to ASCII, and other prints of one mark to one form.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MARKS = str.maketrans(
    "\u3000\u00a0\t﹙﹚〔〕［］「」『』﹁﹂﹃﹄〝〞｡､﹐﹑﹔﹕﹖﹗－‐‑‒–―─━｜│┃∣︱・•‧∶",
    "   ()()[]“”“”“”“”“”。、,、;:?!-----———|||||···:",
)
_TRADITIONAL = {ord(pair[0]): pair[1] for pair in load_terms("traditional")}
_FOLD = {
    chr(code): plain if isinstance(plain, str) else chr(plain)
    for code, plain in {**_TRADITIONAL, **_WIDTH, **_MARKS}.items()
}
# The marks of every page are changed one by one, which is fastest; what else there is, by one search.
_COMMON = tuple((mark, _FOLD[mark]) for mark in "，：；？！（）％　")
# A page set in half-width marks ends its sentences so; 一. and 26.5 are something else.
_POINT = re.compile(r"(?<=[\u4e00-\u9fff”\")])(?<![一二三四五六七八九十])\.(?![0-9A-Za-z.])")
_OTHER = re.compile(f"[{re.escape(''.join(_FOLD))}]")

# Never fails once begun, so that a text without a full stop costs one pass, not one for each character.
_SENTENCE = re.compile(
    r"[^。！？!?…\n]+(?:\n(?!\s*\n)[^。！？!?…\n]+)*(?:[。！？!?…]+[”’」』\"）)]*)?|[。！？!?…]+[”’」』\"）)]*"
)


@lru_cache(maxsize=2)
def fold(text: str) -> str:
    """The same text, one code point for one: punctuation, digits and traditional characters in one form.

    Every step of reading asks for the fold of the same page, so the last two are kept.
    """
    for mark, plain in _COMMON:
        text = text.replace(mark, plain)
    text = _OTHER.sub(lambda hit: _FOLD[hit[0]], text)
    return _POINT.sub("。", text) if "." in text else text


def find_lines(text: str) -> Spans:
    """Non-blank lines, white space at both ends left out."""
    spans, at = [], 0
    for line in text.split("\n"):
        inner = line.strip()
        if inner:
            start = at + len(line) - len(line.lstrip())
            spans.append(Span(start, start + len(inner)))
        at += len(line) + 1
    return tuple(spans)


def find_sentences(text: str, span: Span) -> Spans:
    """The sentences inside `span` with their closing quotation marks; blank lines end one too, wrapped lines do not."""
    found = (trim(text, Span(*hit.span())) for hit in _SENTENCE.finditer(text, span.start, span.end))
    return tuple(sentence for sentence in found if sentence)


def trim(text: str, span: Span) -> Span | None:
    """`span` without white space at its ends; None where nothing is left."""
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip())
    end = span.end - len(inside) + len(inside.rstrip())
    return Span(start, end) if start < end else None


def merge(spans: Iterable[Span], gap: int = 0) -> Spans:
    """Spans in page order, those that touch or lie within `gap` of each other made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end + gap:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> Spans:
    """What is left of `spans` without `holes`, in page order."""
    holes, left, at = merge(holes), [], 0
    for span in merge(spans):
        start = span.start
        while at < len(holes) and holes[at].end <= start:
            at += 1
        for hole in holes[at:]:
            if hole.start >= span.end:
                break
            if hole.start > start:
                left.append(Span(start, hole.start))
            start = max(start, hole.end)
        if start < span.end:
            left.append(Span(start, span.end))
    return tuple(left)
