"""Making agencies responsible for an issue, by a person who knows who has to act."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, Role, Status
from ..models import Agency, Issue
from ..workflow import OPEN
from .errors import ActionRefused
from .parties import write_responsible
from .saving import lock_issue, save_issue
from .timeline import write_event


def check_assign(issue: Issue) -> None:
    """Raise ActionRefused where nobody can be made responsible any more."""
    if issue.status not in OPEN | {Status.DRAFT}:
        told = _("This issue is “%s”: only a draft or an open issue can be assigned.")
        raise ActionRefused(told % issue.get_status_display())


@transaction.atomic
def assign_agency(
    issue: Issue,
    agencies: Sequence[Agency],
    *,
    by: AbstractUser,
    reason: str = "",
    version: int | None = None,
) -> Issue:
    """Make `agencies` the responsible ones of the directory; names that it does not know stay. Returns the issue.

    Raises ActionRefused where they are so already or the issue is closed, StaleIssue where somebody saved meanwhile.
    """
    locked = lock_issue(issue.pk, version)
    check_assign(locked)
    told = write_responsible(locked, agencies)
    if not told:
        raise ActionRefused(_("These agencies are responsible already."))
    write_event(
        locked,
        EventKind.ASSIGNED,
        text="；".join([*told, *filter(None, [reason.strip()])]),
        happened=timezone.localdate().isoformat(),
        by=by,
        agency=agencies[0] if agencies else None,
        internal=not locked.is_public,
        fields=[Role.RESPONSIBLE.value],
    )
    save_issue(locked, by=by, reason="；".join([*filter(None, [reason.strip()]), *told]))
    issue.refresh_from_db()
    return issue
