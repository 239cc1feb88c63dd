"""The end of an import: drafts that seem to continue a known issue are proposed as its follow-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import F, Q
from django.utils import timezone

from ..actions import propose_follow_up
from ..choices import ImportState, Status, StoryKind
from ..likeness import Share, compare, find_continuation
from ..matters import Likeness, body_of, find_core, find_like, told_by, weigh_issue
from ..models import ImportFile, ImportRun, Issue
from ..querysets import IssueQuerySet
from .runs import STALE, WAITING

LIKE, LIKE_AND_SAID, BESIDE_NAMES = 0.32, 0.24, 0.13
"""Least likeness to one issue of a matter (less is enough where the text says that it continues an earlier one), and
how much of it must be no name; measured by tests/joining/measure_boards.py, as the next four."""
NEAREST, LIKE_ALL = 8, 0.21
"""How like a draft must be on average to the issues of a matter, or to the likest NEAREST of them: one message that lies
between two parts of a policy does not draw the other part in."""
TELLING, SAYS_CORE = 4, 0.5
"""From so many issues on, a draft must say so much of what nearly all of a matter's issues say: who asks about the rent
allowance of a policy shares its name with those who ask about buying, and not their matter."""
TOGETHER = 20
"""Pages whose drafts are read with one question: a message board has one draft a page, and asking cost a fifth of joining."""
SAME_PLACE_AND_KIND = 0.6
"""What the same place, kind and district are worth, however little the words agree."""


@dataclass(frozen=True, slots=True)
class Known:
    """An issue that a draft seems to continue, and how like they are."""

    issue: Issue
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is ranked of an issue that the draft may continue: no texts, no objects."""

    pk: int
    matter: int
    likeness: Likeness
    rank: tuple


def finish_run(run_id: int) -> None:
    """Propose the run's follow-ups and close the run, once. Does nothing while files wait.

    It comes when all pages are stored, in the order of their printing: the result is the same in whatever order
    the workers came. Each proposal is a transaction of its own, so that a large board holds nobody up; whoever
    comes after a killed worker goes on where it stopped.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.files.filter(state__in=WAITING).exists() or not _claim_end(run):
        return
    # In the order of _earlier: what a draft may continue is itself decided before it.
    printed = F("page__published").asc(nulls_last=True), "page_id"
    files = list(run.files.filter(state=ImportState.DONE).only("page_id").order_by(*printed))
    for at in range(0, len(files), TOGETHER):
        _propose_all(files[at : at + TOGETHER], run)
    ImportRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=timezone.now())


def _claim_end(run: ImportRun) -> bool:
    """Whether this worker closes the run: nobody has, and nobody has been at it for some time."""
    now = timezone.now()
    free = Q(closing_at=None) | Q(closing_at__lt=now - STALE) | Q(closing_at__gt=now + STALE)
    return bool(ImportRun.objects.filter(free, pk=run.pk, finished_at=None).update(closing_at=now))


def _propose_all(files: Iterable[ImportFile], run: ImportRun) -> None:
    drafts = defaultdict(list)
    for draft in _list_drafts([file.page_id for file in files]):
        drafts[draft.story.page_id].append(draft)
    for file in files:
        joined = sum(draft.follows_id is not None or propose(draft) for draft in drafts[file.page_id])
        if joined:
            ImportFile.objects.filter(pk=file.pk).update(joined=joined)
    ImportRun.objects.filter(pk=run.pk).update(closing_at=timezone.now())


def _list_drafts(pages: Iterable[int]) -> Iterable[Issue]:
    drafts = Issue.objects.filter(story__page__in=pages, status=Status.DRAFT, mention=False)
    return drafts.select_related("story__page", "category").order_by("story__position", "position")


def propose(draft: Issue) -> bool:
    """Mark the draft as what seems to continue a known issue, where there is one. Returns whether there is."""
    known = find_known_issue(draft)
    if known is None:
        return False
    share = share_of(draft, known.issue)
    propose_follow_up(draft, known.issue, score=round(known.score, 3), because=share.reasons)
    return True


def find_known_issue(draft: Issue) -> Known | None:
    """The issue told of earlier that the draft seems to continue; None where there is none.

    Like are issues of the same place, kind and district, and those whose words agree; see likeness.py. The likest one
    says which matter it is, the newest of equals; returned is the first issue of that matter: what the likest has
    joined, or seems itself to continue.
    """
    weights = weigh_issue(draft)
    likeness = find_like(weights)
    same = set(_same_place_and_kind(draft))
    matters = _group(_read_candidates(draft, likeness, same))
    least = LIKE_AND_SAID if find_continuation(body_of(draft)) else LIKE
    for members in sorted(matters.values(), key=lambda members: members[0].rank, reverse=True):
        best = members[0]
        if any(one.pk in same for one in members) or (
            _are_like(members, least) and _is_about(weights, members)
        ):
            return Known(Issue.objects.get(pk=best.matter), best.rank[0])
    return None


def _read_candidates(draft: Issue, likeness: Mapping[int, Likeness], same: set[int]) -> list[Candidate]:
    """The issues told of earlier that the draft may continue, as rows."""
    rows = _earlier(draft).filter(pk__in=likeness.keys() | same).order_by().values_list(*_RANKED, named=True)
    nothing = Likeness(0.0, 0.0)
    return [
        Candidate(row.pk, matter, (like := likeness.get(row.pk, nothing)), _rank(row, like, row.pk in same))
        for row in rows
        if _may_continue(draft, row) and (matter := _matter_of(row)) not in {None, draft.pk}
    ]


def _matter_of(row) -> int | None:
    """The first issue of the matter: what the issue has joined, or what it seems to continue while nobody decided.

    None where it has joined one that was withdrawn since: nothing can join that any more.
    """
    if row.joined_to_id:
        return row.joined_to_id if row.joined_to__status != Status.WITHDRAWN else None
    waits = row.status == Status.DRAFT and row.follows_id and row.follows__status != Status.WITHDRAWN
    return row.follows_id if waits else row.pk


def _group(candidates: Iterable[Candidate]) -> dict[int, list[Candidate]]:
    """The candidates by their matter, the likest first."""
    matters: dict[int, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda one: one.rank, reverse=True):
        matters.setdefault(candidate.matter, []).append(candidate)
    return matters


def _count_members(matter: int) -> int:
    """How many issues the matter has: its first, those that joined it, and drafts that seem to continue it."""
    seem = Q(follows=matter, status=Status.DRAFT)
    return 1 + Issue.objects.filter(seem | Q(joined_to=matter)).count()


def _are_like(members: list[Candidate], least: float) -> bool:
    """Whether the draft is like one issue of the matter, and like enough to all of them or the likest NEAREST."""
    likest = members[0].likeness
    if likest.score < least or likest.beside_names < BESIDE_NAMES:
        return False
    nearest = sorted((one.likeness.score for one in members), reverse=True)[:NEAREST]
    return sum(nearest) >= LIKE_ALL * NEAREST or sum(nearest) >= LIKE_ALL * min(
        _count_members(members[0].matter), NEAREST
    )


def _is_about(weights: Mapping[int, int], members: list[Candidate]) -> bool:
    """Whether the draft says at least half of what nearly all of the matter's likest issues say."""
    nearest = sorted(members, key=lambda one: one.likeness.score, reverse=True)[:NEAREST]
    if len(nearest) < TELLING:
        return True
    core = find_core([one.pk for one in nearest])
    return sum(weight for term, weight in core.items() if term in weights) >= SAYS_CORE * sum(core.values())


