"""Who has a draft in hand: taken by opening it, taken over, handed to a colleague, given up. Locks nobody out."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, Status
from ..models import Issue
from ..querysets import CLAIM_LASTS
from .errors import ActionRefused
from .saving import lock_issue
from .timeline import add_event


def find_holder(issue: Issue) -> AbstractUser | None:
    """Who has the draft in hand now; None where nobody has, or has done nothing with it for CLAIM_LASTS."""
    if issue.status != Status.DRAFT or issue.claimed_at is None:
        return None
    return issue.claimed_by if issue.claimed_at > timezone.now() - CLAIM_LASTS else None


def claim_issue(issue: Issue, *, by: AbstractUser) -> bool:
    """Take the draft in hand where nobody else has it; returns whether `by` has it now.

    It leaves no line of the timeline and no new version: opening a draft changes nothing about its issue.
    """
    now = timezone.now()
    taken = Issue.objects.drafts().free_for(by, now).filter(pk=issue.pk)
    if not taken.update(claimed_by=by, claimed_at=now):
        return False
    issue.claimed_by, issue.claimed_at = by, now
    return True


@transaction.atomic
def hand_over(issue: Issue, *, to: AbstractUser, by: AbstractUser) -> Issue:
    """Put the draft into the hands of `to`: a colleague, or `by` who takes it over. Returns the issue.

    Raises ActionRefused where it is no draft any more.
    """
    locked = lock_issue(issue.pk)
    if locked.status != Status.DRAFT:
        raise ActionRefused(_("Only a draft is in somebody's hands; this issue is reviewed already."))
    before = find_holder(locked)
    Issue.objects.filter(pk=locked.pk).update(claimed_by=to, claimed_at=timezone.now())
    if before != to:
        told = {"before": before.get_username() if before else "—", "after": to.get_username()}
        text = _("In the hands of: %(before)s → %(after)s") % told
        add_event(locked, EventKind.CLAIMED, text=text, by=by, internal=True)
    issue.refresh_from_db()
    return issue


def release_issue(issue: Issue, *, by: AbstractUser) -> None:
    """Give the draft up, where `by` has it: the next one who opens it takes it."""
    Issue.objects.filter(pk=issue.pk, claimed_by=by).update(claimed_by=None, claimed_at=None)
