"""Every sentence with which a file is refused, once: English msgids for gettext. Decides nothing."""

from __future__ import annotations

from ...reading.received import EMPTY, NOT_TEXT, TOO_LARGE, gettext_noop

FILE_TOO_LARGE = gettext_noop("The file is too large (more than %(megabytes)d MB). Split it.")
TEXTS_TOO_LARGE = gettext_noop("There is too much text in the file (more than %(megabytes)d MB). Split it.")
PROGRAM = gettext_noop("This is a program, not a page, whatever its name says. It was not opened.")
OTHER_ARCHIVE = gettext_noop(
    "Archives of this kind are not opened. Unpack it and import the files, or a ZIP of them."
)
OLD_OFFICE = gettext_noop(
    "This is the Word or Excel format of before 2007. Save it as DOCX or XLSX and import it again."
)
RICH_TEXT = gettext_noop("RTF is not opened. Save it as DOCX or plain text and import it again.")
OTHER_OFFICE = gettext_noop("Files of this office program are not opened. Save it as DOCX, XLSX or PDF.")
LOCKED = gettext_noop("The file is locked with a password. Remove the password and import it again.")
DAMAGED = gettext_noop("The file is damaged or was cut off on its way. Fetch it again, or save it anew.")
NO_TEXT = gettext_noop("There is no text in the file.")
BOMB = gettext_noop(
    "The file unpacks to far more than it holds; that is how attacks are built. It was not opened."
)
UNPACKED_TOO_LARGE = gettext_noop("Unpacked, the file has more than %(megabytes)d MB. Split it.")
TOO_MANY_MEMBERS = gettext_noop(
    "There are %(count)d files in the archive; at most %(most)d are taken at once. Split it."
)
NESTED = gettext_noop("An archive within the archive is not opened. Unpack it and import its files.")
ENTITIES = gettext_noop("The file defines XML entities, as office programs never do. It was not opened.")
TOO_MANY_PAGES = gettext_noop("The PDF has %(count)d pages; at most %(most)d are taken at once. Split it.")
TOO_MANY_ROWS = gettext_noop("The table has more than %(most)d rows. Split it.")
LONG_CELL = gettext_noop(
    "Row %(row)d of the table has a cell of more than %(most)d characters, or a quotation mark that is never closed."
)
IMAGE_TOO_LARGE = gettext_noop(
    "The image has %(width)d × %(height)d pixels; at most %(most)d million are read. Make it smaller."
)
NO_OCR = gettext_noop(
    "Images and scanned pages need text recognition. Install it with: pip install -r requirements-ocr.txt"
)
TOO_LONG = gettext_noop(
    "Opening the file took longer than %(seconds)d seconds and was stopped. Split it, or save it anew."
)
TOO_MUCH_MEMORY = gettext_noop(
    "Opening the file needed more than %(megabytes)d MB of memory and was stopped. Split it, or save it anew."
)
CRASHED = gettext_noop(
    "The file made its reader fail, and was set aside. Save it in another form and import it again."
)

SENTENCES = frozenset(
    {EMPTY, NOT_TEXT, TOO_LARGE}
    | {value for name, value in globals().items() if name.isupper() and isinstance(value, str)}
)
"""All of them: what a door may translate."""
