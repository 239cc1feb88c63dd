"""How issues come together: the terms by which like ones are found, and what each joining moved. No rules in here."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Status
from .issue import Issue


class IssueTerm(models.Model):
    """One term of the text that an issue was read from, hashed; see matters.py."""

    pk = models.CompositePrimaryKey("term", "issue_id")
    term = models.BigIntegerField()
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="terms", verbose_name=_("issue"))
    weight = models.SmallIntegerField()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self):
        return str(self.term)


class Joining(models.Model):
    """One issue joined to another: what was moved and what stood before, so that it can be split off again."""

    joined = models.ForeignKey(Issue, models.CASCADE, related_name="joinings", verbose_name=_("issue"))
    target = models.ForeignKey(Issue, models.CASCADE, related_name="received", verbose_name=_("joined to"))
    status_before = models.CharField(_("status before"), max_length=12, choices=Status)
    target_before = models.CharField(_("status of the other before"), max_length=12, choices=Status)
    target_after = models.CharField(_("status of the other after"), max_length=12, choices=Status)
    events = models.JSONField(_("moved events"), default=list)
    at = models.DateTimeField(_("joined at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    undone_at = models.DateTimeField(_("split off at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("split off by")
    )

    class Meta:
        verbose_name = _("joining")
        verbose_name_plural = _("joinings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["joined"], condition=models.Q(undone_at=None), name="issue_joined_once"
            )
        ]

    def __str__(self):
        return f"{self.joined_id} → {self.target_id}"
