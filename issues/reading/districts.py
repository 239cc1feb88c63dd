"""Which county-level division a problem lies in: only what the text names, never what it implies."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from issues.reading.divisions import DivisionHit
from issues.reading.shapes import Finding
from issues.reading.telling import Telling

_OFFICES = ("分局", "供电局", "交警", "公安", "分公司", "执法")


def find_district(telling: Telling, ranges: Iterable[tuple[int, int, float]]) -> Finding | None:
    """The county named with most weight in `ranges` (start, end, weight); short forms count before an office only."""
    scores: dict[str, float] = {}
    first: dict[str, DivisionHit] = {}
    named = [hit for hit in telling.divisions if "county" in hit.levels]
    for start, end, weight in ranges if named else ():
        for hit in named[bisect_left(named, (start,)) : bisect_left(named, (end,))]:
            name = hit.name if hit.full else hit.of("county")[0].name
            worth = 1.0 if hit.full else 0.3 if _before_office(telling.text, hit.end) else 0.0
            if worth:
                scores[name] = scores.get(name, 0.0) + weight * worth
                first.setdefault(name, hit)
    if not scores:
        return None
    name = max(scores, key=lambda each: scores[each])
    hit = first[name]
    because = (f"文中写明“{telling.text[hit.start : hit.end]}”",)
    return Finding(
        name, telling.spans(hit.start, hit.end), because, round(scores[name] / sum(scores.values()), 3)
    )


def _before_office(text: str, at: int) -> bool:
    return any(text.startswith(office, at) for office in _OFFICES)
