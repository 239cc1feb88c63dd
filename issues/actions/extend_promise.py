"""延期: the promised day of an open issue is put off, with the reason; the old day stays on the timeline."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind
from ..edtf import is_edtf, last_day
from ..models import Agency, Issue
from .checks import check_open, check_reason
from .errors import ActionRefused
from .parties import tell_change
from .saving import lock_issue, save_issue
from .timeline import write_event


def check_extend(issue: Issue) -> None:
    """Raise ActionRefused where there is no promise that could be put off."""
    check_open(issue)
    if not issue.due_on:
        raise ActionRefused(_("Nothing is promised for this issue: enter the promised day first."))


@transaction.atomic
def extend_promise(
    issue: Issue,
    promised: str,
    *,
    by: AbstractUser,
    reason: str,
    version: int | None = None,
    agency: Agency | None = None,
) -> Issue:
    """Put the promised day off to `promised`, an EDTF date; `agency` is who asked for it. Returns the issue.

    Raises ActionRefused without a reason, without a promise, and for a day that is not later than the one that
    stands; StaleIssue where somebody saved after `version`.
    """
    locked = lock_issue(issue.pk, version)
    check_extend(locked)
    reason = check_reason(reason)
    due = last_day(promised) if promised and is_edtf(promised) else None
    if due is None or due <= locked.due_on:
        raise ActionRefused(_("The new day must be a date after %s.") % locked.due_on.isoformat())
    label = Issue._meta.get_field("promised").verbose_name
    told = tell_change(label, locked.promised, promised)
    locked.promised = promised
    write_event(
        locked,
        EventKind.EXTENDED,
        text=f"{told}；{reason}",
        happened=timezone.localdate().isoformat(),
        by=by,
        agency=agency,
        fields=["promised"],
    )
    save_issue(locked, by=by, reason=reason)
    issue.refresh_from_db()
    return issue
