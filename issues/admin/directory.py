"""Categories, divisions and agencies in the admin: plain tables with search. Lists of names are edited one a line."""

import json

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminTextareaWidget

from ..models import Agency, Category, Division
from .paging import LongList


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    def __init__(self, **options):
        super().__init__(
            required=False,
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
            help_text=_("One a line."),
            **options,
        )

    def prepare_value(self, value):
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value):
        return list(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial or []), data)


class AgencyForm(forms.ModelForm):
    """An agency with its short names one a line."""

    short_names = LinesField(label=_("short names"))

    class Meta:
        model = Agency
        fields = ("name", "kind", "division", "short_names", "jurisdiction")


class DivisionForm(forms.ModelForm):
    """A division with its other names one a line."""

    aliases = LinesField(label=_("other names"))

    class Meta:
        model = Division
        fields = ("code", "name", "level", "parent", "aliases")


class DirectoryAdmin(LongList, ModelAdmin):
    """What the three tables share: a search that knows other names and initials."""

    list_filter_submit = True
    warn_unsaved_form = True
    names_field = ""
    initials_field = ""

    def get_search_results(self, request, queryset, search_term):
        """As Django does, and in the list of other names and the pinyin initials.

        SQLite keeps the list with \\u escapes, PostgreSQL as it is: both forms are looked for.
        """
        term = search_term[:80].strip()
        found, distinct = super().get_search_results(request, queryset, term)
        if term and self.names_field:
            raw, escaped = (
                Q(**{f"{self.names_field}__icontains": words}) for words in (term, json.dumps(term)[1:-1])
            )
            found = found | queryset.filter(raw | escaped)
        if term and self.initials_field and term.isascii():
            found = found | queryset.filter(**{f"{self.initials_field}__contains": term.lower()})
        return found, distinct


@admin.register(Category)
class CategoryAdmin(DirectoryAdmin):
    """The kinds of problems."""

    list_display = ("name", "code", "group", "words", "position")
    search_fields = ("name", "code", "name_en")
    fields = ("code", "name", "name_en", "group", "group_en", "words", "position")

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()  # the reading knows a category by its code


@admin.register(Division)
class DivisionAdmin(DirectoryAdmin):
    """Provinces, prefectures, counties and towns."""

    form = DivisionForm
    list_display = ("name", "code", "level", "parent", "other_names")
    list_filter = (("level", ChoicesDropdownFilter), ("parent", AutocompleteSelectFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    names_field = "aliases"
    autocomplete_fields = ("parent",)

    @admin.display(description=_("other names"))
    def other_names(self, obj):
        return "、".join(map(str, obj.aliases))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent")


@admin.register(Agency)
class AgencyAdmin(DirectoryAdmin):
    """Public bodies, utilities and companies."""

    form = AgencyForm
    list_display = ("name", "kind", "division", "other_names", "jurisdiction")
    list_filter = (("kind", ChoicesDropdownFilter), ("division", AutocompleteSelectFilter))
    list_select_related = ("division",)
    search_fields = ("known_as",)
    initials_field = "initials"
    search_help_text = _("Name, short name or pinyin initials")
    autocomplete_fields = ("division",)

    @admin.display(description=_("short names"))
    def other_names(self, obj):
        return "、".join(map(str, obj.short_names))
