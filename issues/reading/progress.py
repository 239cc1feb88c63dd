"""What happened: the dated notes of a problem, each a sentence of the page with its kind."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter

from issues.reading.dates import Dated
from issues.reading.parts import Part
from issues.reading.shapes import Body, Note, quote
from issues.reading.telling import Telling
from issues.reading.words import load_weights

_COUNTED = (
    "done", "acting", "promise", "confirm", "stalled", "unfounded", "reopened", "accepted", "numbers", "deny", "visit", "reply",
    "unresolved", "complain", "trouble", "joint", "handed",
)  # fmt: skip
_CUES = {f"cues/{cue}": cue for cue in _COUNTED}
_KINDS = (
    ("cues/confirm", "visit"),
    ("cues/done", "result"),
    ("cues/promise", "promise"),
    ("cues/stalled", "finding"),
    ("cues/acting", "action"),
)
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万]{2,}")
# Notes may take this share of their story: a timeline that repeats the story is no timeline.
SHARE = 0.59
MOST = 0.8
SHORTEST = 12
_COMMA = re.compile(r"[,;]")
_TELLING = frozenset(
    f"cues/{cue}"
    for cue in (
        "done",
        "acting",
        "promise",
        "confirm",
        "stalled",
        "unfounded",
        "reopened",
        "accepted",
        "numbers",
        "deny",
        "trouble",
    )
)


def find_notes(page: str, part: Part, dates: list[Dated], agencies: tuple[Body, ...]) -> tuple[Note, ...]:
    """The clauses that say most about what was found, done and promised, in the order of the story."""
    told = [number for number in part.numbers if part.telling.zones[number] not in ("head", "region")]
    worth = {number: _worth(part, number) for number in told}
    clauses = [(start, end, number) for number in told for start, end in _clauses(part, number)]
    ranked = sorted(clauses, key=lambda c: (-worth[c[2]] * _weight(part, c) / (c[1] - c[0] + 8) ** 0.5, c))
    room = _room(part)
    chosen = []
    for clause in ranked:
        if clause[1] - clause[0] <= room:
            room -= clause[1] - clause[0]
            chosen.append(clause)
    notes = (_note(page, part, start, end, dates, agencies) for start, end in _merged(sorted(chosen)))
    return tuple(note for note in notes if note.text.strip())


def _room(part: Part) -> float:
    """How many characters the notes may take: a part of a story of several may be told nearly whole."""
    whole = sum(end - start for start, end in part.bounds())
    story = sum(span.end - span.start for span in part.telling.story.spans)
    return min(MOST * whole, SHARE * story) if part.row or part.theme else SHARE * whole


def _clauses(part: Part, number: int) -> list[tuple[int, int]]:
    """A long sentence in pieces of some length, cut at commas; a short one whole."""
    sentence = part.telling.passage.sentences[number]
    pieces, start = [], sentence.start
    for hit in _COMMA.finditer(part.telling.text, sentence.start, sentence.end):
        if hit.end() - start >= SHORTEST and sentence.end - hit.end() >= SHORTEST:
            pieces.append((start, hit.end()))
            start = hit.end()
    return [*pieces, (start, sentence.end)]


def _weight(part: Part, clause: tuple[int, int, int]) -> float:
    """How much a clause says for itself: cues and numbers."""
    start, end, _ = clause
    hits = part.telling.scan.owned("cues", start, end)
    cues = sum([name in _TELLING for hit in hits for name, _ in hit.owners])
    return 1.0 + 0.35 * min(3, cues) + 0.25 * bool(_count_numbers(part.telling, start, end))


def _count_numbers(telling: Telling, start: int, end: int) -> int:
    """How many numbers begin in a sentence or a clause; none runs over the mark that ends it."""
    numbers = _numbers(telling)
    return bisect_left(numbers, end) - bisect_left(numbers, start)


@lru_cache(maxsize=8)
def _numbers(telling: Telling) -> list[int]:
    return [hit.start() for hit in _NUMBER.finditer(telling.text)]


def _merged(clauses: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int, int]] = []
    for start, end, number in clauses:
        if merged and merged[-1][1] == start and merged[-1][2] == number:
            merged[-1] = (merged[-1][0], end, number)
        else:
            merged.append((start, end, number))
    return [(start, end) for start, end, _ in merged]


def _worth(part: Part, number: int) -> float:
    """How likely the sentence is a step of the matter (fitted, weights/notes.txt)."""
    weights = load_weights("weights/notes")
    total = weights["base"] + sum(
        [weights.get(cue, 0.0) * amount for cue, amount in find_note_cues(part, number).items()]
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def find_note_cues(part: Part, number: int) -> Mapping[str, float]:
    """What speaks for a sentence: its cues, its zone, how late it comes, numbers, bodies, its length."""
    telling = part.telling
    sentence = telling.passage.sentences[number]
    text = telling.text[sentence.start : sentence.end]
    cues = {cue: math.log1p(count) for cue, count in _counts(telling)[number].items()}
    cues |= {
        f"zone.{telling.zones[number]}": 1.0,
        "late": (bisect_left(part.numbers, number) + 1) / len(part.numbers),
        "number": math.log1p(_count_numbers(telling, sentence.start, sentence.end)),
        "bureau": float(telling.scan.has("bodies/bureaus", sentence.start, sentence.end)),
        "firm": float(telling.scan.has("bodies/firms", sentence.start, sentence.end)),
        "length": math.log(max(4, len(text)) / 30),
        "asks": float("?" in text),
    }
    return cues


@lru_cache(maxsize=8)
def _counts(telling: Telling) -> list[dict[str, int]]:
    """How many hits of each cue every sentence has."""
    counts: list[dict[str, int]] = [{} for _ in telling.passage.sentences]
    for hit in telling.scan.hits("cues"):
        here = counts[telling.passage.sentence_at(hit.start)]
        for name, _ in hit.owners:
            if name in _CUES:
                here[_CUES[name]] = here.get(_CUES[name], 0) + 1
    return counts


def _note(
    page: str, part: Part, start: int, end: int, dates: list[Dated], agencies: tuple[Body, ...]
) -> Note:
    scan = part.telling.scan
    spans = part.telling.spans(start, end)
    kind = next((kind for cue, kind in _KINDS if scan.has(cue, start, end)), "finding")
    first = bisect_left(dates, start, key=attrgetter("start"))
    dated = dates[first] if first < len(dates) and dates[first].start < end else None
    named = (
        body.name for body in agencies for at, _ in body.spans for low, high in spans if low <= at < high
    )
    agency = next(named, None)
    return Note(kind, quote(page, spans), spans, dated.edtf if dated else None, agency)
