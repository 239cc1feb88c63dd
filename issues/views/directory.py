"""Agencies, districts and categories: who they are, how their issues stand, and the list of those issues."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..facets import CACHE_SECONDS, Choice, count_facets
from ..filters import IssueFilterSet, find_divisions_within, read_query
from ..models import Agency, Category, Division, Issue
from ..reading.text import fold
from .listing import list_issues
from .standing import recall_agency, recall_standing

MOST_AGENCIES = 300


@require_safe
def show_agency(request: HttpRequest, number: int) -> HttpResponse:
    """An agency and the public issues that it has a part in."""
    agency = get_object_or_404(Agency.objects.select_related("division"), pk=number)
    figures = recall_agency(agency.pk)
    listed = list_issues(request, agency=str(agency.pk))
    return render(request, "issues/agency.html", {"agency": agency, "figures": figures, **listed})


@require_safe
def show_district(request: HttpRequest, code: str) -> HttpResponse:
    """A division and the public issues in it and in its parts."""
    district = get_object_or_404(Division.objects.select_related("parent__parent__parent"), code=code)
    issues = Issue.objects.public(counting=True).filter(district__in=find_divisions_within(district))
    listed = list_issues(request, district=district.code)
    figures = recall_standing(f"district {district.pk}", issues)
    context = {"district": district, "line": _above(district), "figures": figures, **listed}
    return render(request, "issues/district.html", context)


@require_safe
def show_category(request: HttpRequest, code: str) -> HttpResponse:
    """A kind of problem and its public issues."""
    category = get_object_or_404(Category, code=code)
    issues = Issue.objects.public(counting=True).filter(category=category)
    figures = recall_standing(f"category {category.pk}", issues)
    listed = list_issues(request, category=category.code)
    return render(request, "issues/category.html", {"category": category, "figures": figures, **listed})


@require_safe
def show_agencies(request: HttpRequest) -> HttpResponse:
    """The agencies that have a part in public issues, by the district where their writ runs."""
    asked = read_query(request.GET)
    issues = Issue.objects.public().filter(parties__agency=OuterRef("pk"))
    agencies = Agency.objects.filter(Exists(issues)).select_related("division")
    if asked.get("q"):
        agencies = agencies.filter(_named(asked["q"]))
    found = list(agencies.order_by(F("division__code").asc(nulls_first=True), "name")[: MOST_AGENCIES + 1])
    context = {
        "agencies": found[:MOST_AGENCIES],
        "more": len(found) > MOST_AGENCIES,
        "most": MOST_AGENCIES,
        "q": asked.get("q", ""),
    }
    return render(request, "issues/agencies.html", context)


def _named(typed: str) -> Q:
    """Agencies that have `typed` in one of their names, or are spelt with these initials."""
    text = fold(typed)
    letters = text.lower()
    spelt = Q(initials__startswith=letters) | Q(initials__contains=f" {letters}")
    return Q(known_as__contains=text) | spelt


@require_safe
def show_districts(request: HttpRequest) -> HttpResponse:
    """The divisions that public issues lie in, and the categories that they have: two ways into the list."""
    used = Issue.objects.public()
    districts = Division.objects.filter(Exists(used.filter(district=OuterRef("pk")))).select_related("parent")
    districts = districts.order_by(F("parent__code").asc(nulls_first=True), "code")  # shown city by city
    categories = Category.objects.filter(Exists(used.filter(category=OuterRef("pk"))))
    facets = count_facets(_ask_for_all())
    kinds = [choice for group in facets.groups for choice in group.inside]
    context = {
        "districts": _with_counts(districts[:MOST_AGENCIES], facets.districts),
        "categories": _with_counts(categories, kinds),
        "counted_within": CACHE_SECONDS // 60,
    }
    return render(request, "issues/districts.html", context)


def _ask_for_all() -> IssueFilterSet:
    """All public issues: the question whose counts beat keeps ready for the front page."""
    filterset = IssueFilterSet(QueryDict(), queryset=Issue.objects.public())
    filterset.is_valid()
    return filterset


def _with_counts(rows: QuerySet, choices: list[Choice]) -> list[Division | Category]:
    """`rows`, each with the number of the issues that its page lists; none where it is newer than the counts."""
    counted = {choice.value: choice.count for choice in choices}
    for row in rows:
        row.counted = counted.get(row.code)
    return list(rows)


def _above(division: Division) -> list[Division]:
    """What the division is part of, the largest first."""
    line = []
    while division.parent_id and len(line) < 3:
        division = division.parent
        line.insert(0, division)
    return line
