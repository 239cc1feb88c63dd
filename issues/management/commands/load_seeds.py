"""manage.py load_seeds: what a new installation starts with. Repeats safely."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from issues.groups import load_groups
from issues.importing.seeds import SeedError, load_directory


class Command(BaseCommand):
    """Load categories, divisions, agencies and the staff groups."""

    help = "Load categories, divisions, agencies and staff groups from seeds/."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.ROOT / "seeds", help="default: seeds/")

    def handle(self, *, folder, **options):
        try:
            counts = load_directory(folder)
        except (SeedError, OSError) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        load_groups()
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
