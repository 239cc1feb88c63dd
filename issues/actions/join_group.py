"""Several drafts of one matter decided at once: all join what they seem to continue, or all stay issues of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..choices import Status
from ..models import Issue
from .errors import ActionRefused, StaleIssue
from .join_issue import decline_join, join_issue

Seen = Mapping[int, int]
"""Id of a draft → the version of it that the person was shown."""


@transaction.atomic
def join_group(target: Issue, seen: Seen, *, by: AbstractUser) -> int:
    """Join all these drafts, which seem to continue `target`, to it: all or none. Returns how many.

    Raises ActionRefused where one has been changed or decided by somebody else, or the target takes none.
    """

    def join(draft: Issue) -> None:
        join_issue(draft, target, by=by, version=seen[draft.pk])

    return _decide_each(target, seen, join)


@transaction.atomic
def decline_group(target: Issue, seen: Seen, *, by: AbstractUser) -> int:
    """Say that all these drafts are issues of their own, not follow-ups of `target`: all or none.

    Returns and raises as join_group does.
    """

    def decline(draft: Issue) -> None:
        decline_join(draft, by=by, version=seen[draft.pk])

    return _decide_each(target, seen, decline)


def _decide_each(target: Issue, seen: Seen, decide: Callable[[Issue], None]) -> int:
    """Lock all rows in the order of their keys first: two editors never wait for each other."""
    if not seen:
        raise ActionRefused(_("Choose at least one draft of the group."))
    rows = Issue.objects.select_for_update().filter(pk__in={*seen, target.pk}).order_by("pk")
    drafts = {issue.pk: issue for issue in rows if issue.pk != target.pk}
    for pk in seen:
        draft = drafts.get(pk)
        if draft is None or draft.status != Status.DRAFT or draft.follows_id != target.pk:
            raise ActionRefused(_("Issue %s no longer waits in this group. Look at the group again.") % pk)
        try:
            decide(draft)
        except StaleIssue as stale:
            told = _("“%s” has been changed by somebody else. Look at the group again.") % draft.title
            raise ActionRefused(told) from stale
    return len(seen)
