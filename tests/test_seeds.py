"""The data files of a new installation hold together. Loading them into a database is tests/importing/test_seeds.py."""

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from issues.choices import AgencyKind, DivisionLevel, Status

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
EXPECTED = json.loads((ROOT / "tests" / "seed_expectations.json").read_text(encoding="utf-8"))
# The codes of the contract between readers and their measure, in its order.
CATEGORIES = [
    "water_supply",
    "power_supply",
    "gas_supply",
    "heating",
    "drainage",
    "telecom",
    "street_vending",
    "sanitation",
    "illegal_construction",
    "road",
    "traffic",
    "transit",
    "housing",
    "property_management",
    "urban_renewal",
    "air",
    "noise",
    "water_pollution",
    "soil",
    "ecology",
    "safety",
    "market",
    "education",
    "health",
    "welfare",
    "labour",
    "other",
]
# Zone names that many cities use: each city has its own, the page says which city is meant.
SHARED = {"高新区", "经开区", "综保区"}


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(cell: str) -> list[str]:
    return [name for name in cell.split("/") if name]


def divisions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("divisions.csv")}


def page(name: str) -> str:
    return (SEEDS / "pages" / name).read_text(encoding="utf-8")


def test_every_division_has_a_code_of_its_own():
    codes = Counter(row["code"] for row in rows("divisions.csv"))
    assert [code for code, times in codes.items() if times > 1] == []


def test_every_division_stands_under_a_wider_one():
    ladder, known = DivisionLevel.values, divisions()
    assert {row["level"] for row in known.values()} == set(ladder)
    for row in known.values():
        if row["level"] == "province":
            assert row["parent"] == ""
        else:
            assert ladder.index(known[row["parent"]]["level"]) < ladder.index(row["level"]), row


def test_no_placeholder_of_the_statistics_is_a_place():
    assert [
        row for row in divisions().values() if row["name"] in ("市辖区", "县") or "直辖县级" in row["name"]
    ] == []


def test_a_county_without_a_prefecture_stands_under_its_province():
    known = divisions()
    for name, parent in [
        ("朝阳区", "11"),
        ("忠县", "50"),
        ("济源市", "41"),
        ("浦东新区", "31"),
        ("云岩区", "5201"),
    ]:
        assert parent in {row["parent"] for row in known.values() if row["name"] == name}, name


@pytest.mark.parametrize("name", ["白云区", "鼓楼区", "朝阳区"])
def test_a_name_used_in_several_cities_stays_in_each(name):
    parents = [row["parent"] for row in divisions().values() if row["name"] == name]
    assert len(parents) == len(set(parents)) >= 2


def test_no_alias_names_two_places_silently():
    owners = defaultdict(list)
    for row in divisions().values():
        if row["level"] != "town":
            for alias in {row["name"], *names(row["aliases"])}:
                owners[alias].append(row)
    for alias, found in owners.items():
        if len(found) > 1:
            assert alias in SHARED or {row["name"] for row in found} == {alias}, (alias, found)
            assert len({row["parent"] for row in found}) == len(found), (alias, found)


def test_no_alias_names_two_towns_of_one_county():
    owners = Counter(
        (row["parent"], alias)
        for row in divisions().values()
        if row["level"] == "town"
        for alias in {row["name"], *names(row["aliases"])}
    )
    assert [key for key, times in owners.items() if times > 1] == []


@pytest.mark.parametrize(
    "name,alias",
    [
        ("高寨苗族布依族乡", "高寨乡"),
        ("贵阳市", "贵阳"),
        ("云岩区", "云岩"),
        ("黔东南苗族侗族自治州", "黔东南州"),
        ("威宁彝族回族苗族自治县", "威宁县"),
        ("内蒙古自治区", "内蒙古"),
        ("贵阳国家高新技术产业开发区", "高新区"),
        ("贵州双龙航空港经济区", "双龙航空港经济区"),
    ],
)
def test_the_names_that_papers_print_are_aliases(name, alias):
    assert [row for row in divisions().values() if row["name"] == name and alias in names(row["aliases"])]


def test_made_up_codes_say_so():
    for row in divisions().values():
        assert row["code"].isdigit() or row["code"].startswith(row["parent"] + "Z"), row


def test_categories_are_those_of_the_contract_in_its_order():
    found = rows("categories.csv")
    assert [row["code"] for row in found] == CATEGORIES
    assert all(row["name"] and row["name_en"] and row["group"] and row["group_en"] for row in found)
    assert len({(row["group"], row["group_en"]) for row in found}) == len({row["group"] for row in found})


def test_statuses_are_those_of_the_code():
    found = rows("statuses.csv")
    assert {row["code"] for row in found} == set(Status.values)
    assert {row["open"] for row in found} == {"yes", "no"}


def test_every_agency_has_a_name_a_kind_and_a_place():
    known, found = divisions(), rows("agencies.csv")
    assert [name for name, times in Counter(row["name"] for row in found).items() if times > 1] == []
    for row in found:
        assert row["kind"] in AgencyKind.values, row
        assert not row["division_code"] or row["division_code"] in known, row


def test_a_short_name_means_one_agency_in_its_place():
    owners = Counter(
        (row["division_code"], name) for row in rows("agencies.csv") for name in names(row["short_names"])
    )
    assert [key for key, times in owners.items() if times > 1] == []


def test_every_street_and_town_of_guiyang_has_its_office():
    known, found = divisions(), {row["name"] for row in rows("agencies.csv")}
    for row in known.values():
        if row["level"] == "town" and row["parent"].startswith("5201"):
            whole = known[row["parent"]]["name"] + row["name"]
            assert whole + ("办事处" if whole.endswith("街道") else "人民政府") in found


def test_every_sample_page_is_listed_and_expected():
    listed = [row["file"] for row in rows("pages/manifest.csv")]
    assert sorted(listed) == sorted(path.name for path in (SEEDS / "pages").glob("*.txt")) == sorted(EXPECTED)
    for row in rows("pages/manifest.csv"):
        assert row["publication"] in page(row["file"])
        assert row["file"].startswith(row["published"])


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_is_expected_of_a_sample_page_stands_on_it(name):
    text, counties = page(name), {row["name"] for row in divisions().values() if row["level"] == "county"}
    for issue in EXPECTED[name]["issues"]:
        assert issue["place"] in text
        assert issue["district"] in text
        assert issue["district"] in counties
        assert set(issue["category"]) <= set(CATEGORIES)
        assert set(issue["status"]) <= set(Status.values)
    for headline in EXPECTED[name]["nothing"]:
        assert headline in text


def test_a_follow_up_comes_back_to_a_place_of_an_earlier_page():
    follow_ups = [
        (name, issue) for name, told in EXPECTED.items() for issue in told["issues"] if "follows" in issue
    ]
    assert len(follow_ups) >= 2
    for name, issue in follow_ups:
        assert issue["follows"] < name
        assert (issue["place"], issue["district"]) in {
            (earlier["place"], earlier["district"]) for earlier in EXPECTED[issue["follows"]]["issues"]
        }
