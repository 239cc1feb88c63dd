"""Agencies' own people: whom they answer for, and what they propose to the desk. Changes no issue by itself."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import ProposalKind, ProposalState
from .directory import Agency
from .issue import Issue
from .timeline import Event


class Membership(models.Model):
    """Somebody who answers for an agency. One account, one agency: what they write is signed by it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="membership", verbose_name=_("account")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="members", verbose_name=_("agency"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("issued by"),
    )
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)

    class Meta:
        verbose_name = _("agency account")
        verbose_name_plural = _("agency accounts")
        ordering = ["agency__name", "id"]
        permissions = [("answer_membership", _("Can answer for an agency"))]

    def __str__(self):
        return f"{self.user} · {self.agency}"


class Proposal(models.Model):
    """What an agency sent in about an issue. Nothing of it is public or changes the issue before staff approve.

    `text` stays as it was written; what was published is the text of `event`.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="proposals", verbose_name=_("issue"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="proposals", verbose_name=_("agency"))
    kind = models.CharField(_("kind"), max_length=8, choices=ProposalKind)
    text = models.TextField(_("text"))
    promised = models.CharField(_("new promised day"), max_length=32, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="proposals",
        verbose_name=_("written by"),
    )
    made_at = models.DateTimeField(_("sent in at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=ProposalState, default=ProposalState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    refusal = models.TextField(_("why it was not taken over"), blank=True)
    event = models.OneToOneField(
        Event, models.SET_NULL, null=True, related_name="proposal", verbose_name=_("line of the timeline")
    )

    class Meta:
        verbose_name = _("proposal of an agency")
        verbose_name_plural = _("proposals of agencies")
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(
                fields=["made_at", "id"],
                name="proposal_waiting",
                condition=models.Q(state=ProposalState.WAITING),
            ),
        ]

    def __str__(self):
        return f"{self.agency} · {self.get_kind_display()}"


def name_attachment(attachment: "Attachment", name: str) -> str:
    """Where a file is kept: under a name that nobody can guess and that says nothing of what was sent."""
    return f"attachments/{uuid4().hex}"


class Attachment(models.Model):
    """A file that came with a proposal. Private: it leaves only through a view that asks who is asking."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="attachments", verbose_name=_("proposal of an agency")
    )
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    stored = models.FileField(_("as received"), upload_to=name_attachment)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["id"]

    def __str__(self):
        return self.name
