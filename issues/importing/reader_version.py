"""Which reader is at work: a fingerprint of its code and its words. Reads no page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .. import reading
from ..reading.divisions import DIVISIONS

READER = Path(reading.__file__).parent
LENGTH = 16
"""Hexadecimal digits kept: 64 bits, more than enough to tell readers apart."""


@cache
def name_reader() -> str:
    """The fingerprint of the reader that this process runs; the same in every process with the same files."""
    return fingerprint(READER, [DIVISIONS])


def fingerprint(folder: Path, more: Iterable[Path] = ()) -> str:
    """The fingerprint of the code (*.py) and the words (*.txt) below `folder` and of the files `more`."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*") if _counts(path)}
    files |= {path.name: path for path in more}
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:LENGTH]


def _counts(path: Path) -> bool:
    return path.suffix in {".py", ".txt"} and path.is_file()
