"""An issue, who has a part in it, and the words that it rests on. Changed only through actions/."""

import re

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from ..choices import Role, Status
from ..querysets import IssueQuerySet
from ..workflow import HIDDEN
from .directory import Agency, Category, Division
from .indexes import INDEXES
from .origin import Origin
from .source import Page, Story

_EDTF = _("A date as precise as it is known: 2025-12-05, 2025-12 or 2025.")


class Issue(models.Model):
    """One problem at one place that troubles people, from the page that told of it until it is gone."""

    title = models.CharField(_("title"), max_length=80)
    summary = models.TextField(_("summary"), blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("category")
    )
    district = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("district")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    place_key = models.CharField(max_length=120, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    is_public = models.GeneratedField(
        expression=models.Case(
            models.When(models.Q(status__in=sorted(HIDDEN)) | models.Q(published_at=None), then=False),
            default=True,
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    printed_status = models.CharField(
        _("status as printed"), max_length=12, choices=Status, blank=True, editable=False
    )
    resolution_notes = models.TextField(
        _("resolution notes"),
        blank=True,
        help_text=_("What was done and what remains. Shown on the public page."),
    )
    hidden_names = models.CharField(
        _("names hidden in public"),
        max_length=500,
        blank=True,
        help_text=_("Full names of private persons, with 、 between them. Take out whoever acts in office."),
    )

    began = models.CharField(_("began"), max_length=32, blank=True, help_text=_EDTF)
    reported = models.CharField(_("reported on"), max_length=32, blank=True, help_text=_EDTF)
    accepted = models.CharField(_("accepted on"), max_length=32, blank=True, help_text=_EDTF)
    promised = models.CharField(_("promised for"), max_length=32, blank=True, help_text=_EDTF)
    resolved = models.CharField(_("resolved on"), max_length=32, blank=True, help_text=_EDTF)
    reported_on = models.DateField(_("first day of the report"), null=True, editable=False)
    due_on = models.DateField(_("last day of the promise"), null=True, editable=False)
    resolved_on = models.DateField(_("day of the solution"), null=True, editable=False)
    returned = models.BooleanField(_("has come back"), default=False, editable=False)
    sources = models.PositiveIntegerField(_("pages that tell of it"), default=0, editable=False)

    story = models.ForeignKey(
        Story, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("story")
    )
    spans = models.JSONField(_("its part of the page"), default=list, editable=False)
    position = models.PositiveSmallIntegerField(_("position in the story"), default=0, editable=False)
    mention = models.BooleanField(_("named in passing"), default=False)
    confidence = models.FloatField(_("confidence"), default=0)
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="proposed_follow_ups",
        verbose_name=_("seems to continue"),
    )
    follows_score = models.FloatField(_("likeness"), null=True, editable=False)
    follows_because = models.JSONField(_("what they share"), default=list, editable=False)
    joined_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="joined",
        verbose_name=_("joined to"),
    )

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last change"), editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        db_index=False,
        related_name="claims",
        verbose_name=_("in the hands of"),
    )
    claimed_at = models.DateTimeField(_("claimed at"), null=True, editable=False)

    objects = IssueQuerySet.as_manager()
    history = HistoricalRecords(
        bases=[Origin],
        excluded_fields=[
            "is_public",
            "sources",
            "spans",
            "follows_score",
            "follows_because",
            "claimed_by",
            "claimed_at",
        ],
    )

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-changed_at", "-id"]
        permissions = [
            ("publish_issue", _("Can publish, reject and move issues")),
            ("purge_issue", _("Can purge private words from everything that is stored")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["story", "position"], name="issue_of_story_once"),
            models.CheckConstraint(
                name="joined_issue_is_closed",
                condition=models.Q(joined_to=None) | models.Q(status=Status.DUPLICATE),
            ),
            models.CheckConstraint(
                name="confidence_is_a_share", condition=models.Q(confidence__gte=0, confidence__lte=1)
            ),
        ]
        indexes = INDEXES

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("issues:issue", args=[self.pk])

    def get_status_display(self) -> str:
        """The status in words. Django's own makes a table of all statuses anew for each row of a list."""
        return str(Status(self.status).label)

    @property
    def private_names(self) -> list[str]:
        """The names to be masked wherever the issue's words are shown in public."""
        return split_names(self.hidden_names)


def split_names(text: str) -> list[str]:
    """Names as a person lists them, each once."""
    return list(dict.fromkeys(name for name in re.split(r"[、，,;；\s]+", text) if len(name) > 1))


class Party(models.Model):
    """An agency's part in an issue. `name` is the page's word for it where no agency of ours is known."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="parties", verbose_name=_("issue"))
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="parties",
        verbose_name=_("agency"),
    )
    name = models.CharField(_("name as printed"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.RESPONSIBLE)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["issue_id", "id"]
        constraints = [models.UniqueConstraint(fields=["issue", "name", "role"], name="party_once")]
        indexes = [
            models.Index(fields=["role", "issue"], name="party_by_role"),
            models.Index(fields=["agency", "issue", "role"], name="party_by_agency"),
        ]

    def __str__(self):
        return self.name


class Evidence(models.Model):
    """The page's own words behind one field, party or event of an issue.

    `"".join(page.text[s:e] for s, e in spans) == quote`, checked by `manage.py check_evidence`.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="evidence", verbose_name=_("issue"))
    page = models.ForeignKey(Page, models.PROTECT, related_name="evidence", verbose_name=_("page"))
    field = models.CharField(_("field"), max_length=20)
    party = models.ForeignKey(
        Party,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="evidence",
        verbose_name=_("party"),
    )
    event = models.ForeignKey(
        "issues.Event",
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="evidence",
        verbose_name=_("event"),
    )
    spans = models.JSONField(_("spans"))
    quote = models.TextField(_("quotation"))
    because = models.JSONField(_("because"), default=list, blank=True)
    score = models.FloatField(_("score"), default=1)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["issue_id", "id"]
        # Partial, like those of issues: much evidence belongs to neither, and SQLite then scans for those that do.
        indexes = [
            models.Index(fields=["party"], name="evidence_of_party", condition=models.Q(party__isnull=False)),
            models.Index(fields=["event"], name="evidence_of_event", condition=models.Q(event__isnull=False)),
        ]

    def __str__(self):
        return self.quote[:40]
