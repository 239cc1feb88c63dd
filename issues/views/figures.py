"""The figures of any filter: rates with their definitions, months as a chart and a table. Counting is in tallies.py."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..charts import draw_bars
from ..filters import IssueFilterSet, read_query
from ..models import Agency, Category, Division, Issue
from ..public.official import find_notices, find_results
from ..querysets import IssueQuerySet
from ..tallies import FEWEST, find_median_days, tally_by, tally_issues, tally_months
from .chips import find_chips

SECONDS = 900


@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    """The figures of the issues that the address filters, counted at most SECONDS ago."""
    query = read_query(request.GET)
    filterset = IssueFilterSet(query, queryset=Issue.objects.public(counting=True), request=request)
    filterset.is_valid()  # what cannot be read is left out, as in the list
    issues = filterset.filter_queryset(Issue.objects.public(counting=True))
    asked = repr((sorted(filterset.form.cleaned_data.items(), key=str), timezone.localdate()))
    key = "figures:" + hashlib.sha256(asked.encode()).hexdigest()
    counted = cache.get_or_set(key, lambda: _count(issues), SECONDS)
    context = {
        **counted,
        "chart": draw_bars([(_label(one), (one.received, one.solved)) for one in counted["months"]]),
        "chips": find_chips(filterset, query, {}),
        "query": query,
        "fewest": FEWEST,
        "minutes": SECONDS // 60,
        "notices": find_notices(),
        "results": find_results(counted["tally"]),
    }
    return render(request, "issues/figures.html", context)


def _count(issues: IssueQuerySet) -> dict:
    days, counted = find_median_days(issues)
    return {
        "tally": tally_issues(issues),
        "median_days": days,
        "median_of": counted,
        "months": tally_months(issues, timezone.localdate()),
        "districts": _named(issues, "district", Division),
        "categories": _named(issues, "category", Category),
        "agencies": _named(issues, "parties__agency", Agency),
        "counted_at": timezone.now(),
    }


def _named(issues: IssueQuerySet, field: str, model) -> list[tuple]:
    """(row, tally) by the order in which the directory lists them: a table of figures, not a ranking."""
    tallies = {row.key: row.tally for row in tally_by(issues, field)}
    return [(row, tallies[row.pk]) for row in model.objects.filter(pk__in=tallies)]


def _label(month) -> str:
    """The month's number, with the year where one begins."""
    return f"{month.year}" if month.month == 1 else str(month.month)
