"""What a new reading of a page says otherwise than the issue does. Waits for a person; changes nothing itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import DifferenceState, Role
from ..querysets import DifferenceQuerySet
from .issue import Issue


class Difference(models.Model):
    """One field of one issue that a new reading reads otherwise, or the issue that it no longer reads (GONE).

    `old` and `new` are plain values: text, the key of a row, or for RESPONSIBLE a list of [name, agency's key].
    `old_words` and `new_words` are the words behind them: {spans, quote, because, score, name of the body}.
    """

    RESPONSIBLE = Role.RESPONSIBLE.value
    GONE = "gone"

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="differences", verbose_name=_("issue"))
    field = models.CharField(_("field"), max_length=20)
    old = models.JSONField(_("until now"), null=True)
    new = models.JSONField(_("read anew"), null=True)
    old_words = models.JSONField(_("words until now"), default=list)
    new_words = models.JSONField(_("words read anew"), default=list)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(_("set at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=DifferenceState, default=DifferenceState.OPEN)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        ordering = ["issue_id", "id"]
        default_permissions = ()  # who may see and decide follows from the issue
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "field"],
                name="difference_open_once",
                condition=models.Q(state=DifferenceState.OPEN),
            )
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The field's name, as a person reads it."""
        if self.field == self.GONE:
            return str(_("no longer read"))
        if self.field == self.RESPONSIBLE:
            return str(Role.RESPONSIBLE.label)
        return str(Issue._meta.get_field(self.field).verbose_name)
