"""The desk's sheet of issues: its columns, how each shows an issue and what an edited cell means. Reads and writes no file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ..actions import ActionRefused
from ..choices import Role, Status
from ..edtf import is_edtf
from ..models import Agency, Category, Division, Issue
from ..public.formats import make_plain

CHUNK = 500
DATES = ("began", "reported", "accepted", "promised", "resolved")
_EXCEL_DAY = re.compile(r"(\d{4})[/年.](\d{1,2})(?:[/月.](\d{1,2})日?)?月?")
"""How Excel in China writes a date into a CSV, whatever stood there before."""
_CODE = re.compile(r"\d{2,12}$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, how it shows an issue, and how an edited cell is read; None where it cannot be edited."""

    name: str
    label: object
    show: Callable[[Issue], object]
    read: Callable[[str, Issue], object] | None = None


def _verbose(name: str):
    return Issue._meta.get_field(name).verbose_name


def _read_text(name: str) -> Callable[[str, Issue], str]:
    longest = Issue._meta.get_field(name).max_length

    def read(cell: str, issue: Issue) -> str:
        if name == "title" and not cell:
            raise ActionRefused(_("An issue is never without a title."))
        if longest and len(cell) > longest:
            told = {"label": _verbose(name), "count": len(cell), "most": longest}
            raise ActionRefused(_("“%(label)s” has %(count)d characters; at most %(most)d.") % told)
        return cell

    return read


def _read_day(cell: str, issue: Issue) -> str:
    match = _EXCEL_DAY.fullmatch(cell)
    if match:
        cell = "-".join(part.zfill(2) for part in match.groups() if part)
    if cell and not is_edtf(cell):
        raise ActionRefused(
            _("“%(value)s” is no date. Write 2025-12-05, 2025-12 or 2025; 2025-12? where unsure.")
            % {"value": cell}
        )
    return cell


def _read_category(cell: str, issue: Issue) -> Category | None:
    return _find(Category, cell, Category.objects.filter(name=cell)) if cell else None


def _read_district(cell: str, issue: Issue) -> Division | None:
    code = _CODE.search(cell)
    rows = Division.objects.filter(code=code[0]) if code else Division.objects.filter(name=cell)
    return _find(Division, cell, rows) if cell else None


def _read_status(cell: str, issue: Issue) -> Status:
    found = next((status for status in Status if str(status.label) == cell), None)
    if found is None:
        raise ActionRefused(_("“%s” is no status.") % cell)
    if Status.DRAFT in {issue.status, found} and found != issue.status:
        raise ActionRefused(_("Drafts are published or rejected on their review screen, not in a sheet."))
    return found


def _read_agencies(cell: str, issue: Issue) -> list[Agency]:
    """The agencies of the directory; names that are only printed stay with the issue and are no agencies."""
    printed = {
        party.name
        for party in issue.parties.all()
        if party.role == Role.RESPONSIBLE and party.agency_id is None
    }
    names = [name for name in re.split(r"[、，,;；]\s*", cell) if name and name not in printed]
    return [_find(Agency, name, Agency.objects.filter(name=name)) for name in names]


def _find(model, cell: str, rows):
    found = list(rows[:2])
    if len(found) != 1:
        told = {"label": model._meta.verbose_name, "value": cell}
        many = _("“%(value)s” names more than one %(label)s: write its code behind it.")
        raise ActionRefused((many if found else _("“%(value)s” is no known %(label)s.")) % told)
    return found[0]


def _show_agencies(issue: Issue) -> str:
    parties = [party for party in issue.parties.all() if party.role == Role.RESPONSIBLE]
    return "、".join(party.agency.name if party.agency_id else party.name for party in parties)


def _show_source(issue: Issue) -> str:
    return str(issue.story.page) if issue.story_id else ""


def _edited(name: str, read, label=None) -> Column:
    return Column(name, label or _verbose(name), lambda issue: getattr(issue, name) or "", read)


COLUMNS = (
    Column("number", _("number"), lambda issue: issue.pk),
    Column("version", _verbose("version"), lambda issue: issue.version),
    _edited("title", _read_text("title")),
    Column("status", _verbose("status"), lambda issue: issue.get_status_display(), _read_status),
    Column(
        "category",
        _verbose("category"),
        lambda issue: issue.category.name if issue.category else "",
        _read_category,
    ),
    Column(
        "district",
        _verbose("district"),
        lambda issue: f"{issue.district.name} {issue.district.code}" if issue.district else "",
        _read_district,
    ),
    _edited("place", _read_text("place")),
    Column("responsible", _("responsible agencies"), _show_agencies, _read_agencies),
    *(_edited(name, _read_day) for name in DATES),
    *(_edited(name, _read_text(name)) for name in ("summary", "resolution_notes", "hidden_names")),
    Column("reason", _("reason of the change"), lambda issue: ""),
    Column("source", _("printed in"), _show_source),
    Column(
        "changed",
        _verbose("changed_at"),
        lambda issue: timezone.localtime(issue.changed_at).strftime("%Y-%m-%d %H:%M"),
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}


def list_heads() -> list[str]:
    """The heads in the language of whoever asks."""
    return [str(column.label) for column in COLUMNS]


def read_rows(issues) -> Iterator[dict[str, object]]:
    """The issues as rows of the sheet, some at a time."""
    rows = issues.with_names().select_related("category", "district", "story__page")
    unread = [f"story__page__{name}" for name in ("text", "blocks", "doubtful")]
    for issue in rows.defer("spans", *unread).iterator(chunk_size=CHUNK):
        yield {column.name: column.show(issue) for column in COLUMNS}


def match_heads(heads: Iterable[str]) -> dict[str, int]:
    """Column → its place in a sheet, by its head in any of our languages."""
    known = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            known |= {str(column.label): column.name for column in COLUMNS}
    return {known[head.strip()]: place for place, head in enumerate(heads) if head.strip() in known}


def clean_cell(cell: str) -> str:
    """A cell as it was written, without the apostrophe that keeps spreadsheets from running it."""
    return make_plain(cell.strip())
