"""Which headings open a story and which divide one. Adds up cues; no single one decides."""

from __future__ import annotations

from collections import Counter

from issues.reading.heading_cues import Page, StorySoFar, compare, find_cues, is_notice
from issues.reading.headlines import name_lines
from issues.reading.likeness import Likeness
from issues.reading.lines import OFFICES, Line, is_placed
from issues.reading.words import load_weights

# All 24 labelled texts below 600 characters are one story each; the shortest page with several has 740. A short text
# with two bylines or datelines is a page all the same.
SHORT_PAGE = 700
MOST_LINES = 6
LEAST_MARKED = 4


def settle(lines: list[Line], likeness: Likeness) -> None:
    """Gives every heading and label its final kind: headline, kicker, deck or subhead. Changes `lines`."""
    signed = sum(1 for line in lines if line.kind == "byline" or line.end)
    dated = sum(1 for line in lines if line.lead or line.kind == "signature")
    short = sum(len(line.words) for line in lines) < SHORT_PAGE and max(signed, dated) < 2
    page = Page(lines, likeness, signed >= 2, short, _usual_level(lines))
    above, at = StorySoFar(), 0
    while at < len(lines):
        if _is_cut_end(lines, at, above):
            lines[at].kind = "body"
        elif (
            above.notice and above.told and lines[at].kind == "heading" and OFFICES.fullmatch(lines[at].words)
        ):
            lines[at].kind = "signature"
        if lines[at].kind not in ("heading", "label"):
            above.go_on(lines[at], at)
            at += 1
            continue
        group = _take_group(lines, at)
        at += len(group)
        above = _settle_group(page, group, at, above)


def _usual_level(lines: list[Line]) -> int:
    """The highest mark that LEAST_MARKED headings have; 0 where none is so common."""
    counts = Counter(line.level for line in lines if line.marked)
    return min((level for level, times in counts.items() if times >= LEAST_MARKED), default=0)


def _settle_group(page: Page, group: list[Line], at: int, above: StorySoFar) -> StorySoFar:
    """Opens a story at the group, or divides the one above; returns the story that goes on below.

    What both speak of is compared only where it can turn the balance, as it costs the most time.
    """
    cues = find_cues(page, group, at, above)
    weights = load_weights("weights/headings")
    score = sum(weights[cue] * value for cue, value in cues.items())
    if not above.closed and above.told and abs(score) <= weights["matter"]:
        cues["matter"] = compare(page, at, above)
        score += weights["matter"] * cues["matter"]
    opens = score > 0 or not (above.headed or above.told)
    because = tuple(f"{cue} {value:.2g}" if value != 1 else cue for cue, value in cues.items())
    if opens:
        main = name_lines(group)
        main.cues += because
        return StorySoFar(
            main.words, main.level, headed=True, closed=False, notice=any(map(is_notice, group))
        )
    for line in group:
        line.kind = "subhead"
        line.cues += because
    above.closed = above.closed and not above.told
    return above


def _take_group(lines: list[Line], at: int) -> list[Line]:
    """Headings and labels that stand together, from line `at` on; two that each name their place are of two stories."""
    end = at
    while end < len(lines) and end - at < MOST_LINES and lines[end].kind in ("heading", "label"):
        if end > at and is_placed(lines[end].words) and _is_apart(lines[end - 1], lines[end]):
            break
        end += 1
    return lines[at:end]


def _is_apart(above: Line, line: Line) -> bool:
    """Whether a heading that names its place has another story's above it, or the page's own title."""
    return is_placed(above.words) or 0 < above.level < line.level


def _is_cut_end(lines: list[Line], at: int, above: StorySoFar) -> bool:
    """A short line that reads like a sentence, right above a heading, is the cut end of the text before it."""
    line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if line.kind != "heading" or "sentence" not in line.cues or line.level or not above.told:
        return False
    return after is not None and after.kind == "heading" and "sentence" not in after.cues
