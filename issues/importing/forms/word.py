"""DOCX → text: paragraphs and tables in their order, headings with #. Knows nothing of sheets."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from .containers import check_office
from .opened import Row, UnreadableFile, clean_text
from .refusals import DAMAGED, NO_TEXT
from .tables import set_table

LARGEST_PART = 24 * 2**20
"""A tree takes some fifteen times its XML: 24 MB stay below 400. A report of 300 pages has 5 MB."""


def open_word(content: bytes) -> str:
    """The document's text, tables as markdown rows. Raises UnreadableFile."""
    check_office(content, LARGEST_PART)
    try:
        document = Document(BytesIO(content))
        parts = [part for item in document.iter_inner_content() if (part := _set_part(item))]
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        raise UnreadableFile(DAMAGED) from error  # what python-docx raises for packages that lack their parts
    if not parts:
        raise UnreadableFile(NO_TEXT)
    return "\n\n".join(parts)


def _set_part(item: Paragraph | Table) -> str:
    if isinstance(item, Table):
        return set_table(_read_rows(item))
    text = clean_text(item.text).strip("\n ")
    return f"{_mark_heading(item)}{text}" if text.strip() else ""


def _mark_heading(paragraph: Paragraph) -> str:
    """`# ` for the title and first headings, `## ` for second ones: what the reader takes for headlines."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if style == "Title":
        return "# "
    level = style.removeprefix("Heading ")
    return "#" * min(int(level), 6) + " " if style != level and level.isdigit() and int(level) else ""


def _read_rows(table: Table) -> Iterator[Row]:
    """Rows of text, all of one width; a cell merged over several columns speaks in its first one only."""
    for row in table.rows:
        cells = row.cells
        before = (None, *cells)
        yield tuple(
            "" if left is not None and left._tc is cell._tc else clean_text(cell.text)
            for left, cell in zip(before, cells, strict=False)
        )
