"""A quotation in its sentence: what a citizen sees of a page. Never more of it than one sentence on each side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..models import Evidence, Page
from ..privacy import mask
from ..reading.shapes import Span
from ..reading.text import find_sentences

LONGEST_QUOTE = 300
"""Characters shown of one quoted stretch at most: a quotation is not a reprint."""
LONGEST_SIDE = 80
"""Characters shown on each side at most: a column without full stops must not spill onto the page."""
LONGEST_NEIGHBOUR = 40
"""The same where the quoted words are a sentence already, and between two quoted stretches."""
_WINDOW = 400
_MARGIN = 100  # longer than anything that privacy.py masks
CUT = "……"
_BARS = re.compile(r"\s*\|[\s|]*")
_BLANKS = re.compile(r"\s+")
_HEADING_MARKS = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_SENTENCE_ENDS = '。！？!?…\n”’」』"）)'


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a page with their surroundings: (text, is it quoted) in reading order."""

    pieces: tuple[tuple[str, bool], ...]
    page: Page
    key: int | None = None


def quote_in_context(evidence: Evidence) -> Quotation:
    """The words of `evidence`, marked inside at most one sentence before and after them, masked."""
    return quote_words(evidence.page, evidence.spans, evidence.issue.private_names, key=evidence.pk)


def quote_words(
    page: Page, spans: Iterable[Sequence[int]], names: list[str] | None = None, *, key: int | None = None
) -> Quotation:
    """The words of `page` at `spans`, in order, as quote_in_context shows them. Without `names` these are looked for."""
    text, spans = page.text, [Span(start, end) for start, end in spans]
    start, end = _find_start(text, spans[0]), _find_end(text, spans[-1])
    if row := _find_row(text, spans):  # the neighbours of a complaint in a table are other people's
        start, end = max(start, row.start), min(end, row.end)
    edges = {row.start, row.end} if row else set()
    cut_before = "" if start in edges else _cut(text[start - 1 : start])
    cut_behind = "" if end in edges else _cut(text[end - 1 : end])
    pieces = [(cut_before + _show(text, names, start, spans[0].start), False)]
    for span, behind in zip(spans, [*spans[1:], None], strict=True):
        pieces.append((_show(text, names, span.start, min(span.end, span.start + LONGEST_QUOTE)), True))
        if span.end - span.start > LONGEST_QUOTE:
            pieces.append((CUT, False))
        if behind:
            pieces.append((_show_between(text, names, span.end, behind.start), False))
    pieces.append((_show(text, names, spans[-1].end, end) + cut_behind, False))
    pieces = _dot_cells(pieces) if row else pieces
    return Quotation(tuple(piece for piece in pieces if piece[0]), page, key)


def quote_all(evidence: Iterable[Evidence]) -> list[Quotation]:
    """Each of `evidence` in its context; the same words twice are shown once."""
    once = {(one.page_id, str(one.spans)): one for one in evidence if one.spans}
    return [quote_in_context(one) for one in once.values()]


def _find_row(text: str, spans: Sequence[Span]) -> Span | None:
    """The row of a table that all of the quoted words stand in, between its outer bars."""
    start = text.rfind("\n", 0, spans[0].start) + 1
    line = text[start:].split("\n", 1)[0] if text[start : start + 1] == "|" else ""
    row = Span(start + len(line) - len(line.lstrip("| ")), start + len(line.rstrip("| ")))
    within = row.start <= spans[0].start and all(span.end <= row.end for span in spans)
    return row if line and within else None


def _dot_cells(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Pieces of a row with a dot between its cells instead of a bar."""
    (first, quoted), *others = [(_BARS.sub(" · ", piece), quoted) for piece, quoted in pieces]
    return [(first.removeprefix(" · "), quoted), *others]


def _find_start(text: str, quoted: Span) -> int:
    """Where the quoted words' sentence begins; where they begin it themselves, a part of the sentence before."""
    before = find_sentences(text, Span(max(0, quoted.start - _WINDOW), quoted.start))
    if not before:
        return quoted.start
    own = text[before[-1].end - 1] not in _SENTENCE_ENDS
    return max(before[-1].start, quoted.start - (LONGEST_SIDE if own else LONGEST_NEIGHBOUR))


def _find_end(text: str, quoted: Span) -> int:
    """Where the quoted words' sentence ends; where they end it themselves, within the sentence behind."""
    behind = find_sentences(text, Span(quoted.end, min(len(text), quoted.end + _WINDOW)))
    if not behind:
        return quoted.end
    own = text[quoted.end - 1] not in _SENTENCE_ENDS
    return min(behind[0].end, quoted.end + (LONGEST_SIDE if own else LONGEST_NEIGHBOUR))


def _show_between(text: str, names: list[str] | None, end: int, start: int) -> str:
    """What stands between two quoted stretches: itself where it is short, else a mark that it is left out."""
    near = 0 <= start - end <= LONGEST_NEIGHBOUR
    return _show(text, names, end, start) if near else CUT


def _show(text: str, names: list[str] | None, start: int, end: int) -> str:
    """Masked with what stands on both sides, so that a number cut by the edge of a quotation is masked too."""
    low = max(0, start - _MARGIN)
    shown = mask(text[low : end + _MARGIN], names)[start - low : end - low]
    return _BLANKS.sub(" ", _HEADING_MARKS.sub("", shown))


def _cut(neighbour: str) -> str:
    """The mark for words left out, where the character at the edge does not end a sentence."""
    return CUT if neighbour.strip() and neighbour not in _SENTENCE_ENDS else ""
