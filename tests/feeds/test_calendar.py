"""Promised days as a calendar: RFC 5545's folding and escaping, an event that stays the same one, and its bounds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from issues.actions import edit_issue, move_issue
from issues.choices import Role, Status
from issues.feeds.calendar import escape_text, fold_line

from .. import make

pytestmark = pytest.mark.django_db
URL = reverse("issues:feed_promises")


def promise(days: int) -> dict:
    return {"dates": {"reported": "2025-12-04", "promised": str(timezone.localdate() + timedelta(days=days))}}


def read_events(client, query: str = "", language: str = "zh-hans") -> list[dict]:
    answer = client.get(URL + query, headers={"accept-language": language})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines) and b"\n" not in b"".join(lines)
    text = answer.content.decode().replace("\r\n ", "")
    events = text.split("BEGIN:VEVENT\r\n")[1:]
    return [dict(line.split(":", 1) for line in event.splitlines() if ":" in line) for event in events]


def test_an_open_promise_is_a_day_in_the_calendar(client):
    issue = make.make_issue(title="停水, 停电; 停气", **promise(3))
    (event,) = read_events(client)
    day = timezone.localdate() + timedelta(days=3)
    assert event["DTSTART;VALUE=DATE"] == f"{day:%Y%m%d}"
    assert event["DTEND;VALUE=DATE"] == f"{day + timedelta(days=1):%Y%m%d}"
    assert event["UID"] == f"promise-{issue.pk}@testserver"
    assert event["URL"] == f"http://testserver{issue.get_absolute_url()}"
    assert event["SUMMARY"] == "承诺到期：停水\\, 停电\\; 停气"
    assert "城东区住建局" in event["DESCRIPTION"]


def test_who_reads_english_is_told_in_english_what_falls_due(client):
    issue = make.make_issue(**promise(3))
    issue.parties.create(name="物业公司", role=Role.RESPONSIBLE)
    (event,) = read_events(client, language="en")
    assert event["SUMMARY"] == f"Promise due: {issue.title}"
    assert event["DESCRIPTION"].startswith("in progress\\n城东区住建局\\, 物业公司\\n")
    head = client.get(URL, headers={"accept-language": "en"}).content.decode()
    assert "PRODID:-//civictrack//promises//EN" in head and "X-WR-CALNAME:Promises that fall due" in head


def test_a_promise_that_is_moved_keeps_its_event_and_raises_its_sequence(client, staff):
    issue = make.make_issue(**promise(3))
    (before,) = read_events(client)
    edit_issue(issue, {"promised": str(timezone.localdate() + timedelta(days=30))}, by=staff)
    (after,) = read_events(client)
    assert after["UID"] == before["UID"] and int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTART;VALUE=DATE"] > before["DTSTART;VALUE=DATE"]


def test_closed_issues_and_promises_long_broken_are_no_days_to_come(client, staff):
    make.make_issue(title="久已逾期", **promise(-100))
    late = make.make_issue(title="刚刚逾期", **promise(-5))
    closed = make.make_issue(title="已经办完", **promise(5))
    move_issue(closed, Status.RESOLVED, by=staff, reason="已修好")
    assert [event["SUMMARY"] for event in read_events(client)] == [f"承诺到期：{late.title}"]


def test_a_calendar_can_be_of_any_selection(client):
    make.make_issue(**promise(3))
    assert len(read_events(client, "?category=water")) == 1
    assert read_events(client, "?status=closed") == []
    assert client.get(URL + "?category=x").status_code == 400


def test_long_lines_are_folded_between_characters():
    line = "SUMMARY:" + "海棠里小区每天早上停水" * 20
    folded = fold_line(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in folded)
    assert all(part.startswith(" ") for part in folded[1:])
    assert folded[0] + "".join(part[1:] for part in folded[1:]) == line
    assert fold_line("x" * 75) == "x" * 75 and fold_line("x" * 76) == "x" * 75 + "\r\n x"


def test_text_is_escaped_as_the_rfc_says():
    assert escape_text("a\\b;c,d\r\ne") == "a\\\\b\\;c\\,d\\ne"


def test_the_queries_of_a_calendar_do_not_grow(client):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        return len(queries)

    make.make_issue(**promise(1))
    few = count()
    for _number in range(5):
        make.make_issue(**promise(1))
    assert count() <= few <= 7
