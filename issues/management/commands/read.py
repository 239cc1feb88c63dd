"""manage.py read: pages in, one JSON line for each out. Needs no database; the keys are those of reading/form.py."""

import sys

from django.core.management.base import BaseCommand

from issues.importing.learned import current_learned
from issues.reading import __main__ as reading


class Command(BaseCommand):
    """As `python -m issues.reading`, but with what this installation has learned: as its imports read."""

    help = "Read pages and print what they say, one JSON object a line."
    requires_system_checks = []

    def run_from_argv(self, argv):
        sys.exit(reading.main(argv[2:], current_learned()))

    def handle(self, *args, **options):
        raise NotImplementedError("run_from_argv hands everything to reading")
