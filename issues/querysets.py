"""How issues and their differences are asked for: the read vocabulary. Knows field names, imports no model."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import models

from .choices import DifferenceState, EventKind, Role, Status
from .workflow import ACTING, CLOSED, OPEN, SET_ASIDE

CLAIM_LASTS = timedelta(minutes=30)
"""How long a draft stays in the hands of somebody who does nothing with it."""


class IssueQuerySet(models.QuerySet):
    """`Issue.objects`: every public door starts at .public()."""

    def public(self, *, counting: bool = False) -> IssueQuerySet:
        """Issues that anyone may see: confirmed by a person and not withdrawn.

        Both forms ask the same. SQLite takes the lists' indexes only for `IN (1)`, not for the bare column that Django
        writes for =True (at 100,000 issues 1 against 300 ms), and the facets' partial index only for the bare column.
        """
        return self.filter(is_public=True) if counting else self.filter(is_public__in=[True])

    def drafts(self) -> IssueQuerySet:
        """Issues that no person has confirmed yet."""
        return self.filter(status=Status.DRAFT)

    def untouched(self) -> IssueQuerySet:
        """Drafts that are as the reading left them: no person has changed, opened or commented on them."""
        return self.drafts().exclude(events__by__isnull=False).exclude(events__kind=EventKind.EDITED)

    def held_by(self, person: object, at: datetime) -> IssueQuerySet:
        """Drafts in the hands of `person` at that moment."""
        return self.drafts().filter(claimed_by=person, claimed_at__gt=at - CLAIM_LASTS)

    def held_by_others(self, person: object, at: datetime) -> IssueQuerySet:
        """Drafts in the hands of anybody else at that moment."""
        held = self.drafts().filter(claimed_by__isnull=False, claimed_at__gt=at - CLAIM_LASTS)
        return held.exclude(claimed_by=person)

    def free_for(self, person: object, at: datetime) -> IssueQuerySet:
        """Issues that nobody else has in hand at that moment."""
        lapsed = models.Q(claimed_by=None) | models.Q(claimed_at__lte=at - CLAIM_LASTS)
        return self.filter(lapsed | models.Q(claimed_by=person))

    def for_agency(self, agency: object) -> IssueQuerySet:
        """Public issues in which `agency` acts: what its own people may see, and nothing else."""
        parties = self.model._meta.get_field("parties").related_model.objects
        acting = parties.filter(agency=agency, role__in=sorted(ACTING))
        return self.public().filter(pk__in=acting.values("issue"))

    def unresolved(self) -> IssueQuerySet:
        """Public issues whose problem still stands."""
        return self.filter(status__in=OPEN)

    def closed(self) -> IssueQuerySet:
        """Public issues with an end: solved, not so, or told elsewhere."""
        return self.filter(status__in=CLOSED)

    def overdue(self, at: date) -> IssueQuerySet:
        """Open issues whose promised day had passed before `at`."""
        return self.unresolved().filter(due_on__lt=at)

    def awaited(self, at: date) -> IssueQuerySet:
        """Open issues with a promise whose day had not passed at `at`."""
        return self.unresolved().filter(due_on__gte=at)

    def joined_into(self, issue: object, most: int | None = None) -> list:
        """What has joined `issue`, also through an issue that joined it later; at most so many at each remove."""
        found, newest = [], [issue]
        while newest := list(self.filter(joined_to__in=newest)[:most]):
            found += newest
        return found

    def due_soon(self, at: date, days: int = 7) -> IssueQuerySet:
        """Open issues whose promised day comes within `days` of `at`."""
        return self.unresolved().filter(due_on__range=(at, at + timedelta(days=days)))

    def newest(self) -> IssueQuerySet:
        """The order of every list: last change first; the id makes it total, so that paging by key never skips."""
        return self.order_by("-changed_at", "-id")

    def in_order(self, keys: Collection[int]) -> list:
        """The issues that have these keys, in the order of `keys`."""
        rows = self.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    def with_names(self) -> IssueQuerySet:
        """Everything that a row of a list shows, in two queries."""
        return self.select_related("category", "district", "district__parent").prefetch_related(
            "parties__agency"
        )

    def with_responsible(self) -> IssueQuerySet:
        """Who is responsible, as `issue.responsible`: for long answers, of which all parties in full took a third of the time."""
        parties = self.model._meta.get_field("parties").related_model.objects
        responsible = parties.filter(role=Role.RESPONSIBLE).order_by("pk").prefetch_related("agency")
        named = responsible.only("issue", "agency", "name")
        return self.prefetch_related(models.Prefetch("parties", queryset=named, to_attr="responsible"))

    def with_record(self) -> IssueQuerySet:
        """Everything that a record of public/records.py holds, in three queries; the page without its text."""
        unread = [f"story__page__{name}" for name in ("text", "blocks", "doubtful")]
        unread += [f"story__{name}" for name in ("spans", "verdict", "figures", "reporters")]
        return self.with_names().select_related("story__page", "joined_to").defer("spans", *unread)

    def with_timeline(self) -> IssueQuerySet:
        """Everything that an issue page shows, in a fixed number of queries."""
        return self.with_names().prefetch_related(
            "events__evidence", "events__agency", "events__by", "events__story__page", "evidence__page"
        )


class DifferenceQuerySet(models.QuerySet):
    """`Difference.objects`."""

    def open(self) -> DifferenceQuerySet:
        """Those that wait for a person. An issue that was withdrawn or joined to another asks for nothing."""
        return self.filter(state=DifferenceState.OPEN).exclude(issue__status__in=SET_ASIDE)
