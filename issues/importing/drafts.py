"""What reading returned → rows: stories, batches and drafts, with their evidence. Judges nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.utils import timezone

from ..actions import IssueRows, NewEvent, NewEvidence, NewIssue, NewParty, prepare_issues, store_issues
from ..choices import EventKind, Role, Status, StoryKind
from ..edtf import is_edtf
from ..models import Batch, Page, Story
from ..reading.shapes import Batch as ReadBatch
from ..reading.shapes import Body, Draft, Note, PageReading, Span, StoryReading
from .directory import Directory, PageDirectory
from .reader_version import name_reader


@dataclass(frozen=True, slots=True)
class PageRows:
    """All rows of a page that was read, not stored yet."""

    page: Page
    stories: list[Story]
    batches: list[Batch]
    issues: list[IssueRows]


def prepare_readings(read: Sequence[tuple[Page, PageReading]]) -> list[PageRows]:
    """The rows of what was read on some pages, for store_readings. Changes nothing, so that it needs no transaction."""
    directory = Directory.of_drafts([draft for _page, reading in read for draft in _drafts_of(reading)])
    return [_prepare(page, reading, directory) for page, reading in read]


def _prepare(page: Page, reading: PageReading, directory: Directory) -> PageRows:
    stories = [
        Story(page=page, position=position, **describe_story(told))
        for position, told in enumerate(reading.stories, 1)
    ]
    batches = [
        Batch(story=story, **describe_batch(told.batch))
        for story, told in zip(stories, reading.stories, strict=True)
        if told.batch
    ]
    set_read(page, reading)
    return PageRows(page, stories, batches, prepare_issues(_new_issues(page, reading, stories, directory)))


def store_readings(rows: Sequence[PageRows]) -> None:
    """Store everything that was read on some pages, within the caller's transaction."""
    for each in rows:
        mark_read(each.page)
    Story.objects.bulk_create(story for each in rows for story in each.stories)
    Batch.objects.bulk_create(batch for each in rows for batch in each.batches)
    if issues := [issue for each in rows for issue in each.issues]:
        store_issues(issues)


def set_read(page: Page, reading: PageReading) -> None:
    """Note on the page when and by which reader it was read, and its blocks; mark_read stores it."""
    page.blocks = [[block.kind, block.span.start, block.span.end] for block in reading.blocks]
    page.read_at = timezone.now()
    page.reader = name_reader()


def mark_read(page: Page) -> None:
    """Store what set_read has noted."""
    read = {"read_at": page.read_at, "reader": page.reader, "blocks": page.blocks}
    Page.objects.filter(pk=page.pk).update(**read)


def prepare_drafts(page: Page, reading: PageReading, stories: Sequence[Story]) -> list[NewIssue]:
    """All that open_issues needs for the page's drafts; `stories` are the rows of the reading's stories."""
    return _new_issues(page, reading, stories, Directory.of_drafts(_drafts_of(reading)))


def _drafts_of(reading: PageReading) -> list[Draft]:
    return [draft for story in reading.stories for draft in story.drafts]


def _new_issues(
    page: Page, reading: PageReading, stories: Sequence[Story], directory: Directory
) -> list[NewIssue]:
    known = directory.on_page(page, _drafts_of(reading))
    return [
        _new_issue(story, number, draft, known)
        for story, told in zip(stories, reading.stories, strict=True)
        for number, draft in enumerate(told.drafts)
    ]


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


def _new_issue(story: Story, position: int, draft: Draft, directory: PageDirectory) -> NewIssue:
    return NewIssue(
        title=draft.title,
        summary=draft.summary,
        category=directory.categories.get(draft.category.value),
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


def _new_party(body: Body, directory: PageDirectory) -> NewParty:
    return NewParty(
        body.name, Role(body.role), pair_spans(body.spans), directory.find_agency(body.name), body.because
    )


def _new_event(note: Note, directory: PageDirectory) -> NewEvent:
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
