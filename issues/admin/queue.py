"""What waits for a person at the desk, in heaps with capped counts, each leading to its rows. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..choices import Status
from .addresses import DRAFTS, FOLLOW_UPS, LETTERS, PROPOSALS, list_url
from .waiting import (
    BANDS,
    count_once,
    count_sent_in,
    count_up_to,
    due_soon_issues,
    failed_files,
    held_drafts,
    in_band,
    old_drafts,
    open_differences,
    overdue_issues,
    returned_issues,
    show_count,
    waiting_drafts,
    waiting_follow_ups,
    waiting_letters,
)


@dataclass(frozen=True, slots=True)
class Heap:
    """Rows of one kind that wait: how many, and where they are."""

    title: str
    count: str
    link: str
    urgent: bool = False


def count_heaps(request: HttpRequest) -> list[tuple[str, list[Heap]]]:
    """The heaps of the first page by subject; only what this person may see. One capped count each."""
    told = []
    if request.user.has_perm("issues.view_issue"):
        told += [
            (_("Drafts to review"), [*_count_drafts(request)]),
            (_("Issues that need you"), [*_count_issues(request)]),
        ]
    if request.user.has_perm("issues.view_letter"):
        count, link = count_once(request, waiting_letters), list_url("letter", **LETTERS)
        letters = Heap(_("Letters and corrections from readers"), count, link)
        told.append((_("Readers"), [letters]))
    if request.user.has_perm("issues.view_importrun"):
        failed = list_url("importrun", failed="yes")
        told.append((_("Sources"), [_count(_("Files that failed in 30 days"), failed_files(), failed, True)]))
    return told


def _count(title: object, rows: QuerySet, link: str, urgent: bool = False) -> Heap:
    return Heap(str(title), show_count(count_up_to(rows)), link, urgent)


def _count_drafts(request: HttpRequest) -> Iterator[Heap]:
    yield Heap(_("Awaiting review"), count_once(request, waiting_drafts), list_url("issue", **DRAFTS))
    for band, label in BANDS.items():
        yield _count(label, in_band(waiting_drafts(), band), list_url("issue", **DRAFTS, sure=band))
    yield _count(_("In my hands"), held_drafts(request.user), list_url("issue", **DRAFTS, held="mine"))
    yield _count(
        _("Waiting for more than a week"), old_drafts(), list_url("issue", **DRAFTS, waits="week"), True
    )


def _count_issues(request: HttpRequest) -> Iterator[Heap]:
    if request.user.has_perm("issues.view_proposal"):
        sent = list_url("proposal", **PROPOSALS)
        yield Heap(_("Sent in by agencies"), count_sent_in(request), sent, urgent=True)
    yield _count(_("Follow-ups to decide"), waiting_follow_ups(), list_url("issue", **FOLLOW_UPS))
    yield _count(_("Promise due within a week"), due_soon_issues(), list_url("issue", overdue="soon"))
    yield _count(_("Promise overdue"), overdue_issues(), list_url("issue", overdue="yes"), True)
    back = list_url("issue", status__exact=Status.REOPENED.value)
    yield _count(_("Come back"), returned_issues(), back, True)
    yield _count(_("Differences between readings"), open_differences(), list_url("difference"))
