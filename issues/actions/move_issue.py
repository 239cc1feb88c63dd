"""Changing an issue's status: the only way that a status changes."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, Status
from ..models import Agency, Event, Issue
from ..workflow import HIDDEN, may_move, needs_reason
from .errors import ActionRefused
from .saving import lock_issue, save_issue
from .timeline import write_event

NEEDED = ("title", "category")
"""Fields without which nothing is shown to the public."""


def check_move(current: str, to: str, reason: str) -> None:
    """Raise ActionRefused, in words, where the table of workflow.py does not allow the move as asked."""
    names = {"current": Status(current).label, "to": Status(to).label}
    if not may_move(current, to):
        raise ActionRefused(_("An issue that is “%(current)s” cannot become “%(to)s”.") % names)
    if needs_reason(current, to) and not reason.strip():
        raise ActionRefused(_("To set “%(to)s”, say why: the reason is shown on the timeline.") % names)


def _check_publishable(issue: Issue) -> None:
    for name in NEEDED:
        if not getattr(issue, name):
            label = Issue._meta.get_field(name).verbose_name
            raise ActionRefused(_("Before publishing, fill in “%s”.") % label)
    if not issue.evidence.exists():
        raise ActionRefused(_("Nothing is published without its sentence: mark the words of the page first."))


@transaction.atomic
def move_issue(
    issue: Issue,
    to: Status,
    *,
    by: AbstractUser | None,
    reason: str = "",
    happened: str = "",
    version: int | None = None,
    joined_to: Issue | None = None,
    agency: Agency | None = None,
) -> Event:
    """Move `issue` to status `to`, recorded on the timeline with `reason`. Returns the event.

    `happened` is an EDTF date, today where it is empty; `agency` is who asked for the move. Raises ActionRefused for a
    move that the table does not allow and for an issue that would become public without what it needs, StaleIssue where
    somebody saved after `version`.
    """
    locked = lock_issue(issue.pk, version)
    check_move(locked.status, to, reason)
    before, locked.status = locked.status, to
    locked.joined_to = joined_to
    locked.claimed_by = locked.claimed_at = None
    if not locked.is_public and to not in HIDDEN | {Status.DUPLICATE}:
        _check_publishable(locked)  # whichever way it comes: as a draft, or back from another issue
        locked.published_at = locked.published_at or timezone.now()
    event = write_event(
        locked,
        EventKind.MOVED,
        text=reason,
        happened=happened or timezone.localdate().isoformat(),
        by=by,
        agency=agency,
        # Why it was taken away stays at the desk also when the issue comes back.
        internal=to in HIDDEN or (before == Status.DRAFT and to == Status.DUPLICATE),
        from_status=before,
        to_status=to,
    )
    save_issue(locked, by=by, reason=reason)
    issue.refresh_from_db()
    return event
