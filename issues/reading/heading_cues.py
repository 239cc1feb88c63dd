"""What speaks for a new story at a heading, and what against it: its neighbours, its own looks, and their matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from issues.reading.likeness import Likeness
from issues.reading.lines import LABEL_WORD, Line, is_placed
from issues.reading.words import load_terms

_NOTICE = re.compile(rf"(?:{'|'.join(map(re.escape, load_terms('notices')))})(?:$|:)")
_BATCH = re.compile(r"(?:转办|移交|交办)[^。]{0,12}第[^。,]{1,5}批|第[^。,]{1,5}批[^。,]{0,12}(?:举报|信访)")
_BATCH_NUMBER = re.compile(r"第[^。,]{1,5}批")
_NUMBERED = re.compile(r"^[▶►➤●○◆◇■□★·①-⑩]|^[一二三四五六七八九十]{1,3}、|^\([一二三四五六七八九十\d]{1,2}\)")
SIGNS = "【◎■□●○◆▶"
LINKS = ("——", "—", ":")
LONG, SHORT, SAME_BEGINNING = 16, 9, 6
# A caption as long as this is the text of a picture's story; the credit under one is shorter than the other.
LONG_CAPTION, LONGEST_CREDIT = 24, 20
# What a section shares with the story above it (see likeness.py). Measured at 177 headings of 43 pages: under true
# subheads 3.2 (tenth percentile), 5.1, 7.6 (median); under headlines of other stories 1.5, 2.3 (median), 3.1, 4.4.
TURNING, SPREAD = 4.0, 2.5
LEAST_TEXT = 80
# Lines that are looked at below and above a heading; more would cost time on long pages and tell no more.
SECTION, SIGNED_WITHIN, LATEST = 8, 12, 40


@dataclass(slots=True)
class StorySoFar:
    """What is known of the story that is being read when the next heading comes."""

    headline: str = ""
    level: int = 0
    headed: bool = False
    notice: bool = False
    signed: bool = False
    closed: bool = True
    jumps: bool = False
    dated: bool = False
    told: list[int] = field(default_factory=list)
    last: Line | None = None

    def go_on(self, line: Line, at: int) -> None:
        """Takes the next line that is no heading."""
        self.jumps = line.kind == "jump" or "jumps" in line.cues
        if line.kind == "byline":
            self.signed = True
            self.closed = bool(self.told)
        elif line.kind in ("body", "table", "continuation"):
            if self.closed and self.told:
                self.told, self.headline, self.signed = [], "", False
            self.told.append(at)
            self.closed = bool(line.end)
            self.signed = self.signed or bool(line.end or line.lead and line.lead.names)
            self.last = line
            self.dated = False
        elif line.kind == "signature" and self.told:
            self.dated = True
            self.closed = self.closed or self.notice

    @property
    def cut(self) -> bool:
        """Its text stops in mid sentence."""
        return self.last is not None and self.last.open_tail


@dataclass(frozen=True, slots=True)
class Page:
    """What the whole page tells about its headings."""

    lines: list[Line]
    likeness: Likeness
    signed: bool
    """Several stories end with a byline."""
    short: bool
    level: int = 0
    """The highest mark that several of its headings have: each opens a story."""


def find_cues(page: Page, group: list[Line], at: int, above: StorySoFar) -> dict[str, float]:
    """The cues at a heading group, each with its value; `at` is the line below the group."""
    cues = dict.fromkeys(_look_above(page, group, above), 1.0)
    cues |= dict.fromkeys(_look_below(page.lines, at, above), 1.0)
    cues |= {"marked_alike": 1.0} if page.level and group[0].level == page.level else {}
    return cues | dict.fromkeys(_look_at(group, above), 1.0)


def is_notice(line: Line) -> bool:
    """Whether a heading is that of a notice, or of complaints handed over."""
    return bool(_NOTICE.search(line.words) or _BATCH.search(line.words))


def _numbers_batch(words: str) -> set[str]:
    return set(_BATCH_NUMBER.findall(words))


def _look_above(page: Page, group: list[Line], above: StorySoFar) -> Iterator[str]:
    if above.closed:
        yield "above_signed"
    elif above.jumps:
        yield "above_jumps"
    elif above.dated:
        yield "above_dated"
    elif above.cut:
        yield "above_cut"
    elif page.signed and not (above.signed or above.notice or group[0].level):
        yield "above_unsigned"
    if not above.told:
        yield "above_empty"
    if page.short and above.headed and not above.closed:
        yield "short_page"


def _look_below(lines: list[Line], at: int, above: StorySoFar) -> Iterator[str]:
    after = list(takewhile(lambda line: line.kind not in ("heading", "label"), lines[at : at + 4]))
    place = next((place for place, line in enumerate(after) if _tells(line)), None)
    if place is None:
        yield "nothing_below"
    elif after[place].lead:
        yield "dateline_below"
    if any(line.kind == "byline" for line in after[:place]):
        yield "byline_below"
    if not above.closed and above.told:
        yield from _look_further(lines, at, above)


def _look_further(lines: list[Line], at: int, above: StorySoFar) -> Iterator[str]:
    """A picture's credit, or a second byline, says that this text is not the story above."""
    after = [line for line in lines[at : at + 3] if line.kind != "furniture"]
    if (
        len(after) > 1
        and _tells(after[0])
        and after[1].kind == "caption"
        and len(after[1].words) < LONGEST_CREDIT
    ):
        yield "picture_below"
    undated = takewhile(lambda line: not line.lead, lines[at : at + SIGNED_WITHIN])
    if above.signed and any(line.kind == "byline" or line.end for line in undated):
        yield "second_byline_below"


