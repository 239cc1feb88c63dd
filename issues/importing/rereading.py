"""Reading a stored page again: what the new reading says otherwise waits as differences, and no field is overwritten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from ..actions import NewIssue, open_issue
from ..actions.open_issue import next_position
from ..choices import DifferenceState
from ..models import Batch, Difference, Issue, Page, Story
from ..reading.shapes import PageReading, StoryReading
from ..workflow import SET_ASIDE
from .comparing import Change, compare, find_decisions, is_by_hand
from .drafts import describe_batch, describe_story, mark_read, pair_spans, prepare_drafts, set_read
from .joining import propose
from .matching import liken_issue, liken_stories, pair_up, share_words
from .pages import read_stored_page
from .reader_version import name_reader


@dataclass(slots=True)
class Outcome:
    """What reading a page again has brought: drafts that are new, and differences that now wait."""

    page: Page
    opened: list[Issue] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def pages_read_otherwise() -> QuerySet[Page]:
    """Pages that another reader than this one has read, oldest first. Pages that wait for their import are not asked."""
    return Page.objects.filter(read_at__isnull=False).exclude(reader=name_reader()).order_by("pk")


def reread_page(page_id: int) -> Outcome | None:
    """Read the page with the present reader and store what differs. None where it was never read.

    Safe to repeat: the same reader leaves the same rows. Everything commits together or not at all. Raises
    Page.DoesNotExist, and whatever the reader raises.
    """
    page = Page.objects.get(pk=page_id)
    return store_rereading(page, read_stored_page(page)) if page.read_at else None


@transaction.atomic
def store_rereading(page: Page, reading: PageReading) -> Outcome:
    """Renew the page's stories, open what is new, and leave a difference for each field that is read otherwise."""
    page = Page.objects.select_for_update().get(pk=page.pk)
    set_read(page, reading)
    mark_read(page)
    drafts = prepare_drafts(page, reading, _renew_stories(page, reading))
    known = _lock_issues(page)
    pairs = pair_up(drafts, known, liken_issue)
    outcome = Outcome(page)
    for number, draft in enumerate(drafts):
        if number in pairs:
            issue = known[pairs[number]]
            outcome.differences += _renew_differences(issue, compare(issue, draft))
        else:
            outcome.opened.append(_open_found(draft))
    for number, issue in enumerate(known):
        if number not in pairs.values() and not is_by_hand(issue):
            outcome.differences += _renew_differences(issue, [_tell_gone(issue)])
    return outcome


def _lock_issues(page: Page) -> list[Issue]:
    """The page's issues, locked in the order in which every action locks more than one."""
    rows = Issue.objects.select_for_update().filter(story__in=page.stories.all()).order_by("pk")
    return list(rows.prefetch_related("evidence", "parties__evidence", "events__by"))


def _open_found(draft: NewIssue) -> Issue:
    draft = replace(draft, position=next_position(draft.story))
    issue = open_issue(draft, reason=_("found when the page was read again"))
    if not issue.mention:
        propose(issue)
    return issue


def _tell_gone(issue: Issue) -> Change:
    words = [{"spans": issue.spans, "quote": "", "because": [], "score": 1.0}] if issue.spans else []
    return Change(Difference.GONE, issue.title, None, words, [])


def _renew_differences(issue: Issue, changes: list[Change]) -> list[Difference]:
    """Make the issue's open differences exactly these, without those that a person has turned down before."""
    decisions = find_decisions(issue) if changes else None
    kept = []
    for change in changes:
        if issue.status in SET_ASIDE or not decisions.is_news(change):
            continue
        by, at = decisions.setters.get(change.field, (None, None))
        told = {
            "old": change.old,
            "new": change.new,
            "old_words": change.old_words,
            "new_words": change.new_words,
            "set_by": by,
            "set_at": at,
        }
        row, _created = Difference.objects.update_or_create(
            issue=issue, field=change.field, state=DifferenceState.OPEN, defaults=told
        )
        kept.append(row)
    waiting = issue.differences.filter(state=DifferenceState.OPEN)
    waiting.exclude(pk__in=[row.pk for row in kept]).delete()
    return kept


def _renew_stories(page: Page, reading: PageReading) -> list[Story]:
    """The rows of the reading's stories: known ones renewed, new ones behind the last, empty ones taken away."""
    known = list(page.stories.prefetch_related("issues__evidence"))
    new, old = [pair_spans(told.story.spans) for told in reading.stories], [row.spans for row in known]
    pairs = pair_up(new, old, liken_stories)
    _drop_stories(page, {row.pk for number, row in enumerate(known) if number not in pairs.values()})
    rows = []
    for number, told in enumerate(reading.stories):
        story = known[pairs[number]] if number in pairs else Story(page=page, position=_after_last(page))
        if story.pk is None or _holds_its_words(story, new[number]):
            _renew_story(story, told)
        rows.append(story)
    return rows


def _renew_story(story: Story, told: StoryReading) -> None:
    for name, value in describe_story(told).items():
        setattr(story, name, value)
    story.save()
    if told.batch:
        Batch.objects.update_or_create(story=story, defaults=describe_batch(told.batch))


def _holds_its_words(story: Story, spans: list[list[int]]) -> bool:
    """Whether all words on which the story's issues rest would still lie in it."""
    words = [span for issue in story.issues.all() for span in issue.spans]
    words += [
        span
        for issue in story.issues.all()
        for row in issue.evidence.all()
        if row.page_id == story.page_id
        for span in row.spans
    ]
    return all(share_words([span], spans) == span[1] - span[0] for span in words)


def _drop_stories(page: Page, unread: Collection[int]) -> None:
    """Stories that are none any more, where nothing hangs on them."""
    page.stories.filter(pk__in=unread, issues=None, events=None, batch=None).delete()


def _after_last(page: Page) -> int:
    return (page.stories.aggregate(last=Max("position"))["last"] or 0) + 1
