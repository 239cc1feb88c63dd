"""What a draft may continue: issues told of before it, found by their words or by place and kind. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from ..choices import Status, StoryKind
from ..matters import Likeness, find_all_like, weigh_issues
from ..models import Issue

SAME_PLACE_AND_KIND = 0.6
"""What the same place, kind and district are worth, however little the words agree."""
READ_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is ranked of an issue that the draft may continue: no texts, no objects."""

    pk: int
    matter: int
    likeness: Likeness
    rank: tuple
    same: bool
    """Of the same place, kind and district."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A draft with its terms and what is near it, before anything is decided about it."""

    draft: Issue
    weights: Mapping[int, int]
    likeness: Mapping[int, Likeness]
    same: int | None
    rows: Mapping[int, tuple]
    spans: Mapping[int, list]
    """Where the issues stand that are listed under one head with it."""

    def list_candidates(self, decided: Mapping[int, int]) -> list[Candidate]:
        """The issues told of earlier that the draft may continue.

        `decided`: drafts that are about to be proposed as follow-ups, with the issues that they continue.
        """
        found = [self.rows[pk] for pk in {*self.likeness, self.same} if pk in self.rows]
        return [
            self._weigh(row, matter)
            for row in found
            if _is_earlier(row, self.draft) and self._may_continue(row)
            if (matter := decided.get(row.pk) or _matter_of(row)) not in {None, self.draft.pk}
        ]

    def _may_continue(self, row) -> bool:
        """Problems of one story are told apart by the story itself; complaints that are listed under one head are not."""
        if row.story_id != self.draft.story_id:
            return True
        if self.draft.story.kind != StoryKind.BATCH:
            return False
        known = self.spans[row.pk]
        return not any(
            start < last and first < end for start, end in self.draft.spans for first, last in known
        )

    def _weigh(self, row, matter: int) -> Candidate:
        likeness, same = self.likeness.get(row.pk, _NOTHING), row.pk == self.same
        return Candidate(row.pk, matter, likeness, _rank(row, likeness, same), same)


_NOTHING = Likeness(0.0, 0.0)


def look_around(drafts: Sequence[Issue]) -> list[Surroundings]:
    """What is near each of the drafts; all rows are read with one question, which takes longer to ask than to answer."""
    weighed = weigh_issues(drafts)
    like = find_all_like([weighed[draft.pk] for draft in drafts])
    near = [(found, _find_same_place_and_kind(draft)) for found, draft in zip(like, drafts, strict=True)]
    keys = {pk for likeness, same in near for pk in (*likeness, same) if pk is not None}
    rows, spans = _read_rows(sorted(keys)), _read_listed_spans(drafts)
    return [
        Surroundings(draft, weighed[draft.pk], likeness, same, rows, spans)
        for draft, (likeness, same) in zip(drafts, near, strict=True)
    ]


_ROW = (
    *("pk", "status", "position", "joined_to_id", "joined_to__status", "follows_id", "follows__status"),
    *("story_id", "story__position", "story__page_id", "story__page__published"),
)


def _read_rows(keys: Sequence[int]) -> dict[int, tuple]:
    issues = Issue.objects.filter(mention=False).exclude(status=Status.WITHDRAWN).order_by()
    return {
        row.pk: row
        for at in range(0, len(keys), READ_TOGETHER)
        for row in issues.filter(pk__in=keys[at : at + READ_TOGETHER]).values_list(*_ROW, named=True)
    }


def _read_listed_spans(drafts: Sequence[Issue]) -> dict[int, list]:
    """Where the issues of the drafts' lists stand, by their keys; of other stories nobody asks."""
    lists = {draft.story_id for draft in drafts if draft.story.kind == StoryKind.BATCH}
    return dict(Issue.objects.filter(story__in=lists).values_list("pk", "spans")) if lists else {}


def _is_earlier(row, draft: Issue) -> bool:
    """Whether the issue was told of before the draft: on an earlier day, on a page received before, or above it."""
    page, day = draft.story.page, row.story__page__published
    if row.story_id is None:
        return False
    if row.story__page_id == page.pk:
        return (row.story__position, row.position) < (draft.story.position, draft.position)
    if page.published is None:  # an undated page is as late as it was received
        return row.story__page_id < page.pk
    return day is not None and (day, row.story__page_id) < (page.published, page.pk)


def _matter_of(row) -> int | None:
    """The first issue of the matter: what the issue has joined, or what it seems to continue while nobody decided.

    None where it has joined one that was withdrawn since: nothing can join that any more.
    """
    if row.joined_to_id:
        return row.joined_to_id if row.joined_to__status != Status.WITHDRAWN else None
    waits = row.status == Status.DRAFT and row.follows_id and row.follows__status != Status.WITHDRAWN
    return row.follows_id if waits else row.pk


def _rank(row, likeness: Likeness, same: bool) -> tuple:
    """Likest first, then newest, then first on its page; no key that depends on the order of work."""
    score = max(likeness.score, SAME_PLACE_AND_KIND if same else 0.0)
    day = row.story__page__published.toordinal() if row.story__page__published else 0
    return (round(score, 6), day, row.story__page_id, -row.story__position, -row.position)


# Plain SQL as in matters.py, and the index's own condition, without which SQLite does not see that it may be used.
# The databases disagree on where undated pages go: here they are the oldest.
_SAME_PLACE_AND_KIND = f"""
    SELECT issue.id FROM issues_issue issue
    JOIN issues_story story ON story.id = issue.story_id JOIN issues_page page ON page.id = story.page_id
    WHERE issue.place_key = %s AND NOT (issue.place_key = '') AND issue.category_id = %s
    AND (issue.district_id = %s OR issue.district_id IS NULL)
    AND issue.joined_to_id IS NULL AND NOT issue.mention AND issue.status <> '{Status.WITHDRAWN}' AND page.id <> %s
    AND {{before}}
    ORDER BY page.published DESC NULLS LAST, page.id DESC, story.position, issue.position LIMIT 1
"""  # noqa: S608 - a word of our own
_BEFORE_DAY = "(page.published < %s OR page.published = %s AND page.id < %s)"
_BEFORE_PAGE = "page.id < %s"


def _find_same_place_and_kind(draft: Issue) -> int | None:
    """The newest issue told of on an earlier page at the same place, of the same kind."""
    if len(draft.place_key) < 3 or draft.category_id is None:
        return None
    page, before = draft.story.page, _BEFORE_PAGE
    values = [draft.place_key, draft.category_id, draft.district_id, page.pk, page.pk]
    if page.published:
        day = page.published.isoformat()
        before, values = _BEFORE_DAY, [*values[:-1], day, day, page.pk]
    with connection.cursor() as cursor:
        cursor.execute(_SAME_PLACE_AND_KIND.format(before=before), values)
        found = cursor.fetchone()
    return found[0] if found else None
