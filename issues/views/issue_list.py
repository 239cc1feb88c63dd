"""The front page: every public issue, filtered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .listing import list_issues


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """All public issues under the filters of the address."""
    return render(request, "issues/list.html", list_issues(request))
