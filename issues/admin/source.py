"""Pages, stories and batches in the admin: to be read, never changed, because evidence points into them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.widgets import UnfoldAdminTextInputWidget

from ..edtf import in_words
from ..importing.source import correct_source
from ..marking import cut_text, mark_doubtful
from ..models import Batch, Page, Story
from ..public.contradictions import tell_warning
from .by_hand import may_open_by_hand, open_from_story
from .paging import LongList, SortedWhereFew
from .rereading import may_reread, reread_one, send_pages, tell_reader


class ReadOnlyAdmin(LongList, ModelAdmin):
    """Rows that came from outside: looked at, not written."""

    list_filter_submit = True
    template = ""

    def get_changelist(self, request, **kwargs):
        return SortedWhereFew

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "opts": self.opts,
            "original": row,
            "row": row,
            "may_reread": may_reread(request),
            "may_open": may_open_by_hand(request),
            **self.describe(row),
            **(extra_context or {}),
        }
        return render(request, self.template, context)

    def describe(self, row) -> dict:
        """What the row's own page shows."""
        raise NotImplementedError


def _with_issues(stories):
    return stories.prefetch_related("issues__category")


class SourceForm(forms.Form):
    """Who printed a page and when."""

    publication = forms.CharField(
        label=_("publication"), required=False, max_length=80, widget=UnfoldAdminTextInputWidget
    )
    published = forms.DateField(
        label=_("published on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Dates of issues that were read from this page already do not change: look at them too."),
    )


@admin.register(Page)
class PageAdmin(ReadOnlyAdmin):
    """A page: its text, the stories on it, why each was taken or not, and its issues."""

    template = "issues/desk/source_page.html"
    list_display = ("source", "file_name", "received_at", "read_at")
    list_filter = (("published", RangeDateFilter), ("received_at", RangeDateFilter))
    search_fields = ("publication", "file_name")
    actions = ("reread_chosen",)

    @admin.display(description=_("page"))
    def source(self, obj):
        return str(obj)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        listing = request.resolver_match and request.resolver_match.url_name.endswith("changelist")
        return rows.defer("text", "blocks") if listing else rows

    @admin.action(description=_("Read the chosen pages again"), permissions=["reread"])
    def reread_chosen(self, request, queryset):
        send_pages(request, list(queryset.order_by("pk").values_list("pk", flat=True)))

    def has_reread_permission(self, request):
        return may_reread(request)

    def get_urls(self):
        reread = self.admin_site.admin_view(reread_one)
        return [path("<int:page_id>/reread/", reread, name="issues_page_reread"), *super().get_urls()]

    def describe(self, row):
        stories = list(_with_issues(row.stories.all()))
        spans = [span for story in stories for span in story.spans]
        whole, doubtful = [[0, len(row.text)]], mark_doubtful(row)
        parts = cut_text(row.text, doubtful, whole, spans or whole)
        return {"stories": stories, "doubtful": doubtful, "parts": parts, **tell_reader(row)}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not request.user.has_perm("issues.change_page"):
            return super().change_view(request, object_id)
        page = self.get_object(request, object_id)
        known = {"publication": page.publication, "published": page.published} if page else {}
        form = SourceForm(request.POST if request.method == "POST" else None, initial=known)
        if page and form.is_valid():
            self._correct(request, page, form)
            return HttpResponseRedirect(request.path)
        return super().change_view(request, object_id, extra_context={"source_form": form})

    def _correct(self, request, page, form):
        if correct_source(
            page, form.cleaned_data["publication"], form.cleaned_data["published"], by=request.user
        ):
            self.log_change(request, page, [{"changed": {"fields": ["publication", "published"]}}])
            messages.success(request, gettext("Publication and date were corrected."))


@admin.register(Story)
class StoryAdmin(ReadOnlyAdmin):
    """One article: its words, the verdict on it, its issues."""

    template = "issues/desk/source_story.html"
    list_display = ("headline_or_none", "kind", "page_line")
    list_display_links = ("headline_or_none",)
    list_filter = (("kind", ChoicesDropdownFilter),)
    search_fields = ("headline",)
    list_select_related = ("page",)
    ordering = ("-page_id", "position")

    @admin.display(description=_("headline"))
    def headline_or_none(self, obj):
        return str(obj)

    @admin.display(description=_("page"))
    def page_line(self, obj):
        return str(obj.page)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("page").defer("page__text", "page__blocks")

    def get_urls(self):
        view = self.admin_site.admin_view(self.open_issue_view)
        return [path("<int:story_id>/open-issue/", view, name="issues_story_open_issue"), *super().get_urls()]

    def open_issue_view(self, request, story_id):
        return open_from_story(self, request, story_id)

    def describe(self, row):
        issues = row.issues.select_related("category").order_by("position")
        doubtful = mark_doubtful(row.page)
        parts = cut_text(row.page.text, doubtful, row.spans)
        return {"page": row.page, "doubtful": doubtful, "parts": parts, "issues": issues}


FIGURES = {
    "number": _("number"),
    "from": _("from day"),
    "to": _("to day"),
    "handed_over": _("handed over on"),
    "total": _("total"),
    "priority": _("priority cases"),
    "by_channel": _("by channel"),
    "by_type": _("by type"),
    "by_region": _("by region"),
}
"""Names of the figures that a batch may print, in the order in which they are shown."""


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    """Complaints handed over together: the figures as printed and where they contradict."""

    template = "issues/desk/source_batch.html"
    list_display = ("batch", "total", "story", "doubts")
    list_select_related = ("story__page",)
    search_fields = ("story__headline",)

    @admin.display(description=_("batch"))
    def batch(self, obj):
        return str(obj)

    @admin.display(description=_("contradictions"))
    def doubts(self, obj):
        return len(obj.warnings)

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("story__page")
        return rows.defer("story__page__text", "story__page__blocks")

    def describe(self, row):
        tables, plain = [], []
        for name, value in row.figures.items():
            label = FIGURES.get(name, name)
            if isinstance(value, dict):
                tables.append((label, list(value.items())))
            elif value not in (None, ""):
                plain.append((label, in_words(value) if isinstance(value, str) else value))
        issues = row.story.issues.select_related("category").order_by("position")
        told = [tell_warning(warning) for warning in row.warnings]
        return {"plain": plain, "tables": tables, "issues": issues, "contradictions": told}
