"""A page's own date line or its file's name → which paper printed it, and on which day. Only what is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import Literal, TypeVar

from .terms import load_terms

T = TypeVar("T")

_LINES = 12
_LONGEST_LINE = 60
_LONGEST_REST = 12
"""What a date line says beside date, weekday, paper and the desk's words: a name or two."""
_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*[年\-/.]\s*(?P<m>\d{1,2})\s*[月\-/.]\s*(?P<d>\d{1,2})\s*日?(?!\d)"
)
_NAME_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<sign>[年\-_.]?)(?P<m>\d{1,2})[月\-_.]?(?P<d>\d{1,2})(?!\d)"
)
_SENTENCE = re.compile(r"[。，；？！,;?!]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_GAP = re.compile(r"[^\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file says of its own source; `said_by` is where the day was said, or the paper where no day was."""

    publication: str | None = None
    published: date | None = None
    said_by: Literal["page", "file name", ""] = ""


def guess_source(text: str, name: str) -> Guess:
    """Paper and day, each None unless there is one candidate: two different ones are no answer.

    The page speaks first, the name of its file fills what the page leaves out; where they contradict, None.
    """
    top = _top_lines(text)
    dated = [line for line in top if _is_date_line(line)]
    mastheads = [line for line in top if _paper_name().fullmatch(line)]
    stem = PurePath(name.replace("\\", "/")).stem
    printed = None if any(map(_is_other_date, top)) else _only(_days(_DAY, dated))
    named = _only(_days(_NAME_DAY, [stem]))
    paper, named_paper = _only(_papers(dated + mastheads)), _only(_papers([stem]))
    published, publication = _agree(printed, named), _agree(paper, named_paper)
    if published is None and publication is None:
        return Guess()
    return Guess(publication, published, "page" if (printed if published else paper) else "file name")


def _top_lines(text: str) -> list[str]:
    """The first lines with words, short ones only: a masthead and a date line stand there."""
    lines = (line.strip("#* \t\u3000") for line in text[:4000].splitlines())
    return [line for line in [line for line in lines if line][:_LINES] if len(line) <= _LONGEST_LINE]


def _is_date_line(line: str) -> bool:
    """Whether the line has a full date and hardly a word beside it."""
    rest, days = _DAY.subn(" ", line)
    if not days or _SENTENCE.search(rest):
        return False
    for word in [*_find_papers(rest), *load_terms("date_lines")]:
        rest = rest.replace(word, " ")
    return len(_HAN.findall(rest)) <= _LONGEST_REST


def _is_other_date(line: str) -> bool:
    """Whether a line dates a batch or a message: beside such, no date of the page is sure to be its own."""
    return bool(_DAY.search(line)) and any(word in line for word in load_terms("other_dates"))


def _papers(lines: Iterable[str]) -> set[str]:
    return {paper for line in lines for paper in _find_papers(line)}


def _find_papers(line: str) -> list[str]:
    """Names of papers that stand for themselves: between signs, figures or the line's ends."""
    words = _GAP.split(_DAY.sub(" ", line))
    return [word for word in words if _paper_name().fullmatch(word)]


@cache
def _paper_name() -> re.Pattern[str]:
    return re.compile(rf"[\u3400-\u9fff]{{2,8}}(?:{'|'.join(load_terms('papers'))})")


def _days(pattern: re.Pattern[str], lines: Iterable[str]) -> set[date]:
    return {day for line in lines for hit in pattern.finditer(line) if (day := _day_of(hit))}


def _day_of(hit: re.Match[str]) -> date | None:
    """A day of the calendar; in a name without signs both month and day need two figures."""
    if hit.groupdict().get("sign") == "" and len(hit["m"] + hit["d"]) < 4:
        return None
    try:
        return date(int(hit["y"]), int(hit["m"]), int(hit["d"]))
    except ValueError:
        return None


def _only(candidates: set[T]) -> T | None:
    return next(iter(candidates)) if len(candidates) == 1 else None


def _agree(page: T | None, file: T | None) -> T | None:
    """What one of them says, or both alike; None where they contradict."""
    return page or file if not (page and file) or page == file else None
