"""Starting an import, sending its files to the queue, sweeping, cancelling, trying again. Reads no page itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as QueueError

from ..choices import ImportState
from ..models import ImportFile, ImportRun
from .forms.sandbox import SCAN_SECONDS
from .receiving import ReceivedFile, drop_content, receive_file

logger = logging.getLogger(__name__)

READ_TASK = "issues.tasks.read_import_files"
FINISH_TASK = "issues.tasks.finish_import"
REREAD_TASK = "issues.tasks.reread_page"
SCAN_QUEUE = "ocr"
STALE = timedelta(seconds=settings.CIVICTRACK_STALE_SECONDS)
"""A page takes milliseconds to read; a file that nobody has touched for so long was lost with its worker."""
OPEN_STALE, SCAN_STALE = STALE + timedelta(seconds=60), STALE + timedelta(seconds=SCAN_SECONDS)
"""Opening and recognising have these limits of their own (forms/sandbox.py)."""
SWEEP_MOST = 1000

TOGETHER, SHARES = 20, 8
"""Files of one task at most, and least tasks of an import: a few pages are not all read by one worker."""

Task = tuple[str, int | Sequence[int], str | None]


class NotStored(Exception):
    """An import of which nothing was kept; the message says so to a person."""


def start_run(
    files: Iterable[ReceivedFile], *, by: AbstractUser | None = None, ask_columns: bool = False
) -> ImportRun:
    """Store the files and queue their reading. Returns the run; each file's row says what became of it.

    A file that is refused at sight fails at once with a sentence; a text that was already read is skipped. With
    `ask_columns` a table whose heads no editor has confirmed waits for one, even where the heads' names are sure.
    Raises NotStored where the database takes nothing: it is away, or its disk is full.
    """
    try:
        return _store_run(files, by, ask_columns)
    except (OperationalError, InterfaceError) as error:
        logger.warning("An import could not be stored: %s", error)
        raise NotStored(
            _(
                "The database takes nothing at the moment (%s). Nothing of the import was kept; try it again later."
            )
            % _say_why(error)
        ) from error


def _say_why(error: Exception) -> str:
    return _("its disk is full") if "full" in str(error) or "space" in str(error) else _("it does not answer")


@transaction.atomic
def _store_run(files: Iterable[ReceivedFile], by: AbstractUser | None, ask_columns: bool) -> ImportRun:
    run = ImportRun.objects.create(by=by, ask_columns=ask_columns)
    rows: list[ImportFile] = []
    try:
        rows.extend(receive_file(run, position, file) for position, file in enumerate(files, 1))
        ImportFile.objects.bulk_create(rows, batch_size=500)
    except BaseException:
        for row in rows:
            drop_content(row.stored.name)
        raise
    transaction.on_commit(lambda: send_run(run))
    return run


def send_run(run: ImportRun) -> None:
    """Queue every waiting file of the run, and its end where none waits."""
    tasks = queue_files(run.files.filter(state=ImportState.QUEUED))
    send_tasks(tasks or [(FINISH_TASK, run.pk, None)])


def queue_files(files: QuerySet[ImportFile]) -> list[Task]:
    """The tasks that read these files; alone what must be opened first, and what a worker has stopped at before."""
    together, tasks = [], []
    for pk, scan, stored, attempts in files.values_list("pk", "scan", "stored", "attempts"):
        if scan:
            tasks.append(scan_task(pk))
        elif stored or attempts:
            tasks.append((READ_TASK, [pk], None))
        else:
            together.append(pk)
    return tasks + read_tasks(together)


def read_tasks(file_ids: Sequence[int]) -> list[Task]:
    """The tasks that read these files, whose pages are known, some with each."""
    each = max(1, min(TOGETHER, len(file_ids) // SHARES))
    return [(READ_TASK, file_ids[at : at + each], None) for at in range(0, len(file_ids), each)]


def scan_task(file_id: int) -> Task:
    """The task that recognises the text of a file, on the queue of its own."""
    return READ_TASK, [file_id], SCAN_QUEUE


def send_tasks(tasks: Sequence[Task]) -> bool:
    """Queue tasks by name, each with one id. False where the broker is gone: the sweep sends them later."""
    try:
        for name, pk, queue in tasks:
            current_app.send_task(name, args=[pk], queue=queue)
    except (QueueError, OSError) as error:
        logger.warning("The queue does not answer (%s); %d tasks wait for the sweep.", error, len(tasks))
        return False
    return True


def sweep(now: Callable = timezone.now) -> int:
    """Send again what a killed worker or a lost broker has left behind. Returns how many tasks were sent.

    The rows are the record, the queue only a hint: sending twice is harmless, see pages.read_files. A run that has
    finished a file just now is moving, and is left alone.
    """
    at = now()
    lost = (
        Q(stored="", queued_at__lt=at - STALE)
        | Q(scan=False, queued_at__lt=at - OPEN_STALE)
        | Q(queued_at__lt=at - SCAN_STALE)
        | Q(queued_at__gt=at + STALE)  # the clock was set back
    )
    moving = ImportFile.objects.filter(run=OuterRef("run"), finished_at__range=(at - STALE, at))
    stale = ImportFile.objects.filter(lost, ~Exists(moving), state=ImportState.QUEUED).order_by("queued_at")
    rows = ImportFile.objects.filter(pk__in=list(stale.values_list("pk", flat=True)[:SWEEP_MOST]))
    rows.update(queued_at=at, taken=False)
    waiting = ImportFile.objects.filter(run=OuterRef("pk"), state__in=WAITING)
    started = Q(created_at__lt=at - STALE) | Q(created_at__gt=at + STALE)
    unfinished = ImportRun.objects.filter(started, ~Exists(waiting), finished_at=None)
    tasks = queue_files(rows)
    tasks += [(FINISH_TASK, pk, None) for pk in unfinished.values_list("pk", flat=True)[:100]]
    send_tasks(tasks)
    return len(tasks)


WAITING = (ImportState.QUEUED, ImportState.ASKS)


@transaction.atomic
def cancel_run(run: ImportRun) -> int:
    """Stop an import midway: what is read stays, what waits is never read. Returns how many files that were."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    waiting = locked.files.filter(state__in=WAITING)
    # Locked in the order of those who read some of them together: neither waits for the other.
    stored = list(waiting.select_for_update().order_by("pk").values_list("stored", flat=True))
    count = waiting.update(
        state=ImportState.CANCELLED,
        finished_at=timezone.now(),
        stored="",
        message=_("The import was cancelled."),
    )
    locked.cancelled_at = timezone.now()
    locked.save(update_fields=["cancelled_at"])
    transaction.on_commit(lambda: _after_cancel(locked, stored))
    return count


def _after_cancel(run: ImportRun, stored: list[str]) -> None:
    for name in stored:
        drop_content(name)
    send_run(run)


RETRYABLE = Q(state__in=[ImportState.FAILED, ImportState.CANCELLED], page__read_at=None) & ~Q(
    page=None, stored=""
)
"""Files that failed or were cancelled, and are still here to be read."""


@transaction.atomic
def retry_failed(run: ImportRun) -> int:
    """Read once more the files of a run that failed or were cancelled and are still here. Returns how many."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    count = locked.files.filter(RETRYABLE).update(
        state=ImportState.QUEUED,
        attempts=0,
        taken=False,
        message="",
        finished_at=None,
        queued_at=timezone.now(),
    )
    if count:
        locked.finished_at = locked.cancelled_at = locked.closing_at = None
        locked.save(update_fields=["finished_at", "cancelled_at", "closing_at"])
        transaction.on_commit(lambda: send_run(locked))
    return count
