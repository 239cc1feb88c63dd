"""An issue that tells of the same matter as another: it joins that one and can be split off again, or stays its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind, Status
from ..models import Event, Evidence, Issue, Joining
from ..workflow import OPEN
from .errors import ActionRefused
from .hidden_names import join_names
from .move_issue import move_issue
from .saving import lock_issue, save_issue, stamp_issue
from .timeline import add_event, write_event


@transaction.atomic
def join_issue(
    issue: Issue, target: Issue, *, by: AbstractUser, status: Status | None = None, version: int | None = None
) -> Issue:
    """Hand the printed lines of a draft or an open issue, with their evidence, to `target`; close it as joined.

    `status` moves the target at the same time (the follow-up often tells that it is solved). Other drafts that seemed
    to continue `issue` are proposed to the target instead. split_issue takes it back. Returns target.
    A draft can join another draft, which is then reviewed with the lines of both. Raises ActionRefused where the issue
    is closed or the target is itself hidden or joined, StaleIssue where somebody saved the issue after `version`.
    """
    mine, theirs = _lock_both(issue, target, version)
    _check_join(mine, theirs, status)
    events = list(mine.events.filter(story__isnull=False).values_list("pk", flat=True))
    _hand_over(events, theirs)
    _hide_names(theirs, mine)
    record = Joining(
        joined=mine,
        target=theirs,
        status_before=mine.status,
        target_before=theirs.status,
        events=events,
        by=by,
    )
    text = _("“%(title)s” (issue %(number)s)") % {"title": mine.title, "number": mine.pk}
    add_event(theirs, EventKind.JOINED, text=text, by=by, internal=True)
    move_issue(mine, Status.DUPLICATE, by=by, reason=_("joined to issue %s") % theirs.pk, joined_to=theirs)
    _redirect_proposals(mine, theirs)
    if status and status != theirs.status:
        move_issue(theirs, status, by=by, reason=_("as printed in “%s”") % (mine.story or mine.title))
    else:
        save_issue(theirs, by=by, reason=text)
    record.target_after = theirs.status
    record.save()
    issue.refresh_from_db(), target.refresh_from_db()
    return target


@transaction.atomic
def split_issue(issue: Issue, *, by: AbstractUser, reason: str = "", version: int | None = None) -> Issue:
    """Split a joined issue off again: its lines, evidence and status come back as they were. Returns the issue.

    The other issue gets its status back too, unless somebody has moved it since. What was edited since stays.
    Raises ActionRefused where nothing is joined or its lines have gone on to a third issue, StaleIssue where somebody
    saved the issue after `version`.
    """
    record = Joining.objects.filter(joined=issue, undone_at=None).select_related("target").first()
    if record is None:
        raise ActionRefused(_("This issue has not joined another, or joined before joinings were recorded."))
    mine, theirs = _lock_both(issue, record.target, version)
    _check_split(mine, theirs, record)
    _hand_over(record.events, mine)
    text = _("split off from issue %s") % theirs.pk
    text = f"{text}：{reason}" if reason.strip() else text
    _restore(mine, record.status_before, by=by, reason=text)
    told = _("“%(title)s” (issue %(number)s)") % {"title": mine.title, "number": mine.pk}
    add_event(theirs, EventKind.SPLIT, text=told, by=by, internal=True)
    if theirs.status == record.target_after != record.target_before:
        _restore(theirs, record.target_before, by=by, reason=told)
    else:
        save_issue(theirs, by=by, reason=told)
    record.undone_at, record.undone_by = timezone.now(), by
    record.save(update_fields=["undone_at", "undone_by"])
    issue.refresh_from_db()
    return issue


@transaction.atomic
def decline_join(draft: Issue, *, by: AbstractUser, version: int | None = None) -> Issue:
    """Say that the draft is an issue of its own, not the follow-up that it was taken for. Returns the draft."""
    locked = lock_issue(draft.pk, version)
    before = locked.follows
    locked.follows, locked.follows_score, locked.follows_because = None, None, []
    reason = _("not a follow-up of issue %s") % (before and before.pk)
    save_issue(locked, by=by, reason=reason)
    add_event(locked, EventKind.EDITED, text=reason, by=by, internal=True)
    draft.refresh_from_db()
    return draft


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A draft that seems to continue a known issue, how like they are, and why."""

    draft: Issue
    known: Issue
    score: float | None = None
    because: Sequence[str] = ()


