"""What staff confirmed and corrected → lessons for the reader. Fits nothing; what nobody has decided teaches nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from ..choices import EventKind, Status, StoryKind
from ..models import Event, Issue, Page
from ..reading.learning import Lesson
from ..reading.parts import Part
from ..reading.problems import find_cues, verdict_grams, weigh_verdict
from ..reading.shapes import Block, Span, Story
from ..reading.telling import Telling, read_telling
from ..reading.text import fold
from ..reading.topics import category_grams, score_categories, weigh_topics

MOST = 10_000
"""Lessons of a kind, the newest first: 9,210 titles take 15 s and 380 MB to fit, and what was said long ago has changed."""

Pairs = Sequence[Sequence[int]]


def gather_categories(learned_at: datetime | None = None) -> list[Lesson]:
    """A lesson for each issue that a person has published: its part of the page, and the category it has now.

    What stands since before `learned_at`, when the weights in use were fitted, they have seen.
    """
    issues = _decided().filter(published_at__isnull=False, category__isnull=False)
    return [_category_lesson(issue, learned_at) for issue in issues.exclude(spans=[])[:MOST]]


def gather_verdicts(learned_at: datetime | None = None) -> list[Lesson]:
    """A lesson for each story whose drafts people have decided, whatever the reader took it for: see _tell_verdict.

    Batches and messages of a board teach nothing: nobody judges whether they are problems.
    """
    by_story: dict[int, list[Issue]] = defaultdict(list)
    decided = _decided().exclude(story__kind=StoryKind.BATCH).exclude(story__page__message=True)
    for issue in decided[:MOST]:
        by_story[issue.story_id].append(issue)
    waiting = set(Issue.objects.filter(status=Status.DRAFT).values_list("story_id", flat=True))
    told = ((issues[0], _tell_verdict(issues, story in waiting)) for story, issues in by_story.items())
    return [_verdict_lesson(issue, label, learned_at) for issue, label in told if label]


def _tell_verdict(issues: Iterable[Issue], waiting: bool) -> str | None:
    """A problem where a draft was published or joined, the reader's or one opened by hand; none where all were rejected.

    What a story names in passing makes it no problem: published, it says nothing of the story.
    """
    kept = [issue for issue in issues if issue.status != Status.WITHDRAWN or issue.published_at]
    if any(not issue.mention for issue in kept):
        return "problem"
    return None if kept or waiting else "other"


def _decided() -> QuerySet[Issue]:
    """Issues of a page that a person has moved on from a draft; the newest first."""
    moved = Event.objects.filter(
        issue=OuterRef("pk"), kind=EventKind.MOVED, from_status=Status.DRAFT, by__isnull=False
    )
    issues = Issue.objects.filter(Exists(moved), story__isnull=False).exclude(status=Status.DRAFT)
    return issues.select_related("story__page", "category").order_by("-changed_at", "-pk")


def _category_lesson(issue: Issue, learned_at: datetime | None) -> Lesson:
    telling = _tell(issue.story.page, issue.spans)
    ranges = tuple(Part(telling, tuple(range(len(telling.zones)))).ranges())
    known = score_categories(telling, ranges, weigh_topics(telling, ranges))
    return Lesson(category_grams(telling, ranges), issue.category.code, known, _was_seen(issue, learned_at))


def _verdict_lesson(issue: Issue, label: str, learned_at: datetime | None) -> Lesson:
    telling = _tell(issue.story.page, issue.story.spans)
    cues = find_cues(telling)
    known = {"problem": weigh_verdict(telling, cues), "other": 0.0}
    return Lesson(verdict_grams(telling, cues), label, known, _was_seen(issue, learned_at))


def _was_seen(issue: Issue, learned_at: datetime | None) -> bool:
    return learned_at is not None and issue.changed_at <= learned_at


def _tell(page: Page, pairs: Pairs) -> Telling:
    """The part of the page at `pairs`, made ready as the reader makes a story ready."""
    spans = tuple(Span(*pair) for pair in pairs)
    blocks = tuple(_blocks_within(page.blocks, spans))
    return read_telling(fold(page.text), Story(None, blocks or tuple(Block("body", s) for s in spans), spans))


def _blocks_within(stored: Iterable[Sequence], spans: tuple[Span, ...]) -> Iterable[Block]:
    for span in spans:
        for kind, start, end in stored:
            low, high = max(start, span.start), min(end, span.end)
            if low < high:
                yield Block(kind, Span(low, high))
