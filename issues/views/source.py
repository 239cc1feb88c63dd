"""Publications: which ones have printed the newest issues, and the list and figures of each one's issues."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..filters import filter_printed
from ..models import Issue
from .listing import list_issues, suggest_sources
from .standing import recall_standing


@require_safe
def show_sources(request: HttpRequest) -> HttpResponse:
    """The publications behind the newest public issues, those with most of them first."""
    return render(request, "issues/sources.html", {"sources": suggest_sources()})


@require_safe
def show_source(request: HttpRequest, name: str) -> HttpResponse:
    """A publication and the public issues that were read from it; one that printed none is not found."""
    issues = filter_printed(Issue.objects.public(counting=True), name)
    if not issues.order_by().exists():
        raise Http404
    figures = recall_standing(f"source {name}", issues)
    context = {"source": name, "figures": figures, **list_issues(request, source=name)}
    return render(request, "issues/source.html", context)
