"""What a reader of images must be able to do, and what stands for it where none is installed. The reader is scans.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pypdfium2

from .opened import UnreadableFile
from .refusals import NO_OCR

ScannedText = tuple[str, tuple[tuple[int, int], ...]]
"""A text and the half-open spans of it that were read with doubt."""


class Scanner(Protocol):
    """Reads images of pages."""

    def read_picture(self, content: bytes) -> Iterator[ScannedText]:
        """The text of each page of an image file. Raises UnreadableFile."""
        ...

    def read_page(self, page: pypdfium2.PdfPage) -> ScannedText:
        """The text of a page of a PDF as it looks."""
        ...


class NoScanner:
    """Refuses images, page by page, so that the texts beside them are not lost."""

    def read_picture(self, content: bytes) -> Iterator[ScannedText]:
        raise UnreadableFile(NO_OCR)

    def read_page(self, page: pypdfium2.PdfPage) -> ScannedText:
        raise UnreadableFile(NO_OCR)
