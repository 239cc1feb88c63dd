"""Blocks to stories: strands named. Does not judge what a story tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from issues.reading import bylines, strands
from issues.reading.likeness import of_page
from issues.reading.shapes import Block, Span, Story
from issues.reading.text import fold

_MARKS = re.compile(r"^[#*\s]*(?:标题[:：]|\d{1,2}[:：]\d\d(?:[:：]\d\d)?\s+(?=\D))?")


def find_stories(text: str, blocks: Iterable[Block]) -> tuple[Story, ...]:
    """The articles of the page in page order of their beginnings, each with all its parts in reading order."""
    blocks = tuple(blocks)
    folded = fold(text)
    likeness = of_page(text, tuple(block.span for block in blocks))
    found = strands.divide(folded, blocks, likeness)
    return tuple(_make(text, folded, [blocks[part] for part in strand.parts]) for strand in found)


def _make(text: str, folded: str, parts: Sequence[Block]) -> Story:
    heads = [_bare(block.span.of(text)) for block in parts if block.kind == "headline"]
    names = (name for block in parts for name in _reporters(block, block.span.of(folded)))
    body = tuple(block.span for block in parts if block.kind in strands.TELLING)
    return Story(" ".join(heads) or None, tuple(parts), _join(text, parts), tuple(dict.fromkeys(names)), body)


def _reporters(block: Block, words: str) -> tuple[str, ...]:
    """Names in a byline, or in what the block's cues say leads or ends it."""
    readers = {"named": bylines.read_lead, "signed": bylines.read_end}
    found = [bylines.read_line(words)] if block.kind == "byline" else []
    found += [readers[cue](words) for cue in block.because if cue in readers]
    return tuple(name for byline in found if byline for name in byline.names)


def _bare(line: str) -> str:
    """A headline without heading marks, the kicker before `——` and the deck after it, where one line holds all."""
    words = _MARKS.sub("", line.replace("\n", "")).strip("#*\u3000 ")
    before, dash, after = words.partition("——")
    if dash and before and after.startswith((" ", "\u3000")) and len(before) <= 20:
        return after.strip()
    return before.strip() if dash and before.endswith((" ", "\u3000")) else words


def _join(text: str, parts: Sequence[Block]) -> tuple[Span, ...]:
    """The blocks' spans, those with nothing but white space between them made one."""
    spans: list[Span] = []
    for block in parts:
        last = spans[-1] if spans else None
        if last and block.span.start - last.end >= 0 and not text[last.end : block.span.start].strip():
            spans[-1] = Span(last.start, block.span.end)
        else:
            spans.append(block.span)
    return tuple(spans)
