"""Where a matter stood when the page was printed: claims of each kind, weighed by how late in the story they come."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from issues.reading.claims import Claims, find_claims, is_headed
from issues.reading.claims import is_done as is_done
from issues.reading.dates import Dated
from issues.reading.endings import find_dated_acts, read_last_words, read_small_words
from issues.reading.parts import Part
from issues.reading.shapes import Finding
from issues.reading.wording import load_wording
from issues.reading.words import load_weights

_CLAIMS = (
    "done",
    "confirm",
    "revisit",
    "promise",
    "working",
    "acting",
    "accepted",
    "stalled",
    "reopened",
    "unfounded",
    "unresolved",
    "deny",
    "visit",
    "noanswer",
    "penalty",
    "partial",
    "aftercare",
    "wish",
)
# The list whose words are shown as the evidence of a status.
_SHOWN = {
    "resolved": "done", "verified": "confirm", "in_progress": "promise", "accepted": "accepted", "stalled": "stalled",
    "reopened": "reopened", "unfounded": "unfounded", "reported": "unresolved",
}  # fmt: skip
# Of these the one that is told last says most.
_FINAL = ("done", "confirm", "promise", "working", "accepted", "stalled", "reopened", "unfounded", "partial")
# Where any of these is told, somebody has looked into the matter.
_SPOKEN = ("done", "confirm", "revisit", "promise", "working", "accepted", "stalled", "unfounded", "penalty")
WORDING = 5.0
"""What the wording counts beside the claims. On sets a and b, while it was not fitted on them, 5 to 8 did about as well."""
WHOLE, _TAIL = 150, 100
"""Characters: what is told in fewer counts less by its wording; and how many of its last are looked at once more."""
# What is told of the time to come once a thing is done is said of other things.
_PLANS = ("promise", "working", "acting", "accepted", "when")
_LAST = 0.7
# What a list says outright of one complaint, in its cells or in so many words.
_OUTRIGHT = {
    "closed": re.compile(r"(?<!阶段性)(?<!未)(?<!待)办结(?!率|后)|^是$"),
    "open": re.compile(r"阶段性办结|办理中|正在办理|整改中"),
    "undone": re.compile(r"未办结|^否$"),
    "taken": re.compile(r"已受理$|待核|待定|已转办$|核查中"),
    "pleased": re.compile(r"(?:群众|来电人|反映人|举报人)?(?<!不)满意"),
    "untrue": re.compile(r"^(?:不属实|否)|[:|]\s*不属实"),
}


def find_status(page: str, part: Part, dates: list[Dated], answered: bool) -> Finding:
    """The status with most points, shown by its last words. `answered`: a public body has spoken or acted."""
    claims = find_status_claims(part, dates)
    cues = read_status_cues(page, part, answered, claims)
    stretches = status_stretches(part)
    wording, amount = load_wording("status").score(stretches), WORDING * min(1.0, len(stretches[0]) / WHOLE)
    if any(cues[f"row.{name}"] for name in _OUTRIGHT):
        amount = 0.0  # a cell that says it outright is not argued with
    points = {status: value + amount * wording[status] for status, value in _add_points(cues).items()}
    best = max(points, key=lambda status: points[status])
    total = sum(math.exp(value - points[best]) for value in points.values())
    shown = _SHOWN[best]
    hits = claims[shown][-3:]
    spans = tuple(span for hit, _ in hits for span in part.telling.spans(hit.start, hit.end))
    because = tuple(dict.fromkeys(f"说到“{hit.term}”" for hit, _ in hits)) or _tell_wording(stretches, best)
    return Finding(best, spans or part.spans()[-1:], because, round(1 / total, 3))


def status_stretches(part: Part) -> tuple[str, ...]:
    """What a status' wording is read from, and was fitted on: all that is told, and how it ends."""
    text = "".join([part.telling.text[start:end] for start, end in part.bounds()])
    return text, text[-_TAIL:]


def _tell_wording(stretches: tuple[str, ...], status: str) -> tuple[str, ...]:
    """Why a status whose own words are not said: nobody answers, or the ending is worded like others of the kind."""
    if status == "reported":
        return ("没有看到部门答复",)
    runs = load_wording("status").tell(stretches[-1], len(stretches) - 1, status)
    return (f"结尾的说法（{'、'.join(runs)}）",) if runs else ("结尾的说法",)


def _add_points(cues: Mapping[str, float]) -> dict[str, float]:
    """What each status has of the cues."""
    weights, points = _weights(), dict.fromkeys(_statuses(), 0.0)
    for cue, amount in cues.items():
        for status, weight in weights.get(cue, ()) if amount else ():
            points[status] += weight * amount
    return points


@cache
def _weights() -> Mapping[str, list[tuple[str, float]]]:
    """Cue to statuses with their weights: the lines of weights/status.txt are `verified.last.confirm 1.2`."""
    table: dict[str, list[tuple[str, float]]] = {}
    for name, weight in load_weights("weights/status").items():
        status, _, cue = name.partition(".")
        table.setdefault(cue, []).append((status, weight))
    return table


@cache
def _statuses() -> tuple[str, ...]:
    """In the order of weights/status.txt, of which the first has the word where two have the same points."""
    return tuple(dict.fromkeys(name.partition(".")[0] for name in load_weights("weights/status")))


