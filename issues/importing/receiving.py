"""A file as somebody gave it → its row: text at once as a page, everything else stored until a worker opens it."""

from __future__ import annotations

import errno
import hashlib
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ImportState, SaidBy
from ..models import ImportFile, ImportRun, Page
from .forms.kinds import find_kind
from .forms.opened import Refusal, UnreadableFile, clean_text
from .forms.plain import open_text
from .forms.provenance import guess_source

STORING = 7_260_331
"""The number of PostgreSQL's advisory lock for storing pages: any that nothing else in the database uses."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as somebody gave it, with what is known of its source."""

    name: str
    content: bytes
    publication: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class NewPage:
    """A text that is to be a page."""

    name: str
    text: str
    publication: str = ""
    published: date | None = None
    doubtful: Sequence[tuple[int, int]] = ()
    message: bool = False


def receive_file(run: ImportRun, position: int, file: ReceivedFile) -> ImportFile:
    """The file's row, not yet saved. A file that is refused at sight, or cannot be stored, has failed already."""
    row = ImportFile(
        run=run,
        position=position,
        name=clean_text(file.name).replace("\n", " ")[-200:],
        queued_at=timezone.now(),
        publication=file.publication[:80],
        published=file.published,
    )
    try:
        if find_kind(row.name, file.content) == "text":
            new = NewPage(row.name, open_text(file.content), row.publication, row.published)
            set_page(row, store_pages([new])[0])
        else:
            row.stored.name = store_content(file.content)
    except UnreadableFile as error:
        fail(row, say(error.refusal))
    except OSError as error:
        fail(
            row,
            _("The file could not be stored (%s). Nothing of it was kept; import it again.")
            % _say_why(error),
        )
    return row


def _say_why(error: OSError) -> str:
    return _("the disk is full") if error.errno in {errno.ENOSPC, errno.EDQUOT} else str(error.strerror)


def store_content(content: bytes) -> str:
    """Keep the bytes under a name of our own making; nothing stays where they do not fit. Returns the name."""
    name = f"received/{uuid.uuid4().hex}"
    try:
        return default_storage.save(name, ContentFile(content))
    except OSError:
        with suppress(OSError):
            default_storage.delete(name)
        raise


def drop_content(name: str) -> None:
    """Forget the stored bytes; that they are gone already is no fault."""
    if name:
        with suppress(OSError):
            default_storage.delete(name)


def store_pages(news: Sequence[NewPage]) -> list[Page]:
    """The pages of these texts, in their order; a text that is already here keeps the page that it has."""
    keys = [hashlib.sha256(new.text.encode("utf-8")).hexdigest() for new in news]
    pages = {key: _new_page(key, new) for key, new in zip(keys, news, strict=True)}
    _wait_for_turn()
    Page.objects.bulk_create(pages.values(), batch_size=200, ignore_conflicts=True)
    found: dict[str, Page] = {}
    for at in range(0, len(keys), 500):
        rows = Page.objects.filter(sha256__in=keys[at : at + 500]).defer("text", "blocks")
        found.update({row.sha256: row for row in rows})
    return [found[key] for key in keys]


def _wait_for_turn() -> None:
    """One import at a time stores pages, until its transaction ends, as SQLite has it anyway.

    Two that bring the same texts in different orders would else wait for each other's rows. Sorting the rows would
    not do: a page's number says when it was received, and joining reads that.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORING])


def _new_page(key: str, new: NewPage) -> Page:
    guess = guess_source(new.text, new.name)
    given = bool(new.publication or new.published)
    return Page(
        sha256=key,
        text=new.text,
        file_name=new.name[-200:],
        publication=(new.publication or guess.publication or "")[:80],
        published=new.published or guess.published,
        source_said_by=SaidBy.GIVEN if given else guess.said_by,
        doubtful=[list(span) for span in new.doubtful],
        message=new.message,
    )


def set_page(row: ImportFile, page: Page) -> None:
    """The file is this page; it is skipped where the page has been read before."""
    row.page = page
    if page.read_at:
        row.state, row.finished_at = ImportState.SKIPPED, timezone.now()
        row.message = _("This text is already here as page %s.") % page.pk


def fail(row: ImportFile, message: str) -> None:
    """The file has failed, for the reason that people read."""
    row.state, row.message, row.finished_at = ImportState.FAILED, message[:300], timezone.now()


def say(refusal: Refusal) -> str:
    """The sentence of a refusal in the reader's language."""
    return _(refusal.message) % refusal.parameters if refusal.parameters else _(refusal.message)
