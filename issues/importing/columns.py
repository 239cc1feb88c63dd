"""Tables that wait for an editor: what is shown of them, and what becomes of the answer. Opens no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ImportState
from ..models import ImportFile, ImportRun
from .boards import FIELDS, find_confirmed, name_heads, save_profile
from .forms.opened import OpenedText
from .runs import queue_files, send_tasks

SHOWN_ROWS = 5
SHOWN_CELL = 500
"""Characters of a cell: enough to know what a column is."""

Table = Mapping[str, object]
Matching = Mapping[str, str]


class ColumnsRefused(ValueError):
    """An answer that cannot be read by; the message says which table and what to do."""


def describe_tables(tables: Iterable[OpenedText]) -> list[Table]:
    """What an editor is shown of each table (name, columns, its first rows, how many rows), heads that repeat once.

    It is kept with the file, so that the desk never opens a foreign file itself.
    """
    told: dict[str, Table] = {}
    for table in tables:
        rows = [[cell[:SHOWN_CELL] for cell in row] for row in table.sheet.rows[:SHOWN_ROWS]]
        shown = {
            "name": table.name,
            "columns": list(table.sheet.columns),
            "rows": rows,
            "count": len(table.sheet.rows),
        }
        told.setdefault(name_heads(table.sheet.columns), shown)
    return list(told.values())


@transaction.atomic
def confirm_columns(file: ImportFile, matchings: Sequence[Matching], *, by: AbstractUser) -> int:
    """Read the file by these columns (field → column, one mapping for each of file.tables), and remember them.

    An empty mapping says that the table is one page. Files of the import that wait with the same heads go on too.
    Returns how many files go on; 0 where the file does not wait any more. Raises ColumnsRefused with one sentence.
    """
    if not by.has_perm("issues.add_importrun"):
        raise PermissionDenied
    run = ImportRun.objects.select_for_update().get(pk=file.run_id)
    files = list(run.files.select_for_update().filter(state=ImportState.ASKS))
    locked = next((other for other in files if other.pk == file.pk), None)
    if locked is None:
        return 0
    for table, matching in zip(locked.tables, matchings, strict=True):
        _check(table, matching)
        save_profile(table["columns"], matching, by=by)
        locked.matching[name_heads(table["columns"])] = dict(matching)
    going = [locked] + [other for other in files if other is not locked and _is_answered(other)]
    for other in going:
        _go_on(other)
    again = run.files.filter(pk__in=[other.pk for other in going])
    transaction.on_commit(lambda: send_tasks(queue_files(again)))
    return len(going)


def _is_answered(file: ImportFile) -> bool:
    return all(find_confirmed(table["columns"]) is not None for table in file.tables)


def _go_on(file: ImportFile) -> None:
    file.state, file.attempts, file.taken, file.queued_at = ImportState.QUEUED, 0, False, timezone.now()
    file.save(update_fields=["state", "attempts", "taken", "queued_at", "matching"])


def _check(table: Table, matching: Matching) -> None:
    known, used = set(table["columns"]), list(matching.values())
    if not matching.keys() <= set(FIELDS) or not known.issuperset(used):
        raise ColumnsRefused(_("“%s” has no such column. Look at its columns again.") % table["name"])
    twice = next((column for column in used if used.count(column) > 1), None)
    if twice:
        raise ColumnsRefused(_("The column “%s” is chosen twice; each column can be only one thing.") % twice)
    if matching and "body" not in matching:
        raise ColumnsRefused(
            _("“%s”: choose the column with the citizens' words, or none at all if the table is one page.")
            % table["name"]
        )
