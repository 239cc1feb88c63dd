"""When it began, was reported, accepted, promised, resolved: for each the date whose cues weigh most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations, product

from issues.reading.date_cues import OVER, Said, find_said
from issues.reading.dates import Dated
from issues.reading.parts import Part
from issues.reading.shapes import Finding
from issues.reading.words import load_weights

KEYS = ("began", "reported", "accepted", "promised", "resolved")
_ORDERED = ("began", "reported", "resolved")
BOTH = 3.0
"""From this worth on a day can have seen both the trouble and the complaint: 11月6日,市民在出口与岗亭争起来."""
CHOICES = 4
"""So many dates of each are tried against each other."""
_SAYS = {
    "began": "此时已有", "reported": "此时反映", "accepted": "此时受理", "promised": "答应的日期", "resolved": "此时办成",
}  # fmt: skip


def find_milestones(
    part: Part, dates: list[Dated], status: str, published: str | None
) -> Mapping[str, Finding]:
    """began, reported, accepted, promised, resolved → the date found; what the text does not give is left out."""
    said = find_said(part, dates, status, published)
    told = _rank(said)
    if status not in OVER:
        told[
            "resolved"
        ] = []  # what is open has no day of its end: that is the end of a step or of something else
    chosen = _in_order(told, said)
    return {key: _finding(said[number], _SAYS[key]) for key, number in chosen.items()}


def weigh(cues: Mapping[str, float]) -> Mapping[str, float]:
    """How much the cues of a date speak for its being the one of each key; above 0 it may stand."""
    weights, worth = _weights(), dict.fromkeys(KEYS, 0.0)
    for cue, amount in cues.items():
        for key, weight in weights.get(cue, ()):
            worth[key] += amount * weight
    return {key: weight + worth[key] for key, weight in weights["base"]}


@cache
def _weights() -> Mapping[str, list[tuple[str, float]]]:
    """Cue to keys with their weights: the lines of weights/dates.txt are `began.a.since 1.2`."""
    table: dict[str, list[tuple[str, float]]] = {}
    for name, weight in load_weights("weights/dates").items():
        key, _, cue = name.partition(".")
        table.setdefault(cue, []).append((key, weight))
    return table


def _rank(said: list[Said]) -> dict[str, list[tuple[float, int]]]:
    """For each key worth and number of the dates that can be its own, best first, the earlier told before its equal."""
    weighed = [weigh(each.cues) for each in said]
    told = {}
    for key in KEYS:
        worth = [(each[key], -number) for number, each in enumerate(weighed) if each[key] > 0]
        told[key] = [(value, -number) for value, number in sorted(worth, reverse=True)]
    return told


def _in_order(told: Mapping[str, list[tuple[float, int]]], said: list[Said]) -> dict[str, int]:
    """The weightiest dates that do not turn time round: begun, then reported, then resolved."""
    options = [[*told[key][:CHOICES], (0.0, None)] for key in _ORDERED]
    picks = sorted(product(*options), key=lambda pick: sum([worth for worth, _ in pick]), reverse=True)
    best = next(pick for pick in picks if _fits([n for _, n in pick], said))
    chosen = {key: each for key, each in zip(_ORDERED, best, strict=True) if each[1] is not None}
    chosen |= {key: told[key][0] for key in ("accepted", "promised") if told[key]}
    if "promised" in chosen and chosen.get("resolved", (0, None))[1] == chosen["promised"][1]:
        del chosen[min("promised", "resolved", key=chosen.get)]  # what is done is promised no more
    return {key: chosen[key][1] for key in KEYS if key in chosen}


def _fits(numbers: list[int | None], said: list[Said]) -> bool:
    return _is_apart(numbers, said) and _in_time(numbers, said)


def _in_time(numbers: list[int | None], said: list[Said]) -> bool:
    told = [number for number in numbers if number is not None]
    dates = [said[number].dated.edtf for number in told]
    return all(_not_after(one, other) for one, other in combinations(dates, 2))


def _is_apart(numbers: list[int | None], said: list[Said]) -> bool:
    """Whether each has a date of its own, but that of the complaint may be that of the trouble: 今年3月起,住户联名反映."""
    told = [number for number in numbers if number is not None]
    if len(set(told)) == len(told):
        return True
    began, reported, resolved = numbers
    if began != reported or resolved == began:
        return False
    cues = said[began].cues
    worth = weigh(cues)
    return "a.since" in cues or min(worth["began"], worth["reported"]) > BOTH


def _not_after(one: str, other: str) -> bool:
    """Whether a date can lie before another or be the same, as far as both say."""
    shared = min(len(one), len(other))
    return one[:shared] <= other[:shared] or "X" in one[:4] + other[:4] and one[5:] <= other[5:]


def _finding(said: Said, cue: str) -> Finding:
    telling, dated = said.telling, said.dated
    return Finding(dated.edtf, telling.spans(dated.start, dated.end), (cue, f"“{dated.said(telling.text)}”"))
