"""The drafts of one matter that wait together: the first of them, the others, and which of them a person has chosen."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from ..choices import Status
from ..models import Issue
from .keys import read_key
from .waiting import QUEUE, count_up_to, show_count

SHOWN = 50
"""Drafts shown and decided at once: each is locked, checked and saved on its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """What waits beside an issue: the first issue of the matter, and drafts that seem to continue it."""

    first: Issue
    drafts: list[Issue]
    others: str
    """How many wait beside the issue that is shown, "999+" where counting stopped."""


def find_first(issue: Issue) -> Issue:
    """What the draft seems to continue; the issue itself where it seems to continue nothing."""
    return issue.follows if issue.status == Status.DRAFT and issue.follows else issue


def read_group(issue: Issue) -> Group | None:
    """The drafts of the issue's matter, in the order of the queue; None where no other one waits."""
    first = find_first(issue)
    waiting = Issue.objects.drafts().filter(follows=first)
    others = count_up_to(waiting.exclude(pk=issue.pk))
    if not others:
        return None
    rows = waiting.select_related("story__page").defer("story__page__text", "story__page__blocks")
    return Group(first, list(rows.order_by(*QUEUE)[:SHOWN]), show_count(others))


def read_chosen(request: HttpRequest) -> dict[int, int]:
    """Id → version of the drafts that were ticked: `12-3`. What is no such pair was not sent by the form."""
    told = (value.partition("-") for value in request.POST.getlist("member")[:SHOWN])
    pairs = ((read_key(pk), read_key(version)) for pk, _dash, version in told)
    return {pk: version for pk, version in pairs if None not in (pk, version)}
