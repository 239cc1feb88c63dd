"""The figures of any filter: rates with their definitions, months as a chart and a table. They are kept in kept_figures.py."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..charts import draw_bars
from ..filters import IssueFilterSet, read_query
from ..kept_figures import SECONDS, find_figures
from ..models import Issue
from ..public.formats import FORMATS
from ..public.official import find_notices, find_results
from ..tallies import FEWEST
from .chips import find_chips, find_unread, make_link


@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    """The figures of the issues that the address filters, counted at most SECONDS ago."""
    query = read_query(request.GET)
    filterset = IssueFilterSet(query, queryset=Issue.objects.public(counting=True), request=request)
    filterset.is_valid()  # what cannot be read is left out and told, as in the list
    counted = find_figures(filterset)
    context = {
        **counted,
        "chart": draw_bars([(_label(one), (one.received, one.solved)) for one in counted["months"]]),
        "chips": find_chips(filterset, query, {}),
        "problems": find_unread(filterset),
        "selection": make_link(query, ("order",)).rstrip("?"),
        "formats": FORMATS.values(),
        "fewest": FEWEST,
        "minutes": SECONDS // 60,
        "notices": find_notices(),
        "results": find_results(counted["tally"]),
    }
    return render(request, "issues/figures.html", context)


def _label(month) -> str:
    """The month's number, with the year where one begins."""
    return f"{month.year}" if month.month == 1 else str(month.month)
