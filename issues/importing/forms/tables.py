"""Rows of cells → a table in text with | between its cells, as the reader knows tables. Reads no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .opened import Row


def set_table(rows: Iterable[Row]) -> str:
    """Markdown rows, a rule below the first; empty rows are left out, | in a cell becomes ｜."""
    lines = list(_set_rows(rows))
    if len(lines) > 1:
        lines.insert(1, "|" + " --- |" * (lines[0].count("|") - 1))
    return "\n".join(lines)


def _set_rows(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        cells = [" ".join(cell.replace("|", "｜").split()) for cell in row]
        if any(cells):
            yield "| " + " | ".join(cells) + " |"
