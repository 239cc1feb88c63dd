"""What the desk keeps for its own convenience: saved filters and reply templates. Says nothing about an issue."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import ReplyUse


class SavedFilter(models.Model):
    """A query string of the list of issues that somebody has given a name; each person has their own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filters"), max_length=1000)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]

    def __str__(self):
        return self.name


class ReplyTemplate(models.Model):
    """A text that the desk writes again and again: put into a comment or a reason, then changed to fit."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    use = models.CharField(_("used for"), max_length=8, choices=ReplyUse, default=ReplyUse.COMMENT)
    text = models.TextField(_("text"), max_length=2000)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name
