"""Categories, divisions and agencies at the desk: lists of names one a line, and search in short names too."""

import pytest
from django.urls import reverse

from issues.choices import AgencyKind
from issues.models import Agency, Division

from .. import make

pytestmark = pytest.mark.django_db


def test_short_names_are_written_one_a_line(chief):
    url = reverse("admin:issues_agency_add")
    chief.post(
        url, {"name": "城东区水务局", "kind": AgencyKind.BUREAU, "short_names": "水务局\n\n 区水务 \n水务局"}
    )
    agency = Agency.objects.get(name="城东区水务局")
    assert agency.short_names == ["水务局", "区水务"]
    html = chief.get(reverse("admin:issues_agency_change", args=[agency.pk])).content.decode()
    assert "水务局\n区水务" in html


def test_other_names_of_a_division_are_kept_when_something_else_is_changed(chief):
    division = make.make_division()
    Division.objects.filter(pk=division.pk).update(aliases=["城东"])
    url = reverse("admin:issues_division_change", args=[division.pk])
    fields = {
        "code": division.code,
        "name": "城东新区",
        "level": division.level,
        "parent": division.parent_id,
    }
    chief.post(url, {**fields, "aliases": "城东"})
    division.refresh_from_db()
    assert (division.name, division.aliases) == ("城东新区", ["城东"])


@pytest.mark.parametrize("term", ["水务", "shuiwu"])
def test_agencies_are_found_by_short_name_while_typing(reviewer, term):
    Agency.objects.create(name="云河市供排水公司", short_names=["水务", "shuiwu"])
    query = {"app_label": "issues", "model_name": "party", "field_name": "agency", "term": term}
    found = reviewer.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [row["text"] for row in found] == ["云河市供排水公司"]


def test_districts_are_found_while_typing(reviewer):
    make.make_division()
    query = {"app_label": "issues", "model_name": "issue", "field_name": "district", "term": "城东"}
    found = reviewer.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [row["text"] for row in found] == ["城东区"]


def test_used_category_is_not_deleted(chief):
    draft = make.make_draft()
    chief.post(reverse("admin:issues_category_delete", args=[draft.category_id]), {"post": "yes"})
    draft.refresh_from_db()
    assert draft.category_id
