"""On the review screen a division that the page names is taken over with one press."""

import pytest
from django.contrib.auth.models import Permission

from issues.choices import DivisionLevel, EventKind

from .. import make
from .conftest import press, review_url, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Two districts of one name."""
    cities = {"5201": "贵阳市", "4401": "广州市"}
    return {
        city: make.make_division(
            f"{code}13", "白云区", parent=make.make_division(f"{code}00", city, DivisionLevel.PREFECTURE)
        )
        for code, city in cities.items()
    }


def make_unplaced(text="白云区一小区停水三天。\n", **fields):
    return make.make_draft(make.make_story(make.make_page(text)), **{"district": None, **fields})


def test_ambiguous_name_is_offered_once_for_each_city(reviewer, two):
    html = reviewer.get(review_url(make_unplaced(evidence=[]))).content.decode()
    for city, division in two.items():
        assert f'value="match:district:{division.pk}"' in html and f">白云区（{city}）</button>" in html
    assert "文中提到" in html


def test_press_fills_the_district_and_saves_what_else_was_typed(reviewer, two):
    draft = make_unplaced(evidence=[])
    press(reviewer, draft, f"match:district:{two['贵阳市'].pk}", place="三栋")
    draft.refresh_from_db()
    assert (draft.district, draft.place) == (two["贵阳市"], "三栋")
    assert draft.events.get(kind=EventKind.EDITED).by == reviewer.user


def test_press_keeps_the_match_and_what_was_typed_where_the_form_is_refused(reviewer, two):
    draft = make_unplaced(evidence=[])
    answer = press(reviewer, draft, f"match:district:{two['广州市'].pk}", title="", place="三栋")
    form = answer.context["form"]
    assert (form["district"].value(), form["place"].value()) == (str(two["广州市"].pk), "三栋")
    draft.refresh_from_db()
    assert draft.district is None


@pytest.mark.parametrize("do", ["match:district:999999", "match:district:x", "match:title:x", "match:"])
def test_press_that_no_button_has_changes_nothing(reviewer, do):
    draft = make_unplaced(evidence=[], district=make.make_division())
    assert press(reviewer, draft, do).status_code in {200, 302}
    draft.refresh_from_db()
    assert draft.district == make.make_division() and draft.title == "海棠里小区每天早上停水"


def test_what_the_field_holds_is_not_offered(reviewer, two):
    html = reviewer.get(review_url(make_unplaced(evidence=[], district=two["贵阳市"]))).content.decode()
    assert f"match:district:{two['贵阳市'].pk}" not in html and f"match:district:{two['广州市'].pk}" in html


def test_town_is_offered_as_the_place_where_none_is_known(reviewer):
    make.make_division("990102001", "桥头街道", DivisionLevel.TOWN, parent=make.make_division())
    draft = make_unplaced("桥头街道一小区停水。\n", evidence=[], place="")
    assert 'value="match:place:桥头街道"' in reviewer.get(review_url(draft)).content.decode()
    press(reviewer, draft, "match:place:桥头街道")
    draft.refresh_from_db()
    assert draft.place == "桥头街道"
    assert "match:place" not in reviewer.get(review_url(draft)).content.decode()


def test_nothing_is_offered_to_who_may_only_look(groups, two):
    looker = sign_in(username="旁观者")
    looker.user.user_permissions.add(Permission.objects.get(codename="view_issue"))
    html = looker.get(review_url(make_unplaced(evidence=[]))).content.decode()
    assert "match:district" not in html


def test_issue_without_a_page_offers_nothing(reviewer, two):
    assert "match:district" not in reviewer.get(review_url(make.make_bare_issue())).content.decode()
