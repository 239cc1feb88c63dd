"""Files of an import: open them, read their pages, store what was read; each once and whole or not at all."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ImportState
from ..models import ImportFile, Page
from ..reading import read_message, read_page
from ..reading.shapes import PageReading
from .drafts import PageRows, prepare_readings, store_readings
from .forms.opened import UnreadableFile
from .learned import current_learned
from .opening import open_stored, store_opened
from .runs import FINISH_TASK, WAITING, read_tasks, scan_task, send_tasks

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""A file that has taken five workers down with it is set aside for a person to look at."""
CHARACTERS = 20_000
"""Pages are stored together until they have so many: some rows of a message board, a few pages of a newspaper."""

Read = tuple[ImportFile, PageReading]


def read_files(file_ids: Sequence[int]) -> None:
    """Open and read the files, and store their stories and drafts. Safe to repeat, by any number of workers at once.

    Opening, reading and making the rows are done outside of transactions; what is stored of some pages, and that it was,
    commit together.
    """
    files = _attempt(file_ids)
    try:
        for some in _portion(_try_each(_open, files)):
            _store_together(list(_try_each(_read, some)))
    except (OperationalError, InterfaceError):
        _give_back(files)
        raise  # the database is away or its disk full: the files stay queued, and the sweep sends them again
    for run_id in set(ImportFile.objects.filter(pk__in=file_ids).values_list("run_id", flat=True).order_by()):
        finish_after(run_id)


def _attempt(file_ids: Sequence[int]) -> list[ImportFile]:
    """Take the files and count the attempt before it is made, so that a file that kills its worker is known by its count.

    Without those that another worker has: the queue may hold a task many times over, and those are no attempts.
    """
    waiting = ImportFile.objects.filter(pk__in=file_ids, state=ImportState.QUEUED, taken=False)
    with transaction.atomic():
        files = list(waiting.select_for_update(of=("self",)).select_related("page").order_by("pk"))
        taken = ImportFile.objects.filter(pk__in=[file.pk for file in files])
        taken.update(taken=True, attempts=F("attempts") + 1, queued_at=timezone.now())
    for file in files:
        if file.attempts >= MAX_ATTEMPTS:
            told = _("The worker stopped %s times while reading this page; it was set aside.") % MAX_ATTEMPTS
            _finish([file.pk], ImportState.FAILED, message=told)
    return [file for file in files if file.attempts < MAX_ATTEMPTS]


def _give_back(files: Iterable[ImportFile]) -> None:
    """An attempt that came to nothing through no fault of the files, if the database can be told."""
    keys = [file.pk for file in files]
    taken = ImportFile.objects.filter(pk__in=keys, state=ImportState.QUEUED, taken=True)
    with suppress(DatabaseError):
        taken.update(taken=False, attempts=F("attempts") - 1)


def _try_each(step: Callable, files: Iterable[ImportFile]) -> Iterator:
    """What the step makes of each file, without those of which it makes nothing; a file at which it breaks has failed."""
    for file in files:
        try:
            made = step(file)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            _fail_unread(file)
        else:
            if made is not None:
                yield made


def _portion(files: Iterable[ImportFile]) -> Iterator[list[ImportFile]]:
    """The files in their order, as many together as have CHARACTERS."""
    some, length = [], 0
    for file in files:
        some.append(file)
        length += len(file.page.text)
        if length >= CHARACTERS:
            yield some
            some, length = [], 0
    if some:
        yield some


def _open(file: ImportFile) -> ImportFile | None:
    """The file with its page, if it has one that can be read at once. What is in an archive is queued instead."""
    if file.page is None and file.stored and not _open_stored(file):
        return None
    if file.page is None:
        file = ImportFile.objects.select_related("page").get(pk=file.pk)
    return file if file.page else None


def _open_stored(file: ImportFile) -> bool:
    """Open the stored file. True where it is itself a page that can be read at once."""
    try:
        texts = open_stored(file)
    except UnreadableFile as error:
        texts = error.refusal
    if texts is None:
        ImportFile.objects.filter(pk=file.pk).update(scan=True, taken=False, attempts=F("attempts") - 1)
        send_tasks([scan_task(file.pk)])
        return False
    ready = store_opened(file.pk, texts)
    send_tasks(read_tasks([pk for pk in ready if pk != file.pk]))
    return file.pk in ready


def _read(file: ImportFile) -> Read:
    return file, read_stored_page(file.page)


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


def _store_together(read: Sequence[Read]) -> None:
    """Store what was read in one transaction; where that breaks, each by itself, so that only what is at fault fails."""
    try:
        rows = prepare_readings([(file.page, reading) for file, reading in read])
        with transaction.atomic():
            _store([file for file, _reading in read], rows)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(read) == 1:
            _fail_unread(read[0][0])
        else:
            for one in read:
                _store_together([one])


def _store(files: Sequence[ImportFile], rows: Sequence[PageRows]) -> None:
    """Store the rows of those files that still wait, each page once, and what became of the files."""
    keys, pages = [file.pk for file in files], [file.page_id for file in files]
    locked = ImportFile.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    waiting = {file.pk for file in locked if file.state == ImportState.QUEUED}
    known = Page.objects.select_for_update().filter(pk__in=pages).order_by("pk").values_list("pk", "read_at")
    here = {pk for pk, read_at in known if read_at}
    fresh = []
    counted = defaultdict(list)
    for file, each in zip(files, rows, strict=True):
        if file.pk not in waiting:
            continue
        if file.page_id in here:
            _skip(file)
            continue
        here.add(file.page_id)
        fresh.append(each)
        counted[len(each.stories), len(each.issues)].append(file.pk)
    store_readings(fresh)
    for (stories, opened), done in counted.items():
        _finish(done, ImportState.DONE, stories=stories, opened=opened)


def _skip(file: ImportFile) -> None:
    _finish([file.pk], ImportState.SKIPPED, message=_("This text is already here as page %s.") % file.page_id)


def _finish(keys: Sequence[int], state: ImportState, **told: object) -> None:
    """Write what became of the files where they still wait."""
    waiting = ImportFile.objects.filter(pk__in=keys, state=ImportState.QUEUED)
    waiting.update(state=state, finished_at=timezone.now(), **told)


def _fail_unread(file: ImportFile) -> None:
    """The border to people: whatever one page does, the run goes on and says which page it was."""
    logger.exception("File %s of import %s cannot be read", file.pk, file.run_id)
    told = _("This page could not be read. The log says why; the other files are not affected.")
    _finish([file.pk], ImportState.FAILED, message=told)


def finish_after(run_id: int) -> None:
    """Whoever finishes a run's last file sends the run's end."""
    if not ImportFile.objects.filter(run_id=run_id, state__in=WAITING).exists():
        send_tasks([(FINISH_TASK, run_id, None)])
