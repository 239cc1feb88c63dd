"""The history tab: who changed what, when, from where and why, in words. Reads the history rows, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from simple_history.models import ModelChange

from ..actions.saving import DERIVED, Names, fetch_names, show_value
from ..models import Issue

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One save: who, when, why, and each field as (label, before, after)."""

    at: datetime
    by: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]
    version: int
    address: str
    opened: bool = False


def show_history(model_admin, request: HttpRequest, issue_id: str) -> HttpResponse:
    """The history of one issue, newest first."""
    issue = model_admin.get_object(request, issue_id)
    if issue is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, issue):
        raise PermissionDenied
    rows = issue.history.select_related("history_user").order_by("-version", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History: %s") % issue,
        "opts": model_admin.opts,
        "original": issue,
        "issue": issue,
        "page": page,
        "may_restore": model_admin.has_change_permission(request, issue),
        "lines": _tell_rows(issue, list(page.object_list)),
    }
    return render(request, "issues/desk/history.html", context)


def _tell_rows(issue: Issue, rows: list) -> list[HistoryLine]:
    """The rows as lines; the last one of a page is compared with the row before it, on the next page."""
    if not rows:
        return []
    last = rows[-1]
    before = Q(version__lt=last.version) | Q(version=last.version, pk__lt=last.pk)
    earlier = issue.history.filter(before).order_by("-version", "-pk").first()
    changed = [_find_changes(after, before) for after, before in pairwise([*rows, earlier])]
    names = fetch_names(
        (one.field, value) for changes in changed for one in changes for value in (one.old, one.new)
    )
    lines = [_tell_row(row, changes, names) for row, changes in zip(rows, changed, strict=True)]
    if earlier is None:
        lines[-1] = replace(lines[-1], opened=True)
    return lines


def _find_changes(row, before) -> Sequence[ModelChange]:
    return row.diff_against(before, excluded_fields=DERIVED).changes if before else ()


def _tell_row(row, changes: Sequence[ModelChange], names: Names) -> HistoryLine:
    return HistoryLine(
        at=row.history_date,
        by=str(row.history_user or _("the system")),
        version=row.version,
        address=row.address or "",
        reason=row.history_change_reason or "",
        changes=tuple(
            (
                str(Issue._meta.get_field(change.field).verbose_name),
                show_value(change.field, change.old, names),
                show_value(change.field, change.new, names),
            )
            for change in changes
        ),
    )
