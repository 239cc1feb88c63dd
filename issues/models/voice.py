"""What readers send: letters and the pictures with them. Nothing here is public by itself; see actions/letters.py."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from ..choices import LetterKind, LetterState
from .directory import Category, Division
from .issue import Evidence, Issue
from .source import Story


class Letter(models.Model):
    """What a reader told, without an account: only the desk reads it as it came. The sender has the tracking code.

    `code_hash` is all that is kept of the code, `form_hash` keeps the same form from being received twice.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=LetterKind)
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("about")
    )
    evidence = models.ForeignKey(
        Evidence, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sentence")
    )
    sentence = models.TextField(_("sentence as it was shown"), blank=True)
    text = models.TextField(_("text"), blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    district = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    form_hash = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=8, choices=LetterState, default=LetterState.WAITING)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    led_to = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="told_in", verbose_name=_("kept in")
    )
    story = models.OneToOneField(
        Story, models.PROTECT, null=True, blank=True, related_name="letter", verbose_name=_("story")
    )

    # What the reader wrote is not copied: it must be possible to forget it.
    history = HistoricalRecords(excluded_fields=["sentence", "text", "place", "code_hash", "form_hash"])

    class Meta:
        verbose_name = _("letter from a reader")
        verbose_name_plural = _("letters from readers")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["received_at"], name="letter_waiting", condition=models.Q(state=LetterState.WAITING)
            ),
            models.Index(fields=["state", "decided_at"], name="letter_by_state"),
        ]

    def __str__(self):
        return str(_("Letter %(number)s") % {"number": self.pk})


class Photo(models.Model):
    """A picture that came with a letter, made anew from its pixels. Private until somebody of the desk shows it."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, null=True, blank=True, related_name="photos", verbose_name=_("letter")
    )
    file = models.FileField(_("file"), upload_to="letters/")
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    caption = models.CharField(_("what is seen on it"), max_length=120, blank=True)
    shown_at = models.DateTimeField(_("public since"), null=True, blank=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]
        default_permissions = ()  # who may see it follows from the letter
        indexes = [
            models.Index(
                fields=["received_at"], name="photo_without_letter", condition=models.Q(letter__isnull=True)
            )
        ]

    def __str__(self):
        return str(_("Photo %(number)s") % {"number": self.pk})
