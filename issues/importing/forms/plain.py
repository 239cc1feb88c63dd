"""Plain text and Markdown → text. Light: what a worker opens itself, without a child process."""

from __future__ import annotations

from ...reading.received import UnreadablePage, decode_page
from .opened import UnreadableFile, clean_text
from .refusals import NO_TEXT


def open_text(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030. Raises UnreadableFile."""
    try:
        text = clean_text(decode_page(content))
    except UnreadablePage as error:
        raise UnreadableFile(str(error)) from error
    if not text.strip():
        raise UnreadableFile(NO_TEXT)
    return text
