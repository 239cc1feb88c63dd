"""Packed files (ZIP, DOCX, XLSX) checked before anything is unpacked. Opens no member as a form."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.parsers import expat

from .opened import UnreadableFile
from .refusals import BOMB, DAMAGED, ENTITIES, LOCKED, TOO_MANY_MEMBERS, UNPACKED_TOO_LARGE

MAX_UNPACKED = 64 * 2**20
MAX_MEMBERS = 1000
MAX_RATIO = 100
"""Newspaper text packs to a third, the XML of a sheet to a fifteenth; a bomb of 229 kB declared 191 MB, 853 to 1."""
HARMLESS = 2**20
"""What unpacks to less than this may pack as well as it likes."""

_ENCRYPTED = 0x1
_PROLOG = 2**16
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, KeyError)
"""What zipfile raises for damaged and doctored archives."""


@contextmanager
def open_container(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, once its declared sizes are found to be harmless. Raises UnreadableFile where they are not."""
    try:
        package = zipfile.ZipFile(BytesIO(content))
    except BROKEN as error:
        raise UnreadableFile(DAMAGED) from error
    with package:
        check_sizes(package.infolist())
        yield package


def check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Raises UnreadableFile where the members are too many or would unpack to too much."""
    if len(members) > MAX_MEMBERS:
        raise UnreadableFile(TOO_MANY_MEMBERS, count=len(members), most=MAX_MEMBERS)
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > HARMLESS and unpacked > MAX_RATIO * packed:
        raise UnreadableFile(BOMB)
    if any(member.file_size > max(HARMLESS, MAX_RATIO * member.compress_size) for member in members):
        raise UnreadableFile(BOMB)
    if unpacked > MAX_UNPACKED:
        raise UnreadableFile(UNPACKED_TOO_LARGE, megabytes=MAX_UNPACKED // 2**20)


def read_member(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's bytes, at most as many as it declares. Raises UnreadableFile where it is locked, damaged or larger."""
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableFile(LOCKED)
    try:
        with package.open(member) as file:
            content = file.read(member.file_size + 1)
    except (*BROKEN, RuntimeError) as error:
        raise UnreadableFile(DAMAGED) from error
    if len(content) > member.file_size:
        raise UnreadableFile(BOMB)
    return content


def check_office(content: bytes, largest_part: int = MAX_UNPACKED) -> None:
    """Refuse a DOCX or XLSX that is damaged, locked, a bomb, or defines entities in any of its XML.

    `largest_part` is what one XML part may have where it is held in memory as a tree.
    """
    with open_container(content) as package:
        for member in package.infolist():
            inside = read_member(package, member)
            if member.filename.endswith((".xml", ".rels", ".vml")):
                if len(inside) > largest_part:
                    raise UnreadableFile(UNPACKED_TOO_LARGE, megabytes=largest_part // 2**20)
                _check_prolog(inside)


def _check_prolog(document: bytes) -> None:
    """A document type stands before the first element or nowhere; parsing ends there."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _reach_root
    try:
        parser.Parse(document[:_PROLOG], len(document) <= _PROLOG)
    except _Root:
        return
    except expat.ExpatError as error:
        raise UnreadableFile(DAMAGED) from error
    raise UnreadableFile(DAMAGED)


class _Root(Exception):
    """The first element was reached, and no document type before it."""


def _reach_root(*_: object) -> None:
    raise _Root


def _refuse_doctype(*_: object) -> None:
    raise UnreadableFile(ENTITIES)
