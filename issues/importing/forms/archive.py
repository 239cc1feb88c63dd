"""A ZIP → its members with names that harm nobody, each with its bytes or its refusal. Opens no form."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from .containers import open_container, read_member
from .opened import Refusal, UnreadableFile, clean_text
from .refusals import NO_TEXT

_UTF8_NAMES = 0x800
_LONGEST_NAME = 200
_LITTER = ("__MACOSX", "Thumbs.db", "desktop.ini")


def open_archive(content: bytes) -> Iterator[tuple[str, bytes | Refusal]]:
    """(name, bytes) of each file in the archive; where one cannot be unpacked, its refusal stands for the bytes.

    Raises UnreadableFile where the archive as a whole is damaged, harmful or empty.
    """
    with open_container(content) as package:
        members = [(name, member) for member in package.infolist() if (name := safe_name(member)) is not None]
        if not members:
            raise UnreadableFile(NO_TEXT)
        for name, member in members:
            try:
                yield name, read_member(package, member)
            except UnreadableFile as error:
                yield name, error.refusal


def safe_name(member: zipfile.ZipInfo) -> str | None:
    """A relative path without `..`, drive, control or direction characters; None for folders and system litter."""
    steps = [step.strip() for step in clean_text(_decode_name(member)).replace("\\", "/").split("/")]
    kept = [step for step in steps if step not in {"", ".", ".."} and not step.endswith(":")]
    if member.is_dir() or not kept or kept[-1].startswith(".") or any(step in _LITTER for step in kept):
        return None
    return str(PurePosixPath(*kept))[-_LONGEST_NAME:]


def _decode_name(member: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK and does not say so; zipfile then reads them as cp437."""
    if member.flag_bits & _UTF8_NAMES:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
