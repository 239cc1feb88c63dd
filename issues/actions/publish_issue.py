"""What a reviewer decides about a draft: publish it or send it away."""

from __future__ import annotations

import sys

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, Role, Status
from ..models import Event, Issue
from .errors import ActionRefused
from .move_issue import move_issue
from .parties import enter_agencies
from .saving import lock_issue


@transaction.atomic
def publish_issue(
    issue: Issue,
    *,
    by: AbstractUser,
    status: Status | None = None,
    version: int | None = None,
    enter_responsible: bool = False,
) -> Event:
    """Make a draft public with the status that the page printed, or with `status`. Returns the timeline's event.

    With `enter_responsible` the responsible bodies that the directory lacks are entered: a person has looked at them
    one by one. Every other name stays as it is printed.
    Raises ActionRefused where the issue is no draft, or has no words of a page behind it and no title or category.
    """
    locked = lock_issue(issue.pk, version)
    if locked.status != Status.DRAFT:
        raise ActionRefused(
            _("Only a draft can be published; this issue is “%s”.") % locked.get_status_display()
        )
    if enter_responsible:
        printed = locked.parties.filter(role=Role.RESPONSIBLE, agency=None)
        enter_agencies(locked, printed.values_list("pk", flat=True))
    return move_issue(issue, status or choose_status(locked), by=by)


def choose_status(draft: Issue) -> Status:
    """The status that `draft` gets when it is published and nobody says otherwise: what the page printed."""
    return Status(draft.printed_status or Status.REPORTED)


def imagine_published(draft: Issue) -> Event:
    """Make `draft`, in memory alone, what publishing would make of it. Returns the timeline's line, unsaved too.

    For looking at the public page beforehand. Bodies that publishing would enter into the directory stay names.
    """
    before, draft.status = draft.status, choose_status(draft)
    draft.published_at = draft.changed_at = timezone.now()
    return Event(
        pk=sys.maxsize,  # the newest of all
        issue=draft,
        kind=EventKind.MOVED,
        happened=timezone.localdate().isoformat(),
        happened_on=timezone.localdate(),
        recorded_at=draft.published_at,
        from_status=before,
        to_status=draft.status,
    )


def reject_issue(issue: Issue, *, by: AbstractUser, reason: str, version: int | None = None) -> Event:
    """Withdraw a draft that is no issue. Raises ActionRefused without a reason: it teaches the reader."""
    return move_issue(issue, Status.WITHDRAWN, by=by, reason=reason, version=version)
