"""转办单: issues as sheets of paper to hand over and sign, one a page, each with a QR code. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import Role
from ..models import Issue, Party
from ..public.answers import find_site
from ..public.quotations import Quotation, quote_all
from ..public.timeline import sort_evidence

MOST = 50
"""Slips printed at once."""
MOST_QUOTES = 6
"""Quotations of one slip: it should stay one page."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One issue on paper."""

    issue: Issue
    responsible: list[Party]
    others: list[Party]
    quotations: list[Quotation]
    address: str
    picture: str


def print_slip(model_admin, request: HttpRequest, issue_id: int) -> HttpResponse:
    """The slip of one issue."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return _render(request, [get_object_or_404(_fetch(), pk=issue_id)])


def print_chosen(model_admin, request: HttpRequest, queryset) -> HttpResponse | None:
    """The slips of many, one behind the other."""
    keys = list(queryset.values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        messages.error(request, _("At most %d issues at once: filter the list first.") % MOST)
        return None
    return _render(request, list(_fetch().filter(pk__in=keys).order_by("pk")))


def _fetch():
    return Issue.objects.with_timeline().select_related("story__page")


def _render(request: HttpRequest, issues: list[Issue]) -> HttpResponse:
    context = {
        "slips": [_make_slip(issue, find_site(request)) for issue in issues],
        "today": timezone.localdate(),
        "printed_by": request.user,
    }
    return render(request, "issues/desk/slip.html", context)


def _make_slip(issue: Issue, site: str) -> Slip:
    path = (
        issue.get_absolute_url() if issue.is_public else reverse("admin:issues_issue_review", args=[issue.pk])
    )
    parties = list(issue.parties.all())
    words = sort_evidence(issue)
    names = ("title", "category", "place", "promised", "status")
    found = [one for name in names for one in words.fields.get(name, [])]
    return Slip(
        issue,
        [party for party in parties if party.role == Role.RESPONSIBLE],
        [party for party in parties if party.role != Role.RESPONSIBLE],
        quote_all(found)[:MOST_QUOTES],
        f"{site}{path}",
        segno.make(f"{site}{path}", error="m").svg_data_uri(scale=3, dark="#000"),
    )
