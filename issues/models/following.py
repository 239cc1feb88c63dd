"""Who wants to hear of changes by mail, and the mails: each row is the record of its sending."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import MailState, Rhythm
from .issue import Issue


class Subscription(models.Model):
    """An address that follows one issue, or the issues that a query string selects. Nothing else is known of anybody.

    `checked_at` is the time up to which changes were told; it moves in the same transaction that writes the mail.
    """

    email = models.CharField(_("mail address"), max_length=254)
    issue = models.ForeignKey(
        Issue, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("issue")
    )
    query = models.CharField(_("filters"), max_length=1000, blank=True)
    rhythm = models.CharField(_("how often"), max_length=5, choices=Rhythm, default=Rhythm.NOW)
    language = models.CharField(_("language"), max_length=10)
    site = models.CharField(_("site"), max_length=200)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    checked_at = models.DateTimeField(_("told up to"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["email", "issue"],
                name="subscription_issue_once",
                condition=models.Q(issue__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["email", "query"],
                name="subscription_query_once",
                condition=models.Q(issue__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["rhythm", "checked_at"],
                name="subscription_due",
                condition=models.Q(confirmed_at__isnull=False),
            ),
            models.Index(
                fields=["asked_at"], name="subscription_open", condition=models.Q(confirmed_at__isnull=True)
            ),
        ]

    def __str__(self):
        return str(self.issue or self.query)


class Mail(models.Model):
    """One mail to one subscription. What it says is masked already: it holds what the public page shows."""

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="mails", verbose_name=_("subscription")
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=7, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due at"))
    tried_at = models.DateTimeField(_("tried at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ()
        indexes = [models.Index(fields=["state", "due_at"], name="mail_by_state")]

    def __str__(self):
        return self.subject
