"""Which line of a heading group is the headline: those before it are kickers, those after it decks."""

from __future__ import annotations

import re

from issues.reading.heading_cues import LINKS, is_notice
from issues.reading.lines import Line
from issues.reading.words import load_terms

_SECTION = re.compile(rf"(?:{'|'.join(map(re.escape, load_terms('sections')))})$")
_NOTE = re.compile(r"^\([^()]*\)$")
LONGEST_SECTION = 16


def name_lines(group: list[Line]) -> Line:
    """Gives each line of a group that opens a story its kind; returns the headline's first line."""
    place = max(range(len(group)), key=lambda at: (_looks_main(group, at), -at))
    last = place
    while last + 1 < len(group) and _goes_on(group[last], group[last + 1]):
        last += 1
    for at, line in enumerate(group):
        line.kind = "kicker" if at < place else "headline" if at <= last else "deck"
        if _is_label(line):
            line.kind = "kicker" if at <= place else "subhead"
    return group[place]


def _looks_main(group: list[Line], at: int) -> float:
    """How much a line looks like the headline: its mark and its place, hardly its words."""
    line, levels = group[at], [other.level for other in group if other.level and not _names_section(other)]
    score = 0.6 * bool(levels and line.level == min(levels)) - 0.3 * at
    score -= line.words.endswith(LINKS) + line.words.startswith("—") + bool(_NOTE.match(line.words))
    score -= _names_section(line) + ("label" in line.cues)
    score += is_notice(line)
    return score + bool(at and group[at - 1].words.endswith(LINKS))


def _names_section(line: Line) -> bool:
    return len(line.words) <= LONGEST_SECTION and bool(_SECTION.search(line.words))


def _is_label(line: Line) -> bool:
    """A label over a text that has lost its headline; a column's name in brackets may stand for one."""
    return "label" in line.cues and not (line.words.startswith("【") and line.words.endswith("】"))


def _goes_on(line: Line, after: Line) -> bool:
    """A headline set in two lines, with no blank line between them."""
    whole = is_notice(line) or line.level or after.level or after.words.startswith("—")
    return not whole and after.span.start - line.span.end == 1
