"""The desk's list of what new readings say otherwise: both values side by side, to accept or to refuse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from ..actions import ActionRefused, accept_differences, refuse_differences
from ..importing.comparing import FIELDS
from ..models import Difference, Issue, Page
from ..side_by_side import Comparison, compare_sides
from .keys import read_key
from .paging import CappedPaginator

PER_PAGE = 20
"""Issues on one screen."""

MANY = 200
"""Issues that are changed by one press: each is locked, checked and saved on its own."""

PAGES = 100
"""Pages that the filter offers; the others are reached from the page itself."""

LISTED = (*FIELDS, Difference.RESPONSIBLE, Difference.GONE)


@dataclass(frozen=True, slots=True)
class IssueDifferences:
    """One issue with what waits for it; `untouched` where no person has worked on it."""

    issue: Issue
    rows: list[Comparison]
    untouched: bool = False


@admin.register(Difference)
class DifferenceAdmin(ModelAdmin):
    """A screen of its own in place of the list; one row alone has no page."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return request.user.has_perms(["issues.change_issue", "issues.publish_issue"])

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("issues.view_issue")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return _show(self, request)
        if not self.has_change_permission(request):
            raise PermissionDenied
        return _decide(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return HttpResponseRedirect(reverse("admin:issues_difference_changelist"))


def find_differences(issue: Issue) -> IssueDifferences | None:
    """What waits for one issue, for its review screen; None where nothing does."""
    rows = compare_sides(_with_pages(issue.differences.open()))
    return IssueDifferences(issue, rows) if rows else None


def _with_pages(rows: QuerySet[Difference]) -> QuerySet[Difference]:
    fetched = rows.select_related("issue__story__page", "issue__category", "set_by")
    return fetched.prefetch_related("issue__parties").order_by("issue_id", "id")


# --- The list ------------------------------------------------------------------------------------------------------
def _show(model_admin, request: HttpRequest) -> HttpResponse:
    waiting = _filter(request)
    issues = Issue.objects.filter(Exists(waiting.filter(issue=OuterRef("pk"))))
    page = CappedPaginator(
        issues.order_by("story__page_id", "story__position", "position", "id"), PER_PAGE
    ).get_page(request.GET.get("p"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Differences between readings"),
        "opts": model_admin.opts,
        "page": page,
        "groups": _group(waiting, [issue.pk for issue in page.object_list]),
        "may_decide": model_admin.has_change_permission(request),
        "fields": [(name, Difference(field=name).label) for name in LISTED],
        "pages": Page.objects.filter(Exists(_open_on_page())).defer("text", "blocks").order_by("-pk")[:PAGES],
        "chosen": {name: request.GET.get(name, "") for name in ("field", "page", "issue", "untouched")},
        "query": _keep_filters(request),
    }
    return render(request, "issues/desk/differences.html", context)


def _open_on_page() -> QuerySet[Difference]:
    return Difference.objects.open().filter(issue__story__page=OuterRef("pk"))


def _filter(request: HttpRequest) -> QuerySet[Difference]:
    """The open differences that the address asks for; what makes no sense in it asks for nothing."""
    rows, asked = Difference.objects.open(), request.GET
    if asked.get("field") in LISTED:
        rows = rows.filter(field=asked["field"])
    for name, lookup in (("page", "issue__story__page"), ("issue", "issue")):
        if (key := read_key(asked.get(name, ""))) is not None:
            rows = rows.filter(**{lookup: key})
    if asked.get("untouched") == "yes":
        rows = rows.filter(issue__in=Issue.objects.untouched())
    return rows


def _keep_filters(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


def _group(waiting: QuerySet[Difference], order: list[int]) -> list[IssueDifferences]:
    rows = compare_sides(_with_pages(waiting.filter(issue__in=order)))
    untouched = set(Issue.objects.untouched().filter(pk__in=order).values_list("pk", flat=True))
    grouped = {key: list(told) for key, told in groupby(rows, key=lambda row: row.difference.issue_id)}
    return [
        IssueDifferences(grouped[key][0].difference.issue, grouped[key], key in untouched)
        for key in order
        if key in grouped
    ]


# --- The buttons ---------------------------------------------------------------------------------------------------
ACTIONS = {"accept": accept_differences, "refuse": refuse_differences}


def _decide(request: HttpRequest) -> HttpResponse:
    """Do what the pressed button says, an issue at a time; what the rules refuse is told, the rest is done."""
    verb, _colon, key = request.POST.get("do", "").partition(":")
    if verb == "accept_untouched":
        _accept_untouched(request)
    elif verb in ACTIONS:
        keys = [key] if key else request.POST.getlist("chosen")
        chosen = Difference.objects.open().filter(pk__in=filter(None, map(read_key, keys)))
        _do_each(request, verb, chosen, versions=_read_versions(request))
    else:
        raise PermissionDenied
    back = read_key(request.POST.get("back", ""))
    if back is not None:
        return HttpResponseRedirect(reverse("admin:issues_issue_review", args=[back]))
    return HttpResponseRedirect(request.get_full_path())


def _accept_untouched(request: HttpRequest) -> None:
    """Drafts that nobody has worked on take the new reading; an issue that is no longer read waits for a person."""
    fresh = Issue.objects.untouched()
    rows = _filter(request).filter(issue__in=fresh).exclude(field=Difference.GONE)
    versions = dict(fresh.filter(differences__in=rows).values_list("pk", "version"))
    _do_each(request, "accept", rows, versions=versions)


def _read_versions(request: HttpRequest) -> dict[int, int]:
    """Issue → the version that this person was shown."""
    posted = (
        (read_key(name.removeprefix("version-")), read_key(value))
        for name, value in request.POST.items()
        if name.startswith("version-")
    )
    return {key: version for key, version in posted if None not in (key, version)}


def _do_each(request: HttpRequest, verb: str, rows: QuerySet[Difference], versions: dict[int, int]) -> None:
    by_issue: dict[Issue, list[int]] = {}
    for row in rows.select_related("issue").order_by("issue_id")[: MANY * len(LISTED)]:
        by_issue.setdefault(row.issue, []).append(row.pk)
    done = sum(
        _do_one(request, partial(ACTIONS[verb], issue, keys, by=request.user), versions.get(issue.pk), issue)
        for issue, keys in list(by_issue.items())[:MANY]
    )
    if not by_issue:
        messages.warning(request, _("Choose at least one difference that still waits."))
    if done:
        messages.success(request, ngettext("%d difference decided.", "%d differences decided.", done) % done)


def _do_one(request: HttpRequest, do, version: int | None, issue: Issue) -> int:
    if version is None:
        messages.error(request, _("The form is incomplete. Open the list again."))
        return 0
    try:
        return len(do(version=version))
    except ActionRefused as refused:
        messages.warning(request, f"{issue.title}：{refused}")
        return 0
