"""Bytes of a file → its text, or one sentence why not. Opens no file and knows no format but plain text."""

from __future__ import annotations

import codecs

MAX_BYTES = 15 * 2**20
"""A page has 10 to 60 kB, a year's message board some MB; what is larger is no page."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BINARY = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
)


def gettext_noop(message: str) -> str:
    """Marks a msgid for makemessages, as Django's own does; reading stands without Django."""
    return message


EMPTY = gettext_noop("The file is empty.")
TOO_LARGE = gettext_noop("The file is too large for a page (more than 15 MB). Split it, one page a file.")
NOT_TEXT = gettext_noop("The file is no plain text. Save it as text (UTF-8 or GB18030) and import it again.")


class UnreadablePage(ValueError):
    """A file that is no page of text; the message says why and what to do."""


def decode_page(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (with its mark) or GB18030, line ends as \\n.

    Raises UnreadablePage for a file that is empty, too large or not text.
    """
    if len(content) > MAX_BYTES:
        raise UnreadablePage(TOO_LARGE)
    if not content.strip():
        raise UnreadablePage(EMPTY)
    if content.startswith(_BINARY):
        raise UnreadablePage(NOT_TEXT)
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff \n\t\u3000"):
        raise UnreadablePage(EMPTY)
    if "\0" in text:
        raise UnreadablePage(NOT_TEXT)
    return text


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_as(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_as(content, "gb18030")
    if not _looks_chinese(text):
        raise UnreadablePage(NOT_TEXT)
    return text


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadablePage(NOT_TEXT) from error


def _looks_chinese(text: str) -> bool:
    """GB18030 decodes almost any bytes; a real page is at least 85 % common Han, ASCII and CJK punctuation."""
    sample = text[:20_000]
    usual = sum(
        "\u4e00" <= char <= "\u9fff"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uffef"
        or " " <= char <= "~"
        or char in "\n\r\t“”‘’—…·■□●○◆△▲★"
        for char in sample
    )
    return usual >= 0.85 * len(sample)
