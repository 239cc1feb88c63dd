"""The end of an import: drafts that seem to continue a known issue are proposed as its follow-ups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import connection, transaction
from django.db.models import F, Q, prefetch_related_objects
from django.utils import timezone

from ..actions import FollowUp, propose_follow_ups
from ..choices import ImportState, Status
from ..likeness import Share, compare, find_continuation, list_reasons
from ..matters import body_of, find_core, told_by
from ..models import ImportFile, ImportRun, Issue
from .candidates import Candidate, Surroundings, look_around
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
"""Pages whose drafts are decided about together: asking for one at a time cost most of joining."""


# Plain SQL as in matters.py: it is asked for nearly every draft.
_COUNT_MEMBERS = f"""
    SELECT COUNT(*) FROM issues_issue WHERE joined_to_id = %s OR follows_id = %s AND status = '{Status.DRAFT}'
"""  # noqa: S608 - a word of our own


@dataclass(frozen=True, slots=True)
class Known:
    """An issue that a draft seems to continue, and how like they are."""

    issue: Issue
    score: float


@dataclass(slots=True)
class Decided:
    """Drafts that are about to be proposed as follow-ups, with the first issues of their matters."""

    matters: dict[int, int] = field(default_factory=dict)
    _members: dict[int, int] = field(default_factory=dict)

    def add(self, draft: int, matter: int) -> None:
        """The draft is one of the matter from now on."""
        self.matters[draft] = matter
        if matter in self._members:
            self._members[matter] += 1

    def count_members(self, matter: int) -> int:
        """How many issues the matter has: its first, those that joined it, and drafts that seem to continue it."""
        if matter not in self._members:
            with connection.cursor() as cursor:
                cursor.execute(_COUNT_MEMBERS, [matter, matter])
                stored = cursor.fetchone()[0]
            self._members[matter] = 1 + stored + list(self.matters.values()).count(matter)
        return self._members[matter]


def finish_run(run_id: int) -> None:
    """Propose the run's follow-ups and close the run, once. Does nothing while files wait.

    It comes when all pages are stored, in the order of their printing: the result is the same in whatever order
    the workers came. The proposals of a few pages are one transaction, so that a large board holds nobody up; whoever
    comes after a killed worker goes on where it stopped.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.files.filter(state__in=WAITING).exists() or not _claim_end(run):
        return
    # In the order of _earlier: what a draft may continue is itself decided before it.
    printed = F("page__published").asc(nulls_last=True), "page_id"
    files = list(run.files.filter(state=ImportState.DONE).only("page", "run").order_by(*printed))
    for at in range(0, len(files), TOGETHER):
        _propose_all(files[at : at + TOGETHER], run)
    ImportRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=timezone.now())


def _claim_end(run: ImportRun) -> bool:
    """Whether this worker closes the run: nobody has, and nobody has been at it for some time."""
    now = timezone.now()
    free = Q(closing_at=None) | Q(closing_at__lt=now - STALE) | Q(closing_at__gt=now + STALE)
    return bool(ImportRun.objects.filter(free, pk=run.pk, finished_at=None).update(closing_at=now))


def _propose_all(files: Sequence[ImportFile], run: ImportRun) -> None:
    drafts = list(_list_drafts([file.page_id for file in files]))
    order = {file.page_id: number for number, file in enumerate(files)}
    drafts.sort(key=lambda draft: order[draft.story.page_id])  # stays sorted by its place on the page
    found = _find_follow_ups([draft for draft in drafts if draft.follows_id is None])
    joined = {each.draft.pk for each in found} | {draft.pk for draft in drafts if draft.follows_id}
    counted = Counter(draft.story.page_id for draft in drafts if draft.pk in joined)
    with transaction.atomic():
        propose_follow_ups(found)
        for file in files:
            if counted[file.page_id]:
                ImportFile.objects.filter(pk=file.pk).update(joined=counted[file.page_id])
    ImportRun.objects.filter(pk=run.pk).update(closing_at=timezone.now())


def _list_drafts(pages: Iterable[int]) -> Iterable[Issue]:
    drafts = Issue.objects.filter(story__page__in=pages, status=Status.DRAFT, mention=False)
    return drafts.select_related("story__page", "category").order_by("story__position", "position")


def propose(draft: Issue) -> bool:
    """Mark the draft as what seems to continue a known issue, where there is one. Returns whether there is."""
    found = _find_follow_ups([draft])
    propose_follow_ups(found)
    return bool(found)


def _find_follow_ups(drafts: Sequence[Issue]) -> list[FollowUp]:
    """What the drafts seem to continue, and why."""
    known = find_known_issues(drafts)
    found = [draft for draft in drafts if draft.pk in known]
    prefetch_related_objects([*found, *(each.issue for each in known.values())], "parties")
    return [
        FollowUp(draft, known[draft.pk].issue, round(known[draft.pk].score, 3), _why(draft, known[draft.pk]))
        for draft in found
    ]


def _why(draft: Issue, known: Known) -> tuple[str, ...]:
    return list_reasons(told_by(draft), told_by(known.issue))


def find_known_issue(draft: Issue) -> Known | None:
    """The issue told of earlier that the draft seems to continue; None where there is none."""
    return find_known_issues([draft]).get(draft.pk)


def find_known_issues(drafts: Sequence[Issue]) -> dict[int, Known]:
    """The issues told of earlier that the drafts seem to continue, by the drafts' keys; without those that continue none.

    The drafts come in the order of their printing: what one continues is known when the next one is looked at.

    Like are issues of the same place, kind and district, and those whose words agree; see likeness.py. The likest one
    says which matter it is, the newest of equals; returned is the first issue of that matter: what the likest has
    joined, or seems itself to continue.
    """
    decided = Decided()
    scores: dict[int, float] = {}
    for around in look_around(drafts):
        best = _choose(around, decided)
        if best:
            decided.add(around.draft.pk, best.matter)
            scores[around.draft.pk] = best.rank[0]
    matters = Issue.objects.select_related("story__page", "category").in_bulk(set(decided.matters.values()))
    return {pk: Known(matters[matter], scores[pk]) for pk, matter in decided.matters.items()}


def _choose(around: Surroundings, decided: Decided) -> Candidate | None:
    """The likest issue of the matter that the draft seems to continue."""
    matters = _group(around.list_candidates(decided.matters))
    least = LIKE_AND_SAID if find_continuation(body_of(around.draft)) else LIKE
    for members in sorted(matters.values(), key=lambda members: members[0].rank, reverse=True):
        if any(one.same for one in members) or (
            _are_like(members, least, decided) and _is_about(around.weights, members)
        ):
            return members[0]
    return None


def _group(candidates: Iterable[Candidate]) -> dict[int, list[Candidate]]:
    """The candidates by their matter, the likest first."""
    matters: dict[int, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda one: one.rank, reverse=True):
        matters.setdefault(candidate.matter, []).append(candidate)
    return matters


def _are_like(members: list[Candidate], least: float, decided: Decided) -> bool:
    """Whether the draft is like one issue of the matter, and like enough to all of them or the likest NEAREST."""
    likest = members[0].likeness
    if likest.score < least or likest.beside_names < BESIDE_NAMES:
        return False
    nearest = sorted((one.likeness.score for one in members), reverse=True)[:NEAREST]
    if sum(nearest) >= LIKE_ALL * NEAREST:
        return True
    if sum(nearest) < LIKE_ALL * len(nearest):
        return False  # a matter has at least those: to count the others costs a question
    return sum(nearest) >= LIKE_ALL * min(decided.count_members(members[0].matter), NEAREST)


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
