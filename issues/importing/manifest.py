"""Files on disk and manifests of them → received files. Used by commands; uploads come from admin."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from ..reading.received import UnreadablePage, decode_page
from .forms.kinds import MAX_FILE_BYTES
from .receiving import ReceivedFile


class ManifestError(ValueError):
    """A manifest that cannot be used; the message says file, row and what to do."""


def receive_file(path: Path, publication: str = "", published: date | None = None) -> ReceivedFile:
    """The file at `path`, at most one byte more than a page may have. Raises OSError where it cannot be opened."""
    with path.open("rb") as file:
        return ReceivedFile(path.name, file.read(MAX_FILE_BYTES + 1), publication, published)


def receive_manifest(path: Path) -> list[ReceivedFile]:
    """The files that a CSV with the header file,publication,published names, relative to its own folder.

    Encoded as a page may be: spreadsheets on a Chinese desk save GB18030. Raises ManifestError for the first row that cannot be used: nothing is imported then.
    """
    try:
        reader = csv.DictReader(io.StringIO(decode_page(path.read_bytes())))
        if "file" not in (reader.fieldnames or ()):
            raise ManifestError(_("%s: the first row must be: file,publication,published") % path)
        return [_receive_row(path, number, row) for number, row in enumerate(reader, 2)]
    except OSError as error:
        raise ManifestError(explain_os_error(error)) from error
    except UnreadablePage as error:
        raise ManifestError(f"{path}: {_(str(error))}") from error
    except csv.Error as error:
        raise ManifestError(
            _("%(file)s cannot be read: %(error)s") % {"file": path, "error": error}
        ) from error


def _receive_row(manifest: Path, number: int, row: dict[str, str | None]) -> ReceivedFile:
    try:
        name = (row["file"] or "").strip()
        if not name:
            raise ValueError(_("the name of the file is missing"))
        published = parse_day(row.get("published") or "")
        return receive_file(manifest.parent / name, row.get("publication") or "", published)
    except OSError as error:
        problem = explain_os_error(error)
    except ValueError as error:
        problem = str(error)
    raise ManifestError(
        _("%(file)s, row %(row)s: %(problem)s") % {"file": manifest, "row": number, "problem": problem}
    )


def explain_os_error(error: OSError) -> str:
    """Why a file cannot be opened: the usual reasons in the reader's language, any other as the system says it."""
    sentences = {
        FileNotFoundError: _("there is no such file: %s"),
        IsADirectoryError: _("this is a folder, not a file: %s"),
        PermissionError: _("this file may not be read: %s"),
    }
    return sentences.get(type(error), f"{error.strerror}: %s") % error.filename


def parse_day(value: str) -> date | None:
    """YYYY-MM-DD, or None for an empty cell. Raises ValueError with a sentence for anything else."""
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise ValueError(_("“%s” is no day; write it as 2025-12-05.") % value) from error
