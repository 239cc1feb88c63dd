"""manage.py import_pages: pages from disk through the same import as in admin, with a progress bar."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from issues.choices import ImportState
from issues.importing.manifest import (
    ManifestError,
    explain_os_error,
    parse_day,
    receive_file,
    receive_manifest,
)
from issues.importing.progress import measure_progress
from issues.importing.runs import NotStored, start_run

BAR = 30
QUIET_AFTER = 20
"""Seconds without progress after which a person is told to look at the worker."""


class Command(BaseCommand):
    """Import pages and, with --wait, watch until the worker has read them."""

    help = "Import pages: FILE… or --manifest CSV (file,publication,published)."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--manifest", type=Path)
        parser.add_argument("--publication", default="", help="who printed the pages")
        parser.add_argument("--published", default="", metavar="YYYY-MM-DD", help="when they were printed")
        parser.add_argument("--wait", action="store_true", help="show the progress until all pages are read")
        parser.add_argument("--timeout", type=float, default=600, help="seconds to wait at the most")

    def handle(self, *, files, manifest, publication, published, wait, timeout, **options):
        try:
            run = start_run(self._receive(files, manifest, publication, published))
        except NotStored as error:
            raise CommandError(str(error)) from error
        if wait:
            self._watch(run, timeout)
        failed = self._report(run)
        if failed:
            raise CommandError(
                ngettext("%d file was not imported.", "%d files were not imported.", failed) % failed
            )
        waiting = wait and measure_progress(run).waiting
        if waiting:
            told = ngettext("%d file is not read yet.", "%d files are not read yet.", waiting) % waiting
            raise CommandError(told)

    def _receive(self, files, manifest, publication, published):
        try:
            received = receive_manifest(manifest) if manifest else []
            day = parse_day(published)
            received += [receive_file(path, publication, day) for path in files]
        except OSError as error:
            raise CommandError(explain_os_error(error)) from error
        except (ManifestError, ValueError) as error:
            raise CommandError(str(error)) from error
        if not received:
            raise CommandError(
                _("There is nothing to import: name files, or a list of them with --manifest.")
            )
        return received

    def _watch(self, run, timeout):
        ends, last, moved = time.monotonic() + timeout, -1, time.monotonic()
        while True:
            progress = measure_progress(run)
            if progress.waiting != last:
                last, moved = progress.waiting, time.monotonic()
            self._draw(progress)
            if progress.finished or time.monotonic() > ends:
                break
            if time.monotonic() - moved > QUIET_AFTER:
                self.stderr.write(_("\nNothing moves. Is a worker running? Start one with: make worker"))
                moved = time.monotonic()
            time.sleep(0.2)
        self.stdout.write("")

    def _draw(self, progress):
        full = round(BAR * progress.share)
        done = progress.total - progress.waiting
        self.stdout.write(f"\r[{'█' * full}{'░' * (BAR - full)}] {done}/{progress.total}", ending="")
        self.stdout.flush()

    def _report(self, run):
        self.stdout.write(str(run))
        for file in run.files.select_related("page"):
            counts = _("stories %(stories)s, issues opened %(opened)s, follow-ups %(joined)s") % {
                "stories": file.stories,
                "opened": file.opened,
                "joined": file.joined,
            }
            told = counts if file.state == ImportState.DONE else file.message
            self.stdout.write(f"  {file.name}  {file.get_state_display()}  {told}")
        return run.files.filter(state=ImportState.FAILED).count()
