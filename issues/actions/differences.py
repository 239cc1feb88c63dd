"""What a person decides about the differences of a new reading: take the new value and its words, or refuse it."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import DifferenceState, Role, Status
from ..models import Agency, Difference, Evidence, Issue
from ..workflow import SET_ASIDE
from .edit_issue import edit_issue
from .errors import ActionRefused
from .move_issue import move_issue
from .open_issue import make_evidence
from .saving import lock_issue

SPEAKS_FOR = {"printed_status": "status"}
"""Field → the name under which its evidence is kept, where that is another."""


@transaction.atomic
def accept_differences(
    issue: Issue, keys: Collection[int], *, by: AbstractUser, version: int | None
) -> list[Difference]:
    """Give the issue the new values of these open differences (by id), resting on the new words. Returns them.

    An issue that is no longer read is withdrawn. `version` is what the person was shown: raises StaleIssue where
    somebody saved after it, ActionRefused where a difference was decided meanwhile; then nothing is changed.
    """
    rows = _take_open(issue, keys, version)
    fields = {row.field: row for row in rows if row.field != Difference.GONE}
    bodies = fields.pop(Difference.RESPONSIBLE, None)
    edit_issue(
        issue,
        {name: _find_value(name, row.new) for name, row in fields.items()},
        by=by,
        version=version,
        reason=_("read again"),
        printed_responsible=bodies and _find_bodies(bodies),
    )
    for row in fields.values():
        _move_words(issue, row)
    if bodies:
        _move_words_of_bodies(issue, bodies)
    if any(row.field == Difference.GONE for row in rows):
        move_issue(issue, Status.WITHDRAWN, by=by, reason=_("a new reading of its page finds no such issue"))
    return _close(rows, DifferenceState.ACCEPTED, by)


@transaction.atomic
def refuse_differences(
    issue: Issue, keys: Collection[int], *, by: AbstractUser, version: int | None
) -> list[Difference]:
    """Keep the issue as it is; the same values are not proposed again. Returns the differences. Raises as above."""
    return _close(_take_open(issue, keys, version), DifferenceState.REFUSED, by)


def _take_open(issue: Issue, keys: Collection[int], version: int | None) -> list[Difference]:
    locked = lock_issue(issue.pk, version)
    rows = list(locked.differences.select_for_update().filter(pk__in=keys, state=DifferenceState.OPEN))
    if len(rows) != len(set(keys)) or locked.status in SET_ASIDE:
        raise ActionRefused(_("Somebody has decided this difference meanwhile. Look at the list again."))
    return rows


def _find_value(name: str, value: object) -> object:
    """The plain value of a difference as edit_issue takes it: rows for keys."""
    field = Issue._meta.get_field(name)
    if not field.is_relation or value is None:
        return value
    row = field.related_model.objects.filter(pk=value).first()
    if row is None:
        raise ActionRefused(
            _("“%s” of the new reading is no longer in the directory. Read the page again.")
            % field.verbose_name
        )
    return row


def _find_bodies(row: Difference) -> list[tuple[str, Agency | None]]:
    agencies = Agency.objects.in_bulk([key for _name, key in row.new if key])
    return [(name, agencies.get(key)) for name, key in row.new]


def _move_words(issue: Issue, row: Difference) -> None:
    """The field now rests on the new words, and on no others of that page."""
    page, name = issue.story.page, SPEAKS_FOR.get(row.field, row.field)
    issue.evidence.filter(page=page, field=name, party=None, event=None).delete()
    Evidence.objects.bulk_create(
        make_evidence(issue, page, name, words["spans"], words["because"], score=words["score"])
        for words in row.new_words
    )


def _move_words_of_bodies(issue: Issue, row: Difference) -> None:
    page, keys = issue.story.page, dict(row.new)
    for words in row.new_words:
        same = issue.parties.filter(role=Role.RESPONSIBLE)
        party = same.filter(name=words["name"]).first() or same.get(agency=keys[words["name"]])
        party.evidence.filter(page=page).delete()
        make_evidence(issue, page, party.role, words["spans"], words["because"], party=party).save()


def _close(rows: list[Difference], state: DifferenceState, by: AbstractUser) -> list[Difference]:
    for row in rows:
        row.state, row.by, row.decided_at = state, by, timezone.now()
        row.save(update_fields=["state", "by", "decided_at"])
    return rows
