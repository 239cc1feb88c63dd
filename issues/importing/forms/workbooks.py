"""XLSX → the rows of its worksheets as text. Calculates nothing, and knows neither heads nor fields."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import repeat
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from .containers import check_office, open_container
from .opened import Row, UnreadableFile, clean_text
from .refusals import DAMAGED, LONG_CELL

MAX_COLUMNS = 200
MAX_CELL = 200_000
"""The longest message on a province's board had 8,000 characters."""
BROKEN = (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError)
"""What openpyxl raises for workbooks that lack their parts; SyntaxError is XML's ParseError."""
MAX_MERGED = 20_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")

Cells = tuple[object, ...]
Merged = dict[int, list[tuple[int, int]]]
"""First row → (column, last row) of the cells that go on downwards from there."""


def read_workbook(content: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    """(label, rows) of each worksheet. A formula is read as the result that was saved with it, and as it is written
    where none was. A cell that is merged downwards stands in each of its rows: each row is a message of its own."""
    check_office(content)
    shown = _load(content, results=True)
    written = _load(content, results=False) if _has_formulas(content) else None
    for number, sheet in enumerate(shown.worksheets):
        rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        formulas = (
            repeat(())
            if written is None
            else written.worksheets[number].iter_rows(max_col=MAX_COLUMNS, values_only=True)
        )
        merged = _find_merged(content, sheet._worksheet_path)
        yield clean_text(sheet.title), _read_rows(_fill_merged(_choose(rows, formulas), merged))


def _load(content: bytes, *, results: bool) -> Workbook:
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=results, keep_links=False)
    except BROKEN as error:
        raise UnreadableFile(DAMAGED) from error
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the file's own word on its size may be false
    return book


def _has_formulas(content: bytes) -> bool:
    with open_container(content) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(package.read(name)) for name in sheets)


def _find_merged(content: bytes, path: str) -> Merged:
    merged: Merged = defaultdict(list)
    with open_container(content) as package:
        found = _MERGED.findall(package.read(path))[:MAX_MERGED]
    for ref in found:
        column, first, _last_column, last = range_boundaries(ref.decode())
        if last > first and column <= MAX_COLUMNS:
            merged[first].append((column - 1, last))
    return merged


def _choose(shown: Iterable[Cells], written: Iterable[Cells]) -> Iterator[Cells]:
    for row, formulas in zip(shown, written, strict=False):
        rest = formulas[len(row) :]
        pairs = zip(row, (*formulas, *repeat(None, len(row) - len(formulas))), strict=False)
        yield (*(formula if cell is None else cell for cell, formula in pairs), *rest)


def _fill_merged(rows: Iterable[Cells], merged: Merged) -> Iterator[Cells]:
    held: dict[int, tuple[int, object]] = {}
    for number, row in enumerate(rows, 1):
        cells = list(row)
        held = {column: kept for column, kept in held.items() if kept[0] >= number}
        for column, (_last, value) in held.items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = value if cells[column] is None else cells[column]
        yield tuple(cells)
        for column, last in merged.get(number, ()):
            held[column] = (last, cells[column] if column < len(cells) else None)


def _read_rows(rows: Iterable[Cells]) -> Iterator[Row]:
    try:
        for number, row in enumerate(rows, 1):
            cells = tuple(map(_set_cell, row))
            if any(len(cell) > MAX_CELL for cell in cells):
                raise UnreadableFile(LONG_CELL, row=number, most=MAX_CELL)
            yield cells[: max((place for place, cell in enumerate(cells, 1) if cell), default=0)]
    except BROKEN as error:
        raise UnreadableFile(DAMAGED) from error


def _set_cell(value: object) -> str:
    """A cell as text: days and times as 2020-01-31 08:05:00."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value))
