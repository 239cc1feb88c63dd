"""What speaks for a paragraph going on with the story above it, with an earlier one, or with none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from issues.reading.likeness import Likeness
from issues.reading.shapes import Block
from issues.reading.words import load_terms

# A story's pieces lie close; looking at more candidates would cost more than it finds.
NEAREST = 8
# What is looked at below a paragraph to learn what it speaks of.
SECTION, ENOUGH = 4, 240
LATEST = 40
# Likeness (see likeness.py) is counted in fours: nearer than ten tells no more.
MOST_ALIKE, ONE = 10.0, 4.0
LEAD = 70
# A mark of continuation, and the words of a headline that it quotes: all of it, or its first or last four.
MARK, QUOTED = 30, 4
_DIVISION = re.compile(r"[㐀-鿿]{2,3}(?:区|县|旗|镇|乡|街道)(?![域间内里])")
_ADDRESS = re.compile(
    r"[㐀-鿿]{2}(?:区|县|市|旗)(?:[㐀-鿿]{2,4}(?:街道|镇|乡))?([㐀-鿿]{2,6}(?:街道|镇|乡|大道|路|街|村|小区|社区|新区))"
)
_PLACE = re.compile(r"[㐀-鿿]{2,3}(?:区|县|市|旗|镇|乡|街道|社区|村|大道|路|街)")
TAG = re.compile(r"[【(*◆●■★▲◎]{0,2}\s?([^:【】()\s,。*]{1,6})[】):*]")
_QUOTED = re.compile(r"[“\"《]([^”\"》]{2,20})[”\"》]")
_GOES_ON = re.compile(f'[“"]?(?:{"|".join(map(re.escape, load_terms("goes_on")))})')
_TURNS = re.compile("|".join(map(re.escape, load_terms("turns"))))
_MARK = re.compile(r"[(【\[](?:上?接|续)(?:上文|前文)?([^)】\]]{2,14})")
FRESH = frozenset({"lead", "notice", "opens"})

Cues = Mapping[str, float]


@dataclass(slots=True)
class Strand:
    """The pieces of one story so far; numbers are places in the page's list of blocks."""

    parts: list[int] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    headed: bool = False
    jumps: bool = False
    signed: bool = False
    closed: bool = False
    """Its last line is a byline."""
    cut: bool = False
    """Its text stops in mid sentence."""
    resumed: bool = False
    """It has been gone back to."""
    tag: str = ""
    """What its text opens with: 导语, 【主播】."""


@dataclass(slots=True)
class Page:
    """The blocks of a page with what the walk along them needs."""

    folded: str
    blocks: Sequence[Block]
    words: Sequence[str]
    likeness: Likeness
    signed: bool
    """Most of its stories have a byline."""
    short: bool
    """So short that it is mostly one story."""


_PLACES = {"new.place": _PLACE, "new.division": _DIVISION, "new.address": _ADDRESS}
_SIGNS = "▲△◎●■★·-▼"
TURN, UNLIKE = 24, 0.6


def heads_above(page: Page, now: Strand) -> list[int]:
    """The subheads that its pieces end with: they go where the text below them goes."""
    end = len(now.parts)
    while end > 1 and page.blocks[now.parts[end - 1]].kind == "subhead":
        end -= 1
    return now.parts[end:]


def continues(block: Block) -> bool:
    """It is marked as going on from another page, or from elsewhere on this one."""
    return block.kind == "continuation" or "continues" in block.because


def find_options(
    page: Page, at: int, strands: list[Strand], now: Strand
) -> Iterator[tuple[Strand | None, Cues]]:
    """Staying, each earlier strand, and a new one, with what speaks for each."""
    section = _section(page, at)
    alike = _rate(page, section, now)
    yield now, _stay_cues(page, at, now, alike)
    others = [each for each in strands[-NEAREST:] if each is not now and (each.told or each.heads)]
    here = _here_cues(page, at, now) if others else {}
    for gap, strand in enumerate(reversed(others)):
        there = _rate(page, section, strand)
        cues = {"alike": there, "back.share": there / (there + alike + 0.2), "back.gap": float(gap)}
        cues["back.cut_alike"] = there * (strand.cut and not now.cut)
        yield strand, _keep(cues | _back_cues(page, at, strand)) | here
    yield None, _new_cues(page, at, now, alike)


