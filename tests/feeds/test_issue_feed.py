"""The feed of one issue: its public lines with their words, cheap to ask for again, and nothing that is private."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.actions import add_event, join_issue, move_issue
from issues.choices import EventKind, Status

from .. import make
from ..views.reading import page_of, read
from .test_atom import read_entries

pytestmark = pytest.mark.django_db


def address_of(issue) -> str:
    return reverse("issues:feed_issue", args=[issue.pk])


def test_every_public_line_is_an_entry_with_its_words_the_newest_first(client, staff):
    issue = make.make_issue()
    move_issue(issue, Status.RESOLVED, by=staff, reason="已恢复供水")
    add_event(issue, EventKind.VISIT, text="线人来电", internal=True)
    entries = read_entries(client, address_of(issue))
    assert len(entries) == issue.events.filter(internal=False).count() >= 3
    assert entries[0]["title"] == "已办结" and "已恢复供水" in entries[0]["summary"]
    promise = next(entry for entry in entries if entry["title"].startswith("承诺"))
    assert "<b>该工作人员承诺，12月10日前换好电机，恢复全天供水。</b>" in promise["summary"]
    assert "云河晚报 2025-12-04" in promise["summary"]
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert not any("线人" in entry["summary"] for entry in entries)


def test_an_entry_is_headed_by_what_it_is_and_who_did_it(client):
    issue, agency = make.make_issue(), make.make_agency()
    add_event(issue, EventKind.ACTION, text="已派人去看。", agency=agency)
    assert read_entries(client, address_of(issue))[0]["title"] == f"处置 · {agency.name}"


def test_who_reads_english_gets_our_words_in_english(client, staff):
    issue = make.make_issue()
    move_issue(issue, Status.RESOLVED, by=staff, reason="已恢复供水")
    root = ElementTree.fromstring(client.get(address_of(issue), headers={"accept-language": "en"}).content)
    assert root.findtext("{*}title") == f"{issue.title} (resolved) · Civic issues"
    assert root.findtext("{*}entry/{*}title") == "resolved"


def test_each_entry_leads_to_its_line_and_the_page_leads_to_the_feed(client):
    issue = make.make_issue()
    html = read(client, page_of(issue))
    assert html.count(f'href="{address_of(issue)}"') == 2, "in the head and in the box for followers"
    for entry in read_entries(client, address_of(issue)):
        assert f'id="{entry["id"].partition("#")[2]}"' in html


def test_what_is_not_public_has_no_feed(client, staff):
    issue = make.make_issue()
    assert client.get(address_of(make.make_draft())).status_code == 404
    move_issue(issue, Status.WITHDRAWN, by=staff, reason="报道有误")
    assert client.get(address_of(issue)).status_code == 404


def test_a_reader_that_knows_it_gets_304_until_this_issue_changes(client, staff):
    issue, other = make.make_issue(), make.make_issue()
    first = client.get(address_of(issue))
    asked = {"if-none-match": first["ETag"]}
    move_issue(other, Status.STALLED, by=staff, reason="没有人动")
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address_of(issue), headers=asked)
    assert again.status_code == 304 and len(queries) <= 3, "another issue is no news here"
    since = client.get(address_of(issue), headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    join_issue(make.make_issue(), issue, by=staff)
    changed = client.get(address_of(issue), headers=asked)
    assert changed.status_code == 200
    add_event(issue, EventKind.VISIT, text="回访：水已经来了。")
    assert client.get(address_of(issue), headers={"if-none-match": changed["ETag"]}).status_code == 200


def test_private_data_is_masked_and_markup_does_no_harm(client):
    issue = make.make_issue()
    add_event(issue, EventKind.VISIT, text="请打13985012345<script>x</script>")
    text = client.get(address_of(issue)).content.decode()
    assert "13985012345" not in text and "<script>" not in text and "&amp;lt;script" in text


def test_the_queries_do_not_grow_with_lines(client, staff):
    issue = make.make_issue()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read_entries(client, address_of(issue))
        return len(queries)

    few = count()
    for _number in range(3):
        join_issue(make.make_issue(), issue, by=staff)
    assert count() <= few <= 13
