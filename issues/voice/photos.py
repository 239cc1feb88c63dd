"""A picture from a stranger → a new JPEG of its pixels alone: no EXIF, no place, no comment. Stores nothing."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_PHOTOS = 3
MOST_BYTES = 12 * 2**20
"""What telephones make lies between 2 and 8 MB."""
MOST_PIXELS = 50_000_000
"""The largest common camera mode; as pixels of a PNG that is 200 MB, the most that one picture may cost."""
LONGEST_SIDE = 1600
QUALITY = 82
_MARKS = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF"}
_ONE_AT_A_TIME = Lock()
"""A process decodes one picture at a time: eight threads with one each would be eight times the memory."""


class PhotoRefused(Exception):
    """Why the picture cannot be taken, in a sentence for its sender."""


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG that holds nothing but pixels."""

    content: bytes
    width: int
    height: int


def clean_photo(content: bytes) -> CleanPhoto:
    """Make the picture anew, upright and at most LONGEST_SIDE wide and high. Raises PhotoRefused.

    Looked at in this order, each before the next costs anything: size in bytes, first bytes, size in pixels, pixels.
    """
    if len(content) > MOST_BYTES:
        raise PhotoRefused(_("A photo may have at most %d MB.") % (MOST_BYTES // 2**20))
    form = find_form(content)
    if not form:
        raise PhotoRefused(_("This is no JPEG, PNG or WebP picture."))
    with _ONE_AT_A_TIME:
        return _make_anew(content, form)


def find_form(content: bytes) -> str:
    """The picture's form by its first bytes, whatever its name says; empty where it is none of ours."""
    found = next((form for form, mark in _MARKS.items() if content.startswith(mark)), "")
    return "" if found == "WEBP" and content[8:12] != b"WEBP" else found


def _make_anew(content: bytes, form: str) -> CleanPhoto:
    try:
        with Image.open(BytesIO(content), formats=[form]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PhotoRefused(_("A photo may have at most %d million pixels.") % (MOST_PIXELS // 10**6))
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: decoded small at once
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _write(ImageOps.exif_transpose(image))
    except PhotoRefused:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        raise PhotoRefused(_("The photo is damaged and cannot be opened.")) from error


def _write(image: Image.Image) -> CleanPhoto:
    """Pasted onto a fresh white sheet: whatever else the file carried stays behind."""
    sheet = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        sheet.paste(image, mask=image.getchannel("A"))
    else:
        sheet.paste(image.convert("RGB"))
    written = BytesIO()
    sheet.save(written, "JPEG", quality=QUALITY, optimize=True)
    return CleanPhoto(written.getvalue(), sheet.width, sheet.height)
