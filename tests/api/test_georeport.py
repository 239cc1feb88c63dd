"""GeoReport v2 against the examples and rules of its specification, in XML and in JSON."""

import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from issues.actions import move_issue
from issues.choices import Status
from issues.models import Issue

from .. import make

pytestmark = pytest.mark.django_db
BASE = "/open311/v2"
# The fields of the specification's examples, in their order.
SERVICE = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
REQUEST = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
    "address", "address_id", "zipcode", "lat", "long", "media_url",
]  # fmt: skip
W3C = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00"


def read_xml(client, address: str, status: int = 200) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return ElementTree.fromstring(answer.content)


def read_numbers(client, query: str = "") -> list[int]:
    return [int(one["service_request_id"]) for one in client.get(f"{BASE}/requests.json{query}").json()]


def make_reported(day: str, **fields) -> Issue:
    return make.make_issue(dates={"reported": day}, **fields)


def days_ago(days: int) -> str:
    return str(timezone.localdate() - timedelta(days=days))


def test_services_have_the_fields_of_the_specification(client):
    make.make_category(words="停水/水压")
    root = read_xml(client, f"{BASE}/services.xml")
    assert root.tag == "services" and {child.tag for child in root} == {"service"}
    assert [field.tag for field in root[0]] == SERVICE
    assert (root[0].findtext("metadata"), root[0].findtext("type")) == ("false", "realtime")
    (service, unknown) = client.get(f"{BASE}/services.json").json()
    assert list(service) == SERVICE and service["metadata"] is False
    assert (service["service_code"], service["keywords"]) == ("water", "停水, 水压")
    assert unknown["service_code"] == "unknown"


def test_a_definition_asks_for_nothing(client):
    make.make_category()
    root = read_xml(client, f"{BASE}/services/water.xml")
    assert (root.tag, root.findtext("service_code"), len(root.find("attributes"))) == (
        "service_definition",
        "water",
        0,
    )
    assert client.get(f"{BASE}/services/water.json").json() == {"service_code": "water", "attributes": []}


def test_a_request_has_the_fields_of_the_specification(client):
    day = days_ago(3)
    issue = make.make_issue(dates={"reported": day, "promised": days_ago(-5)})
    root = read_xml(client, f"{BASE}/requests.xml")
    assert root.tag == "service_requests" and [child.tag for child in root] == ["request"]
    assert [field.tag for field in root[0]] == REQUEST
    (told,) = client.get(f"{BASE}/requests/{issue.pk}.json").json()
    assert list(told) == REQUEST
    assert {name: value or "" for name, value in told.items()} == {
        field.tag: field.text or "" for field in root[0]
    }
    assert (told["service_request_id"], told["status"], told["status_notes"]) == (
        str(issue.pk),
        "open",
        "办理中",
    )
    assert told["requested_datetime"] == f"{day}T00:00:00+08:00"
    assert told["expected_datetime"] == f"{days_ago(-5)}T00:00:00+08:00"
    assert told["address"] == "海棠里小区，城东区，云河市" and told["lat"] is None
    assert told["agency_responsible"] == "城东区住建局"


def test_open_and_closed_are_all_that_it_knows_and_the_rest_is_in_the_notes(client, staff):
    closed = make_reported(days_ago(3))
    open_one = make_reported(days_ago(2))
    move_issue(closed, Status.UNFOUNDED, by=staff, reason="经查无此事")
    assert read_numbers(client, "?status=closed") == [closed.pk]
    assert read_numbers(client, "?status=open") == [open_one.pk]
    assert read_numbers(client, "?status=open,closed") == [open_one.pk, closed.pk]
    (told,) = client.get(f"{BASE}/requests/{closed.pk}.json").json()
    assert told["status"] == "closed" and told["status_notes"].startswith("不属实")


@pytest.mark.parametrize("dates", [{}, {"reported": days_ago(3)}])
def test_no_request_is_updated_before_it_was_requested(client, staff, dates):
    issue = make.make_issue(dates={**dates, "resolved": days_ago(30)})
    move_issue(issue, Status.RESOLVED, by=staff, reason="已恢复供水")
    Issue.objects.filter(pk=issue.pk).update(resolved_on=days_ago(30))
    (told,) = client.get(f"{BASE}/requests/{issue.pk}.json").json()
    times = (told["requested_datetime"], told["updated_datetime"])
    assert datetime.fromisoformat(times[1]) >= datetime.fromisoformat(times[0]), times


def test_without_dates_it_is_the_last_ninety_days(client):
    recent = make_reported(days_ago(89))
    make_reported(days_ago(92))
    undated = make.make_issue(dates={})
    assert read_numbers(client) == [undated.pk, recent.pk]


def test_dates_narrow_by_requested_datetime_to_the_second(client):
    issue = make_reported("2025-12-04")  # its midnight in Shanghai is 16:00 the day before in UTC
    cases = {
        "start_date=2025-12-03T16:00:00Z": [issue.pk],
        "start_date=2025-12-03T16:00:01Z": [],
        "start_date=2025-12-04T00:00:00%2B08:00&end_date=2025-12-04T00:00:00%2B08:00": [issue.pk],
        "start_date=2025-12-04T00:00:00+08:00": [issue.pk],
        "end_date=2025-12-03T15:59:59Z": [],
        "end_date=2025-12-03T16:00:00Z": [issue.pk],
        "end_date=2026-03-10T00:00:00Z": [],
        "start_date=2025-05-24T00:00:00Z&end_date=2025-06-24T00:00:00Z&status=open": [],
    }
    assert {query: read_numbers(client, f"?{query}") for query in cases} == cases


