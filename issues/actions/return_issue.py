"""退单: the responsible agency hands an issue back, with its reason; it waits for another body to take it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, Role, Status
from ..models import Agency, Issue
from .checks import check_reason
from .errors import ActionRefused
from .move_issue import move_issue
from .parties import write_printed
from .saving import lock_issue, save_issue
from .timeline import write_event

TAKEN = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
"""Statuses in which a body has the issue, and can hand it back."""


def check_return(issue: Issue) -> None:
    """Raise ActionRefused where nobody has the issue who could hand it back."""
    if issue.status not in TAKEN:
        told = _("This issue is “%s”: only what a body has accepted or works on can be handed back.")
        raise ActionRefused(told % issue.get_status_display())
    if not any(party.role == Role.RESPONSIBLE for party in issue.parties.all()):
        raise ActionRefused(_("Nobody is responsible for this issue: assign an agency first."))


@transaction.atomic
def return_issue(
    issue: Issue,
    *,
    by: AbstractUser,
    reason: str,
    version: int | None = None,
    agency: Agency | None = None,
) -> Issue:
    """Take the issue off its responsible bodies, or off `agency` alone. Returns the issue.

    Where nobody is left, one in progress becomes accepted again.

    Raises ActionRefused without a reason and where no body has it; StaleIssue where somebody saved after `version`.
    """
    locked = lock_issue(issue.pk, version)
    check_return(locked)
    reason = check_reason(reason)
    parties = list(locked.parties.filter(role=Role.RESPONSIBLE).select_related("agency"))
    left = [(p.name, p.agency) for p in parties if agency and p.agency_id != agency.pk]
    told = write_printed(locked, left)
    write_event(
        locked,
        EventKind.RETURNED,
        text="；".join([*told, reason]),
        happened=timezone.localdate().isoformat(),
        by=by,
        agency=agency or next((p.agency for p in parties if p.agency_id), None),
        fields=[Role.RESPONSIBLE.value],
    )
    save_issue(locked, by=by, reason="；".join([reason, *told]))
    if locked.status == Status.IN_PROGRESS and not left:
        move_issue(locked, Status.ACCEPTED, by=by, reason=reason)
    issue.refresh_from_db()
    return issue
