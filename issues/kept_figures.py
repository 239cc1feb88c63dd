"""The figures of a filter, kept for some minutes. Counting is in tallies.py, showing in views/figures.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from .filters import IssueFilterSet
from .models import Agency, Category, Division, Issue
from .querysets import IssueQuerySet
from .questions import name_question
from .tallies import find_median_days, tally_by, tally_issues, tally_months

SECONDS = 900
"""Figures may be as old as that, and the page says so. Beat counts those of all issues anew every ten minutes: of a
million it takes 5 s, which no visitor then waits for."""


def find_figures(filterset: IssueFilterSet) -> dict:
    """The figures of the public issues under `filterset`, which is valid: tally, median days, months, and tallies by
    district, category and agency."""
    asked = filterset.form.cleaned_data
    return cache.get_or_set(name_question("figures", asked), lambda: _count_under(filterset), SECONDS)


def count_ahead() -> None:
    """Count the figures of all public issues anew, before those that are kept run out."""
    everything = IssueFilterSet({}, queryset=Issue.objects.public(counting=True))
    everything.is_valid()
    cache.set(name_question("figures", {}), _count_under(everything), SECONDS)


def _count_under(filterset: IssueFilterSet) -> dict:
    with _all_processors():
        return _count(filterset.filter_queryset(Issue.objects.public(counting=True)))


@contextmanager
def _all_processors() -> Iterator[None]:
    """PostgreSQL may use two more processes for what passes over all issues; for a page it must not, see settings.py."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 2")
        yield


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
