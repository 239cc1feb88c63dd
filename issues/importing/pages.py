"""One file of an import: open it where it is stored, read its page, store what was read; once and whole or not at all."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ImportState
from ..models import ImportFile, Page
from ..reading import read_message, read_page
from ..reading.shapes import PageReading
from .drafts import store_reading
from .forms.opened import UnreadableFile
from .learned import current_learned
from .opening import open_stored, store_opened
from .runs import FINISH_TASK, WAITING, read_task, send_tasks

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""A file that has taken five workers down with it is set aside for a person to look at."""


def read_file(file_id: int) -> None:
    """Open and read the file, and store its stories and drafts. Safe to repeat, by any number of workers at once.

    Opening and reading are done outside of transactions; what is stored, and that it was, commit together.
    """
    file = _attempt(file_id)
    if file is None:
        return
    try:
        if file.stored and not _open(file):
            return
        page = file.page or ImportFile.objects.select_related("page").get(pk=file.pk).page
        if page is not None:
            reading = read_stored_page(page)
            with transaction.atomic():
                _store(file.pk, page, reading)
    except (OperationalError, InterfaceError):
        _give_back(file.pk)
        raise  # the database is away or its disk full: the file stays queued, and the sweep sends it again
    except Exception:
        # The border to people: whatever one page does, the run goes on and says which page it was.
        logger.exception("File %s of import %s cannot be read", file.pk, file.run_id)
        _fail(file.pk, _("This page could not be read. The log says why; the other files are not affected."))
    finish_after(file.run_id)


def _attempt(file_id: int) -> ImportFile | None:
    """Take the file and count the attempt before it is made, so that a file that kills its worker is known by its count.

    None where another worker has it: the queue may hold its task many times over, and those are no attempts.
    """
    waiting = ImportFile.objects.filter(pk=file_id, state=ImportState.QUEUED, taken=False)
    if not waiting.update(taken=True, attempts=F("attempts") + 1, queued_at=timezone.now()):
        return None
    file = ImportFile.objects.select_related("page").get(pk=file_id)
    if file.attempts > MAX_ATTEMPTS:
        told = _("The worker stopped %s times while reading this page; it was set aside.") % MAX_ATTEMPTS
        _fail(file_id, told)
        finish_after(file.run_id)
        return None
    return file


def _give_back(file_id: int) -> None:
    """An attempt that came to nothing through no fault of the file, if the database can be told."""
    with suppress(DatabaseError):
        ImportFile.objects.filter(pk=file_id, taken=True).update(taken=False, attempts=F("attempts") - 1)


def _open(file: ImportFile) -> bool:
    """Open the stored file. True where it is itself a page that can be read at once."""
    try:
        texts = open_stored(file)
    except UnreadableFile as error:
        texts = error.refusal
    if texts is None:
        ImportFile.objects.filter(pk=file.pk).update(scan=True, taken=False, attempts=F("attempts") - 1)
        send_tasks([read_task(file.pk, scan=True)])
        return False
    ready = store_opened(file.pk, texts)
    send_tasks([read_task(pk) for pk in ready if pk != file.pk])
    if file.pk not in ready:
        finish_after(file.run_id)
    return file.pk in ready


def read_stored_page(page: Page) -> PageReading:
    """What reading says of a page that is in the database."""
    published = page.published.isoformat() if page.published else None
    read = read_message if page.message else read_page
    return read(
        page.text,
        publication=page.publication or None,
        published=published,
        learned=current_learned(),
    )


def _store(file_id: int, page: Page, reading: PageReading) -> None:
    file = ImportFile.objects.select_for_update().get(pk=file_id)
    if file.state != ImportState.QUEUED:
        return
    if Page.objects.select_for_update().values_list("read_at", flat=True).get(pk=page.pk):
        file.state = ImportState.SKIPPED
        file.message = _("This text is already here as page %s.") % page.pk
    else:
        file.stories, file.opened = store_reading(page, reading)
        file.state = ImportState.DONE
    file.finished_at = timezone.now()
    file.save(update_fields=["state", "message", "stories", "opened", "finished_at"])


def _fail(file_id: int, message: str) -> None:
    ImportFile.objects.filter(pk=file_id, state=ImportState.QUEUED).update(
        state=ImportState.FAILED, message=message, finished_at=timezone.now()
    )


def finish_after(run_id: int) -> None:
    """Whoever finishes a run's last file sends the run's end."""
    if not ImportFile.objects.filter(run_id=run_id, state__in=WAITING).exists():
        send_tasks([(FINISH_TASK, run_id, None)])
