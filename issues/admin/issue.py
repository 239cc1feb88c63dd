"""Issues in the admin: the queue and the archive, many at once, and the doors to review and history."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    MultipleChoicesDropdownFilter,
    RangeDateFilter,
    RelatedDropdownFilter,
)

from ..choices import Status
from ..models import Issue
from ..search import search_issues
from .addresses import DRAFTS
from .deeds import do_deed, do_to_many
from .history import show_history
from .issue_columns import COLUMNS, IssueColumns
from .issue_filters import AgeFilter, FollowUpFilter, HeldFilter, PromiseFilter, SurenessFilter
from .life import DEEDS
from .paging import LongList, SortedWhereFew
from .purging import purge_private
from .restoring import restore_version
from .review import review_issue
from .saved_filters import forget_filter, list_filters, save_filter
from .sheet_export import send_bounded, send_filtered
from .sheet_import import import_sheet
from .slips import print_chosen, print_slip
from .waiting import QUEUE


@admin.register(Issue)
class IssueAdmin(IssueColumns, LongList, ModelAdmin):
    """The list is unfold's; looking at one issue is the review screen."""

    list_display = COLUMNS
    list_display_links = ("headline",)

    class Media:
        css = {"all": ["issues/desk/desk.css"]}
        js = ["issues/desk/keys.js", "issues/desk/list.js"]

    list_filter = (
        ("status", MultipleChoicesDropdownFilter),
        ("category", RelatedDropdownFilter),
        ("district", AutocompleteSelectFilter),
        ("mention", BooleanRadioFilter),
        SurenessFilter,
        AgeFilter,
        HeldFilter,
        FollowUpFilter,
        PromiseFilter,
        ("reported_on", RangeDateFilter),
    )
    list_filter_submit = True
    list_fullwidth = True
    list_select_related = ("category", "district", "story__page", "claimed_by", "follows")
    list_before_template = "issues/desk/list_head.html"
    search_fields = ("title",)  # shows the search field; get_search_results says what it finds
    search_help_text = _("Words of the issue")
    ordering = ("-id",)  # the archive by age: an order that costs nothing at any size

    def get_queryset(self, request):
        rows = super().get_queryset(request).prefetch_related("parties")
        return rows.defer("story__page__text", "story__page__blocks")  # a list needs no page's text

    def get_changelist(self, request, **kwargs):
        return SortedWhereFew

    def get_search_results(self, request, queryset, search_term):
        return search_issues(queryset, search_term), False

    def get_ordering(self, request):
        if request.GET.getlist("status__exact") != [DRAFTS["status__exact"]]:
            return self.ordering
        return ("follows_id", *QUEUE) if request.GET.get("follow_up") == "yes" else QUEUE

    # --- Who may -----------------------------------------------------------------------------------------------
    def has_add_permission(self, request):
        return False  # an issue rests on a page: import the page

    def has_change_permission(self, request, obj=None):
        if not request.user.has_perm("issues.change_issue"):
            return False
        return obj is None or obj.status == Status.DRAFT or self.has_publish_permission(request)

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm("issues.publish_issue")

    def has_delete_permission(self, request, obj=None):
        return False  # a draft that is no issue is rejected with a reason, and its history stays

    # --- Pages -------------------------------------------------------------------------------------------------
    def get_urls(self):
        guard = self.admin_site.admin_view
        return [
            path("<int:issue_id>/review/", guard(self.review_view), name="issues_issue_review"),
            path("<int:issue_id>/do/<slug:name>/", guard(do_deed), name="issues_issue_deed"),
            path("<int:issue_id>/purge/", guard(self.purge_view), name="issues_issue_purge"),
            path(
                "<int:issue_id>/restore/<int:version>/",
                guard(self.restore_view),
                name="issues_issue_restore",
            ),
            path("<int:issue_id>/slip/", guard(self.slip_view), name="issues_issue_slip"),
            path("sheet/import/", guard(self.import_view), name="issues_issue_import_sheet"),
            path("sheet/issues.<slug:form>", guard(self.sheet_view), name="issues_issue_sheet"),
            path("filters/save/", guard(save_filter), name="issues_issue_save_filter"),
            path("filters/forget/", guard(forget_filter), name="issues_issue_forget_filter"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        more = (
            {
                "saved_filters": list_filters(request),
                "may_import_sheet": self.has_publish_permission(request),
            }
            if request.method == "GET"
            else {}
        )
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def restore_view(self, request, issue_id, version):
        return restore_version(self, request, issue_id, version)

    def slip_view(self, request, issue_id):
        return print_slip(self, request, issue_id)

    def import_view(self, request):
        return import_sheet(self, request)

    def sheet_view(self, request, form):
        return send_filtered(self, request, form)

    def review_view(self, request, issue_id):
        return review_issue(self, request, issue_id)

    def purge_view(self, request, issue_id):
        return purge_private(request, self, issue_id)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not str(object_id).isdecimal():
            return super().change_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(reverse("admin:issues_issue_review", args=[object_id]))

    def history_view(self, request, object_id, extra_context=None):
        return show_history(self, request, object_id)

    # --- Many at once ------------------------------------------------------------------------------------------
    def get_actions(self, request):
        """Every deed that makes sense for many; each is done row by row by the action that does it to one."""
        found = super().get_actions(request) | HANDED_OUT
        if not self.has_publish_permission(request):
            return found
        return found | {f"{name}_chosen": _for_many(name) for name in FOR_MANY}


def _print_slips(model_admin, request, queryset):
    return print_chosen(model_admin, request, queryset)


def _send_csv(model_admin, request, queryset):
    return send_bounded(request, queryset, "csv")


def _send_xlsx(model_admin, request, queryset):
    return send_bounded(request, queryset, "xlsx")


HANDED_OUT = {
    "print_slips": (_print_slips, "print_slips", _("Print hand-over slips")),
    "send_csv": (_send_csv, "send_csv", _("Download as CSV")),
    "send_xlsx": (_send_xlsx, "send_xlsx", _("Download for Excel")),
}
"""What whoever sees the list may take along."""

FOR_MANY = ("publish", "assign", "move", "hand_on", "return", "extend", "join", "withdraw", "undo")


def _for_many(name: str):
    def act(model_admin, request, queryset):
        return do_to_many(model_admin, request, queryset, name)

    return act, f"{name}_chosen", DEEDS[name].label