def find_status_claims(part: Part, dates: list[Dated]) -> Claims:
    """The claims that a status is read from, less the plans that say nothing of how the matter stands now.

    `dates` are those of the whole telling.
    """
    claims = {**find_claims(part, (*_CLAIMS, "before", "when")), "dated": find_dated_acts(part, dates)}
    sentence_at = part.telling.passage.sentence_at
    idle = _told_after_done(part, claims) | _overtaken(part, claims, dates)
    kept = {
        name: [(hit, late) for hit, late in claims[name] if sentence_at(hit.start) not in idle]
        for name in _PLANS
    }
    return claims | kept if idle else claims


def read_status_cues(page: str, part: Part, answered: bool, claims: Claims) -> Mapping[str, float]:
    """Everything that speaks for or against a status, by name."""
    spoken = answered or any(claims[name] for name in _SPOKEN)
    return {
        "base": 1.0,
        "answered": float(answered),
        "silent": float(not spoken),
        "unnamed": float(spoken and not answered),
        **_told_cues(part, claims),
        **read_last_words(part, claims),
        **read_small_words(part),
        **_head_cues(part),
        **_outright_cues(page, part),
    }


def _told_after_done(part: Part, claims: Claims) -> set[int]:
    """The sentences that tell what a body goes on to do once the thing is done: 今后将加强巡查."""
    done = min((late for name in ("done", "confirm") for _, late in claims[name]), default=1.0)
    return {part.telling.passage.sentence_at(hit.start) for hit, late in claims["aftercare"] if late > done}


def _overtaken(part: Part, claims: Claims, dates: list[Dated]) -> set[int]:
    """The sentences that promise for a day which a later sentence has behind it: 5月25日前调整完毕 … 记者5月29日看到."""
    sentence_at = part.telling.passage.sentence_at
    low, high = part.window()
    days: dict[int, list[str]] = defaultdict(list)
    for dated in dates[bisect_left(dates, low, key=_place) : bisect_left(dates, high, key=_place)]:
        if dated.exact and len(dated.edtf) >= 10:
            days[sentence_at(dated.start)].append(dated.edtf[5:10])
    promised = {sentence_at(hit.start) for name in ("promise", "when") for hit, _ in claims[name]}
    found, latest = set(), ""
    for number in sorted(days.keys() & set(part.numbers), reverse=True):
        if number not in promised:
            latest = max(latest, *days[number])
        elif max(days[number]) < latest:
            found.add(number)
    return found


def _place(dated: Dated) -> int:
    return dated.start


def _told_cues(part: Part, claims: Claims) -> Mapping[str, float]:
    """How much of each claim is told after the complaint: in all (`all.`), in the last third (`last.`), in the last two
    sentences (`end.`), how late it comes last (`late.`), and which comes last of all (`final.`)."""
    amounts: dict[str, float] = {}
    end = _end(part)
    for name in (*_CLAIMS, "dated"):
        told = [late for _, late in claims[name]]
        if not told:
            continue
        amounts[f"all.{name}"] = math.log1p(len(told))
        amounts[f"last.{name}"] = math.log1p(sum(late >= _LAST for late in told))
        amounts[f"end.{name}"] = float(any(hit.start >= end for hit, _ in claims[name]))
        amounts[f"late.{name}"] = max(told)
    final = max(_FINAL, key=lambda name: amounts.get(f"late.{name}", 0.0))
    amounts[f"final.{final}"] = float(amounts.get(f"late.{final}", 0.0) > 0)
    early = [late for _, late in claims["before"] if late < _LAST]
    amounts["before"] = float(bool(early))
    amounts["again"] = float(bool(early)) * amounts.get("all.reopened", 0.0)
    amounts["when"] = math.log1p(len(claims["when"]))
    amounts["after"] = float(any(part.telling.zones[number] == "after" for number in part.numbers))
    return amounts


def _end(part: Part) -> int:
    """Where the last two sentences begin."""
    numbers = part.own_numbers() or part.numbers
    return part.telling.passage.sentences[numbers[-2:][0]].start


def _head_cues(part: Part) -> Mapping[str, float]:
    """What the headings say by themselves."""
    said = {name: is_headed(part.telling, name) for name in ("done", "confirm", "reopened", "unfounded")}
    return {
        "head.reopened": float(said["reopened"]),
        "head.done": float(said["done"] or said["confirm"]),
        "head.unfounded": float(said["unfounded"]),
    }


def _outright_cues(page: str, part: Part) -> Mapping[str, float]:
    """What the cells of a list say outright (是否属实, 是否办结), or the end of a complaint that is told like one."""
    cells = {key: span.of(page).strip() for key, span in part.row.cells.items()} if part.row else {}
    start, end = part.window()
    ending = part.telling.text[max(start, end - 60) : end].strip()
    done = cells.get("done") or (ending if part.row else "")
    said = {name: bool(form.search(done)) for name, form in _OUTRIGHT.items()}
    said["untrue"] = said["untrue"] or bool(_OUTRIGHT["untrue"].search(cells.get("verdict", "")))
    return {f"row.{name}": float(told) for name, told in said.items()} | {"row": float(bool(part.row))}
