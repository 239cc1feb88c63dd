"""How many pages tell of an issue: kept right by whatever brings a page or takes one away, and ordered by."""

from importlib import import_module

import pytest
from django.apps import apps

from issues.actions import add_event, attach_letter, join_issue, move_issue, split_issue
from issues.choices import EventKind, Status
from issues.models import Event, Evidence, Issue

from ..make import find_spans, make_bare_issue, make_draft, make_issue, make_letter, make_page, make_story
from ..views.reading import page_of, read

pytestmark = pytest.mark.django_db


def count(issue: Issue) -> int:
    return Issue.objects.get(pk=issue.pk).sources


def test_an_issue_starts_with_its_own_page_and_a_bare_row_with_none(staff):
    assert count(make_draft()) == 1 == count(make_issue())
    bare = make_bare_issue()
    move_issue(bare, Status.STALLED, by=staff, reason="没有人动")
    assert count(bare) == 0


@pytest.mark.parametrize("make", [make_draft, make_issue], ids=["a draft", "a public issue"])
def test_a_report_that_joins_counts_and_one_that_is_split_off_does_not(staff, make, client):
    known, report, bare = make_issue(), make(), make(events=(), story=make_story())
    join_issue(report, known, by=staff)
    assert (count(known), count(report)) == (2, 1)
    join_issue(bare, known, by=staff)
    assert count(known) == 3, "also a report without lines of its own"
    assert len(client.get(page_of(known)).context["pages"]) == 3, "the page lists what is counted"
    split_issue(report, by=staff)
    assert (count(known), count(report)) == (2, 1)


def test_a_report_counts_also_where_it_came_through_another(staff, client):
    known, between, report = (make_issue(events=(), story=make_story()) for _ in range(3))
    join_issue(report, between, by=staff)
    join_issue(between, known, by=staff)
    assert (count(known), count(between), count(report)) == (3, 2, 1)
    split_issue(between, by=staff)
    assert (count(known), count(between), count(report)) == (1, 2, 1)


def test_two_issues_of_one_page_are_one_source(staff):
    page = make_page()
    known, other = make_issue(story=make_story(page)), make_issue(story=make_story(page))
    join_issue(other, known, by=staff)
    assert count(known) == 1


def test_what_the_desk_keeps_to_itself_is_no_source(staff):
    known, letter = make_issue(), make_letter()
    add_event(known, EventKind.VISIT, text="线人来电", internal=True)
    attach_letter(letter, known, by=staff, text="读者来电。")
    assert count(known) == 1
    attach_letter(make_letter(), known, by=staff, text="读者说还在停水。", public=True)
    assert count(known) == 2


def test_the_migration_counts_what_saving_counts(staff):
    known = make_issue()
    join_issue(make_issue(events=()), known, by=staff)
    attach_letter(make_letter(), known, by=staff, text="读者说还在停水。", public=True)
    page = make_page()
    secret = Event.objects.create(issue=known, kind=EventKind.VISIT, internal=True, story=make_story(page))
    words = {"field": "event", "spans": find_spans(page, "海棠里小区"), "quote": "海棠里小区"}
    Evidence.objects.create(issue=known, page=page, event=secret, **words)
    move_issue(known, Status.STALLED, by=staff, reason="没有人动")
    make_draft(), make_bare_issue()
    right = dict(Issue.objects.values_list("pk", "sources"))
    assert sorted(right.values()) == [0, 1, 1, 3]
    Issue.objects.update(sources=0)
    migration = import_module("issues.migrations.0018_sources")
    for size in (1, 5_000):
        migration.BATCH = size
        migration.fill_sources(apps, None)
        assert dict(Issue.objects.values_list("pk", "sources")) == right


def test_the_list_can_begin_with_what_most_pages_tell_of(client, staff):
    known, report = make_issue(title="两家报纸都登了"), make_issue()
    join_issue(report, known, by=staff)
    last = make_issue(title="只登过一次")
    html = read(client, "/?order=sources")
    assert html.index(known.title) < html.index(last.title) and "2 篇报道" in html
    assert "2 篇报道" not in read(client, page_of(last))
    assert client.get("/api/v1/issues/?order=sources").json()["results"][0]["title"] == known.title
