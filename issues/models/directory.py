"""Who and where: categories, divisions, agencies. Rows come from seeds/ and from staff."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..choices import AgencyKind, DivisionLevel
from ..pinyin import spell_initials


class Category(models.Model):
    """A kind of problem; the reading names it by its code, and a group gathers kinds for a citizen's first look."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    group = models.CharField(_("group"), max_length=40)
    group_en = models.CharField(_("English group"), max_length=60)
    words = models.CharField(_("includes"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "code"]

    def __str__(self):
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the reader's language: Chinese unless English was asked for."""
        return self.name_en if (get_language() or "").startswith("en") else self.name

    @property
    def local_group(self) -> str:
        """The group in the reader's language."""
        return self.group_en if (get_language() or "").startswith("en") else self.group


class Division(models.Model):
    """A province, prefecture, county or town, with the names that papers print for it."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60, db_index=True)
    level = models.CharField(_("level"), max_length=12, choices=DivisionLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    aliases = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code"]

    def __str__(self):
        return self.name


class Agency(models.Model):
    """A public body, utility or company that has a part in issues."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=AgencyKind, default=AgencyKind.BUREAU)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("division"),
        help_text=_("Where its writ runs."),
    )
    short_names = models.JSONField(_("short names"), default=list, blank=True)
    initials = models.CharField(
        _("pinyin initials"), max_length=240, blank=True, editable=False, db_index=True
    )
    known_as = models.TextField(blank=True, editable=False)
    """All its names, a line for each, to be looked through: no database looks into a list in the same way."""
    jurisdiction = models.CharField(_("responsible for"), max_length=200, blank=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.spell()
        super().save(*args, **kwargs)

    def spell(self) -> None:
        """Set what follows from the names, for what saves many rows at once."""
        self.initials = spell_initials(self.name, *map(str, self.short_names))
        self.known_as = "\n".join(dict.fromkeys([self.name, *self.list_aliases()]))

    def list_aliases(self) -> list[str]:
        """The short names that papers print; 住建局 of 云岩区 is printed 云岩区住建局 too."""
        short = [str(name) for name in self.short_names]
        where = self.division.name if self.division else ""
        return [*short, *(where + name for name in short if where and not name.startswith(where))]
