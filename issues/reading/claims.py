"""What a story says was done, promised, denied and so on: words of vocabulary/cues and forms of vocabulary/forms, in their clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache

from issues.reading.forms import find_form, find_openings, has_form
from issues.reading.lexicon import Hit, list_hits
from issues.reading.parts import Part
from issues.reading.telling import Telling

# A word that says so stands before it in its clause: then the thing is hoped for, promised or denied, not done.
_AHEAD = re.compile(
    r"将|拟|计划|预计|争取|力争|待|未|没|才能|尽快|能否|何时|希望|要求|责令|限|请|不|等|如果|一旦|建议|盼|怎么|为何|才会|可以?|用于|为了|确保|推动|推进"
    r"|需|须|要(?!么)|[日号月底旬]前|[日号]之前|以前|最晚|最迟|应当|想|能不能|打算|准备|答应|承诺|如(?!今|期)|若|[日天月]内|说好|勒令|是否|前(?:把|将|全部)"
)
_BORDER = re.compile(r"[,;:“]")
# A whole sentence that wishes: 恳请呼吁一下,把桥栏补起来.
_WISHED = re.compile(r"恳请|恳求|希望|盼望|期盼|呼吁|拜托")
_PLAIN = ("done", "confirm", "unfounded")
# What these tell as undone again or half done says nothing by itself: 干净了二十来天, 已清退6家,剩余3家.
_SHADOWS = ("reopened", "partial")

Claims = Mapping[str, list[tuple[Hit, float]]]


def find_claims(part: Part, names: Iterable[str]) -> Claims:
    """The hits of each list outside headings and complaint, each with how late in the part it comes (0 to 1)."""
    told, window = _told(part), part.window()
    found = {name: _claims(part, name, *told, *window) for name in names}
    dark = [(hit.start, hit.end) for name in _SHADOWS for hit, _ in found.get(name, ())]
    for name in ("done", "confirm") if dark else ():
        if name in found:
            found[name] = [each for each in found[name] if not _is_within(each[0], dark)]
    return found


def _is_within(hit: Hit, spans: list[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _claims(
    part: Part, name: str, starts: Mapping[int, int], length: int, low: int, high: int
) -> list[tuple[Hit, float]]:
    """The hits of a list in [low, high) of the passage."""
    telling, hits = part.telling, _hits(part.telling, name)
    if not hits:
        return []
    claims = []
    for hit in hits[bisect_left(hits, (low,)) : bisect_left(hits, (high,))]:
        number = telling.passage.sentence_at(hit.start)
        start = telling.passage.sentences[number].start
        if number in starts and not (name in _PLAIN and is_ahead(telling.text, hit, start)):
            claims.append((hit, (starts[number] + hit.end - start) / length))
    return claims


def _told(part: Part) -> tuple[dict[int, int], int]:
    """Where each sentence of the answer begins when they are set end to end, and how long they are.

    Where no heading marks an answer, the complaint may hold it.
    """
    zones, numbers = part.telling.zones, part.own_numbers() or part.numbers
    answered = any(zones[number] in ("reply", "after") for number in numbers)
    left_out = ("head", "region", "complaint") if answered else ("head", "region")
    starts, length = {}, 0
    for number in numbers:
        if zones[number] not in left_out:
            sentence = part.telling.passage.sentences[number]
            starts[number] = length
            length += sentence.end - sentence.start
    return starts, length


@lru_cache(maxsize=4)
def _openings(telling: Telling) -> Mapping[str, Mapping[int, tuple[re.Pattern[str], ...]]]:
    return find_openings(telling.text)


@lru_cache(maxsize=4)
def _further(telling: Telling) -> Mapping[str, list[Hit]]:
    """The words of vocabulary/outcomes, looked for only where a status is asked for: most stories have none."""
    return list_hits(telling.scan.hits("outcomes"))


@lru_cache(maxsize=64)
def _hits(telling: Telling, name: str) -> list[Hit]:
    """The hits of a list, of the further words for an outcome and of its forms in the whole passage.

    Of two at one place the first.
    """
    listed = telling.scan[f"cues/{name}"]
    further = _further(telling).get(f"outcomes/{name}", [])
    openings = _openings(telling).get(name)
    formed = [Hit(*hit.span(), hit[0]) for hit in find_form(telling.text, openings)] if openings else ()
    if not formed and not further:
        return listed
    apart: list[Hit] = []
    for hit in sorted([*listed, *further, *formed]):
        if not apart or hit.start >= apart[-1].end:
            apart.append(hit)
    return apart


@lru_cache(maxsize=16)
def is_headed(telling: Telling, name: str) -> bool:
    """Whether a heading has a word or a form of the list."""
    end = telling.passage.head
    if telling.scan.has(f"cues/{name}", 0, end):
        return True
    further = _further(telling).get(f"outcomes/{name}")
    if further and further[0].end <= end:
        return True
    return has_form(telling.text, _openings(telling).get(name, {}), end)


def is_done(telling: Telling, start: int, end: int) -> bool:
    """Whether passage[start:end] says that something is done, not that it is to be."""
    hits = _hits(telling, "done")
    near = hits[bisect_left(hits, (start,)) : bisect_left(hits, (end,))]
    return any(hit.end <= end and not is_ahead(telling.text, hit, start) for hit in near)


def is_ahead(text: str, hit: Hit, start: int) -> bool:
    """Whether a word is only hoped for, promised or denied in its clause: 将修复, 尚未完成, 不满意."""
    if hit.term.startswith(("不", "未", "没")):
        return False
    clause = _BORDER.split(text[max(start, hit.start - 14) : hit.start])[-1]
    return bool(_AHEAD.search(clause) or _WISHED.search(text, start, hit.start))
