"""Heads of a table → which column is which field, and a row → the text that evidence points into. Reads no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .terms import load_fields

_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]")
_NOISE = re.compile(r"[\s:：*＊_\-、/]+")
_SHORTEST_PART = 2
"""A head that only contains a field's word counts for words of at least so many characters."""
LONGEST_HEAD = 24

REPLY_HEAD = "答复："
_ADDED = ("place", "district", "agency", "category", "time")


@dataclass(frozen=True, slots=True)
class RowText:
    """The text of one row and where each of its fields stands in it, as half-open spans."""

    text: str
    spans: Mapping[str, tuple[int, int]]


def match_columns(columns: Iterable[str]) -> dict[str, str]:
    """Field → column, each at most once: heads that are a field's word before heads that contain one."""
    heads = {column: _plain(column) for column in columns if column and len(column) <= LONGEST_HEAD}
    found: dict[str, str] = {}
    for fits in (str.__eq__, _contains):
        for field, words in load_fields("headers").items():
            taken = found.values()
            column = next(
                (c for word in words for c, head in heads.items() if c not in taken and fits(head, word)),
                None,
            )
            if field not in found and column:
                found[field] = column
    return found


def _plain(head: str) -> str:
    return _NOISE.sub("", _BRACKETS.sub("", head)).lower() or _NOISE.sub("", head)


def _contains(head: str, word: str) -> bool:
    return len(word) >= _SHORTEST_PART and word in head


def is_message_board(matching: Mapping[str, str]) -> bool:
    """Whether each row is a message of its own: it has words of a citizen, and is no inspection list."""
    return bool({"body", "title"} & matching.keys()) and not is_inspection_list(matching)


def is_inspection_list(matching: Mapping[str, str]) -> bool:
    """Whether the table says, row by row, what was found to be true: the reader takes it as one page."""
    return bool({"verdict", "finding"} & matching.keys())


def row_text(row: Mapping[str, str], matching: Mapping[str, str]) -> str:
    """The text of one row: title, blank line, body, other known columns, then 答复 with the reply."""
    return set_row(row, matching).text


def set_row(row: Mapping[str, str], matching: Mapping[str, str]) -> RowText:
    """As row_text, with the span of each field that stands in the text. `row` is column → cell."""
    cells = {field: _trim(row.get(column, "")) for field, column in matching.items()}
    pieces = [("title", "", cells.get("title", "")), ("body", "", cells.get("body", ""))]
    pieces += [(field, f"{matching[field]}：", cells[field]) for field in _ADDED if cells.get(field)]
    pieces.append(("reply", f"{REPLY_HEAD}\n", cells.get("reply", "")))
    if cells.get("reply_time"):
        pieces.append(("reply_time", f"{matching['reply_time']}：", cells["reply_time"]))
    return _join([piece for piece in pieces if piece[2]])


def _join(pieces: Sequence[tuple[str, str, str]]) -> RowText:
    text, spans = "", {}
    for field, label, cell in pieces:
        text += ("\n\n" if text else "") + label
        spans[field] = (len(text), len(text) + len(cell))
        text += cell
    return RowText(text, spans)


def _trim(cell: str) -> str:
    """Lines without the blanks around them, empty ones left out: boards indent with tabs and runs of spaces."""
    return "\n".join(line for part in cell.splitlines() if (line := part.strip()))
