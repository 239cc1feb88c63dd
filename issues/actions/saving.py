"""The lock and the save that all actions share: version, history row, who and why. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from django.contrib.auth.models import AbstractUser
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import ModelChange

from ..choices import Status
from ..edtf import first_day, last_day
from ..models import Evidence, Issue, Story
from ..search import index_issue
from .errors import OthersChange, StaleIssue

Names = Mapping[tuple[str, object], str]
"""(field, key) → the name of the row."""

DERIVED = ["version", "changed_at", "place_key", "reported_on", "due_on", "resolved_on", "returned"]
"""Fields that follow from others: no news to a person."""

# 3号楼, 6栋2单元, 12号: a later story names another door of the same estate.
_DOORS = re.compile(r"(?:第?[0-9A-Za-z一二三四五六七八九十]{1,4}(?:号楼|栋|幢|单元|期|号|楼|组))+$")


def place_key(place: str) -> str:
    """The part of a place that two stories about it share: without its doors and blanks."""
    return _DOORS.sub("", "".join(place.split()))


def lock_issue(issue_id: int, version: int | None = None) -> Issue:
    """The issue's row, locked until the transaction ends.

    With `version`, raises StaleIssue when somebody has saved since that version was shown.
    """
    issue = Issue.objects.select_for_update().get(pk=issue_id)
    if version is not None and issue.version != version:
        message = _(
            "Somebody else has changed this issue since you opened it. Look at what changed, then save again."
        )
        raise StaleIssue(message, find_changes(issue, version))
    return issue


def save_issue(issue: Issue, *, by: AbstractUser | None, reason: str = "") -> None:
    """Save with the next version, a new time of change and a history row that names `by` and `reason`."""
    stamp_issue(issue)
    issue.sources = _count_sources(issue)
    issue._history_user = by
    issue._change_reason = reason[:100]  # sticks to the instance: set anew with each save
    issue.save()
    index_issue(issue)


def note_history(issue: Issue, *, by: AbstractUser | None, reason: str) -> None:
    """A row of the history about what changes nothing of the issue: same version, so that no open form gets stale."""
    issue._history_user = by
    issue._change_reason = reason[:100]
    issue.save()


def stamp_issue(issue: Issue) -> None:
    """Set what every save sets: the next version, the time, and the fields that follow from others."""
    issue.version += 1
    issue.changed_at = timezone.now()
    issue.place_key = place_key(issue.place)
    issue.reported_on = first_day(issue.reported or issue.began)
    issue.due_on = last_day(issue.promised)
    issue.resolved_on = first_day(issue.resolved)
    issue.returned = issue.returned or issue.status == Status.REOPENED


def _count_sources(issue: Issue) -> int:
    """The pages that tell of the issue in public: its own, those of its words and lines, those of what joined it."""
    shown = Evidence.objects.filter(issue=issue).exclude(event__internal=True)
    told = (
        Story.objects.filter(issues=issue),
        Story.objects.filter(events__issue=issue, events__internal=False),
        Story.objects.filter(issues__in=Issue.objects.only("pk").joined_into(issue)),
    )
    pages = (stories.order_by().values_list("page") for stories in told)
    return shown.order_by().values_list("page").union(*pages).count()


def find_changes(issue: Issue, version: int) -> tuple[OthersChange, ...]:
    """What was saved after `version`, a line for each field: its value then and now, and who set it last and when."""
    rows = list(
        issue.history.filter(version__gte=version).select_related("history_user").order_by("version", "pk")
    )
    if not rows or rows[0].version != version:
        return ()
    saved_by = {}
    for before, after in pairwise(rows):
        for name in after.diff_against(before, excluded_fields=DERIVED).changed_fields:
            saved_by[name] = after
    changes = rows[-1].diff_against(rows[0], excluded_fields=DERIVED).changes
    return tuple(_tell_others(change, saved_by[change.field]) for change in changes)


def fetch_names(values: Iterable[tuple[str, object]]) -> Names:
    """The names of the rows that (field, key) point to, in one query a field. What is no row or gone has none."""
    keys: dict[str, set[object]] = {}
    for name, value in values:
        if value not in (None, "") and Issue._meta.get_field(name).is_relation:
            keys.setdefault(name, set()).add(value)
    return {
        (name, key): str(row)
        for name, wanted in keys.items()
        for key, row in Issue._meta.get_field(name).related_model.objects.in_bulk(wanted).items()
    }


def _tell_others(change: ModelChange, row: Model) -> OthersChange:
    return OthersChange(
        field=change.field,
        label=str(Issue._meta.get_field(change.field).verbose_name),
        before=show_value(change.field, change.old),
        after=show_value(change.field, change.new),
        by=str(row.history_user or _("the system")),
        at=row.history_date,
    )


def show_value(name: str, value: object, names: Names | None = None) -> str:
    """A field's value as a person reads it: 办理中, not in_progress; a name, not a key.

    Who shows many values fetches their `names` once, with fetch_names.
    """
    field = Issue._meta.get_field(name)
    if value in (None, ""):
        return "—"
    if field.is_relation:
        known = fetch_names([(name, value)]) if names is None else names
        return known.get((name, value), str(value))
    return str(dict(field.flatchoices).get(value, value))
