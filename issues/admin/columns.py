"""The columns page: what each column of a table is, with the text that its first row becomes. Saves nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..choices import ImportState
from ..importing.boards import FIELDS, find_confirmed
from ..importing.columns import ColumnsRefused, confirm_columns
from ..importing.forms.matching import match_columns, row_text
from ..models import ImportFile

LABELS = {
    "title": pgettext_lazy("column", "title"),
    "body": pgettext_lazy("column", "the citizens' words"),
    "reply": pgettext_lazy("column", "official reply"),
    "time": pgettext_lazy("column", "written on"),
    "reply_time": pgettext_lazy("column", "replied on"),
    "place": pgettext_lazy("column", "address"),
    "district": pgettext_lazy("column", "district"),
    "agency": pgettext_lazy("column", "agency"),
    "category": pgettext_lazy("column", "kind"),
    "number": pgettext_lazy("column", "number"),
    "status": pgettext_lazy("column", "state"),
    "author": pgettext_lazy("column", "author"),
}


class ColumnsForm(forms.Form):
    """For one table: a select for each field, with the table's columns to choose from."""

    def __init__(self, table: Mapping, number: int, data=None):
        super().__init__(data, prefix=f"table{number}")
        self.table = table
        known = find_confirmed(table["columns"])
        chosen = match_columns(table["columns"]) if known is None else known
        columns = [("", _("not in this table")), *((column, column) for column in table["columns"])]
        for name in FIELDS:
            select = forms.Select(attrs={"class": "desk-select"})
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                choices=columns,
                initial=chosen.get(name, ""),
                required=False,
                widget=select,
            )

    @property
    def matching(self) -> dict[str, str]:
        """Field → column as it is chosen now, without what is in no column."""
        values = {name: self[name].value() for name in FIELDS}
        return {name: column for name, column in values.items() if column in self.table["columns"]}

    @property
    def first_text(self) -> str:
        """What the first row would become; empty where the table is one page."""
        rows = self.table["rows"]
        row = dict(zip(self.table["columns"], rows[0], strict=True)) if rows else {}
        return row_text(row, self.matching) if self.matching else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that waits, and the forms of its tables."""

    file: ImportFile
    forms: list[ColumnsForm]


def ask_columns(model_admin, request: HttpRequest, run_id: int, file_id: int) -> HttpResponse:
    """Show the tables of a file with their columns, or let the file go on with the columns that were chosen."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    file = get_object_or_404(ImportFile.objects.select_related("run"), pk=file_id, run=run_id)
    if file.state != ImportState.ASKS:
        messages.info(request, gettext("This file does not wait for its columns any more."))
        return _to_run(file)
    data = request.POST if request.method == "POST" else None
    asked = Asked(file, [ColumnsForm(table, number, data) for number, table in enumerate(file.tables, 1)])
    if data is not None and data.get("do") == "confirm" and all(form.is_valid() for form in asked.forms):
        try:
            return _confirm(request, asked)
        except ColumnsRefused as refused:
            messages.error(request, str(refused))
    return _show(model_admin, request, asked)


def _confirm(request: HttpRequest, asked: Asked) -> HttpResponse:
    going = confirm_columns(asked.file, [form.matching for form in asked.forms], by=request.user)
    told = ngettext("%d file goes on with these columns.", "%d files go on with these columns.", going)
    messages.success(request, told % going)
    return _to_run(asked.file)


def _to_run(file: ImportFile) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:issues_importrun_change", args=[file.run_id]))


def _show(model_admin, request: HttpRequest, asked: Asked) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": gettext("Columns of %s") % asked.file.name,
        "opts": model_admin.opts,
        "original": asked.file.run,
        "is_fullwidth": "1",
        "file": asked.file,
        "forms": asked.forms,
    }
    return render(request, "issues/desk/columns.html", context)
