"""`manage.py index_issues`: build the search index anew. Needed after a restore; saving keeps it current."""

from django.core.management.base import BaseCommand
from django.db import transaction

from issues.models import Issue
from issues.search import clear_index, index_issue


class Command(BaseCommand):
    """Rebuild the search index of all issues."""

    help = "Builds the search index of all issues anew."

    def handle(self, *args, **options):
        """Empty the index and fill it in one transaction: a reader sees the old one or the new one."""
        with transaction.atomic():
            clear_index()
            issues = Issue.objects.order_by("pk")
            for issue in issues.iterator(chunk_size=500):
                index_issue(issue)
        self.stdout.write(f"{issues.count()} issues indexed.")
