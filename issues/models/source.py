"""What was received: pages, the stories on them, and the imports that brought them. No issue in here."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import ImportState, SaidBy, StoryKind


class Page(models.Model):
    """One text as received: a newspaper page, an article, a list. Its text never changes: evidence points into it."""

    sha256 = models.CharField(_("fingerprint"), max_length=64, unique=True, editable=False)
    text = models.TextField(_("text"))
    file_name = models.CharField(_("file"), max_length=200)
    publication = models.CharField(_("publication"), max_length=80, blank=True)
    published = models.DateField(_("published on"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, editable=False)
    reader = models.CharField(_("reader"), max_length=16, blank=True, editable=False)
    blocks = models.JSONField(_("blocks"), default=list, editable=False)
    doubtful = models.JSONField(_("doubtful"), default=list, editable=False)
    source_said_by = models.CharField(_("source known from"), max_length=10, choices=SaidBy, blank=True)
    message = models.BooleanField(_("message of a board"), default=False)
    from_reader = models.BooleanField(_("letter from a reader"), default=False, editable=False)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="page_newest"),
            models.Index(fields=["publication", "-id"], name="page_by_publication"),
        ]

    def __str__(self):
        return self.source_line or self.file_name

    @property
    def source_line(self) -> str:
        """Who printed it and when, as a citizen reads it; empty where neither is known."""
        return " ".join(filter(None, [self.publication, self.published and self.published.isoformat()]))


class Story(models.Model):
    """One article of a page, with the verdict on it and why."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="stories", verbose_name=_("page"))
    position = models.PositiveSmallIntegerField(_("position"))
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=StoryKind)
    spans = models.JSONField(_("spans"))
    reporters = models.JSONField(_("reporters"), default=list, blank=True)
    verdict = models.JSONField(_("why"), default=dict, blank=True)
    figures = models.JSONField(_("figures"), default=list, blank=True)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["page_id", "position"]
        constraints = [models.UniqueConstraint(fields=["page", "position"], name="story_position_once")]
        indexes = [models.Index(fields=["kind", "-id"], name="story_by_kind")]

    def __str__(self):
        return self.headline or str(_("(headline lost)"))


class ImportRun(models.Model):
    """One import: some files, given together by somebody."""

    created_at = models.DateTimeField(_("started at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("started by")
    )
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)
    closing_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    ask_columns = models.BooleanField(_("asks for the columns of new tables"), default=False, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["created_at"], name="import_unfinished", condition=models.Q(finished_at__isnull=True)
            )
        ]

    def __str__(self):
        return str(_("Import %(number)s") % {"number": self.pk})


class ImportFile(models.Model):
    """One file of an import and what became of it. This row, not the queue, is the record of the work."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="files", verbose_name=_("import"))
    position = models.PositiveIntegerField(_("position"))
    part = models.PositiveIntegerField(_("part"), default=0)
    name = models.CharField(_("file"), max_length=200)
    stored = models.FileField(_("as received"), upload_to="received/", blank=True)
    scan = models.BooleanField(_("text recognition"), default=False)
    tables = models.JSONField(_("tables"), default=list, blank=True)
    matching = models.JSONField(_("columns"), default=dict, blank=True)
    publication = models.CharField(_("publication"), max_length=80, blank=True)
    published = models.DateField(_("published on"), null=True, blank=True)
    page = models.ForeignKey(
        Page, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("page")
    )
    state = models.CharField(_("state"), max_length=9, choices=ImportState, default=ImportState.QUEUED)
    queued_at = models.DateTimeField(_("queued at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    taken = models.BooleanField(default=False, editable=False)
    """A worker has it; the sweep takes it back from one that was killed."""
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    stories = models.PositiveIntegerField(_("stories"), default=0)
    opened = models.PositiveIntegerField(_("issues opened"), default=0)
    joined = models.PositiveIntegerField(_("follow-ups"), default=0)
    message = models.CharField(_("message"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["run_id", "position", "part"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position", "part"], name="import_file_position_once")
        ]
        indexes = [
            models.Index(
                fields=["queued_at"], name="import_file_waiting", condition=models.Q(state=ImportState.QUEUED)
            )
        ]

    def __str__(self):
        return self.name


class BoardProfile(models.Model):
    """Which column of a message board's table is which field, as an editor confirmed it; known by its heads."""

    heads = models.JSONField(_("heads"), unique=True)
    matching = models.JSONField(_("columns"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), auto_now=True)

    class Meta:
        verbose_name = _("board profile")
        verbose_name_plural = _("board profiles")
        ordering = ["-confirmed_at"]

    def __str__(self):
        return "、".join(self.heads)[:80]
