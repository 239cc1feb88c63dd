"""How a story ends where no single word says so: acts told with their day, and what is said after the last of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from issues.reading.claims import Claims, is_ahead
from issues.reading.dates import Dated
from issues.reading.lexicon import Hit
from issues.reading.parts import Part
from issues.reading.words import load_terms

_CLAUSE = 30
"""So many characters after a day can still tell what was done on it."""
_UNTIL = re.compile(r"(?:晚|早|上午|下午|[\d点时]{1,4})*(?:之?前(?!后)|以前|起|内)")
# On a page of unknown date a day may lie ahead: 九月二十日恢复通车.
_PERFECT = re.compile(r"[了已完]")
_ASKS = re.compile(r"[?]”?\s*$")
_SPEECH = "“"
SMALL = 0.6
"""What a small word counts: less than a claim, so that a fit gives it less."""


def find_dated_acts(part: Part, dates: Sequence[Dated]) -> list[tuple[Hit, float]]:
    """What a day is told to have ended: 6日,站点迁回原址. `dates` are those of the whole telling.

    Each with how late in the part it comes (0 to 1); what is promised for the day is left out.
    """
    telling, (low, high) = part.telling, part.window()
    inside, found = set(part.numbers), []
    for dated in dates[bisect_left(dates, low, key=_place) : bisect_left(dates, high, key=_place)]:
        number = telling.passage.sentence_at(dated.start)
        if not dated.exact or number not in inside or _UNTIL.match(telling.text, dated.end):
            continue
        sentence = telling.passage.sentences[number]
        hit = _find_end(part, max(sentence.start, dated.start - 14), dated.end, sentence.end)
        if hit and (dated.edtf[0] != "X" or _PERFECT.search(telling.text, dated.start, hit.end + 2)):
            found.append((hit, (hit.end - low) / (high - low)))
    return found


def _place(dated: Dated) -> int:
    return dated.start


def _find_end(part: Part, before: int, start: int, end: int) -> Hit | None:
    """The first word for an end in the clauses after a day, unless it is to be."""
    telling = part.telling
    for hit in telling.scan.owned("told", start, min(end, start + _CLAUSE)):
        if any(name == "told/ended" for name, _ in hit.owners):
            return None if is_ahead(telling.text, hit, before) else hit
    return None


def read_last_words(part: Part, claims: Claims) -> Mapping[str, float]:
    """What stands after the last thing done: somebody's own words, or a question; and whether anything was done at all."""
    passage, text = part.telling.passage, part.telling.text
    told = [n for n in part.own_numbers() or part.numbers if part.telling.zones[n] not in ("head", "region")]
    last = [passage.sentences[number] for number in told[-2:]]
    ends = [hit.end for name in ("done", "dated") for hit, _ in claims[name]]
    later = [passage.sentences[n] for n in told if ends and passage.sentences[n].start >= max(ends)]
    said = [each for each in later if _SPEECH in text[each.start : each.end]]
    return {
        "then.said": float(bool(said)),
        "then.told": float(bool(later) and not said),
        "end.asks": float(any(_ASKS.search(text, each.start, each.end) for each in last)),
        "end.said": float(bool(last) and _SPEECH in text[last[0].start : last[-1].end]),
    }


def read_small_words(part: Part) -> Mapping[str, float]:
    """Which small words (vocabulary/small_words.txt) stand in the last two sentences (`e.`) and in the second half (`h.`)."""
    passage, text = part.telling.passage, part.telling.text
    told = [n for n in part.own_numbers() or part.numbers if part.telling.zones[n] not in ("head", "region")]
    end = "\n".join([text[passage.sentences[n].start : passage.sentences[n].end] for n in told[-2:]])
    half = "\n".join(
        [text[passage.sentences[n].start : passage.sentences[n].end] for n in told[len(told) // 2 :]]
    )
    found = {}
    for word in load_terms("small_words"):
        if word in half:
            found[f"h.{word}"] = SMALL
            if word in end:
                found[f"e.{word}"] = SMALL
    return found
