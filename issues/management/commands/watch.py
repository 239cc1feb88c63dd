"""manage.py watch FOLDER: import what is dropped there, for as long as it runs."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from issues.importing.watching import watch_once


class Command(BaseCommand):
    """The same as beat does for the folder in CIVICTRACK_WATCH, for somebody who looks on."""

    help = "Import files dropped in FOLDER; each goes to done/ or failed/ with its reason."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--once", action="store_true", help="look once and stop")
        parser.add_argument("--every", type=float, default=2.0, help="seconds between looks")

    def handle(self, *, folder, once, every, **options):
        if not folder.is_dir():
            raise CommandError(_("%s is no folder.") % folder)
        try:
            while True:
                self._look(folder)
                if once:
                    return
                time.sleep(every)
        except KeyboardInterrupt:
            return

    def _look(self, folder):
        try:
            taken, put_away = watch_once(folder)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        if taken or put_away:
            self.stdout.write(
                _("%(taken)s files taken, %(put_away)s put away.") % {"taken": taken, "put_away": put_away}
            )
