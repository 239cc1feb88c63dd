"""Filters of the list of issues that a person has given a name: kept, shown above the list, thrown away."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import SavedFilter
from .keys import read_key

MOST = 20
"""Filters that one person keeps: more nobody finds again."""
PASSING = {"p", "all", "e", "_popup", "_to_field"}
"""What a query string has that is no filter: the page of the list, the error mark."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved filter above the list; `here` where the list is filtered so now."""

    pk: int
    name: str
    address: str
    here: bool


class SavedFilterForm(forms.Form):
    """The name, and the query string of the list as it was."""

    name = forms.CharField(max_length=40)
    query = forms.CharField(max_length=1000)

    def clean_query(self):
        return clean_query(self.cleaned_data["query"])


def clean_query(text: str) -> str:
    """A query string without the page and without what is empty, in one order."""
    given = QueryDict(text.lstrip("?"), mutable=True)
    for name in [name for name in given if name in PASSING or not any(given.getlist(name))]:
        del given[name]
    ordered = QueryDict(mutable=True)
    for name in sorted(given):
        ordered.setlist(name, sorted(given.getlist(name)))
    return ordered.urlencode()


def list_filters(request: HttpRequest) -> dict[str, object]:
    """What stands above the list: this person's filters, and the query that could become one."""
    here, address = clean_query(request.GET.urlencode()), reverse("admin:issues_issue_changelist")
    saved = [
        Shown(row.pk, row.name, f"{address}?{row.query}", row.query == here)
        for row in SavedFilter.objects.filter(user=request.user)[:MOST]
    ]
    return {"saved": saved, "query": here, "is_new": bool(here) and not any(one.here for one in saved)}


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter under its name; the same name again replaces it."""
    _check_view(request)
    form = SavedFilterForm(request.POST)
    kept = SavedFilter.objects.filter(user=request.user)
    if not form.is_valid() or not form.cleaned_data["query"]:
        messages.error(
            request, _("Filter the list first, then give the filter a name of at most 40 characters.")
        )
        return HttpResponseRedirect(reverse("admin:issues_issue_changelist"))
    name, query = form.cleaned_data["name"], form.cleaned_data["query"]
    if kept.count() >= MOST and not kept.filter(name=name).exists():
        messages.error(request, _("At most %d filters: throw one away first.") % MOST)
    else:
        kept.update_or_create(user=request.user, name=name, defaults={"query": query})
        messages.success(request, _("Filter “%s” is kept.") % name)
    return HttpResponseRedirect(f"{reverse('admin:issues_issue_changelist')}?{query}")


@require_POST
def forget_filter(request: HttpRequest) -> HttpResponse:
    """Throw away one of this person's own filters."""
    _check_view(request)
    key = read_key(request.POST.get("filter", ""))
    SavedFilter.objects.filter(user=request.user, pk=key).delete()
    return HttpResponseRedirect(reverse("admin:issues_issue_changelist"))


def _check_view(request: HttpRequest) -> None:
    if not request.user.has_perm("issues.view_issue"):
        raise PermissionDenied
