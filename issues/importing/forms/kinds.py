"""Bytes and name of a file → its kind, or why it is refused at sight. Content counts, the name only decides between texts."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Literal

from .opened import UnreadableFile
from .refusals import (
    DAMAGED,
    FILE_TOO_LARGE,
    LOCKED,
    OLD_OFFICE,
    OTHER_ARCHIVE,
    OTHER_OFFICE,
    PROGRAM,
    RICH_TEXT,
)

Kind = Literal["text", "html", "word", "pdf", "sheet", "image", "archive"]

MAX_FILE_BYTES = 64 * 2**20
"""A broadsheet page as PDF has 2 to 20 MB, a scan of 300 dpi up to 40."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_REFUSED = {
    b"MZ": PROGRAM,
    b"\x7fELF": PROGRAM,
    b"\xcf\xfa\xed\xfe": PROGRAM,
    b"\xca\xfe\xba\xbe": PROGRAM,
    b"#!": PROGRAM,
    b"7z\xbc\xaf\x27\x1c": OTHER_ARCHIVE,
    b"Rar!": OTHER_ARCHIVE,
    b"\x1f\x8b": OTHER_ARCHIVE,
    b"BZh": OTHER_ARCHIVE,
    b"\xfd7zXZ": OTHER_ARCHIVE,
    b"{\\rtf": RICH_TEXT,
}
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGES = (b"<!doctype html", b"<html")


def find_kind(name: str, content: bytes) -> Kind:
    """What the file is. Raises UnreadableFile for what is never opened."""
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFile(FILE_TOO_LARGE, megabytes=MAX_FILE_BYTES // 2**20)
    for mark, message in _REFUSED.items():
        if content.startswith(mark) and _is_binary(mark, content):
            raise UnreadableFile(message)
    if content.startswith(_OLE):
        raise UnreadableFile(LOCKED if _ENCRYPTED in content else OLD_OFFICE)
    if content.startswith(_ZIP):
        return _find_package(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if (
        content.startswith(_IMAGES[:-1])
        or _is_webp(content)
        or (content.startswith(b"BM") and b"\0" in content[:64])
    ):
        return "image"
    return _find_text(name, content)


def _is_binary(mark: bytes, content: bytes) -> bool:
    """A text may well begin with "MZ" or "BZh"; a program or an archive has NUL bytes near its start."""
    return len(mark) > 3 or b"\0" in content[:4096]


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _find_package(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableFile(DAMAGED) from error
    if "word/document.xml" in names:
        return "word"
    if "xl/workbook.xml" in names:
        return "sheet"
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise UnreadableFile(OTHER_OFFICE)
    return "archive"


def _find_text(name: str, content: bytes) -> Kind:
    suffix = PurePath(name).suffix.lower()
    if suffix in {".html", ".htm", ".xhtml", ".shtml"} or content[:512].lstrip(
        b"\xef\xbb\xbf \r\n\t"
    ).lower().startswith(_PAGES):
        return "html"
    return "sheet" if suffix in {".csv", ".tsv"} else "text"
