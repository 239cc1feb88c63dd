"""The names of questions: the same for the same choices, another for any other choice."""

import pytest
from django.http import QueryDict

from issues.filters import IssueFilterSet
from issues.models import Category, Issue
from issues.questions import name_question


def name(query: str, **kwargs) -> str:
    filterset = IssueFilterSet(QueryDict(query), queryset=Issue.objects.none())
    assert filterset.is_valid(), filterset.errors
    return name_question("figures", filterset.form.cleaned_data, **kwargs)


@pytest.fixture
def categories(db):
    return [Category.objects.create(code=f"c{n:02}", name=f"类{n}", group="组") for n in range(25)]


def test_the_order_of_choices_does_not_matter(categories):
    assert name("category=c01&category=c02&status=open") == name("status=open&category=c02&category=c01")


def test_more_than_twenty_choices_are_told_apart_by_the_last(categories):
    most = "&".join(f"category={one.code}" for one in categories[:23])
    assert name(f"{most}&category=c23") != name(f"{most}&category=c24")


@pytest.mark.parametrize(
    "query", ["status=open", "q=停水", "reported_from=2026-01-01", "overdue=1", "category=c01"]
)
def test_each_filter_makes_another_question(categories, query):
    assert name(query) != name("")


def test_what_is_left_out_does_not_count(categories):
    assert name("status=open&q=停水", without={"status"}) == name("q=停水")


def test_each_kind_of_answer_has_names_of_its_own(db):
    assert name_question("facets", {}) != name_question("figures", {})
