"""The indexes of issues: one for each filter of the lists, ending in their order. Knows no model."""

from django.db import models

from ..choices import Status
from ..workflow import OPEN

_ASKED = ["status", "due_on", "reported_on", "resolved_on", "returned", "category", "district"]
"""What other filters ask of a row in the order of the list. PostgreSQL keeps it beside the keys and reads no row for
what does not fit: of a million issues 90,000 are passed for 500 that are overdue and tell of 停水."""

INDEXES = [
    models.Index(fields=["is_public", "-changed_at", "-id"], include=_ASKED, name="issue_newest"),
    models.Index(fields=["category", "is_public", "-changed_at", "-id"], name="issue_by_category"),
    models.Index(fields=["district", "is_public", "-changed_at", "-id"], name="issue_by_district"),
    models.Index(fields=["status", "-changed_at", "-id"], name="issue_by_status"),
    models.Index(fields=["place_key", "category"], name="issue_by_place", condition=~models.Q(place_key="")),
    models.Index(fields=["is_public", "-reported_on", "-id"], name="issue_by_report_day"),
    models.Index(fields=["is_public", "-published_at", "-id"], name="issue_by_publishing"),
    models.Index(fields=["is_public", "-sources", "-id"], name="issue_by_sources"),
    # Each covers all that its filter is combined with, so that no row is read for what does not fit, nor to be
    # sorted: 5 to 10 times as quick at 200,000 issues on SQLite and at a million on PostgreSQL.
    models.Index(
        fields=[
            *("-resolved_on", "is_public", "status", "due_on", "returned", "reported_on"),
            *("category", "district", "-changed_at", "-id"),
        ],
        name="issue_by_closing",
        condition=models.Q(resolved_on__isnull=False),
    ),
    models.Index(
        fields=[
            *("due_on", "is_public", "status", "returned", "reported_on", "resolved_on"),
            *("category", "district", "-changed_at", "-id"),
        ],
        name="issue_by_due_day",
        condition=models.Q(due_on__isnull=False),
    ),
    models.Index(
        fields=[
            *("is_public", "-changed_at", "-id", "status", "due_on", "reported_on", "resolved_on"),
            *("category", "district"),
        ],
        name="issue_come_back",
        condition=models.Q(returned=True),
    ),
    # What was solved once and is open again: few, and PostgreSQL looked through all that is solved for them.
    models.Index(
        fields=["is_public", "-resolved_on", "-changed_at", "-id"],
        name="issue_open_again",
        condition=models.Q(resolved_on__isnull=False, status__in=sorted(OPEN)),
    ),
    # Covers the counts beside the filters. Partial, so that no list takes it: it does not end in their order.
    models.Index(
        fields=["category", "district", "status", "is_public", "due_on", "returned"],
        name="issue_facets",
        condition=models.Q(is_public=True),
    ),
    # Partial: most issues have neither, and SQLite takes an index full of NULL for one that finds everything.
    models.Index(fields=["follows"], name="issue_by_follows", condition=models.Q(follows__isnull=False)),
    models.Index(fields=["joined_to"], name="issue_by_joined", condition=models.Q(joined_to__isnull=False)),
    models.Index(fields=["claimed_by"], name="issue_in_hands", condition=models.Q(claimed_by__isnull=False)),
    # The desk's queue in its order, and how long its drafts have waited.
    models.Index(
        fields=["mention", "-confidence", "opened_at", "id"],
        name="issue_queue",
        condition=models.Q(status=Status.DRAFT),
    ),
    models.Index(fields=["opened_at"], name="issue_waiting", condition=models.Q(status=Status.DRAFT)),
    models.Index(
        fields=["follows"],
        name="issue_follow_ups",
        condition=models.Q(status=Status.DRAFT, follows__isnull=False),
    ),
]
