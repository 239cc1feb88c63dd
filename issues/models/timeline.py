"""The timeline: one dated line for each thing that happened to an issue."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import EventKind, Status
from .directory import Agency
from .issue import Issue
from .source import Story


class Event(models.Model):
    """One line of an issue's timeline, with its evidence or its author. Added by actions/, never edited."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="events", verbose_name=_("issue"))
    kind = models.CharField(_("kind"), max_length=8, choices=EventKind)
    happened = models.CharField(_("date"), max_length=32, blank=True)
    happened_on = models.DateField(_("day"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    text = models.TextField(_("text"), blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("agency")
    )
    agency_name = models.CharField(_("agency as printed"), max_length=120, blank=True)
    from_status = models.CharField(_("from"), max_length=12, choices=Status, blank=True)
    to_status = models.CharField(_("to"), max_length=12, choices=Status, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by")
    )
    story = models.ForeignKey(
        Story, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("story")
    )
    fields = models.JSONField(_("changed fields"), default=list, editable=False)
    internal = models.BooleanField(
        _("internal"), default=False, help_text=_("Only staff see it; otherwise it is on the public page.")
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        # Undated lines of a page keep the order in which they were printed, behind the dated ones.
        ordering = ["issue_id", models.F("happened_on").asc(nulls_last=True), "id"]
        indexes = [
            models.Index(fields=["issue", "happened_on", "id"], name="event_of_issue"),
            # What followers are told of: the public lines of the last minutes or of a day.
            models.Index(fields=["recorded_at"], name="event_public", condition=models.Q(internal=False)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.text[:40]}".strip()
