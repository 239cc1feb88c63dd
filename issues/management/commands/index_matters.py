"""`manage.py index_matters`: fill the index of like matters. Needed after a restore and for issues older than it."""

from django.core.management import BaseCommand
from django.db import transaction

from issues.matters import index_matters
from issues.models import Issue, IssueTerm

CHUNK = 500


class Command(BaseCommand):
    """Index the issues that have no terms, or with --anew all of them."""

    help = "Indexes the issues that no draft can be compared with yet; --anew indexes all of them again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anew", action="store_true", help="drop the index first: the weighing has changed"
        )

    @transaction.atomic
    def handle(self, *args, anew: bool, **options):
        """One transaction: an import beside it sees the old index or the new one."""
        if anew:
            IssueTerm.objects.all().delete()
        lacking = list(Issue.objects.filter(terms=None).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(lacking), CHUNK):
            issues = Issue.objects.filter(pk__in=lacking[start : start + CHUNK])
            index_matters(issues.select_related("story__page"))
        self.stdout.write(f"{len(lacking)} issues indexed.")
