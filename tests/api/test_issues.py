"""The JSON API as a program meets it: lists read by cursor, one issue with its words, refusals, CORS, throttle."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.throttling import AnonRateThrottle

from issues.actions import add_event, move_issue
from issues.choices import EventKind, Status
from issues.models import Issue

from .. import make

pytestmark = pytest.mark.django_db
LIST = reverse("issues:api_issues")


def fetch(client, address: str) -> dict:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_list_is_read_to_its_end_by_following_next_and_back_again(client):
    numbers = [make.make_issue().pk for _number in range(5)][::-1]
    seen, address = [], f"{LIST}?limit=2&category=water"
    pages = []
    while address:
        page = fetch(client, address)
        pages.append([row["number"] for row in page["results"]])
        seen += pages[-1]
        last, address = page, page["next"]
    assert seen == numbers and [len(page) for page in pages] == [2, 2, 1]
    assert "category=water" in last["previous"]
    assert [row["number"] for row in fetch(client, last["previous"])["results"]] == pages[1]


def test_an_issue_tells_its_timeline_and_quotes_the_words_behind_it(client, staff):
    issue = make.make_issue()
    move_issue(issue, Status.RESOLVED, by=staff, reason="居民确认来水")
    add_event(issue, EventKind.VISIT, text="线人来电", internal=True)
    told = fetch(client, reverse("issues:api_issue", args=[issue.pk]))
    assert told["title"] == issue.title and told["status_name"] == "已办结"
    (party,) = told["parties"]
    assert (party["name"], party["role"]) == ("城东区住建局", "responsible") and party["agency"]
    assert party["quotations"][0]["quoted"] == "城东区住建局"
    promise = next(line for line in told["timeline"] if line["kind"] == "promise")
    assert "12月10日前换好电机" in promise["quotations"][0]["quoted"]
    assert promise["quotations"][0]["publication"] == "云河晚报"
    assert told["timeline"][-1]["status"] == "resolved" or any(
        line["status"] == "resolved" for line in told["timeline"]
    )
    assert told["evidence"]["place"][0]["quoted"] == "海棠里小区"
    text = json.dumps(told, ensure_ascii=False)
    assert "线人" not in text and issue.story.page.text not in text


WRONG = [
    "category=x",
    "reported_from=gestern",
    "order=id",
    "limit=0",
    "limit=101",
    "limit=二",
    "after=x",
    "before=x",
]


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_read_is_refused_with_the_name_of_the_argument(client, query):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400 and list(answer.json())


LISTS = ["api_issues", "api_agencies", "api_districts", "api_categories"]


def test_a_parameter_that_is_not_known_is_refused_with_those_that_are(client):
    make.make_issue()
    told = {}
    for language in ("zh-hans", "en"):
        answer = client.get(f"{LIST}?statsu=closed&limit=1", headers={"accept-language": language})
        assert answer.status_code == 400 and list(answer.json()) == ["statsu"]
        (told[language],) = answer.json()["statsu"]
    assert told["en"].startswith("There is no parameter “statsu”.") and "没有参数“statsu”" in told["zh-hans"]
    assert all(name in told["en"] for name in ("status", "district", "order", "limit", "after", "before"))
    assert client.get(f"{LIST}?statsu=").status_code == 400, "empty is misspelt as well"


@pytest.mark.parametrize("name", ["api_issue", *LISTS[1:]])
def test_no_address_lets_a_misspelt_parameter_be(client, name):
    issue = make.make_issue()
    address = reverse(f"issues:{name}", args=[issue.pk] if name == "api_issue" else None)
    answer = client.get(f"{address}?status=open")
    assert answer.status_code == 400 and "status" in answer.json()
    assert client.get(address).status_code == 200


def test_what_the_schema_describes_is_what_is_known(client):
    make.make_issue()
    schema = client.get(reverse("issues:api_schema"), {"format": "json"}).json()
    for name in LISTS:
        address = reverse(f"issues:{name}")
        described = schema["paths"][address]["get"]
        asked = {one["name"] for one in described["parameters"] if one["in"] == "query"}
        refused = client.get(f"{address}?no_such=1").json()["no_such"][0]
        assert asked and set(re.findall(r"[a-z_]+", refused.split("：")[-1])) == asked
        assert {"200", "400"} <= set(described["responses"])
    limit = next(one for one in schema["paths"][LIST]["get"]["parameters"] if one["name"] == "limit")
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"]) == (1, 100)


@pytest.mark.parametrize("address", ["/feeds/new.atom", "/feeds/promises.ics", "/data/issues.csv"])
def test_feeds_and_exports_let_be_what_readers_and_links_add(client, address):
    make.make_issue()
    assert client.get(f"{address}?utm_source=x&status=open").status_code == 200


def test_nothing_can_be_written(client):
    issue = make.make_issue()
    for address in (LIST, reverse("issues:api_issue", args=[issue.pk])):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(address).status_code == 405


def test_pages_of_any_origin_may_read_and_ask_whether_their_copy_holds(client):
    make.make_issue()
    first = client.get(LIST)
    assert first["Access-Control-Allow-Origin"] == "*" and "ETag" in first["Access-Control-Expose-Headers"]
    asked = client.options(LIST, headers={"access-control-request-method": "GET"})
    assert asked.status_code == 204 and "If-None-Match" in asked["Access-Control-Allow-Headers"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(LIST, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again["Access-Control-Allow-Origin"] == "*" and len(queries) <= 4


def test_who_asks_too_often_has_to_wait(client, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    assert [client.get(LIST).status_code for _number in range(3)] == [200, 200, 429]
    assert client.get(LIST)["Retry-After"] and "ETag" not in client.get(LIST)


def test_the_directory_has_the_codes_that_filters_take(client):
    issue = make.make_issue()
    make.make_agency("没有问题的局")
    (agency,) = fetch(client, reverse("issues:api_agencies"))["results"]
    (district,) = fetch(client, reverse("issues:api_districts"))["results"]
    (category,) = fetch(client, reverse("issues:api_categories"))["results"]
    assert agency["name"] == "城东区住建局" and district["parent"] == issue.district.parent.code
    for query in (f"agency={agency['id']}", f"district={district['code']}", f"category={category['code']}"):
        assert len(fetch(client, f"{LIST}?{query}")["results"]) == 1


@pytest.mark.parametrize(
    "name", ["api_issues", "api_issue", "api_agencies", "api_districts", "open311_requests"]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, name):
    first = make.make_issue()
    url = reverse(f"issues:{name}", args={"api_issue": [first.pk], "open311_requests": ["xml"]}.get(name))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    Issue.objects.update(reported_on=None)
    few = count()
    for number in range(4):
        district = make.make_division(f"99010{number + 3}", f"{number}号区")
        issue = make.make_issue(district=district)
        Issue.objects.filter(pk=issue.pk).update(reported_on=None)
        first.events.add(*issue.events.all(), bulk=False)
    assert count() <= few <= 16


def test_what_is_not_there_is_told_in_the_readers_language_and_without_our_class_names(client):
    for language, told in (("zh-hans", "未找到。"), ("en", "Not found.")):
        answer = client.get(reverse("issues:api_issue", args=[99]), headers={"accept-language": language})
        assert (answer.status_code, answer.json()) == (404, {"detail": told})


def test_all_times_of_an_issue_have_the_same_zone(client):
    told = fetch(client, reverse("issues:api_issue", args=[make.make_issue().pk]))
    times = [told["published_at"], told["changed_at"], *(line["recorded_at"] for line in told["timeline"])]
    assert len(times) > 2 and all(time.endswith("+08:00") for time in times)
