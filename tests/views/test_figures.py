"""The page of figures: of any filter, with a table beside the chart, in a fixed number of queries."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from .. import make
from .reading import read

pytestmark = pytest.mark.django_db
FIGURES = reverse("issues:figures")


@pytest.fixture(autouse=True)
def no_cache():
    cache.clear()


def test_an_empty_site_has_figures_too(client):
    assert "数据" in read(client, FIGURES)


def test_a_filter_of_the_list_filters_the_figures(client):
    issue = make.make_issue()
    other = make.make_category("noise", "噪声")
    assert issue.district.name in read(client, f"{FIGURES}?category={issue.category.code}")
    assert f"/districts/{issue.district.code}/" not in read(client, f"{FIGURES}?category={other.code}")


def test_what_cannot_be_read_is_left_out_and_told(client):
    make.make_issue()
    html = read(client, f"{FIGURES}?reported_from=neulich")
    assert "/districts/" in html
    assert "日期请写成" in html


def test_figures_lead_to_their_issues_and_to_other_filters(client):
    html = read(client, f"{FIGURES}?status=open&order=oldest")
    assert 'href="/?status=open"' in html
    assert 'href="/map/?status=open"' in html
    assert "/data/issues.csv?status=open" in html


def test_queries_do_not_grow_with_issues(client, django_assert_num_queries):
    setting = 0 if connection.vendor == "sqlite" else 3  # with the test around it in a savepoint
    for _ in range(2):
        make.make_issue()
        cache.clear()
        with django_assert_num_queries(12 + setting):
            read(client, FIGURES)
