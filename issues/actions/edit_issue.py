"""Correcting an issue's fields and the agencies that have a part in it, by a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..choices import EventKind, Role, Status
from ..models import Agency, Issue
from .errors import ActionRefused
from .move_issue import NEEDED, move_issue
from .parties import enter_agencies, tell_change, write_printed, write_responsible, write_roles
from .saving import lock_issue, save_issue, show_value
from .timeline import add_event

EDITABLE = frozenset(
    {
        *(
            "title",
            "summary",
            "category",
            "district",
            "place",
            "mention",
            "resolution_notes",
            "hidden_names",
            "printed_status",
        ),
        *("began", "reported", "accepted", "promised", "resolved"),
    }
)


@transaction.atomic
def edit_issue(
    issue: Issue,
    changes: Mapping[str, object],
    *,
    by: AbstractUser | None,
    version: int | None = None,
    reason: str = "",
    responsible: Iterable[Agency] | None = None,
    printed_responsible: Iterable[tuple[str, Agency | None]] | None = None,
    roles: Mapping[int, str] | None = None,
    enter: Collection[int] = (),
    status: Status | None = None,
) -> Issue:
    """Write `changes` (field → value), the parties and a new status in one transaction. Returns the row.

    `responsible` are the directory's agencies that answer for it, `printed_responsible` all that do, by the names that
    a new reading of the page gives, known to the directory or not; `roles` gives parties (by id) another role, an empty
    one strikes them; `enter` names parties (by id) to be entered into the directory.
    Only real differences are written; each leaves one history row and one internal line of the timeline.
    Raises StaleIssue where somebody saved after `version`, ActionRefused for a field that no one may set, a status
    that may not follow, or a public issue that would be left without what every public issue has.
    """
    unknown = set(changes) - EDITABLE
    if unknown:
        raise ActionRefused(_("These fields cannot be edited: %s") % "、".join(sorted(unknown)))
    locked = lock_issue(issue.pk, version)
    fields = [name for name, value in changes.items() if getattr(locked, name) != value]
    told = _write_fields(locked, changes)
    _check_shown(locked, fields)
    parties = [] if responsible is None else write_responsible(locked, responsible)
    parties += [] if printed_responsible is None else write_printed(locked, printed_responsible)
    parties += write_roles(locked, roles or {})
    fields += [Role.RESPONSIBLE.value] if parties else []
    parties += enter_agencies(locked, enter)
    told += parties
    if told:
        # The history rows hold the fields; who has a part is a table of its own, so the reason says it.
        save_issue(locked, by=by, reason="；".join([*filter(None, [reason]), *parties]))
        text = "；".join([*filter(None, [reason]), *told])
        add_event(locked, EventKind.EDITED, text=text, by=by, internal=True, fields=fields)
    if status is not None and status != locked.status:
        move_issue(locked, status, by=by, reason=reason)
    issue.refresh_from_db()
    return issue


def _write_fields(issue: Issue, changes: Mapping[str, object]) -> list[str]:
    told = []
    for name, value in changes.items():
        before = getattr(issue, name)
        if before == value:
            continue
        setattr(issue, name, value)
        told.append(
            tell_change(Issue._meta.get_field(name).verbose_name, _words(name, before), _words(name, value))
        )
    return told


def _check_shown(issue: Issue, changed: Collection[str]) -> None:
    for name in NEEDED:
        if issue.is_public and name in changed and not getattr(issue, name):
            label = Issue._meta.get_field(name).verbose_name
            raise ActionRefused(_("A public issue cannot be without “%s”: choose another value.") % label)


def _words(name: str, value: object) -> str:
    return show_value(name, getattr(value, "pk", value))
