"""A file of any form → the texts in it, in this process. Files from outside go through sandbox.py."""

from __future__ import annotations

from collections.abc import Iterator

from ...reading.received import UnreadablePage
from .archive import open_archive
from .kinds import Kind, find_kind
from .opened import MAX_TEXT_BYTES, NeedsScanning, OpenedText, Refusal, Sheet, UnreadableFile
from .pdf import open_pdf
from .plain import open_text
from .refusals import CRASHED, NESTED, NO_OCR, NO_TEXT, TEXTS_TOO_LARGE
from .scanning import Scanner
from .sheets import open_sheet
from .web import open_html
from .word import open_word


def open_file(name: str, content: bytes, scanner: Scanner | None = None) -> list[OpenedText]:
    """Every text in the file, in its order; an archive gives those of its members, each with its own refusal.

    Raises UnreadableFile with one sentence where nothing of the file can be opened, NeedsScanning where that
    is for want of a scanner. For files from outside use sandbox.open_safely, which bounds time and memory.
    """
    return list(read_texts(name, content, scanner))


def read_texts(name: str, content: bytes, scanner: Scanner | None = None) -> Iterator[OpenedText]:
    """As open_file, one text at a time, and at most MAX_TEXT_BYTES of them."""
    total = 0
    for text in _open(name, content, scanner):
        total += len(text.text.encode()) + _size(text.sheet)
        if total > MAX_TEXT_BYTES:
            raise UnreadableFile(TEXTS_TOO_LARGE, megabytes=MAX_TEXT_BYTES // 2**20)
        yield text


def _size(sheet: Sheet | None) -> int:
    return sum(len(cell.encode()) for row in sheet.rows for cell in row) if sheet else 0


def _open(name: str, content: bytes, scanner: Scanner | None) -> Iterator[OpenedText]:
    kind = find_kind(name, content)
    if kind == "archive":
        yield from _open_members(content, scanner)
    else:
        yield from _open_kind(kind, name, content, scanner)


def _open_members(content: bytes, scanner: Scanner | None) -> Iterator[OpenedText]:
    """The texts of an archive's members; a member that cannot be opened is an entry with its refusal."""
    for name, inside in open_archive(content):
        if isinstance(inside, Refusal):
            yield OpenedText(name, refusal=inside)
            continue
        try:
            kind = find_kind(name, inside)
            if kind == "archive":
                raise UnreadableFile(NESTED)
            yield from list(_open_kind(kind, name, inside, scanner))
        except NeedsScanning:
            raise
        except UnreadableFile as error:
            yield OpenedText(name, refusal=error.refusal)


def _open_kind(kind: Kind, name: str, content: bytes, scanner: Scanner | None) -> Iterator[OpenedText]:
    """The texts of one file that is no archive."""
    try:
        match kind:
            case "text":
                yield OpenedText(name, open_text(content))
            case "html":
                yield OpenedText(name, open_html(content))
            case "word":
                yield OpenedText(name, open_word(content))
            case "pdf":
                yield from open_pdf(name, content, scanner)
            case "sheet":
                yield from open_sheet(name, content)
            case "image":
                yield from _open_images(name, content, scanner)
    except UnreadablePage as error:
        raise UnreadableFile(str(error)) from error
    except (UnreadableFile, MemoryError, RecursionError):
        raise
    except (
        Exception
    ) as error:  # readers of foreign forms fail in ways of their own: one file, not its archive
        raise UnreadableFile(CRASHED) from error


def _open_images(name: str, content: bytes, scanner: Scanner | None) -> Iterator[OpenedText]:
    """An image, or each page of one that has several."""
    if scanner is None:
        raise NeedsScanning(NO_OCR)
    pages = list(scanner.read_picture(content))
    if not any(text for text, _ in pages):
        raise UnreadableFile(NO_TEXT)
    for number, (text, doubtful) in enumerate(pages, 1):
        if text:
            yield OpenedText(f"{name} · {number}" if len(pages) > 1 else name, text, doubtful)