def _section(page: Page, at: int) -> list[int]:
    """The paragraph and what follows it up to a heading or a byline."""
    section, length = [at], len(page.words[at])
    for place in range(at + 1, min(at + SECTION, len(page.blocks))):
        block = page.blocks[place]
        signed = "signed" in page.blocks[place - 1].because
        if (
            signed
            or length > ENOUGH
            or block.kind not in ("body", "table")
            or {"lead", "continues"} & set(block.because)
        ):
            break
        section.append(place)
        length += len(page.words[place])
    return section


def _rate(page: Page, section: list[int], strand: Strand) -> float:
    near = page.likeness.rate_telling(section, [*strand.heads, *strand.told[-LATEST:]])
    return min(MOST_ALIKE, near) / ONE


def _keep(cues: Mapping[str, float]) -> Cues:
    return {cue: float(amount) for cue, amount in cues.items() if amount}


def _stay_cues(page: Page, at: int, now: Strand, alike: float) -> Cues:
    words, last = page.words[at], now.told[-1] if now.told else at
    tables = page.blocks[at].kind == page.blocks[last].kind == "table"
    return _keep(
        {
            "alike": alike,
            "stay.alike": alike,
            "stay.first": _rate(page, [at], now),
            "stay.cut": now.cut,
            "stay.closed": now.closed,
            "stay.table": tables,
            "stay.row": tables and page.words[last][0] == "|",
            "stay.subhead": bool(heads_above(page, now)),
            "stay.answer": words[0] == "答",
            "stay.sign": last != at and words[0] == page.words[last][0] and words[0] in _SIGNS,
            "stay.continues": continues(page.blocks[at]),
            "stay.one": len(now.told) == 1,
        }
    )


def _here_cues(page: Page, at: int, now: Strand) -> Cues:
    """What speaks for going back, to whichever strand."""
    return _keep(
        {
            "back": 1,
            "back.now_closed": now.closed,
            "back.now_cut": now.cut,
            "back.continues": continues(page.blocks[at]),
            "back.table": page.blocks[at].kind == "table",
            "back.short_page": page.short,
            "back.goes_on": bool(_GOES_ON.match(page.words[at])),
        }
    )


def _back_cues(page: Page, at: int, strand: Strand) -> Mapping[str, float]:
    marked = continues(page.blocks[at])
    return {
        "back.cut": strand.cut,
        "back.closed": strand.closed,
        "back.signed": strand.signed and not strand.closed,
        "back.resumed": strand.resumed,
        "back.jumps": marked and strand.jumps,
        "back.named": marked and _is_named(page, at, strand),
    }


def _is_named(page: Page, at: int, strand: Strand) -> bool:
    """The mark of a continuation quotes the strand's headline, or words of its text."""
    mark = page.words[at][:MARK]
    inside = _MARK.match(mark)
    names = _QUOTED.findall(mark) or ([inside[1]] if inside else [])
    told = "".join(page.words[part] for part in (*strand.heads, *strand.told[:4]))
    return any(
        name in told or len(name) >= QUOTED and (name[:QUOTED] in told or name[-QUOTED:] in told)
        for name in names
    )


def _new_cues(page: Page, at: int, now: Strand, alike: float) -> Cues:
    words, block = page.words[at], page.blocks[at]
    tag = TAG.match(words)
    cues = {f"new.{cue}": cue in block.because for cue in FRESH}
    cues |= {
        "new": 1,
        "new.closed": now.closed,
        "new.cut": now.cut,
        "new.continues": continues(block),
        "new.table": block.kind == "table",
        "new.goes_on": bool(_GOES_ON.match(words)),
        "new.turn": bool(_TURNS.search(words[:TURN])),
        "new.headless": not now.headed,
        "new.subhead": bool(heads_above(page, now)),
        "new.question": words[0] == "问",
        "new.short_page": page.short,
        "new.tag": bool(tag),
        "new.tag_again": bool(tag) and tag[1] == now.tag,
        "new.bracket": bool(tag) and words[0] in "【◆●■",
    }
    return _keep(cues | _place_cues(page, at, now, alike))


def _place_cues(page: Page, at: int, now: Strand, alike: float) -> Mapping[str, float]:
    """Its first words name a place, and none that the story above has."""
    lead = page.words[at][:LEAD]
    named = {cue: names for cue, pattern in _PLACES.items() if (names := pattern.findall(lead))}
    if not named:
        return {}
    told = "".join(page.words[part] for part in (*now.heads, *now.told[-LATEST:]))
    cues = {cue: not any(name[-3:] in told for name in names) for cue, names in named.items()}
    return cues | {"new.address": cues.get("new.address", False) and alike < UNLIKE}
