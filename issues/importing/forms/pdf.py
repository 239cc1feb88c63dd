"""PDF → one text a page, in reading order. Pages that are images go to the scanner it is given."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from ctypes import c_double
from itertools import islice, pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from .columns import Box, order_boxes, share_following, turn_vertical
from .opened import NeedsScanning, OpenedText, Refusal, UnreadableFile
from .refusals import DAMAGED, LOCKED, NO_OCR, NO_TEXT, TOO_MANY_PAGES
from .scanning import ScannedText, Scanner
from .setting import set_text

MAX_PAGES = 500
MAX_CHARACTERS = 100_000
"""A broadsheet page has 10,000; what has more on one page is none."""
LEAST_TEXT = 20
"""A page with fewer characters and an image on it is a scan with a stamp."""
OUTLINES = 200
MOST_OBJECTS = 2000
"""A page of outlined letters has a path for each; rules and frames of a page of text are some dozens."""
BETTER = 0.05
"""The stored order is kept unless ours follows its columns so much better: producers mostly store what they set."""

_SPACES = " \u3000\u00a0"
_FULL_WIDTH = "WFA"
_FULL = 0.8
_BELOW_BASELINE = 0.12
"""Chinese fonts set their square so far below the line on which Latin letters stand."""


class Glyph(NamedTuple):
    """One character where it stands, y downwards."""

    left: float
    top: float
    right: float
    bottom: float
    char: str
    spaced: bool
    """Whether a space stands before it."""


def open_pdf(name: str, content: bytes, scanner: Scanner | None) -> Iterator[OpenedText]:
    """Every page with text, and a refusal for each that cannot be read.

    Raises UnreadableFile where no page can, and NeedsScanning for the first page of images where there is no scanner.
    """
    document = _open_document(content)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise UnreadableFile(TOO_MANY_PAGES, count=count, most=MAX_PAGES)
        refused = None
        found = False
        for number in range(count):
            shown = f"{name} · {number + 1}" if count > 1 else name
            page = _open_page(document, number, shown, scanner)
            refused = refused or page.refusal
            found = found or bool(page.text)
            if page.text or page.refusal:
                yield page
        if not found:
            raise (
                UnreadableFile(refused.message, **refused.parameters) if refused else UnreadableFile(NO_TEXT)
            )
    finally:
        document.close()


def _open_page(
    document: pypdfium2.PdfDocument, number: int, shown: str, scanner: Scanner | None
) -> OpenedText:
    try:
        return OpenedText(shown, *_read_page(document[number], scanner))
    except NeedsScanning:
        raise
    except UnreadableFile as error:
        return OpenedText(shown, refusal=error.refusal)
    except pypdfium2.PdfiumError:
        return OpenedText(shown, refusal=Refusal(DAMAGED))


def _open_document(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(LOCKED if error.err_code == pdfium.FPDF_ERR_PASSWORD else DAMAGED) from error


def _read_page(page: pypdfium2.PdfPage, scanner: Scanner | None) -> ScannedText:
    glyphs = list(_read_glyphs(page))
    if len(glyphs) < LEAST_TEXT and _is_drawn(page):
        if scanner is None:
            raise NeedsScanning(NO_OCR)
        scanned = scanner.read_page(page)
        if scanned[0]:
            return scanned
    return set_text(_order_page(glyphs))


def _is_drawn(page: pypdfium2.PdfPage) -> bool:
    """Whether the page is an image, or letters turned into outlines as some layout programs do."""
    kinds = [found.type for found in islice(page.get_objects(max_depth=2), MOST_OBJECTS)]
    return pdfium.FPDF_PAGEOBJ_IMAGE in kinds or kinds.count(pdfium.FPDF_PAGEOBJ_PATH) >= OUTLINES


def _read_glyphs(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    """The page's characters as stored. Line ends, which the PDF reader makes up, are found anew from their places."""
    text, height = page.get_textpage(), page.get_height()
    spaced = False
    for number in range(min(text.count_chars(), MAX_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(text, number)
        char = chr(code) if code < 0x110000 else ""
        if char.strip() and char.isprintable():
            left, bottom, right, top = _find_box(text, number, char)
            yield Glyph(left, height - top, right, height - bottom, char, spaced)
            spaced = False
        else:
            spaced = spaced or char in _SPACES


def _find_box(text: pypdfium2.PdfTextPage, number: int, char: str) -> tuple[float, float, float, float]:
    """(left, bottom, right, top) of a character's square; fonts without measures give the ink of 。 and 一 alone."""
    box = text.get_charbox(number, loose=True)
    if unicodedata.east_asian_width(char) not in _FULL_WIDTH:
        return box
    matrix, x, y = pdfium.FS_MATRIX(), c_double(), c_double()
    pdfium.FPDFText_GetMatrix(text, number, matrix)
    pdfium.FPDFText_GetCharOrigin(text, number, x, y)
    size = pdfium.FPDFText_GetFontSize(text, number) * math.hypot(matrix.c, matrix.d)
    if min(box[2] - box[0], box[3] - box[1]) > _FULL * size:
        return box
    foot = y.value - _BELOW_BASELINE * size
    return x.value, foot, x.value + size, foot + size


def _order_page(glyphs: list[Glyph]) -> list[list[Box]]:
    """Blocks in stored order where its lines follow one another, else in the order of the page's columns."""
    down = sum(_goes_down(*step) - _goes_on(*step) for step in pairwise(glyphs)) > 0
    stored = _find_lines(glyphs, down)
    ours = order_boxes(stored)
    if share_following([box for block in ours for box in block]) > share_following(stored) + BETTER:
        return ours
    return _split_stored(stored)


def _goes_on(one: Glyph, other: Glyph) -> bool:
    """Whether the second stands right of the first in one printed line, at most a wide space away."""
    size = max(one.bottom - one.top, other.bottom - other.top)
    level = abs((one.top + one.bottom) - (other.top + other.bottom)) < size
    return level and -0.5 * size <= other.left - one.right <= 1.2 * size


def _goes_down(one: Glyph, other: Glyph) -> bool:
    """Whether the second stands right below the first in one vertical line."""
    size = max(one.right - one.left, other.right - other.left)
    level = abs((one.left + one.right) - (other.left + other.right)) < 0.5 * size
    return level and -0.5 * size <= other.top - one.bottom <= 0.5 * size


def _find_lines(glyphs: Sequence[Glyph], down: bool) -> list[Box]:
    """The printed lines in stored order; vertical ones as if the page were turned."""
    goes_on = _goes_down if down else _goes_on
    starts = [
        0,
        *(number for number, step in enumerate(pairwise(glyphs), 1) if not goes_on(*step)),
        len(glyphs),
    ]
    lines = [_set_line(glyphs[start:end], down) for start, end in pairwise(starts) if start < end]
    return turn_vertical(lines) if down else lines


def _set_line(line: Sequence[Glyph], down: bool) -> Box:
    """Spaces are the PDF reader's where it looks along the line: across vertical ones it sees them everywhere."""
    words = "".join(
        f" {glyph.char}" if glyph.spaced and number and not down else glyph.char
        for number, glyph in enumerate(line)
    )
    return Box(
        min(glyph.left for glyph in line),
        min(glyph.top for glyph in line),
        max(glyph.right for glyph in line),
        max(glyph.bottom for glyph in line),
        words.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    )


def _split_stored(lines: list[Box]) -> list[list[Box]]:
    """Stored lines cut where the order leaves a column: blocks as order_boxes gives them."""
    blocks: list[list[Box]] = [[lines[0]]] if lines else []
    for above, below in pairwise(lines):
        if below.top < above.top - above.height or below.left > above.right or below.right < above.left:
            blocks.append([])
        blocks[-1].append(below)
    return blocks
