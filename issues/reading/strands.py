"""Which story each paragraph goes on with: the one above it, an earlier one that the columns have cut, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from issues.reading.likeness import Likeness
from issues.reading.shapes import Block
from issues.reading.strand_cues import FRESH, TAG, Page, Strand, continues, find_options, heads_above
from issues.reading.words import load_weights

OPENING = ("headline", "kicker")
HEADING = (*OPENING, "deck")
TELLING = ("body", "table", "subhead")
# All 24 labelled texts below 600 characters are one story each; the shortest page with several has 740.
SHORT_PAGE = 700
# A caption goes with the story above from this likeness on (see likeness.py).
ALIKE = 1.0
PLACED = "placed"
_ENDS, _CLOSES = tuple("。!?…;:"), '”’」』")）]】'

Decide = Callable[[Page, int, list[Strand], Strand], Strand | None]


def divide(
    folded: str, blocks: Sequence[Block], likeness: Likeness, decide: Decide | None = None
) -> list[Strand]:
    """The stories of a page in the order of their beginnings, furniture and adverts left out.

    `decide` says for each paragraph which strand it goes on with; `choose` where nothing is given.
    """
    page = _look(folded, blocks, likeness)
    strands: list[Strand] = []
    opening, now = "", None
    for at, block in enumerate(blocks):
        if block.kind in ("furniture", "advert"):
            continue
        now = _place(page, at, opening, strands, now, decide or choose)
        opening = _open_by(block)
        _add(now, at, block, page.words[at])
    return strands


def _look(folded: str, blocks: Sequence[Block], likeness: Likeness) -> Page:
    words = [block.span.of(folded) for block in blocks]
    heads = sum(block.kind == "headline" for block in blocks)
    bylines = sum(block.kind == "byline" or "signed" in block.because for block in blocks)
    short = sum(map(len, words)) < SHORT_PAGE and bylines < 2
    return Page(folded, blocks, words, likeness, 2 * bylines >= max(2, heads), short)


def _place(
    page: Page, at: int, opening: str, strands: list[Strand], now: Strand | None, decide: Decide
) -> Strand:
    """The strand that block `at` belongs to, opened where there is none."""
    block = page.blocks[at]
    goes_on = opening and not opening == _open_by(block) == PLACED
    fresh = bool(FRESH & set(block.because))
    if now is None or block.kind in OPENING and not goes_on:
        return _open(strands, headed=block.kind in OPENING or fresh)
    if block.kind == "caption" and now.closed:
        alike = page.likeness.rate([at], now.told) >= ALIKE
        return now if alike else _open(strands, headed=False)
    if block.kind not in ("body", "table", "continuation") or not now.told and not continues(block):
        return now
    found = None if now.told and "lead" in block.because else decide(page, at, strands, now)
    return now if found is now else _leave(page, now, found, strands, fresh)


def _open_by(block: Block) -> str:
    """How a block opens a story: nothing, a heading, or one that says where, of which each is of another story."""
    return "" if block.kind not in OPENING else PLACED if PLACED in block.because else "heading"


def _leave(page: Page, now: Strand, found: Strand | None, strands: list[Strand], fresh: bool) -> Strand:
    """Goes over to `found`, or to a new strand, with the subheads right above."""
    heads = heads_above(page, now)
    now.parts = now.parts[: len(now.parts) - len(heads)]
    now.told = [part for part in now.told if part not in heads]
    target = found or _open(strands, headed=fresh or bool(heads))
    target.resumed = found is not None
    target.parts += heads
    target.heads += heads
    return target


def _open(strands: list[Strand], *, headed: bool) -> Strand:
    strands.append(Strand(headed=headed))
    return strands[-1]


def _add(strand: Strand, at: int, block: Block, words: str) -> None:
    strand.parts.append(at)
    if block.kind in HEADING:
        strand.heads.append(at)
    if block.kind in TELLING or block.kind == "caption" and not strand.headed and not strand.told:
        _tell(strand, at, block, words)
    elif block.kind == "jump":
        strand.jumps = True
    elif block.kind == "signature":
        strand.signed = strand.signed or bool(strand.told)
    elif block.kind == "byline":
        strand.closed = bool(strand.told)
        strand.signed = True


def _tell(strand: Strand, at: int, block: Block, words: str) -> None:
    if not strand.told:
        tag = TAG.match(words)
        strand.tag = tag[1] if tag else ""
    strand.told.append(at)
    strand.jumps = strand.jumps or "jumps" in block.because
    strand.closed = "signed" in block.because
    strand.signed = strand.signed or strand.closed or "named" in block.because
    strand.cut = block.kind == "body" and not _ends(words)


def _ends(words: str) -> bool:
    """Whether a text ends with a stop, marks that close behind it allowed, or with a bracket."""
    return words.endswith(")") or words.rstrip(_CLOSES).endswith(_ENDS)


def choose(page: Page, at: int, strands: list[Strand], now: Strand) -> Strand | None:
    """The strand that the paragraph at `at` goes on with; None where it begins one."""
    weights = load_weights("weights/strands")
    scores = [
        (sum([weights.get(cue, 0.0) * amount for cue, amount in cues.items()]), -number, strand)
        for number, (strand, cues) in enumerate(find_options(page, at, strands, now))
    ]
    return max(scores, key=lambda score: score[:2])[2]
