"""The map: the same numbers as the list, as tiles and as a table, for any city and any filter."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from issues import facets, paging
from issues.choices import DivisionLevel, Status

from .. import make
from .reading import read

pytestmark = pytest.mark.django_db
MAP = reverse("issues:map")


def read_tiles(html: str) -> dict[str, int]:
    """The name and number of each tile."""
    found = re.findall(r'<a href="[^"]*" aria-label="(\S+) (\d+) 个问题"', html)
    return {name: int(count) for name, count in found}


def read_rows(html: str) -> dict[str, int]:
    """The table's rows, with its foot."""
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="number">(\d+)</td>', html)
    return {re.sub(r"<small>.*?</small>|<[^>]+>", "", name).strip(): int(count) for name, count in rows}


@pytest.fixture
def city():
    east, west = make.make_division(), make.make_division("990103", "城西区")
    street = make.make_division("990102001", "海棠街道", DivisionLevel.TOWN, parent=east)
    for district in (east, street, west, west.parent, None):
        make.make_issue(district=district)
    return east, west


def test_an_empty_site_has_a_map_too(client):
    assert "还没有" in read(client, MAP)
    call_command("load_seeds", verbosity=0)
    assert read_tiles(read(client, MAP))["云岩区"] == 0


def test_tiles_and_table_say_the_same_and_add_up(client, city):
    html = read(client, MAP)
    assert read_tiles(html) == {"城东区": 2, "城西区": 1}, "a street's issues are its district's"
    rows = read_rows(html)
    assert rows == {
        "城东区": 2,
        "城西区": 1,
        "云河市（未写明区县）": 1,
        "地点不明": 1,
        "合计": 5,
    }


def test_each_tile_opens_the_list_that_it_counts(client, city):
    make.make_issue(Status.STALLED, district=city[0])
    html = read(client, f"{MAP}?status=stalled&order=reported")
    (address,) = set(re.findall(r'href="(/\?[^"]*district=990102[^"]*)"', html))
    answer = client.get(address.replace("&amp;", "&"))
    assert answer.context["count"] == read_tiles(html)["城东区"] == 1


def test_a_district_of_the_query_shows_its_city_and_stays_chosen(client, city):
    other = make.make_division(
        "990202", "南山区", parent=make.make_division("9902", "南河市", DivisionLevel.PREFECTURE)
    )
    make.make_issue(district=other)
    html = read(client, f"{MAP}?district=990202")
    assert read_tiles(html) == {"南山区": 1} and html.count('aria-current="true"') == 1
    assert read_rows(html)["其他地方"] == 4
    assert "城东区" in read(client, f"{MAP}?district=990102001"), "a street shows its city"
    html = read(client, f"{MAP}?district=9902&q=停水")
    assert 'name="q" value="停水"' in html, "choosing a city keeps the filters"


def test_a_bounded_count_says_so(client, city, monkeypatch):
    monkeypatch.setattr(facets, "MOST_COUNTED", 2)
    monkeypatch.setattr(paging, "CAP", 2)
    assert "只统计最新的" not in read(client, MAP)
    assert "只统计最新的" in read(client, f"{MAP}?q=停水")


def test_what_cannot_be_read_is_left_out(client, city):
    assert read_tiles(read(client, f"{MAP}?district=nowhere&status=neulich")) == {"城东区": 2, "城西区": 1}


def test_queries_do_not_grow_with_issues_and_districts(client, city, django_assert_max_num_queries):
    for number in range(3, 9):
        make.make_issue(district=make.make_division(f"99010{number}", f"第{number}区"))
    with django_assert_max_num_queries(8):
        read(client, f"{MAP}?district=990102&category=water")


def test_the_operators_map_is_shown_with_its_number(client, city, settings):
    assert client.get(reverse("issues:map_layer")).status_code == 404
    settings.CIVICTRACK_MAP_LAYER, settings.CIVICTRACK_MAP_APPROVAL = "maps/city.svg", "黔S（2025）001号"
    assert "黔S" not in read(client, MAP), "no number without its map"
    folder = settings.MEDIA_ROOT / "maps"
    folder.mkdir(parents=True)
    (folder / "city.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert "审图号：黔S（2025）001号" in read(client, MAP)
    layer = client.get(reverse("issues:map_layer"))
    assert layer["Content-Type"] == "image/svg+xml" and b"<svg" in layer.getvalue()


def test_the_list_leads_to_the_map_of_the_same_issues(client, city):
    assert f'href="{MAP}?status=open"' in read(client, "/?status=open&order=reported")


def test_what_cannot_be_read_is_told_beside_the_numbers(client, city):
    assert "日期请写成" in read(client, f"{MAP}?reported_from=neulich")
