"""Which divisions of the directory a page names."""

import pytest

from issues.choices import DivisionLevel
from issues.importing.gazetteer import MOST, match_divisions

from .. import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cities():
    """Two cities with a 白云区 each, and one more county."""
    guiyang = make.make_division("520100", "贵阳市", DivisionLevel.PREFECTURE)
    guangzhou = make.make_division("440100", "广州市", DivisionLevel.PREFECTURE)
    make.make_division("440111", "白云区", parent=guangzhou)
    make.make_division("520113", "白云区", parent=guiyang)
    yunyan = make.make_division("520103", "云岩区", parent=guiyang)
    yunyan.aliases = ["云岩"]
    yunyan.save()


def labels(text, spans=None, **fields) -> list[str]:
    page = make.make_page(text, **fields)
    return [match.label for match in match_divisions(page, spans or [[0, len(text)]]).districts]


def test_division_that_the_words_name_is_offered_by_its_name(cities):
    assert labels("贵阳市云岩区一小区停水") == ["云岩区"]


def test_two_of_one_name_are_told_apart_by_their_cities_the_likelier_first(cities):
    assert labels("白云区一小区停水", publication="") == ["白云区（广州市）", "白云区（贵阳市）"]
    assert labels("白云区一路口塌陷", publication="贵阳晚报贵阳市") == [
        "白云区（贵阳市）",
        "白云区（广州市）",
    ]


def test_short_form_counts_where_no_county_is_named_in_full(cities):
    assert labels("云岩一小区停水") == ["云岩区"]
    assert labels("云岩一小区停水，白云区无此事", publication="贵阳市日报")[0] == "白云区（贵阳市）"


def test_name_inside_of_a_longer_one_is_not_named():
    make.make_division("990103", "东区")
    make.make_division()
    assert labels("城东区一小区停水") == ["城东区"]
    assert labels("城东区和东区都停水") == ["城东区", "东区"]


def test_words_of_the_story_go_before_the_rest_of_the_page(cities):
    text = "白云区天气晴\n云岩区一小区停水\n"
    assert labels(text, [[7, 16]]) == ["云岩区"]
    assert labels(text + "。", [[14, 15]], publication="贵阳市") == [
        "白云区（贵阳市）",
        "云岩区",
        "白云区（广州市）",
    ]


def test_named_town_offers_itself_and_its_county():
    county = make.make_division()
    make.make_division("990102001", "桥头街道", DivisionLevel.TOWN, parent=county)
    text = "桥头街道一小区停水"
    matches = match_divisions(make.make_page(text), [[0, len(text)]])
    assert [match.label for match in matches.districts] == ["城东区"]
    assert [match.label for match in matches.towns] == ["桥头街道"]


def test_city_is_offered_where_nothing_closer_is_named(cities):
    assert labels("贵阳市一小区停水") == ["贵阳市"]


def test_page_that_names_nothing_has_no_match(cities):
    assert labels("一小区停水", publication="") == []


def test_matches_are_few_and_take_two_queries_whatever_the_page_names(django_assert_num_queries):
    city = make.make_division("990100", "云河市", DivisionLevel.PREFECTURE)
    names = [f"第{n}区" for n in range(20)]
    for n, name in enumerate(names):
        make.make_division(f"9901{n:02}9", name, parent=city)
    text = "、".join(names)
    page = make.make_page(text)
    with django_assert_num_queries(2):
        assert len(match_divisions(page, [[0, len(text)]]).districts) == MOST
