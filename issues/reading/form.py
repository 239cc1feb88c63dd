"""What was read, in the form that others take: one JSON-ready object for a page, as the command prints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from issues.reading.shapes import Batch, Body, Draft, Figure, Finding, Note, PageReading, Span, StoryReading


def form_page(reading: PageReading, file: str) -> dict[str, Any]:
    """`file` is the name that the page was given by."""
    return {
        "file": file,
        "publication": reading.publication,
        "published": reading.published,
        "stories": [_story(story) for story in reading.stories],
    }


def _story(reading: StoryReading) -> dict[str, Any]:
    form: dict[str, Any] = {
        "headline": reading.story.headline,
        "kind": reading.verdict.kind,
        "spans": _spans(reading.story.spans),
        "reporters": list(reading.story.reporters),
        "issues": [_issue(draft) for draft in reading.drafts],
    }
    if reading.batch:
        form["batch"] = _batch(reading.batch)
    if reading.figures:
        form["figures"] = [_figure(figure) for figure in reading.figures]
    return form


def _issue(draft: Draft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "summary": draft.summary,
        "category": draft.category.value,
        "district": draft.district.value if draft.district else None,
        "place": draft.place.value if draft.place else None,
        "agencies": [_body(body) for body in draft.agencies],
        "status": draft.status.value,
        "dates": {key: finding.value for key, finding in draft.dates.items()},
        "notes": [_note(note) for note in draft.notes],
        "spans": _spans(draft.spans),
        "evidence": _evidence(draft),
        "mention": draft.mention,
        "confidence": draft.confidence,
    }


def _evidence(draft: Draft) -> dict[str, list[list[int]]]:
    fields: Mapping[str, Finding | None] = {
        "category": draft.category,
        "district": draft.district,
        "place": draft.place,
        "status": draft.status,
        **{f"dates.{key}": finding for key, finding in draft.dates.items()},
    }
    evidence = {name: _spans(finding.spans) for name, finding in fields.items() if finding}
    return evidence | ({"summary": _spans(draft.summary_spans)} if draft.summary_spans else {})


def _body(body: Body) -> dict[str, Any]:
    return {"name": body.name, "role": body.role, "spans": _spans(body.spans)}


def _note(note: Note) -> dict[str, Any]:
    return {
        "date": note.date,
        "kind": note.kind,
        "agency": note.agency,
        "text": note.text,
        "spans": _spans(note.spans),
    }


def _batch(batch: Batch) -> dict[str, Any]:
    return {**batch.figures, **({"warnings": list(batch.warnings)} if batch.warnings else {})}


def _figure(figure: Figure) -> dict[str, Any]:
    return {"what": figure.what, "value": figure.value, "unit": figure.unit, "spans": _spans(figure.spans)}


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