def share_of(draft: Issue, known: Issue) -> Share:
    """What the draft and the known issue share; spans point into each issue's page (its summary without a page)."""
    share = compare(told_by(draft), told_by(known))
    return replace(
        share,
        spans=_to_page(draft, share.spans),
        known_spans=_to_page(known, share.known_spans),
    )


def _earlier(draft: Issue) -> IssueQuerySet:
    """Issues that were told of before the draft: on an earlier day, on a page received before, or above it."""
    page, story = draft.story.page, draft.story
    above = Q(story__position__lt=story.position) | Q(story=story, position__lt=draft.position)
    received_before = Q(story__page_id__lt=page.pk)
    before = Q(story__page=page) & above
    if page.published:
        same_day = Q(story__page__published=page.published)
        before |= Q(story__page__published__lt=page.published) | same_day & received_before
    else:
        before |= received_before  # an undated page is as late as it was received
    return Issue.objects.filter(before, mention=False).exclude(status=Status.WITHDRAWN)


def _same_place_and_kind(draft: Issue) -> Iterable[int]:
    if len(draft.place_key) < 3 or draft.category_id is None:
        return ()
    same = {"place_key": draft.place_key, "category": draft.category}
    found = _earlier(draft).filter(Q(district=draft.district) | Q(district=None), joined_to=None, **same)
    found = found.exclude(story__page=draft.story.page)
    newest = found.order_by(
        # The databases disagree on where undated pages go: here they are the oldest.
        F("story__page__published").desc(nulls_last=True),
        "-story__page_id",
        "story__position",
        "position",
    )
    return newest.values_list("pk", flat=True)[:1]


def _may_continue(draft: Issue, known) -> bool:
    """Problems of one story are told apart by the story itself; complaints that are listed under one head are not."""
    if known.story_id != draft.story_id:
        return True
    if draft.story.kind != StoryKind.BATCH:
        return False
    return not any(start < last and first < end for start, end in draft.spans for first, last in known.spans)


_RANKED = (
    *(
        "pk",
        "status",
        "position",
        "spans",
        "joined_to_id",
        "joined_to__status",
        "follows_id",
        "follows__status",
    ),
    *("story_id", "story__position", "story__page_id", "story__page__published"),
)


def _rank(row, likeness: Likeness, same: bool) -> tuple:
    """Likest first, then newest, then first on its page; no key that depends on the order of work."""
    score = max(likeness.score, SAME_PLACE_AND_KIND if same else 0.0)
    day = row.story__page__published.toordinal() if row.story__page__published else 0
    return (round(score, 6), day, row.story__page_id, -row.story__position, -row.position)


def _to_page(issue: Issue, spans: list[list[int]]) -> list[list[int]]:
    """Spans of the issue's own text as spans of its page: its part of the page may lie in pieces."""
    if not issue.story:
        return spans
    moved, at = [], 0
    for first, last in issue.spans or issue.story.spans:
        for start, end in spans:
            left, right = max(start, at), min(end, at + last - first)
            if left < right:
                moved.append([left - at + first, right - at + first])
        at += last - first
    return moved
