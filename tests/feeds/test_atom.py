"""Atom feeds of any selection: their order, what an entry says, and what following them costs."""

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.actions import NewParty, add_event, move_issue
from issues.choices import EventKind, Role, Status
from issues.models import Issue

from .. import make

pytestmark = pytest.mark.django_db
NEW, CHANGES = reverse("issues:feed_new"), reverse("issues:feed_changes")


def read_entries(client, address: str) -> list[dict]:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    name = "{http://www.w3.org/2005/Atom}%s"
    root = ElementTree.fromstring(answer.content)
    for needed in ("title", "id", "updated", "author"):
        assert root.find(name % needed) is not None
    keys = ("title", "id", "updated", "published", "summary")
    return [{key: entry.findtext(name % key) for key in keys} for entry in root.findall(name % "entry")]


def test_a_new_issue_is_told_once_and_a_change_each_time(client, staff):
    first, second = make.make_issue(title="先公开的"), make.make_issue(title="后公开的")
    move_issue(first, Status.RESOLVED, by=staff, reason="已恢复供水")
    new, changes = read_entries(client, NEW), read_entries(client, CHANGES)
    assert [entry["title"] for entry in new] == ["后公开的（办理中）", "先公开的（已办结）"]
    assert [entry["title"] for entry in changes] == ["先公开的（已办结）", "后公开的（办理中）"]
    assert new[0]["id"] == f"http://testserver{second.get_absolute_url()}"
    assert "已恢复供水" in changes[0]["summary"]
    before = changes[0]["id"]
    move_issue(first, Status.REOPENED, by=staff, reason="又停水")
    changed = read_entries(client, CHANGES)[0]
    assert changed["id"] != before and changed["title"] == "先公开的（反弹）"


def test_every_filter_of_the_list_makes_a_feed(client):
    agency = make.make_agency("云河市水务集团")
    told = make.make_issue(title="水务的", parties=[NewParty("水务", Role.OPERATOR, (), agency)])
    make.make_issue(title="别家的", category=make.make_category("road", "道路"))
    for query in (f"agency={agency.pk}", "q=水务的", "category=water"):
        assert [entry["title"][:3] for entry in read_entries(client, f"{NEW}?{query}")] == ["水务的"]
    assert len(read_entries(client, f"{NEW}?district={told.district.parent.code}")) == 2
    assert client.get(NEW + "?district=nowhere").status_code == 400


def test_who_reads_english_gets_our_words_in_english_and_the_papers_words_as_they_are(client, staff):
    issue = make.make_issue()
    move_issue(issue, Status.RESOLVED, by=staff, reason="已恢复供水")
    answer = client.get(CHANGES, headers={"accept-language": "en"})
    root = ElementTree.fromstring(answer.content)
    entry = root.find("{*}entry")
    assert root.findtext("{*}title") == "Changes · Civic issues"
    assert entry.findtext("{*}title") == f"{issue.title} (resolved)"
    assert entry.find("{*}category").get("term") == "Water"
    assert re.search(r"[A-Z][a-z]+\.? \d+, \d{4}: resolved: 已恢复供水", entry.findtext("{*}summary"))
    assert "：" not in entry.findtext("{*}summary").split("已恢复供水")[0].split("</p>")[-2]


def test_text_that_xml_cannot_carry_and_markup_do_no_harm(client):
    issue = make.make_issue()
    Issue.objects.filter(pk=issue.pk).update(title="停\x0b水<b>", summary="<script>x</script>\x01")
    (entry,) = read_entries(client, NEW)
    assert entry["title"] == "停水<b>（办理中）"
    assert "<script>" not in entry["summary"] and "&lt;script&gt;" in entry["summary"]


def test_an_internal_line_is_never_the_latest(client):
    issue = make.make_issue()
    add_event(issue, EventKind.VISIT, text="线人来电", internal=True)
    assert "线人" not in read_entries(client, CHANGES)[0]["summary"]


def test_a_reader_that_knows_the_feed_gets_nothing_at_the_price_of_four_looks(client, staff):
    issue = make.make_issue()
    first = client.get(CHANGES)
    with CaptureQueriesContext(connection) as queries:
        again = client.get(CHANGES, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and len(queries) <= 4
    assert client.get(CHANGES + "?q=水", headers={"if-none-match": first["ETag"]}).status_code == 200
    move_issue(issue, Status.WITHDRAWN, by=staff, reason="报道有误")
    assert client.get(CHANGES, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", [NEW, CHANGES])
def test_a_feed_is_bounded_and_its_queries_do_not_grow(client, monkeypatch, address):
    monkeypatch.setattr("issues.feeds.atom.ENTRIES", 4)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read_entries(client, address)
        return len(queries)

    make.make_issue()
    few = count()
    for _number in range(6):
        make.make_issue()
    assert count() <= few <= 8
    assert len(read_entries(client, address)) == 4
