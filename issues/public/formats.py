"""Records as CSV, Excel, GeoJSON and JSON Lines, written while they are read. Knows fields, asks for no issue."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from .records import FIELDS, Record

SHEET_ROWS = 1_000_000
"""Rows of one sheet; Excel ends at 1,048,576."""
_BLOCK = 64 * 1024
_NAMES = [field.name for field in FIELDS]
# What a spreadsheet takes for a formula, also in the full-width forms that Chinese and Japanese Excel accept.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


@dataclass(frozen=True, slots=True)
class Format:
    """One form in which records leave."""

    name: str
    label: str
    content_type: str
    write: Callable[..., Iterator[bytes]]
    """(records, names of the fields) → bytes; without names, those of public records."""


def write_csv(records: Iterable[Record], names: Sequence[str] = _NAMES) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 with the mark that makes Excel read it as such; lists are joined with 、."""
    line = io.StringIO()
    rows = csv.writer(line)
    rows.writerow(names)
    yield b"\xef\xbb\xbf"
    for record in records:
        rows.writerow([make_safe(_to_cell(value)) for value in record.values()])
        if line.tell() > _BLOCK:
            yield _take(line)
    yield _take(line)


def make_plain(cell: str) -> str:
    """The cell as it was before make_safe, for a sheet that comes back."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def make_safe(cell: object) -> object:
    """A cell that no spreadsheet runs as a formula: an apostrophe in front, as OWASP recommends."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_json_lines(records: Iterable[Record]) -> Iterator[bytes]:
    """One JSON object a line, in UTF-8."""
    for record in records:
        yield _to_json(record) + b"\n"


def write_geojson(records: Iterable[Record]) -> Iterator[bytes]:
    """RFC 7946. Pages print no coordinates: the geometry is null, and `district` is the code to join a map with."""
    yield b'{"type": "FeatureCollection", "features": [\n'
    between = b""
    for record in records:
        feature = {"type": "Feature", "id": record["number"], "geometry": None, "properties": record}
        yield between + _to_json(feature)
        between = b",\n"
    yield b"\n]}\n"


def write_xlsx(records: Iterable[Record], names: Sequence[str] = _NAMES) -> Iterator[bytes]:
    """A workbook; sheets are written to a file while rows come, so memory stays the same for any number."""
    book = Workbook(write_only=True)
    sheet = _begin_sheet(book, names)
    for number, record in enumerate(records, start=1):
        if number % SHEET_ROWS == 0:
            sheet = _begin_sheet(book, names)
        sheet.append([_to_sheet_cell(sheet, value) for value in record.values()])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


FORMATS = {
    one.name: one
    for one in (
        Format("csv", "CSV", "text/csv; charset=utf-8; header=present", write_csv),
        Format(
            "xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx
        ),
        Format("jsonl", "JSON Lines", "application/x-ndjson; charset=utf-8", write_json_lines),
        Format("geojson", "GeoJSON", "application/geo+json; charset=utf-8", write_geojson),
    )
}


def _take(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode()


def _to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=lambda value: value.isoformat()).encode()


def _to_cell(value: object) -> object:
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _to_sheet_cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    """Text stays text, whatever it begins with; days and times become such, which in Excel have no zone."""
    if isinstance(value, datetime):
        return timezone.make_naive(value)
    cell = WriteOnlyCell(sheet, value=_to_cell(value) if isinstance(value, list) else value)
    if cell.data_type == "f":
        cell.data_type = "s"
    return cell


def _begin_sheet(book: Workbook, names: Sequence[str]) -> WriteOnlyWorksheet:
    sheet = book.create_sheet()
    sheet.freeze_panes = "C2"
    sheet.append(list(names))
    return sheet
