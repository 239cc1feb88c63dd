"""Differences → what a person compares: both values in words, each with its marked sentence. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .marking import Mark, Piece, cut_text
from .models import Category, Difference, Division, Issue
from .reading.shapes import Span
from .reading.text import find_sentences

AROUND = 400
"""Code points looked at on each side of a word for the ends of its sentence; no sentence is read whole beyond them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One value with the sentences that its words stand in."""

    value: str
    parts: list[list[Piece]]
    because: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One difference as it is shown. `now` is the value of today, where it is no longer the one that was compared."""

    difference: Difference
    old: Side
    new: Side
    now: str = ""


def compare_sides(differences: Iterable[Difference]) -> list[Comparison]:
    """All of them, in three queries. Wants `issue__story__page` and `issue__parties` fetched."""
    rows = list(differences)
    names = _find_names(rows)
    return [_compare(row, names) for row in rows]


def find_parts(text: str, spans: Sequence[Sequence[int]]) -> list[list[int]]:
    """The sentences in which `spans` stand, in the page's order, those that touch joined."""
    parts: list[list[int]] = []
    for start, end in sorted(map(list, spans)):
        near = Span(max(0, start - AROUND), min(len(text), end + AROUND))
        hits = [one for one in find_sentences(text, near) if one.start < end and one.end > start]
        left, right = min([start, *(one.start for one in hits)]), max([end, *(one.end for one in hits)])
        if parts and left <= parts[-1][1]:
            parts[-1][1] = max(parts[-1][1], right)
        else:
            parts.append([left, right])
    return parts


def _compare(row: Difference, names: dict) -> Comparison:
    today = _read_today(row)
    changed = row.field not in {Difference.GONE} and today != row.old
    return Comparison(
        row,
        Side(_show(row.field, row.old, names), *_show_words(row, row.old_words)),
        Side(_show(row.field, row.new, names), *_show_words(row, row.new_words)),
        _show(row.field, today, names) if changed else "",
    )


def _show_words(row: Difference, words: list[dict]) -> tuple[list[list[Piece]], str]:
    text = row.issue.story.page.text
    spans = [span for one in words for span in one["spans"]]
    marks = [Mark(row.field, start, end) for start, end in spans]
    parts = cut_text(text, marks, find_parts(text, spans), anchored={row.field})
    return parts, "、".join(dict.fromkeys(str(cue) for one in words for cue in one["because"]))


def _read_today(row: Difference) -> object:
    if row.field == Difference.RESPONSIBLE:
        parties = (party for party in row.issue.parties.all() if party.role == row.field)
        return sorted([party.name, party.agency_id] for party in parties)
    if row.field == Difference.GONE:
        return row.issue.title
    return getattr(row.issue, Issue._meta.get_field(row.field).attname)


def _find_names(rows: list[Difference]) -> dict[str, dict[int, object]]:
    keys: dict[str, set] = {"category": set(), "district": set()}
    for row in rows:
        if row.field in keys:
            keys[row.field] |= {row.old, row.new, _read_today(row)} - {None}
    return {
        "category": Category.objects.in_bulk(keys["category"]) if keys["category"] else {},
        "district": Division.objects.in_bulk(keys["district"]) if keys["district"] else {},
    }


def _show(name: str, value: object, names: dict) -> str:
    if value in (None, "", []):
        return "—"
    if name == Difference.RESPONSIBLE:
        return "、".join(body for body, _key in value)
    if name in names:
        return str(names[name].get(value, value))
    choices = () if name == Difference.GONE else Issue._meta.get_field(name).flatchoices
    return str(dict(choices).get(value, value))
