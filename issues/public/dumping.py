"""The nightly dump: all public issues in all formats, in one folder, each file whole at any time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils import timezone, translation

from ..models import Issue
from .formats import FORMATS
from .records import FIELDS, Record, read_records

MANIFEST = "manifest.json"
_READ_BACK = {"day": date.fromisoformat, "time": datetime.fromisoformat}


def write_dump(folder: Path) -> dict:
    """Write every format and the manifest to `folder`, in the site's language, and return the manifest.

    Rows are read once, as JSON Lines; the other formats are made from that file, so all hold the same. Files are
    written beside and then renamed; the manifest comes last and names the checksums that belong together.
    """
    folder.mkdir(parents=True, exist_ok=True)
    in_one_language = translation.override(settings.LANGUAGE_CODE)
    with in_one_language, TemporaryDirectory(dir=folder, prefix=".writing-") as name:
        beside = Path(name)
        lines = beside / "issues.jsonl"
        _write(
            lines,
            FORMATS["jsonl"].write(read_records(Issue.objects.public().newest(), settings.CIVICTRACK_SITE)),
        )
        for form in FORMATS.values():
            if form.name != "jsonl":
                _write(beside / f"issues.{form.name}", form.write(_read_lines(lines)))
        manifest = _describe(beside)
        (beside / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        for file in manifest["files"]:
            (beside / file["name"]).replace(folder / file["name"])
        (beside / MANIFEST).replace(folder / MANIFEST)
    return manifest


def read_manifest() -> dict | None:
    """What the last dump wrote, None where there is none."""
    path = settings.CIVICTRACK_DUMP and Path(settings.CIVICTRACK_DUMP, MANIFEST)
    if not path or not path.exists():
        return None
    manifest = json.loads(path.read_text(encoding="utf-8"))
    return {**manifest, "made_at": datetime.fromisoformat(manifest["made_at"])}


def find_dump(name: str) -> Path | None:
    """The file of the dump with this name, None where no dump has written it."""
    names = {MANIFEST, *(f"issues.{form}" for form in FORMATS)}
    path = Path(settings.CIVICTRACK_DUMP, name)
    return path if settings.CIVICTRACK_DUMP and name in names and path.is_file() else None


def _write(path: Path, blocks: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(blocks)


def _read_lines(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for field in FIELDS:
                if field.kind in _READ_BACK and record[field.name]:
                    record[field.name] = _READ_BACK[field.kind](record[field.name])
            yield record


def _describe(folder: Path) -> dict:
    files = []
    for form in FORMATS.values():
        path = folder / f"issues.{form.name}"
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        files.append({"name": path.name, "bytes": path.stat().st_size, "sha256": digest})
    with (folder / "issues.jsonl").open("rb") as lines:
        count = sum(1 for _line in lines)
    return {
        "made_at": timezone.localtime().isoformat(),
        "issues": count,
        "licence": settings.CIVICTRACK_LICENCE,
        "files": files,
    }
