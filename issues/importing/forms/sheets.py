"""CSV, TSV and XLSX → tables of text, row by row. Evaluates nothing and knows no field but by its heads."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import PurePath

from ...reading.received import decode_page
from .matching import is_message_board, match_columns
from .opened import OpenedText, Row, Sheet, UnreadableFile, clean_text
from .refusals import LONG_CELL, NO_TEXT, TOO_MANY_ROWS
from .tables import set_table
from .workbooks import MAX_CELL, MAX_COLUMNS, read_workbook

MAX_ROWS = 50_000
_HEAD_ROWS = 10
"""Lists open with a title, a period, a unit: the heads stand within so many rows."""
_DELIMITERS = ",\t;|"


def open_sheet(name: str, content: bytes) -> Iterator[OpenedText]:
    """Each table of the file: a message board as its rows alone, any other also as one text."""
    tables = list(read_sheets(name, content))
    for label, sheet in tables:
        shown = f"{name} · {label}" if len(tables) > 1 else name
        text = "" if is_message_board(match_columns(sheet.columns)) else set_table_page(sheet)
        yield OpenedText(shown, text, sheet=sheet)


def set_table_page(sheet: Sheet) -> str:
    """The table as one text, with the words above it."""
    return "\n\n".join(part for part in (sheet.title, set_table([sheet.columns, *sheet.rows])) if part)


def read_sheets(name: str, content: bytes) -> Iterator[tuple[str, Sheet]]:
    """(label, table) of each worksheet that has cells. Raises UnreadableFile or UnreadablePage."""
    is_text = PurePath(name).suffix.lower() in {".csv", ".tsv"} and not content.startswith(b"PK")
    found = False
    for label, rows in [("", _read_csv(decode_page(content)))] if is_text else read_workbook(content):
        sheet = _set_sheet(rows)
        if sheet:
            found = True
            yield label, sheet
    if not found:
        raise UnreadableFile(NO_TEXT)


def _read_csv(text: str) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_find_delimiter(text))
    try:
        for row in reader:
            yield tuple(map(clean_text, row[:MAX_COLUMNS]))
    except csv.Error as error:
        raise UnreadableFile(LONG_CELL, row=reader.line_num, most=MAX_CELL) from error


def _find_delimiter(text: str) -> str:
    """The sign that stands most often on the first line with any."""
    lines = (line for line in text[:20_000].splitlines() if any(sign in line for sign in _DELIMITERS))
    return max(_DELIMITERS, key=next(lines, ",").count)


def _set_sheet(rows: Iterator[Row]) -> Sheet | None:
    """The table with its heads found; None where no cell has text."""
    filled = (row for row in rows if any(cell.strip() for cell in row))
    first = list(islice(filled, _HEAD_ROWS))
    if not first:
        return None
    head = _find_head(first)
    below = [*first[head + 1 :], *islice(filled, MAX_ROWS + 1)]
    if len(below) > MAX_ROWS:
        raise UnreadableFile(TOO_MANY_ROWS, most=MAX_ROWS)
    width = max(map(len, [first[head], *below]))
    title = "\n".join(" ".join(cell.strip() for cell in row if cell.strip()) for row in first[:head])
    return Sheet(
        _name_columns(first[head], width), tuple(row + ("",) * (width - len(row)) for row in below), title
    )


def _find_head(rows: list[Row]) -> int:
    """The row that names the most fields; where none names two, the first with more than one cell."""
    known = [len(match_columns(row)) for row in rows]
    if max(known) >= 2:
        return known.index(max(known))
    return next((number for number, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def _name_columns(heads: Row, width: int) -> Row:
    """Every column by a name of its own: one without head by its number, a second of the same name with （2）."""
    names: list[str] = []
    for number in range(width):
        name = " ".join(heads[number].split()) if number < len(heads) else ""
        name = name or f"第{number + 1}列"
        count = sum(other == name or other.startswith(f"{name}（") for other in names)
        names.append(f"{name}（{count + 1}）" if count else name)
    return tuple(names)
