"""`manage.py dump [FOLDER]`: all public issues as CSV, Excel, JSON Lines and GeoJSON, with their checksums."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from issues.public.dumping import write_dump


class Command(BaseCommand):
    """Write the dump that beat writes every night where CIVICTRACK_DUMP names a folder."""

    help = "Writes all public issues in all formats to a folder; readers never meet half a file."

    def add_arguments(self, parser):
        """The folder."""
        parser.add_argument("folder", nargs="?", default=settings.CIVICTRACK_DUMP)

    def handle(self, *args, folder, **options):
        """Write it and say what was written."""
        if not folder:
            raise CommandError("Name a folder, or set CIVICTRACK_DUMP.")
        manifest = write_dump(Path(folder))
        self.stdout.write(f"{manifest['issues']} issues in {len(manifest['files'])} files.")
