"""Putting an issue's fields back to what an earlier version had. Status and agencies have moves of their own."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Issue
from .edit_issue import EDITABLE, edit_issue
from .errors import ActionRefused


def find_restorable(issue: Issue, version: int) -> dict[str, object]:
    """Field → earlier value, of the fields that differ from what they were at `version`.

    Raises ActionRefused where that version is not on record, or what it names is gone from the directory.
    """
    row = issue.history.filter(version=version).order_by("-pk").first()
    if row is None:
        raise ActionRefused(_("There is no version %d of this issue.") % version)
    differing = {}
    for name in EDITABLE:
        field = Issue._meta.get_field(name)
        before = getattr(row, field.attname)
        if before != getattr(issue, field.attname):
            differing[name] = _find_row(field, before) if field.is_relation else before
    return differing


def _find_row(field, key: object) -> object:
    found = field.related_model.objects.filter(pk=key).first() if key else None
    if key and found is None:
        raise ActionRefused(
            _("“%s” of that version is no longer in the directory: set it by hand.") % field.verbose_name
        )
    return found


@transaction.atomic
def restore_issue(
    issue: Issue, to: int, *, by: AbstractUser, version: int | None = None, reason: str = ""
) -> Issue:
    """Give the issue the field values of version `to`, as a new change with its own history row. Returns the issue.

    Raises ActionRefused where nothing differs or a public issue would be left without what it needs, StaleIssue
    where somebody saved after `version`.
    """
    changes = find_restorable(Issue.objects.get(pk=issue.pk), to)
    if not changes:
        raise ActionRefused(_("The fields are as they were at version %d already.") % to)
    told = _("restored to version %d") % to
    return edit_issue(issue, changes, by=by, version=version, reason="；".join(filter(None, [told, reason])))
