"""What a reviewer decides about a draft: publish it or send it away."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..choices import Role, Status
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
    return move_issue(issue, status or locked.printed_status or Status.REPORTED, by=by)


def reject_issue(issue: Issue, *, by: AbstractUser, reason: str, version: int | None = None) -> Event:
    """Withdraw a draft that is no issue. Raises ActionRefused without a reason: it teaches the reader."""
    return move_issue(issue, Status.WITHDRAWN, by=by, reason=reason, version=version)
