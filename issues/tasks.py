"""Celery's tasks: ids as arguments, three lines each. The work itself is in the modules that they call."""

from pathlib import Path

from celery import shared_task
from celery.signals import worker_process_init, worker_ready
from django.conf import settings

from . import facets, kept_figures
from .actions import forget_letters as forgetting
from .following.alerts import write_alerts
from .following.asking import forget_mails
from .following.sending import send_mails
from .importing import joining, pages, rereading, runs, watching
from .public.dumping import write_dump
from .reading import words


@shared_task
def read_import_files(file_ids: list[int]) -> None:
    """Read some files of an import."""
    pages.read_files(file_ids)


@shared_task
def finish_import(run_id: int) -> None:
    """Close an import whose files are all finished."""
    joining.finish_run(run_id)


@shared_task
def reread_page(page_id: int) -> None:
    """Read a stored page again."""
    rereading.reread_page(page_id)


@shared_task
def sweep_imports() -> int:
    """Send again what was left behind; beat calls it, and every worker when it starts."""
    return runs.sweep()


@shared_task
def watch_folder() -> None:
    """Look once into the watched folder, where there is one."""
    if settings.CIVICTRACK_WATCH:
        watching.watch_once(Path(settings.CIVICTRACK_WATCH))


@shared_task
def dump_issues() -> None:
    """Write the nightly dump, where a folder for it is named."""
    if settings.CIVICTRACK_DUMP:
        write_dump(Path(settings.CIVICTRACK_DUMP))


@shared_task
def forget_letters() -> None:
    """Forget what nobody needs any more of readers' letters and of mails."""
    forgetting()
    forget_mails()


@shared_task
def tell_followers() -> None:
    """Write the mails that are due, then send what waits."""
    write_alerts()
    send_mails()


@shared_task
def count_ahead() -> None:
    """Count what stands beside the filters of the first page."""
    facets.count_ahead()


@shared_task
def count_figures_ahead() -> None:
    """Count the figures of all issues, which take longest."""
    kept_figures.count_ahead()


@worker_ready.connect
def sweep_at_start(**_signal) -> None:
    """A worker that comes back after a crash does not wait for beat."""
    sweep_imports.delay()


@worker_process_init.connect
def load_dictionary(**_signal) -> None:
    """The first page does not wait for jieba's dictionary; see words.py for what it costs."""
    words.load_dictionary()
