"""How a set of issues stands: open, closed, behind its promise. Bounded at any size."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from ..models import Agency, Issue, Party
from ..paging import CAP, count_capped
from ..querysets import IssueQuerySet
from ..workflow import CLOSED, OPEN

FEW = 5_000
RECORD_SECONDS = 600


def count_by_end(issues: IssueQuerySet) -> dict[str, int]:
    """How many stand open, are closed, are behind their promise; above CAP counting stops where there are many.

    Few are counted in one pass. Among many, CAP of each sort is soon found; among few that would read all issues.
    """
    late = Q(due_on__lt=timezone.localdate())
    ends = {"open": Q(status__in=OPEN), "closed": Q(status__in=CLOSED), "overdue": Q(status__in=OPEN) & late}
    wanted = {name: Count("pk", filter=end) for name, end in ends.items()}
    figures = issues.order_by()[: FEW + 1].aggregate(total=Count("pk"), **wanted)
    if figures.pop("total") > FEW:
        figures = {name: count_capped(issues.filter(end)) for name, end in ends.items()}
    return {**figures, "cap": CAP, "minutes": RECORD_SECONDS // 60}


def find_issues_of(agency: int) -> IssueQuerySet:
    """The public issues that the agency has a part in, for counting."""
    parts = Party.objects.filter(agency=agency)
    return Issue.objects.public(counting=True).filter(pk__in=parts.values("issue"))


def recall_standing(name: str, issues: IssueQuerySet) -> dict[str, int]:
    """How `issues` stand, counted at most RECORD_SECONDS ago under this name and on this day.

    Of an agency with 48,000 issues among a million the count takes a second: too long for each visitor.
    """
    asked = f"{name} {timezone.localdate()}"
    key = "standing:" + hashlib.sha256(asked.encode()).hexdigest()
    return cache.get_or_set(key, lambda: count_by_end(issues), RECORD_SECONDS)


def recall_agency(agency: int) -> dict[str, int]:
    """How the public issues stand that the agency has a part in."""
    return recall_standing(f"agency {agency}", find_issues_of(agency))


def find_records(agencies: list[Agency]) -> list[tuple[Agency, dict[str, int]]]:
    """Each agency with how its issues stand, as on its own page."""
    return [(agency, recall_agency(agency.pk)) for agency in agencies]
