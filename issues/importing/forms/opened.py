"""What opening a file returns, and why it is refused. Knows no form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Row = tuple[str, ...]

MAX_TEXT_BYTES = 64 * 2**20
"""Of all texts of one file together."""

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u200b\u2060\ufeff\ufffe\uffff"
_CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
_DROPPED = dict.fromkeys(map(ord, _BIDI + _INVISIBLE + _CONTROLS)) | {
    ord("\t"): "\t",
    ord("\n"): "\n",
    ord("\f"): "\n",
    ord("\v"): "\n",
    0x85: "\n",
}


def clean_text(text: str) -> str:
    """`text` without control characters, writing-direction marks, invisible characters and halves of characters.

    Such characters let a sentence look other than it is stored, and XML feeds refuse them. They go before a
    text is stored, so that evidence points into what the reviewer sees; the file itself stays as it came.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
    return kept.encode("utf-8", "ignore").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One sentence why something was not opened: a msgid of refusals.py and its parameters."""

    message: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.parameters if self.parameters else self.message


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands: the words above it, its heads, its rows. Every cell is text, every row as wide as the heads."""

    columns: Row
    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class OpenedText:
    """One text of a file, or why one part of it was refused.

    `doubtful` are half-open spans of `text` that text recognition was not sure of. A table has its `sheet`;
    where its heads are those of a message board, each row is a text of its own (matching.row_text) and `text` is empty.
    """

    name: str
    text: str = ""
    doubtful: tuple[tuple[int, int], ...] = ()
    sheet: Sheet | None = None
    refusal: Refusal | None = None


class UnreadableFile(Exception):
    """A file that cannot be opened, with one sentence for people."""

    def __init__(self, message: str, **parameters: object) -> None:
        self.refusal = Refusal(message, parameters)
        super().__init__(str(self.refusal))


class NeedsScanning(UnreadableFile):
    """A file with pages that are images: it opens only where text recognition runs."""
