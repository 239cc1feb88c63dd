"""Where a search found its words when the row shows none: a stretch of the timeline or a quotation that has them. Finds no issue."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ..models import Event, Evidence, Issue
from ..privacy import mask
from ..reading.text import fold

BEFORE, BEHIND = 16, 48
"""Characters shown on both sides of the first word found."""
MOST_QUOTES = 400


def find_snippets(issues: Sequence[Issue], words: Sequence[str]) -> dict[int, str]:
    """Issue → a stretch of a quotation or a line with the first of `words`, for issues whose row shows none of them. Masked."""
    wanted = {issue.pk: issue for issue in issues if words and not _shows(issue, words)}
    if not wanted:
        return {}
    quotes = Evidence.objects.filter(issue__in=wanted).exclude(event__internal=True).order_by("issue", "pk")
    lines = Event.objects.filter(issue__in=wanted, internal=False).order_by("issue", "pk")
    found: dict[int, str] = {}
    told = chain(
        quotes.values_list("issue", "quote")[:MOST_QUOTES], lines.values_list("issue", "text")[:MOST_QUOTES]
    )
    for issue, quote in told:
        if issue not in found and (stretch := _cut_stretch(mask(quote, wanted[issue].private_names), words)):
            found[issue] = stretch
    return found


def _shows(issue: Issue, words: Sequence[str]) -> bool:
    shown = fold(f"{issue.title}{issue.place}{issue.summary[:90]}").lower()
    return any(word in shown for word in words)


def _cut_stretch(text: str, words: Sequence[str]) -> str:
    plain = fold(text).lower()
    places = [at for word in words if (at := plain.find(word)) >= 0]
    if not places:
        return ""
    start, end = max(0, min(places) - BEFORE), min(places) + BEHIND
    return f"{'……' if start else ''}{text[start:end]}{'……' if end < len(text) else ''}"