def test_numbers_override_all_other_arguments(client):
    first, second = make_reported("2020-01-01"), make_reported("2020-01-02")
    asked = f"?service_request_id={first.pk},{second.pk},999999,x"
    others = (
        "status=closed",
        "status=bad",
        "service_code=nothing",
        "start_date=gestern",
        "end_date=2010-01-01",
    )
    for other in others:
        assert sorted(read_numbers(client, f"{asked}&{other}")) == [first.pk, second.pk], other


def test_services_narrow_the_requests_and_those_without_category_are_unknown(client):
    water = make_reported(days_ago(1))
    road = make_reported(days_ago(2), category=make.make_category("road", "道路"))
    none = make_reported(days_ago(3))
    Issue.objects.filter(pk=none.pk).update(category=None)
    assert read_numbers(client, "?service_code=road") == [road.pk]
    assert read_numbers(client, "?service_code=road,unknown&service_code=water") == [
        water.pk,
        road.pk,
        none.pk,
    ]


def test_no_more_than_the_limit_is_returned_the_newest_first(client, monkeypatch):
    monkeypatch.setattr("issues.api.georeport.requests.MOST", 2)
    made = [make_reported(days_ago(days)).pk for days in (3, 2, 1)]
    assert read_numbers(client) == made[:0:-1]


ERRORS = {
    f"{BASE}/requests/0.xml": 404,
    f"{BASE}/requests/x.xml": 404,
    f"{BASE}/requests/{'9' * 40}.xml": 404,
    f"{BASE}/services/nothing.xml": 404,
    f"{BASE}/requests.xml?service_code=nothing": 404,
    f"{BASE}/requests.xml?status=done": 400,
    f"{BASE}/requests.xml?start_date=2010-01-01": 400,
    f"{BASE}/requests.xml?start_date=2010-01-01T00:00:00": 400,
    f"{BASE}/requests.xml?start_date=2010-13-01T00:00:00Z": 400,
    f"{BASE}/requests.xml?start_date=2010-01-01T00:00:00Z&end_date=2010-06-24T00:00:00Z": 400,
    f"{BASE}/requests.xml?start_date=2010-06-24T00:00:00Z&end_date=2010-01-01T00:00:00Z": 400,
}


@pytest.mark.parametrize("address", ERRORS)
def test_errors_are_told_in_the_readers_language(client, address):
    def tell(language: str) -> str:
        (error,) = client.get(address.replace(".xml", ".json"), headers={"accept-language": language}).json()
        xml = client.get(address, headers={"accept-language": language}).content
        assert ElementTree.fromstring(xml)[0].findtext("description") == error["description"]
        return error["description"]

    assert re.search("[\u4e00-\u9fff]", tell("zh-hans")) and re.search("[\u4e00-\u9fff]", tell("zh-CN,zh"))
    assert tell("en") and not re.search("[\u4e00-\u9fff]", tell("en"))


@pytest.mark.parametrize("address", ERRORS)
def test_errors_have_the_codes_and_the_form_of_the_specification(client, address):
    status = ERRORS[address]
    root = read_xml(client, address, status)
    assert root.tag == "errors" and root[0].tag == "error"
    assert root[0].findtext("code") == str(status) and root[0].findtext("description")
    answer = client.get(address.replace(".xml", ".json"))
    assert answer.status_code == status and answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json()[0]["code"] == status


def test_another_jurisdiction_is_not_found(client, settings):
    assert client.get(f"{BASE}/services.xml?jurisdiction_id=city.gov").status_code == 200
    settings.CIVICTRACK_JURISDICTION = "yunhe.example"
    assert client.get(f"{BASE}/services.xml?jurisdiction_id=yunhe.example").status_code == 200
    assert read_xml(client, f"{BASE}/services.xml?jurisdiction_id=city.gov", 404)[0].findtext("code") == "404"


REFUSED = {
    "zh-hans": "这个接口不接受投诉，请到 http://testserver/report/ 写信。",
    "en": "Write to http://testserver/report/",
}


@pytest.mark.parametrize("language", REFUSED)
def test_a_report_is_sent_to_where_letters_are_taken_in_both_forms_and_the_readers_language(client, language):
    asked, sent = {"accept-language": language}, {"service_code": "water", "description": "停水"}
    answer = client.post(f"{BASE}/requests.xml", sent, headers=asked)
    root = ElementTree.fromstring(answer.content)
    assert answer.status_code == 405 and root[0].findtext("code") == "405"
    (error,) = client.post(f"{BASE}/requests.json", sent, headers=asked).json()
    assert error["code"] == 405 and error["description"] == root[0].findtext("description")
    assert REFUSED[language] in error["description"]
    assert client.get("/report/").status_code == 200


def test_what_xml_cannot_carry_is_left_out(client):
    issue = make_reported(days_ago(1))
    Issue.objects.filter(pk=issue.pk).update(title="停\x0b水<&>", summary="\x01\ufffe")
    assert read_xml(client, f"{BASE}/requests.xml")[0].findtext("description") == "停水<&>"


def test_discovery_names_the_endpoint_and_unknown_forms_are_not_there(client):
    root = read_xml(client, "/open311/discovery.xml")
    assert root.find("endpoints/endpoint").findtext("url") == "http://testserver/open311/v2"
    assert [one.text for one in root.iter("format")] == ["text/xml", "application/json"]
    assert client.get(reverse("issues:open311_services", args=["yaml"])).status_code == 404


def test_a_drafts_number_is_not_found(client):
    draft = make.make_draft()
    assert client.get(f"{BASE}/requests/{draft.pk}.json").status_code == 404
    assert json.loads(client.get(f"{BASE}/requests.json?service_request_id={draft.pk}").content) == []
