"""What waits at the desk and in which order: the queue of drafts, follow-ups, failures. Shows nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import ImportState, LetterState, ProposalState, Status
from ..models import Difference, ImportFile, Issue, Letter, Proposal

QUEUE = ("mention", "-confidence", "opened_at", "id")
"""The sure ones first, the old before the new, what is only named in passing last."""

CAP = 1000
"""A badge says "999+" beyond this: counting further tells nobody more and costs time."""

BANDS = {"sure": _("sure"), "half": _("half sure"), "unsure": _("unsure"), "passing": _("named in passing")}
"""Heaps of drafts by how sure the reading is; the edges are in in_band."""

RECENT = timedelta(days=30)


def count_up_to(rows: QuerySet, cap: int = CAP) -> int:
    """How many rows there are, at most `cap`: the database stops counting there."""
    return rows.order_by().values("pk")[:cap].count()


def show_count(count: int, cap: int = CAP) -> str:
    """`12`, or `999+` where counting stopped."""
    return str(count) if count < cap else f"{cap - 1}+"


def waiting_drafts() -> QuerySet[Issue]:
    """Drafts that somebody has to look at, in the order of the queue."""
    return Issue.objects.drafts().order_by(*QUEUE)


def waiting_follow_ups() -> QuerySet[Issue]:
    """Drafts that seem to continue a known issue: join them, or say that they do not."""
    return waiting_drafts().filter(
        follows__isnull=False
    )  # as the index has it; SQLite does not see that NOT NULL is so


def in_band(rows: QuerySet[Issue], band: str) -> QuerySet[Issue]:
    """Those of one heap of BANDS, asked for as the queue's index has them."""
    if band == "passing":
        return rows.filter(mention__in=[True])  # SQLite takes the index for this, not for the bare column
    low, high = {"sure": (0.8, 1.01), "half": (0.5, 0.8), "unsure": (0, 0.5)}[band]
    return rows.filter(mention__in=[False], confidence__gte=low, confidence__lt=high)


def held_drafts(person: AbstractUser) -> QuerySet[Issue]:
    """Drafts that this person has in hand."""
    return Issue.objects.held_by(person, timezone.now()).order_by(*QUEUE)


def old_drafts() -> QuerySet[Issue]:
    """Drafts that have waited for more than a week."""
    return Issue.objects.drafts().filter(opened_at__lt=timezone.now() - timedelta(days=7))


def due_soon_issues() -> QuerySet[Issue]:
    """Open issues whose promised day comes within a week."""
    return Issue.objects.due_soon(timezone.localdate())


def returned_issues() -> QuerySet[Issue]:
    """Issues that were closed and have come back."""
    return Issue.objects.filter(status=Status.REOPENED)


def failed_files() -> QuerySet[ImportFile]:
    """Files of the last weeks that could not be read."""
    return ImportFile.objects.filter(state=ImportState.FAILED, queued_at__gte=timezone.now() - RECENT)


def open_differences() -> QuerySet[Difference]:
    """What new readings say otherwise and nobody has decided yet."""
    return Difference.objects.open()


def waiting_proposals() -> QuerySet[Proposal]:
    """What agencies have sent in and nobody has decided yet, the oldest first."""
    return Proposal.objects.filter(state=ProposalState.WAITING).order_by("made_at", "id")


def count_sent_in(request: HttpRequest) -> str:
    """How many of them wait."""
    return count_once(request, waiting_proposals)


def count_once(request: HttpRequest, rows: Callable[[], QuerySet]) -> str:
    """How many `rows` there are, counted once a page: the menu and the first page both say it."""
    counted = request.__dict__.setdefault("counted_rows", {})
    if rows not in counted:
        counted[rows] = show_count(count_up_to(rows()))
    return counted[rows]


def waiting_letters() -> QuerySet[Letter]:
    """Letters from readers that nobody has decided yet, the oldest first."""
    return Letter.objects.filter(state=LetterState.WAITING).order_by("received_at", "pk")


def overdue_issues() -> QuerySet[Issue]:
    """Open issues whose promised day has passed."""
    return Issue.objects.overdue(timezone.localdate())


def free_drafts(person: AbstractUser) -> QuerySet[Issue]:
    """The queue without what somebody else has in hand: two editors who work through it never meet."""
    return waiting_drafts().free_for(person, timezone.now())


def next_draft(issue: Issue, person: AbstractUser) -> Issue | None:
    """The free draft behind `issue` in the queue; the first one where it was the last; None where no other waits."""
    others = free_drafts(person).exclude(pk=issue.pk)
    return others.filter(_behind(issue)).first() or others.first()


def previous_draft(issue: Issue, person: AbstractUser) -> Issue | None:
    """The free draft before `issue` in the queue; None where it is the first."""
    return free_drafts(person).exclude(pk=issue.pk).exclude(_behind(issue)).last()


def _behind(issue: Issue) -> Q:
    """The order of QUEUE written as a condition, field by field."""
    behind, same = Q(), Q()
    for name in QUEUE:
        word = "lt" if name.startswith("-") else "gt"
        name = name.removeprefix("-")
        value = getattr(issue, name)
        behind |= same & Q(**{f"{name}__{word}": value})
        same &= Q(**{name: value})
    return behind
