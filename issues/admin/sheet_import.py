"""An edited sheet comes back: matched by number and version, shown field by field, applied whole or not at all.

The preview does everything and takes it back: what it shows is what the actions really do and refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..actions import ActionRefused, StaleIssue, edit_issue
from ..choices import Status
from ..importing.forms.opened import UnreadableFile
from ..importing.forms.sandbox import open_safely
from ..models import Issue
from .addresses import list_url
from .sheet_columns import BY_NAME, COLUMNS, clean_cell, match_heads

MOST_ROWS = 500
"""Each row is locked, checked and saved on its own, twice; more would hold the page for too long."""
LARGEST = 10 * 2**20
SALT = "issues.sheet"
KEPT_SECONDS = 60 * 60

Cells = Mapping[str, str]
"""Column → cell, of one row."""


class SheetForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("sheet"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"})
    )

    def clean_file(self):
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(
                _("The file is too large (more than %(megabytes)d MB). Split it.")
                % {"megabytes": LARGEST // 2**20}
            )
        return self.cleaned_data["file"]


@dataclass(slots=True)
class PlannedRow:
    """One row of the sheet: what it would change as (label, old, new), or why it is refused."""

    line: int
    cells: Cells
    issue: Issue | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    refused: str = ""


def import_sheet(model_admin, request: HttpRequest) -> HttpResponse:
    """Ask for the sheet, show what it would change, or do it."""
    if not request.user.has_perms(["issues.change_issue", "issues.publish_issue"]):
        raise PermissionDenied
    if request.method == "POST" and "planned" in request.POST:
        return _apply(model_admin, request)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if not form.is_valid():
        return _show(model_admin, request, form=form)
    try:
        rows = read_sheet(form.cleaned_data["file"].name, form.cleaned_data["file"].read())
    except (UnreadableFile, ActionRefused) as refused:
        form.add_error("file", str(refused) if isinstance(refused, ActionRefused) else _tell(refused))
        return _show(model_admin, request, form=form)
    planned = plan_rows(rows, by=request.user)
    return _show(model_admin, request, form=SheetForm(), planned=planned)


def read_sheet(name: str, content: bytes) -> list[tuple[int, Cells]]:
    """(line, cells) of each row that has any. Raises UnreadableFile, ActionRefused where it is no sheet of ours."""
    sheet = next((text.sheet for text in open_safely(name, content, scan=False) if text.sheet), None)
    places = match_heads(sheet.columns) if sheet else {}
    if not {"number", "version"} <= set(places):
        raise ActionRefused(
            _("This is no sheet of ours: the columns “%(number)s” and “%(version)s” are missing.")
            % {"number": BY_NAME["number"].label, "version": BY_NAME["version"].label}
        )
    if len(sheet.rows) > MOST_ROWS:
        raise ActionRefused(_("At most %d rows at once: split the sheet.") % MOST_ROWS)
    return [
        (line, {name: clean_cell(row[place]) for name, place in places.items()})
        for line, row in enumerate(sheet.rows, start=2)
    ]


def plan_rows(rows: Sequence[tuple[int, Cells]], *, by: AbstractUser) -> list[PlannedRow]:
    """What the rows would change and what is refused: done for real, and taken back."""
    with transaction.atomic():
        planned = _write_rows(rows, by)
        transaction.set_rollback(True)
    return planned


def apply_rows(rows: Sequence[tuple[int, Cells]], *, by: AbstractUser) -> list[PlannedRow]:
    """Change all of them in one transaction; where one is refused, none. Returns the rows, the refused ones told."""
    with transaction.atomic():
        planned = _write_rows(rows, by)
        if any(row.refused for row in planned):
            transaction.set_rollback(True)
    return planned


def _write_rows(rows: Sequence[tuple[int, Cells]], by: AbstractUser) -> list[PlannedRow]:
    seen: set[str] = set()
    planned = []
    for line, cells in rows:
        row = PlannedRow(line, cells)
        try:
            with transaction.atomic():
                _write_row(row, seen, by)
        except ActionRefused as refused:
            row.refused = _tell_stale(refused) if isinstance(refused, StaleIssue) else str(refused)
        planned.append(row)
    return planned


def _write_row(row: PlannedRow, seen: set[str], by: AbstractUser) -> None:
    number, version = row.cells["number"], row.cells["version"]
    if not (number.isdecimal() and version.isdecimal() and len(number) < 19 and len(version) < 10):
        raise ActionRefused(_("Number or version is missing: they say which issue the row is."))
    if number in seen:
        raise ActionRefused(_("The number stands in an earlier row already."))
    seen.add(number)
    rows = Issue.objects.with_names().select_related("story__page")
    row.issue = rows.filter(pk=number).first()
    if row.issue is None:
        raise ActionRefused(_("There is no issue with the number “%s”.") % number)
    values = _find_changes(row)
    if values:
        _edit(row.issue, values, int(version), row.cells.get("reason", ""), by)


def _find_changes(row: PlannedRow) -> dict[str, object]:
    """Column → value of the cells that say something else than the issue; they are told in `row.changes`."""
    values = {}
    for column in COLUMNS:
        if column.read is None or column.name not in row.cells:
            continue
        before, cell = str(column.show(row.issue)), row.cells[column.name]
        if cell == before.strip() or cell.split() == before.split():
            continue
        value = column.read(cell, row.issue)
        if value == column.read(before, row.issue):
            continue  # the same, as Excel writes it
        values[column.name] = value
        row.changes.append((str(column.label), before or "—", cell or "—"))
    return values


def _edit(issue: Issue, values: dict, version: int, reason: str, by: AbstractUser) -> None:
    extra = {name: values.pop(name) for name in ("status", "responsible") if name in values}
    if "status" in extra:
        extra["status"] = Status(extra["status"])
    else:
        reason = reason or _("from a sheet")  # a move that needs a reason must not find one by itself
    edit_issue(issue, values, by=by, version=version, reason=reason, **extra)


def _tell(refused: UnreadableFile) -> str:
    return _(refused.refusal.message) % refused.refusal.parameters


def _tell_stale(stale: StaleIssue) -> str:
    told = "；".join(f"{one.label}：{one.before} → {one.after}（{one.by}）" for one in stale.changes)
    return _("Somebody has changed this issue since the sheet was made. Take a new sheet.") + (
        f" {told}" if told else ""
    )


def _apply(model_admin, request: HttpRequest) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["planned"], salt=_salt(request), max_age=KEPT_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old: upload the sheet again."))
        return HttpResponseRedirect(reverse("admin:issues_issue_import_sheet"))
    planned = apply_rows([(line, cells) for line, cells in kept], by=request.user)
    if any(row.refused for row in planned):
        messages.error(request, _("Nothing was changed: something happened since the preview. Look again."))
        return _show(model_admin, request, form=SheetForm(), planned=planned)
    told = ngettext("%d issue was changed.", "%d issues were changed.", len(planned)) % len(planned)
    messages.success(request, told)
    return HttpResponseRedirect(list_url("issue"))


def _salt(request: HttpRequest) -> str:
    """A preview is for the person who saw it."""
    return f"{SALT}.{request.user.pk}"


def _show(model_admin, request: HttpRequest, *, form: SheetForm, planned=None) -> HttpResponse:
    rows = planned or []
    ready = [row for row in rows if row.changes and not row.refused]
    kept = [[row.line, dict(row.cells)] for row in ready]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Import an edited sheet"),
        "opts": model_admin.opts,
        "form": form,
        "asked": planned is not None,
        "ready": ready,
        "refused": [row for row in rows if row.refused],
        "same": sum(not row.changes and not row.refused for row in rows),
        "planned": signing.dumps(kept, salt=_salt(request), compress=True) if ready else "",
        "most": MOST_ROWS,
    }
    return render(request, "issues/desk/sheet.html", context)
