"""manage.py check_evidence: does every quotation still stand where its spans say?"""

from django.core.management.base import BaseCommand, CommandError

from issues.models import Evidence
from issues.reading.shapes import Span, quote


class Command(BaseCommand):
    """Every quotation must be, to the letter, what its page has at its spans. Fails with the ids of those that are not."""

    help = "Compare every quotation with its page."

    def handle(self, **options):
        wrong, count = [], 0
        for words in Evidence.objects.select_related("page").order_by("page_id").iterator(chunk_size=500):
            count += 1
            if quote(words.page.text, (Span(*pair) for pair in words.spans)) != words.quote:
                wrong.append(words.pk)
        if wrong:
            raise CommandError(f"{len(wrong)} of {count} quotations are not the page's words: {wrong[:20]}")
        self.stdout.write(f"{count} quotations are true.")
