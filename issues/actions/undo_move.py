"""Taking back the last move of an issue on the day it was made: a slip of the finger is no turn of the matter."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, Status
from ..models import Event, Issue
from ..workflow import HIDDEN, may_undo
from .errors import ActionRefused
from .saving import lock_issue, save_issue
from .timeline import write_event


def find_undoable(issue: Issue) -> Event:
    """The move that can be taken back. Raises ActionRefused, saying why, where there is none."""
    changes = [event for event in issue.events.all() if event.from_status and event.to_status]
    last = max(changes, key=lambda event: event.pk, default=None)
    if last is None or last.kind != EventKind.MOVED or last.to_status != issue.status:
        raise ActionRefused(_("There is no move that could be taken back."))
    if timezone.localdate(last.recorded_at) != timezone.localdate():
        raise ActionRefused(_("The last move is of another day: make a new move with its reason."))
    if not may_undo(last.from_status, last.to_status):
        raise ActionRefused(_("A joining is taken back by splitting off."))
    return last


@transaction.atomic
def undo_move(issue: Issue, *, by: AbstractUser, version: int | None = None) -> Event:
    """Put back the status before the last move of today; both stay on the timeline. Returns the new event.

    Raises ActionRefused where no move of today can be taken back, StaleIssue where somebody saved after `version`.
    """
    locked = lock_issue(issue.pk, version)
    last = find_undoable(locked)
    locked.status = last.from_status
    if last.from_status == Status.DRAFT:
        locked.published_at = None
    event = write_event(
        locked,
        EventKind.UNDONE,
        happened=timezone.localdate().isoformat(),
        by=by,
        internal=bool({last.from_status, last.to_status} & HIDDEN),
        from_status=last.to_status,
        to_status=last.from_status,
    )
    save_issue(locked, by=by, reason=_("move taken back"))
    issue.refresh_from_db()
    return event
