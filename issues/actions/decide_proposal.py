"""What staff decide about an agency's proposal: it becomes public and changes the issue, changed or not, or it does not."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, ProposalKind, ProposalState, Status
from ..models import Event, Issue, Proposal
from .errors import ActionRefused
from .extend_promise import extend_promise
from .move_issue import move_issue
from .propose import close_proposal, lock_waiting
from .return_issue import return_issue
from .saving import lock_issue, save_issue
from .timeline import write_event


@transaction.atomic
def approve_proposal(
    proposal: Proposal, *, by: AbstractUser, text: str | None = None, promised: str | None = None
) -> Proposal:
    """Do what was proposed, with the staff's `text` and `promised` where they are given. Returns the proposal.

    Raises ActionRefused where it was decided already or the issue does not allow it any more: nothing is changed.
    """
    row = lock_waiting(proposal)
    final = row.text if text is None else text.strip()
    day = row.promised if promised is None else promised
    if not final and row.kind != ProposalKind.ACCEPT:
        raise ActionRefused(_("Without a text there is nothing to publish: refuse it with a reason instead."))
    row.event = _carry_out(row, final, day, by)
    changed = (final, day) != (row.text, row.promised)
    return close_proposal(row, ProposalState.CHANGED if changed else ProposalState.APPROVED, by=by)


@transaction.atomic
def refuse_proposal(proposal: Proposal, *, by: AbstractUser, reason: str) -> Proposal:
    """Leave the issue as it is and tell the agency why. Raises ActionRefused without a reason."""
    if not reason.strip():
        raise ActionRefused(_("Say why: the agency reads it."))
    return close_proposal(lock_waiting(proposal), ProposalState.REFUSED, by=by, refusal=reason.strip())


def _carry_out(row: Proposal, text: str, day: str, by: AbstractUser) -> Event:
    issue = Issue.objects.get(pk=row.issue_id)
    told = {"by": by, "agency": row.agency}
    if row.kind == ProposalKind.ACCEPT:
        return move_issue(issue, Status.ACCEPTED, reason=text, **told)
    if row.kind == ProposalKind.REPLY:
        return _publish_reply(issue, text, **told)
    if row.kind == ProposalKind.EXTEND:
        extend_promise(issue, day, reason=text, **told)
        return issue.events.filter(kind=EventKind.EXTENDED).latest("pk")
    return_issue(issue, reason=text, **told)
    return issue.events.filter(kind=EventKind.RETURNED).latest("pk")


def _publish_reply(issue: Issue, text: str, *, by: AbstractUser, agency) -> Event:
    locked = lock_issue(issue.pk)
    if not locked.is_public:
        raise ActionRefused(_("This issue is not public: a reply to it would be read by nobody."))
    today = timezone.localdate().isoformat()
    event = write_event(locked, EventKind.REPLIED, text=text, happened=today, by=by, agency=agency)
    save_issue(locked, by=by, reason=f"{agency}：{text}")
    return event