def propose_follow_up(
    draft: Issue, known: Issue, *, score: float | None = None, because: Sequence[str] = ()
) -> Issue:
    """Mark the draft as what seems to continue `known`, and why, for a person to decide. Returns the draft.

    Nothing is marked where a person has decided about the draft since it was read.
    """
    propose_follow_ups([FollowUp(draft, known, score, because)])
    draft.refresh_from_db()
    return draft


@transaction.atomic
def propose_follow_ups(found: Sequence[FollowUp]) -> None:
    """Mark the drafts together, locked by one query and with one for their history. As propose_follow_up otherwise."""
    keys = [each.draft.pk for each in found]
    waiting = Issue.objects.select_for_update().filter(pk__in=keys, status=Status.DRAFT).order_by("pk")
    locked = {issue.pk: issue for issue in waiting}
    for each in found:
        if issue := locked.get(each.draft.pk):
            _set_follow_up(issue, each)
    Issue.history.bulk_history_create(locked.values(), update=True)


def _set_follow_up(issue: Issue, found: FollowUp) -> None:
    """What save_issue would do, without what a draft's text and sources would make of it: they stay as they are."""
    issue.follows_id, issue.follows_score, issue.follows_because = (
        found.known.pk,
        found.score,
        [*found.because],
    )
    issue._history_user = None  # the machine's, whosever request it is
    issue._change_reason = (_("seems to continue issue %s") % found.known.pk)[:100]
    stamp_issue(issue)
    changed = ("follows_id", "follows_score", "follows_because", "version", "changed_at")
    Issue.objects.filter(pk=issue.pk).update(**{name: getattr(issue, name) for name in changed})


def _lock_both(issue: Issue, target: Issue, version: int | None) -> tuple[Issue, Issue]:
    """Both rows, locked in the order of their keys: two editors never wait for each other."""
    versions = {target.pk: None, issue.pk: version}
    locked = {pk: lock_issue(pk, versions[pk]) for pk in sorted(versions)}
    return locked[issue.pk], locked[target.pk]


def _check_join(issue: Issue, target: Issue, status: Status | None) -> None:
    if issue.status not in OPEN | {Status.DRAFT}:
        raise ActionRefused(_("Only a draft or an open issue can join another issue."))
    both_drafts = issue.status == target.status == Status.DRAFT
    if issue.pk == target.pk or target.joined_to_id or not (target.is_public or both_drafts):
        raise ActionRefused(_("It can only join a public issue that has not itself joined another."))
    if status and both_drafts:
        raise ActionRefused(_("A draft gets its status when it is published."))


def _check_split(issue: Issue, target: Issue, record: Joining) -> None:
    if issue.status != Status.DUPLICATE or issue.joined_to_id != target.pk:
        raise ActionRefused(_("This issue is no longer joined to issue %s.") % target.pk)
    if target.joined_to_id:
        raise ActionRefused(
            _("Issue %(number)s has itself joined issue %(other)s: split that one off first.")
            % {"number": target.pk, "other": target.joined_to_id}
        )
    if Event.objects.filter(pk__in=record.events, issue=target).count() != len(record.events):
        raise ActionRefused(_("Lines of its timeline are no longer with issue %s.") % target.pk)


def _hand_over(events: list[int], to: Issue) -> None:
    Evidence.objects.filter(event__in=events).update(issue=to)
    Event.objects.filter(pk__in=events).update(issue=to)


def _hide_names(target: Issue, issue: Issue) -> None:
    """Hide the names of `issue` in `target` too. Written at once: a move locks and reads the target's row anew."""
    target.hidden_names = join_names([*target.private_names, *issue.private_names])
    Issue.objects.filter(pk=target.pk).update(hidden_names=target.hidden_names)


def _redirect_proposals(issue: Issue, target: Issue) -> None:
    waiting = Issue.objects.filter(follows=issue, status=Status.DRAFT).exclude(pk=target.pk).order_by("pk")
    for draft in waiting:
        propose_follow_up(draft, target, score=draft.follows_score, because=tuple(draft.follows_because))


def _restore(issue: Issue, status: str, *, by: AbstractUser, reason: str) -> None:
    """Put back the status that stood before a joining: no move of the table, but its undoing."""
    before, issue.status, issue.joined_to = issue.status, status, None
    write_event(
        issue,
        EventKind.SPLIT,
        text=reason,
        happened=timezone.localdate().isoformat(),
        by=by,
        internal=status == Status.DRAFT,
        from_status=before,
        to_status=status,
    )
    save_issue(issue, by=by, reason=reason)