def _look_at(group: list[Line], above: StorySoFar) -> Iterator[str]:
    first, whole = group[0], "".join(line.words for line in group)
    column = _names_column(group)
    fresh = column or (above.closed or above.dated) and _is_marked_title(first)
    if first.kind == "label" and not fresh and not (above.closed and "opens" in first.cues):
        yield "label"
    if column or "column" in first.cues:
        yield "column"
    yield from (cue for cue in ("form", "sentence") if cue in first.cues)
    if is_placed(first.words):
        yield "placed"
    if _NUMBERED.match(first.words) and not fresh:
        yield "numbered"
    if len(group) == 1 and first.words[-1] == ":":
        yield "lead_in"
    if any(line.words.startswith("—") for line in group[1:]):
        yield "deck"
    if any(line.words.endswith(LINKS) and line.kind == "heading" for line in group[:-1]):
        yield "kicker"
    if len(group) > 1:
        yield "several_lines"
    if len(whole) >= LONG or len(whole) <= SHORT:
        yield "long" if len(whole) >= LONG else "short"
    if first.level:
        deeper = above.level and min(line.level for line in group if line.level) > above.level
        yield "marked_deeper" if deeper else "marked"
    notice = any(map(is_notice, group))
    if notice:
        yield "notice"
    if _numbers_batch(above.headline) and _numbers_batch(whole) - _numbers_batch(above.headline):
        yield "other_batch"
    if above.headline and above.headline == first.words:
        yield "column_again"
    if above.headline and not notice and above.headline[:SAME_BEGINNING] == whole[:SAME_BEGINNING]:
        yield "same_beginning"


def _is_marked_title(line: Line) -> bool:
    """A sign or a bracket, and behind it no word that names a part of a story."""
    return line.words[0] in SIGNS and not LABEL_WORD.search(line.words.rstrip("】"))


def _names_column(group: list[Line]) -> bool:
    """The name of a column above a headline, or a time of the broadcast before one."""
    first = group[0]
    if first.timed:
        return True
    above = first.kind == "label" and any(line.kind == "heading" for line in group)
    return above and _is_marked_title(first)


def _tells(line: Line) -> bool:
    """Text of a story; a long caption is all the text that a picture's story has."""
    return line.kind in ("body", "table") or line.kind == "caption" and len(line.words) >= LONG_CAPTION


def compare(page: Page, at: int, above: StorySoFar) -> float:
    """From 1, the section at line `at` has nothing of the story above, to -1, it speaks of the same; 0 is unknown."""
    lines = page.lines
    below = takewhile(
        lambda place: lines[place].kind not in ("heading", "label", "byline"), range(at, len(lines))
    )
    section = [
        place
        for _, place in zip(range(2 * SECTION), below, strict=False)
        if lines[place].kind in ("body", "table")
    ]
    section, told = section[:SECTION], above.told[-LATEST:]
    if min(sum(len(lines[place].words) for place in part) for part in (section, told)) < LEAST_TEXT:
        return 0.0
    share = page.likeness.rate(section, told)
    if above.cut:
        # The cut story may go on below this one: only what stands right under the heading is sure to be its own.
        share = min(share, page.likeness.rate(section[:2], told))
    return max(-1.0, min(1.0, (TURNING - share) / SPREAD))
