"""Kinds that lines decide together: offices over their date, speakers who speak again, rows below their heads."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from issues.reading.lines import FAREWELL, LABEL_SHAPE, LABEL_WORD, LONGEST_HEADING, OFFICES, Line
from issues.reading.words import load_terms

_HEADS = sorted((head.partition("=")[0] for head in load_terms("table_heads")), key=len, reverse=True)
_HEAD = re.compile("|".join(_HEADS))
_VOICE = re.compile(r"(?P<name>[^:【】\s]{1,10}):|【(?P<tag>[^】]{1,10})】(?=.)")
_ROW = re.compile(r"\d{1,3}[ 、.]\s*[A-Z][A-Z0-9\-]{5,24}\s|\d{1,2}(?![年月日时点分])[\u4e00-\u9fff]")
SHORTEST_BRIEF = 36
_SIGNS, _STOP = "▲△▼▽", re.compile(r"[。;]")
LEAST_FIELDS, LONGEST_FIELD = 3, 8
# A row printed on more lines than this has never been seen.
LONGEST_ROW = 16
# A line with this many column heads opens a list printed without rules.
LEAST_HEADS, LONGEST_HEAD, LONGEST_HEAD_ROW = 4, 12, 200


def settle_neighbours(folded: str, lines: list[Line]) -> None:
    """Changes the kinds of lines that do not stand alone."""
    for line, after in pairwise(lines):
        _settle_pair(line, after)
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        ends = after is None or after.kind not in ("heading", "body", "signature")
        if ends and line.kind == "heading" and before.kind == "body" and OFFICES.fullmatch(line.words):
            line.kind = "signature"
    _settle_bold(lines)
    _settle_unmarked(lines)
    _settle_columns(lines)
    _settle_speakers(lines)
    _settle_rows(folded, lines)


def _settle_pair(line: Line, after: Line) -> None:
    if line.kind == "heading" and "date" in after.cues and not line.level:
        line.kind = "signature"
    if after.kind == "heading" and not after.level and FAREWELL.match(line.words):
        after.kind = "signature"
    if line.kind == "byline" and after.kind == "furniture" and after.span.start - line.span.end == 1:
        after.kind = "credit"
    if line.kind == "heading" and after.kind == "heading" and "sentence" in after.cues:
        after.kind = "body"


def _settle_bold(lines: list[Line]) -> None:
    """On a page without # marks, bold lines are headings and not labels."""
    if any(line.marked for line in lines):
        return
    bold = [
        line
        for line in lines
        if line.bold
        and line.kind == "label"
        and not (LABEL_WORD.search(line.words) or LABEL_SHAPE.match(line.words))
    ]
    for line in bold if len(bold) > 1 else ():
        line.kind, line.cues = "heading", ()


def _settle_unmarked(lines: list[Line]) -> None:
    """Right above a heading with a # mark, a short line without one that reads like a sentence ends the text before it."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if before.kind == "body" and line.kind == "heading" and after.marked and not line.level:
            line.kind = "body" if "," in line.words else line.kind


def _settle_columns(lines: list[Line]) -> None:
    """▲… below ▲… are the briefs of a column, no captions; so are the heads of entries: 10:05 一路 前进区 永安街."""
    for line, after in pairwise(lines):
        if (
            line.words[:1] == after.words[:1]
            and line.words[0] in _SIGNS
            and _is_brief(line)
            and _is_brief(after)
        ):
            line.cues, after.cues = ("brief",), ("brief",)
    for line in lines:
        line.kind = "body" if "brief" in line.cues else line.kind
    entries = [
        line
        for line in lines
        if line.timed and line.kind in ("heading", "label", "advert") and _is_entry(line)
    ]
    for line in entries if len(entries) > 1 else ():
        line.kind = "body"


def _is_brief(line: Line) -> bool:
    return line.kind == "caption" and len(line.words) >= SHORTEST_BRIEF and bool(_STOP.search(line.words))


def _is_entry(line: Line) -> bool:
    fields = line.words.split()
    return len(fields) >= LEAST_FIELDS and max(map(len, fields)) <= LONGEST_FIELD


def _settle_speakers(lines: list[Line]) -> None:
    """A short line 王女士: … or 【解说】… is speech where she speaks more than once, or between others who speak."""
    voices = [_voice(line) for line in lines]
    counts = Counter(voices)
    spoken = {
        voice[at:]
        for voice, line in zip(voices, lines, strict=True)
        if line.kind == "body"
        for at in range(len(voice))
    }
    for at, line in enumerate(lines):
        voice = voices[at]
        if line.kind not in ("heading", "label") or not voice or line.level or line.timed:
            continue
        between = line.words[0] == "【" and all(
            0 <= place < len(lines) and lines[place].kind == "body" and lines[place].words[0] == "【"
            for place in (at - 1, at + 1)
        )
        if between or counts[voice] > 1 and "form" in line.cues or voice in spoken:
            line.kind = "body"


def _voice(line: Line) -> str:
    """Who speaks in a line, by the colon or the bracket that it opens with; nothing where it says none."""
    found = _VOICE.match(line.words)
    return (found["name"] or found["tag"]) if found else ""


def _settle_rows(folded: str, lines: list[Line]) -> None:
    """Lines below the heads of a list printed without rules are its rows, up to a heading after the last of them."""
    inside, last = False, -1
    for at, line in enumerate(lines):
        if line.kind != "table" and _is_head_row(line.words):
            inside = True
            last = _last_row(lines, at) if at > last else last
        elif inside and at > last and "\n\n" in folded[lines[at - 1].span.end : line.span.start]:
            heading = line.kind == "heading" and len(line.words) <= LONGEST_HEADING
            inside = not (line.level or line.lead or heading or line.kind == "byline")
        if inside:
            line.kind = "table"


def _last_row(lines: list[Line], at: int) -> int:
    """The last line below `at` that begins with a row's place and number, no two rows far apart."""
    last = at
    for place in range(at + 1, len(lines)):
        if place - last > LONGEST_ROW:
            break
        if _ROW.match(lines[place].words):
            last = place
    return last


def _is_head_row(words: str) -> bool:
    """Column heads in a row: short words set apart, nearly all of them heads, or heads run together and nothing else."""
    if words.startswith("序号") and len(words) < LONGEST_HEAD_ROW:
        glued = [hit[0] for hit in _HEAD.finditer(words)]
        if len(glued) >= LEAST_HEADS and len("".join(glued)) == len(words):
            return True
    if len(words) >= LONGEST_HEAD_ROW or words.count(" ") < LEAST_HEADS - 1:
        return False
    cells = words.split()
    heads = sum(len(cell) <= LONGEST_HEAD and bool(_HEAD.search(cell)) for cell in cells)
    return heads >= LEAST_HEADS and heads > 0.7 * len(cells)
