"""What is handed down from above: batches of complaints with their official totals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .source import Story


class Batch(models.Model):
    """Complaints handed over together. Figures stay as printed; where they contradict, `warnings` says so."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="batch", verbose_name=_("story"))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    total = models.PositiveIntegerField(_("total"), null=True, blank=True)
    figures = models.JSONField(_("figures as printed"), default=dict)
    spans = models.JSONField(_("spans"), default=dict, blank=True)
    warnings = models.JSONField(_("contradictions"), default=list, blank=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-id"]

    def __str__(self):
        return str(_("Batch %(number)s") % {"number": self.number or self.pk})
