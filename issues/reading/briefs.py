"""Columns of briefs: paragraphs that open with a mark, a day or an hour, each a matter of its own. No running stories."""

from __future__ import annotations

import re
from collections.abc import Iterable

from issues.reading.places import find_places
from issues.reading.telling import Telling
from issues.reading.topics import best_topic
from issues.reading.words import load_terms

_OPENING = re.compile(
    r"\s*(?:(?P<sign>[▶►▷▸■◆◇●○◎★☆▲△□※▍▌▎█▉])|(?P<slash>\d{1,2}[/.]\d{1,2}\s)|(?P<clock>\d{1,2}:\d\d\s)|(?P<day>\d{1,2}月\d{1,2}日\s)"
    r"|【(?P<number>\d{1,2})】|(?P<proposal>关于[^。,;:]{4,30}的(?:提案|议案)))"
)
_TROUBLED = (
    "complain", "trouble", "unresolved", "relieved", "stalled", "reopened", "acting", "done", "accepted", "handed",
    "reply", "promise", "noanswer", "unfounded", "deny",
)  # fmt: skip
_FELT = ("complain", "complainant", "trouble", "unresolved", "relieved", "stalled", "reopened")
_SAME = "同上"
_SHORTEST = 16


def find_briefs(telling: Telling, *, doubtful: bool = False) -> tuple[tuple[int, ...], ...]:
    """The sentence numbers of each brief that tells of a trouble; nothing where fewer than two do.

    In a `doubtful` story, judged to tell of no problem, each must be felt by somebody.
    """
    sections = [section for section in _sections(telling) if _is_matter(telling, section)]
    told = [section for section in sections if _tells(telling, section, doubtful)]
    if len(told) < 2 or 2 * len(told) < len(sections):
        return ()
    return tuple(tuple(section) for section in (told if doubtful else sections))


def _sections(telling: Telling) -> list[range]:
    """From each paragraph with the first one's kind of mark to the next; the last is a paragraph or so."""
    sentences = telling.passage.sentences
    opened = []
    for number, sentence in enumerate(sentences):
        first = not number or sentences[number - 1].paragraph != sentence.paragraph
        mark = _OPENING.match(telling.text, sentence.start) if first else None
        if mark and sentence.start >= telling.passage.head:
            opened.append((number, mark.lastgroup))
    starts = [number for number, kind in opened if kind == opened[0][1]]
    ends = [*starts[1:], _end(telling, starts)]
    return [range(low, high) for low, high in zip(starts, ends, strict=True)] if len(starts) > 1 else []


def _end(telling: Telling, starts: list[int]) -> int:
    """Where the last brief ends: it has as many paragraphs as the longest before it."""
    sentences = telling.passage.sentences
    opens = [sentences[start].paragraph for start in starts]
    longest = max((low - high for high, low in zip(opens, opens[1:], strict=False)), default=1)
    return (
        next(
            (n for n in range(starts[-1], len(sentences)) if sentences[n].paragraph >= opens[-1] + longest),
            len(sentences),
        )
        if starts
        else 0
    )


def _is_matter(telling: Telling, section: range) -> bool:
    """Long enough, of some kind of trouble or dealt with by somebody, and no announcement."""
    start, end = _bounds(telling, section)
    words = telling.text[start:end]
    if end - start < _SHORTEST or any(term in words for term in load_terms("announced")):
        return False
    return best_topic(telling, start, end) is not None or _has(telling, _TROUBLED, start, end)


def _tells(telling: Telling, section: range, doubtful: bool) -> bool:
    """A place, and somebody who feels a trouble or deals with it; in a `doubtful` story its kind too."""
    start, end = _bounds(telling, section)
    placed = _SAME in telling.text[start:end] or bool(find_places(telling, start, end))
    if doubtful:
        return placed and best_topic(telling, start, end) is not None and _has(telling, _FELT, start, end)
    return placed and _has(telling, _TROUBLED, start, end)


def _has(telling: Telling, cues: Iterable[str], start: int, end: int) -> bool:
    return any(telling.scan.has(f"cues/{cue}", start, end) for cue in cues)


def _bounds(telling: Telling, section: range) -> tuple[int, int]:
    sentences = telling.passage.sentences
    return sentences[section[0]].start, sentences[section[-1]].end
