"""The other public pages, and what holds for all of them: queries, policy, language, errors."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from issues.actions import NewParty, move_issue
from issues.choices import DivisionLevel, Role, Status
from issues.facets import count_ahead
from issues.models import Agency, Issue, Page

from .. import make
from .reading import OWN_SCRIPT, page_of, read


def test_an_agency_page_counts_open_closed_and_overdue(client, db):
    agency = make.make_agency("云河市水务集团")
    told = {"parties": [NewParty("水务集团", Role.OPERATOR, (), agency)]}
    make.make_issue(**told)
    make.make_issue(**told, dates={"promised": "2999-01-01"})
    make.make_issue(Status.RESOLVED, **told)
    make.make_issue(title="与它无关")
    answer = client.get(reverse("issues:agency", args=[agency.pk]))
    assert answer.context["figures"] == {"open": 2, "closed": 1, "overdue": 1, "cap": 1000, "minutes": 10}
    assert "与它无关" not in answer.content.decode()


def test_the_list_of_an_agency_cannot_be_turned_into_another_agencys(client, db):
    make.make_issue(title="住建局的问题")
    other = make.make_agency("别的局")
    answer = client.get(reverse("issues:agency", args=[other.pk]) + "?agency=住建局")
    assert answer.context["count"] == 0


def test_a_citys_page_has_the_issues_of_its_districts(client, db):
    issue = make.make_issue()
    answer = client.get(reverse("issues:district", args=[issue.district.parent.code]))
    assert answer.context["count"] == 1 and answer.context["figures"]["open"] == 1


def test_agencies_are_found_by_a_part_of_their_name(client, db):
    make.make_issue()
    make.make_agency("没有问题的局")
    assert "城东区住建局" in read(client, reverse("issues:agencies"))
    assert "没有问题的局" not in read(client, reverse("issues:agencies"))
    assert "没有名称含有这些字" in read(client, reverse("issues:agencies") + "?q=水利")


@pytest.mark.parametrize("typed", ["建设局", "城住", "住建局", "住建局 ", "cdqzjj"])
def test_agencies_are_found_by_their_short_names_and_initials(client, db, typed):
    make.make_issue()
    agency = Agency.objects.get(name="城东区住建局")
    agency.short_names = ["城住建设局"]
    agency.save()
    assert "城东区住建局" in read(client, reverse("issues:agencies") + f"?q={typed}")


def test_a_list_without_issues_can_be_followed_too(client, db):
    agency = make.make_agency("还没有问题的局")
    page = read(client, reverse("issues:agency", args=[agency.pk]))
    assert f"/follow/?agency={agency.pk}" in page and f"/figures/?agency={agency.pk}" in page


@pytest.mark.parametrize(
    "address", ["agencies/{}", "districts/990102", "categories/water", "sources/云河晚报"]
)
def test_each_page_of_one_leads_to_its_figures_and_feeds(client, db, address):
    issue = make.make_issue()
    page = read(client, f"/{address.format(issue.parties.get().agency_id)}/")
    assert 'href="/figures/?' in page and 'href="/feeds/changes.atom?' in page


def test_the_way_to_a_correction_is_told_with_and_without_an_address(client, db, settings):
    about = reverse("issues:about") + "?issue=12"
    settings.CIVICTRACK_CONTACT = ""
    without = read(client, about)
    assert "mailto:" not in without and f'href="{reverse("issues:tell", args=[12])}?kind=wrong"' in without
    settings.CIVICTRACK_CONTACT = "wenzheng@yunhe.example"
    page = read(client, about)
    assert 'href="mailto:wenzheng%40yunhe.example?subject=' in page and "问题 12" in page


def test_robots_and_health(client, db):
    assert "Disallow: /admin/" in read(client, "/robots.txt")
    assert read(client, "/healthz") == "ok\n"


def test_every_public_page_forbids_inline_code_and_loads_nothing_from_elsewhere(client, db):
    issue = make.make_issue()
    for address in ("/", page_of(issue), reverse("issues:agencies"), reverse("issues:about"), "/nope/"):
        answer = client.get(address)
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        page = answer.content.decode().replace(OWN_SCRIPT, "")
        for forbidden in ("<script", "<style", " style=", "http://", "https://", "onclick"):
            assert forbidden not in page, f"{forbidden} on {address}"


@pytest.mark.parametrize(
    "address", ["list", "issue", "agency", "district", "category", "agencies", "districts"]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, db, address):
    story = make.make_story()
    first = make.make_issue(story=story)
    args = {
        "issue": [first.pk],
        "agency": [first.parties.get().agency_id],
        "district": [first.district.code],
        "category": ["water"],
    }
    url = reverse(f"issues:{address}", args=args.get(address, []))

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            read(client, url)
        return len(queries)

    for _number in range(2):
        _add_rows(first)
    few = count()
    for _number in range(27):
        _add_rows(first)
    most = 18 if address == "issue" else 17  # what stands beside an issue: four looks, each of bounded length
    assert count() <= few <= most


def _add_rows(first: Issue) -> None:
    """One more issue with everything, one more joined report and more lines on the first."""
    issue = make.make_issue(title=f"第{Issue.objects.count()}处停水")
    first.events.add(*issue.events.all(), bulk=False)
    other = make.make_issue()
    move_issue(other, Status.DUPLICATE, by=None, reason="同一处", joined_to=first)
    assert Page.objects.count() > 1


def test_no_english_is_left_on_the_chinese_pages(client, db, staff):
    issue = make.make_issue()
    move_issue(issue, Status.RESOLVED, by=staff, reason="居民来电")
    agency = issue.parties.get().agency
    for address in (
        "/",
        "/?q=停水&status=open&status=closed&district=990102&agency=局&overdue=on&order=longest&reported_from=x&group=x",
        page_of(issue),
        reverse("issues:agency", args=[agency.pk]),
        reverse("issues:district", args=[issue.district.code]),
        reverse("issues:category", args=["water"]),
        reverse("issues:agencies") + "?q=x",
        reverse("issues:districts"),
        reverse("issues:about"),
        "/nope/",
    ):
        page = client.get(address).content.decode()
        said = re.sub(r"<[^>]*>", " ", page) + " ".join(re.findall(r'(?:aria-label|content)="([^"]*)"', page))
        words = set(re.findall(r"[A-Za-z]{2,}", said))
        allowed = {
            "civictrack",
            "English",
            "Cookie",
            "JavaScript",
            "times",
            "width",
            "device",
            "initial",
            "scale",
            *("Atom", "iCalendar", "CSV", "Excel", "JSON", "Lines", "GeoJSON"),
        }
        assert words <= allowed | {"light", "dark", "nbsp", "quot"}, (address, words - allowed)


def test_a_form_without_its_token_and_an_address_without_end_are_answered_in_chinese(db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("set_language"), {"language": "en"})
    assert answer.status_code == 403 and "请重新提交" in answer.content.decode()
    answer = strict.get("/?" + "&".join(f"x{number}=1" for number in range(2000)))
    assert answer.status_code == 400 and "没有看懂这个请求" in answer.content.decode()


def test_the_page_for_our_own_errors_needs_nothing():
    page = render_to_string("500.html")
    assert "网站出错了" in page and "issues/public.css" in page and 'lang="zh-Hans"' in page


def test_an_error_is_told_in_english_to_who_reads_english(client, db):
    client.cookies["django_language"] = "en"
    answer = client.get("/?" + "&".join(f"x{number}=1" for number in range(2000)))
    page = answer.content.decode()
    assert answer.status_code == 400 and "could not be understood" in page and 'lang="en"' in page
    assert not re.search(r"[\u4e00-\u9fff]", page)
    with translation.override("en"):
        assert not re.search(r"[\u4e00-\u9fff]", render_to_string("500.html"))


def test_agencies_without_a_district_come_first_on_every_database(client, db):
    placed = make.make_agency("城东区水务局", division=make.make_division())
    unplaced = make.make_agency("云河市水务集团")
    make.make_issue(parties=[NewParty(one.name, Role.OPERATOR, (), one) for one in (placed, unplaced)])
    assert client.get(reverse("issues:agencies")).context["agencies"] == [unplaced, placed]


def test_each_city_heads_its_districts_once(client, db):
    cities = [make.make_division(f"99{n}000", f"{n}号市", DivisionLevel.PREFECTURE) for n in "21"]
    for code, city in (("990001", cities[0]), ("990002", cities[1]), ("990003", cities[0])):
        make.make_issue(district=make.make_division(code, f"{code}区", DivisionLevel.COUNTY, city))
    html = client.get(reverse("issues:districts")).content.decode()
    assert [html.count(f">{city.name}</a></h3>") for city in cities] == [1, 1]


def test_districts_and_categories_tell_how_many_issues_their_pages_list(client, db):
    make.make_issue(Status.RESOLVED), make.make_issue()
    town = make.make_division("990102003", "海棠镇", DivisionLevel.TOWN, make.make_division())
    make.make_issue(district=town, category=make.make_category("road", "道路"))
    make.make_draft()
    html = read(client, reverse("issues:districts"))
    for name, key, n in (
        ("district", "990102", 3),
        ("district", town.code, 1),
        ("category", "water", 2),
        ("category", "road", 1),
    ):
        address = reverse(f"issues:{name}", args=[key])
        assert client.get(address).context["count"] == n
        assert re.search(rf'href="{address}">[^<]+</a> <span class="n">{n}</span>', html), key


def test_what_beat_has_counted_ahead_is_not_counted_again_for_the_directory(client, db):
    make.make_issue()
    count_ahead()
    with CaptureQueriesContext(connection) as queries:
        assert 'class="n">1<' in read(client, reverse("issues:districts"))
    assert not [query["sql"] for query in queries if "COUNT(" in query["sql"].upper()]


@pytest.mark.parametrize("name", ["list", "agencies", "districts", "about", "robots", "health"])
def test_pages_that_only_show_take_no_form(client, db, name):
    assert client.post(reverse(f"issues:{name}")).status_code == 405


def test_pages_of_single_rows_take_no_form(client, db):
    issue, agency = make.make_issue(), make.make_agency()
    for name, key in (
        ("issue", issue.pk),
        ("agency", agency.pk),
        ("district", issue.district.code),
        ("category", issue.category.code),
    ):
        assert client.post(reverse(f"issues:{name}", args=[key])).status_code == 405


@pytest.mark.parametrize("name", ["agency", "district", "category", "source"])
def test_how_issues_stand_is_counted_once_for_many_visitors(client, db, name):
    issue = make.make_issue()
    keys = {
        "agency": issue.parties.get().agency_id,
        "district": issue.district.code,
        "category": issue.category.code,
        "source": "云河晚报",
    }
    address = reverse(f"issues:{name}", args=[keys[name]])
    assert client.get(address).context["figures"]["open"] == 1
    make.make_issue()
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address)
    assert again.context["figures"]["open"] == 1 and again.context["count"] == 2
    assert "最多是10分钟前的" in again.content.decode()
    assert not [query for query in queries if "FILTER" in query["sql"]], "the pass over all issues"
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).context["figures"]["open"] == 2
    assert [query for query in queries if "FILTER" in query["sql"]]
