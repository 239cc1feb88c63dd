"""What an agency's own people send in: kept as a proposal and told at the desk. Changes nothing of the issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import AbstractUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, ProposalKind, ProposalState, Status
from ..edtf import is_edtf, last_day
from ..models import Agency, Attachment, Issue, Proposal
from ..workflow import MAY_PROPOSE, may_move
from .checks import check_open
from .errors import ActionRefused
from .extend_promise import check_extend
from .return_issue import check_return
from .saving import lock_issue, note_history
from .timeline import write_event

LONGEST_TEXT = 2000
MOST_FILES = 5
MOST_WAITING = 5
"""Replies of one agency to one issue that wait for the desk at once; of anything else, one."""


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file that was checked already: its name as sent, its kind, its bytes."""

    name: str
    content_type: str
    content: bytes


def check_proposal(issue: Issue, agency: Agency, kind: ProposalKind) -> None:
    """Raise ActionRefused where `agency` may not propose this for the issue as it stands."""
    roles = {party.role for party in issue.parties.all() if party.agency_id == agency.pk}
    if not roles & MAY_PROPOSE[kind]:
        raise ActionRefused(_("Your agency's part in this issue does not allow it."))
    _check_kind(issue, kind)
    waiting = issue.proposals.filter(agency=agency, kind=kind, state=ProposalState.WAITING).count()
    if waiting >= (MOST_WAITING if kind == ProposalKind.REPLY else 1):
        raise ActionRefused(_("What you sent in still waits for the desk: take it back first, or wait."))


def _check_kind(issue: Issue, kind: ProposalKind) -> None:
    if kind == ProposalKind.EXTEND:
        return check_extend(issue)
    if kind == ProposalKind.RETURN:
        return check_return(issue)
    check_open(issue)
    if kind == ProposalKind.ACCEPT and (
        issue.status == Status.IN_PROGRESS or not may_move(issue.status, Status.ACCEPTED)
    ):
        raise ActionRefused(_("This issue is “%s”: it is accepted already.") % issue.get_status_display())
    return None


def propose(
    issue: Issue,
    agency: Agency,
    kind: ProposalKind,
    *,
    by: AbstractUser,
    text: str = "",
    promised: str = "",
    files: Sequence[NewAttachment] = (),
) -> Proposal:
    """Keep what `by` sends in for `agency`, with an internal line of the timeline. Returns the proposal.

    Raises ActionRefused where the agency may not, where a text or the new day is missing, and for too much at once;
    then no file stays behind.
    """
    kept: list[str] = []
    try:
        with transaction.atomic():
            return _propose(issue, agency, kind, by, text, promised, files, kept)
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise


def _propose(issue, agency, kind, by, text, promised, files, kept: list[str]) -> Proposal:
    locked = lock_issue(issue.pk)
    check_proposal(locked, agency, kind)
    text = _check_text(kind, text)
    _check_day(locked, kind, promised)
    if len(files) > MOST_FILES:
        raise ActionRefused(_("At most %d files with one reply.") % MOST_FILES)
    proposal = Proposal.objects.create(
        issue=locked,
        agency=agency,
        kind=kind,
        text=text,
        by=by,
        promised=promised if kind == ProposalKind.EXTEND else "",
    )
    for file in files:
        kept.append(_keep_file(proposal, file))
    told = "；".join(filter(None, [str(ProposalKind(kind).label), proposal.promised, text]))
    tell_desk(proposal, EventKind.PROPOSED, told, by=by)
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: AbstractUser) -> Proposal:
    """The agency takes back what still waits. Raises ActionRefused where the desk has decided already."""
    row = lock_waiting(proposal)
    return close_proposal(row, ProposalState.WITHDRAWN, by=by)


def lock_waiting(proposal: Proposal) -> Proposal:
    """The proposal's row, locked after its issue's. Raises ActionRefused where it does not wait any more."""
    lock_issue(proposal.issue_id)
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state != ProposalState.WAITING:
        raise ActionRefused(_("This was decided already: %s.") % row.get_state_display())
    return row


def close_proposal(row: Proposal, state: ProposalState, *, by: AbstractUser, refusal: str = "") -> Proposal:
    """Write what became of it, and tell the desk where it was not taken over."""
    row.state, row.decided_by, row.decided_at, row.refusal = state, by, timezone.now(), refusal
    row.save(update_fields=["state", "decided_by", "decided_at", "refusal", "event"])
    if state in {ProposalState.REFUSED, ProposalState.WITHDRAWN}:
        told = "；".join(filter(None, [str(row.get_kind_display()), str(row.get_state_display()), refusal]))
        tell_desk(row, EventKind.DECLINED, told, by=by)
    return row


def tell_desk(row: Proposal, kind: EventKind, text: str, *, by: AbstractUser) -> None:
    """An internal line of the timeline and a row of the history; the issue itself stays as it is."""
    today = timezone.localdate().isoformat()
    write_event(row.issue, kind, text=text, happened=today, by=by, agency=row.agency, internal=True)
    note_history(row.issue, by=by, reason=f"{row.agency}：{text}")


def _check_text(kind: ProposalKind, text: str) -> str:
    text = text.strip()
    if not text and kind != ProposalKind.ACCEPT:
        raise ActionRefused(_("Write what you want to say first."))
    if len(text) > LONGEST_TEXT:
        told = {"count": len(text), "most": LONGEST_TEXT}
        raise ActionRefused(_("The text has %(count)d characters; at most %(most)d. Shorten it.") % told)
    return text


def _check_day(issue: Issue, kind: ProposalKind, promised: str) -> None:
    if kind != ProposalKind.EXTEND:
        return
    due = last_day(promised) if promised and is_edtf(promised) else None
    if due is None or due <= issue.due_on:
        raise ActionRefused(_("The new day must be a date after %s.") % issue.due_on.isoformat())


def _keep_file(proposal: Proposal, file: NewAttachment) -> str:
    """Store the file and its row. Returns the name that the storage gave it."""
    digest = sha256(file.content).hexdigest()
    row = Attachment(
        proposal=proposal,
        name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        sha256=digest,
    )
    row.stored.save(digest, ContentFile(file.content))
    return row.stored.name
