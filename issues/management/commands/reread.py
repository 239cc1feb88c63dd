"""manage.py reread: pages that an older reader has read, read anew; what differs waits at the desk."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from issues.importing.rereading import Outcome, pages_read_otherwise, reread_page
from issues.models import Page
from issues.side_by_side import compare_sides


class Command(BaseCommand):
    """Safe to stop and to repeat: each page is done as a whole, and pages that are done are not taken again."""

    help = "Read stored pages again with the present reader; no field is overwritten."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="pages that the present reader has read, too")
        parser.add_argument(
            "--page", type=int, action="append", metavar="ID", help="this page only; repeatable"
        )

    def handle(self, *, all, page, **options):
        keys = self._choose(all, page)
        failed = []
        for number, key in enumerate(keys, 1):
            self.stdout.write(f"[{number}/{len(keys)}] ", ending="")
            try:
                self._tell(key, reread_page(key))
            except (
                Exception
            ) as error:  # the border to people: one page does not keep the others from being read
                failed.append(key)
                self.stdout.write(_("page %(page)s could not be read: %(why)s") % {"page": key, "why": error})
        if not keys:
            self.stdout.write(_("Every page was read by the present reader. To read them anyway: --all"))
        if failed:
            raise CommandError(
                ngettext("%d page was not read again.", "%d pages were not read again.", len(failed))
                % len(failed)
            )

    def _choose(self, all_pages: bool, wanted: list[int] | None) -> list[int]:
        if not wanted:
            rows = Page.objects.filter(read_at__isnull=False) if all_pages else pages_read_otherwise()
            return list(rows.order_by("pk").values_list("pk", flat=True))
        unknown = set(wanted) - set(Page.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if unknown:
            raise CommandError(_("There is no page %s.") % "、".join(map(str, sorted(unknown))))
        return wanted

    def _tell(self, key: int, outcome: Outcome | None) -> None:
        if outcome is None:
            self.stdout.write(_("page %s waits for its first reading") % key)
            return
        counts = {"differences": len(outcome.differences), "opened": len(outcome.opened)}
        told = _("differences %(differences)s, new drafts %(opened)s") % counts
        self.stdout.write(f"{key} {outcome.page}  {told}")
        for issue in outcome.opened:
            self.stdout.write(
                "    + " + _("issue %(number)s: %(title)s") % {"number": issue.pk, "title": issue.title}
            )
        for row in compare_sides(outcome.differences):
            issue = _("issue %(number)s: %(title)s") % {
                "number": row.difference.issue_id,
                "title": row.difference.label,
            }
            self.stdout.write(f"    ≠ {issue}  {row.old.value} → {row.new.value}")
