"""What reading returned → rows: stories, batches and drafts, with their evidence. Judges nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from django.utils import timezone

from ..actions import NewEvent, NewEvidence, NewIssue, NewParty, open_issues
from ..choices import EventKind, Role, Status, StoryKind
from ..edtf import is_edtf
from ..models import Batch, Category, Page, Story
from ..reading.shapes import Batch as ReadBatch
from ..reading.shapes import Body, Draft, Note, PageReading, Span, StoryReading
from .directory import Directory
from .reader_version import name_reader


def store_reading(page: Page, reading: PageReading) -> tuple[int, int]:
    """Store everything that was read on the page, within the caller's transaction. Returns (stories, drafts)."""
    mark_read(page, reading)
    stories = _store_stories(page, reading)
    news = prepare_drafts(page, reading, stories)
    if news:
        open_issues(news)
    return len(stories), len(news)


def mark_read(page: Page, reading: PageReading) -> None:
    """Note on the page's row when and by which reader it was read, and its blocks."""
    page.blocks = [[block.kind, block.span.start, block.span.end] for block in reading.blocks]
    page.read_at = timezone.now()
    page.reader = name_reader()
    page.save(update_fields=["blocks", "read_at", "reader"])


def prepare_drafts(page: Page, reading: PageReading, stories: Sequence[Story]) -> list[NewIssue]:
    """All that open_issues needs for the page's drafts; `stories` are the rows of the reading's stories."""
    drafts = [draft for story in reading.stories for draft in story.drafts]
    if not drafts:
        return []
    directory = Directory.of_page(page, drafts)
    codes = {draft.category.value for draft in drafts}
    categories = {category.code: category for category in Category.objects.filter(code__in=codes).order_by()}
    return [
        _new_issue(story, number, draft, categories, directory)
        for story, told in zip(stories, reading.stories, strict=True)
        for number, draft in enumerate(told.drafts)
    ]


def _store_stories(page: Page, reading: PageReading) -> list[Story]:
    stories = [
        Story(page=page, position=position, **describe_story(told))
        for position, told in enumerate(reading.stories, 1)
    ]
    Story.objects.bulk_create(stories)
    Batch.objects.bulk_create(
        Batch(story=story, **describe_batch(told.batch))
        for story, told in zip(stories, reading.stories, strict=True)
        if told.batch
    )
    return stories


def describe_story(told: StoryReading) -> dict[str, object]:
    """What was read of a story, by the names of its row's fields."""
    return {
        "headline": (told.story.headline or "")[:200],
        "kind": StoryKind(told.verdict.kind),
        "spans": pair_spans(told.story.spans),
        "reporters": list(told.story.reporters),
        "verdict": {
            "score": told.verdict.score,
            "for": list(told.verdict.cues_for),
            "against": list(told.verdict.cues_against),
        },
        "figures": [asdict(figure) | {"spans": pair_spans(figure.spans)} for figure in told.figures],
    }


def describe_batch(batch: ReadBatch) -> dict[str, object]:
    """What was read of a batch, by the names of its row's fields."""
    figures = dict(batch.figures)
    return {
        "number": figures.get("number"),
        "total": figures.get("total"),
        "figures": figures,
        "spans": {name: pair_spans(spans) for name, spans in batch.spans.items()},
        "warnings": list(batch.warnings),
    }


def _new_issue(
    story: Story, position: int, draft: Draft, categories: Mapping[str, Category], directory: Directory
) -> NewIssue:
    return NewIssue(
        title=draft.title,
        summary=draft.summary,
        category=categories.get(draft.category.value),
        district=directory.find_district(draft.district.value if draft.district else None),
        place=draft.place.value if draft.place else "",
        printed_status=Status(draft.status.value),
        dates={name: found.value for name, found in draft.dates.items() if is_edtf(found.value)},
        mention=draft.mention,
        confidence=min(1.0, max(0.0, draft.confidence)),
        story=story,
        position=position,
        spans=pair_spans(draft.spans),
        parties=[_new_party(body, directory) for body in draft.agencies],
        events=[_new_event(note, directory) for note in draft.notes],
        evidence=list(_new_evidence(draft)),
    )


def _new_party(body: Body, directory: Directory) -> NewParty:
    return NewParty(
        body.name, Role(body.role), pair_spans(body.spans), directory.find_agency(body.name), body.because
    )


def _new_event(note: Note, directory: Directory) -> NewEvent:
    date = note.date if note.date and is_edtf(note.date) else ""
    agency = directory.find_agency(note.agency) if note.agency else None
    return NewEvent(EventKind(note.kind), note.text, pair_spans(note.spans), date, agency, note.agency or "")


def _new_evidence(draft: Draft) -> Iterable[NewEvidence]:
    fields = {
        "category": draft.category,
        "status": draft.status,
        "district": draft.district,
        "place": draft.place,
        **draft.dates,
    }
    for name, found in fields.items():
        if found and found.spans:
            yield NewEvidence(name, pair_spans(found.spans), found.because, found.score)
    if draft.summary_spans:
        yield NewEvidence("summary", pair_spans(draft.summary_spans))


def pair_spans(spans: Iterable[Span]) -> list[list[int]]:
    """The reader's spans as the database keeps them."""
    return [[span.start, span.end] for span in spans]
