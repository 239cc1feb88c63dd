"""转办: an open issue goes on to another agency, which alone is responsible from then on."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, Role
from ..models import Agency, Issue
from .checks import check_open, check_reason
from .errors import ActionRefused
from .parties import write_printed
from .saving import lock_issue, save_issue
from .timeline import write_event


@transaction.atomic
def hand_on(
    issue: Issue, agency: Agency, *, by: AbstractUser, reason: str, version: int | None = None
) -> Issue:
    """Make `agency` the only responsible one and say so on the timeline. Returns the issue.

    Raises ActionRefused without a reason, for an issue that is not open and where the agency has it already;
    StaleIssue where somebody saved after `version`.
    """
    locked = lock_issue(issue.pk, version)
    check_open(locked)
    reason = check_reason(reason)
    told = write_printed(locked, [(agency.name, agency)])
    if not told:
        raise ActionRefused(_("“%s” is responsible already: choose another agency.") % agency)
    write_event(
        locked,
        EventKind.HANDED_ON,
        text="；".join([*told, reason]),
        happened=timezone.localdate().isoformat(),
        by=by,
        agency=agency,
        fields=[Role.RESPONSIBLE.value],
    )
    save_issue(locked, by=by, reason="；".join([reason, *told]))
    issue.refresh_from_db()
    return issue
