"""A private person's name on the page is hidden on every public address, in quotations and in the search."""

import pytest
from django.urls import reverse

from issues.actions import edit_issue, join_issue
from issues.models import Issue
from issues.search import search_issues

from .. import make
from .reading import page_of, read

pytestmark = pytest.mark.django_db
TEXT = """柳岸里小区电梯停了半月
本报讯 城东区柳岸里小区业主刘建军向本报反映，小区电梯停了半月。12月3日，刘建军家里的老人下楼摔伤。
城东区住建局副局长陈晨龙表示，12月10日前修好。
"""


def publish_story():
    story = make.make_story(make.make_page(TEXT), headline="柳岸里小区电梯停了半月")
    words = "12月3日，刘建军家里的老人下楼摔伤。"
    return make.make_issue(
        story=story,
        title="刘建军所在小区电梯停运",
        summary="刘建军家里的老人下楼摔伤。陈晨龙表示修好。",
        evidence=[make.NewEvidence("summary", make.find_spans(story.page, words))],
    )


def test_the_name_is_found_in_the_story_and_hidden_everywhere(client):
    issue = publish_story()
    assert issue.private_names == ["刘建军"]
    Issue.objects.update(due_on="2999-01-01")  # for the calendar
    programs = [reverse(f"issues:{name}") for name in ("feed_new", "feed_changes", "feed_promises")]
    programs += [reverse("issues:export", args=[form]) for form in ("csv", "jsonl", "geojson")]
    programs += [reverse("issues:api_issues"), reverse("issues:api_issue", args=[issue.pk])]
    programs += [reverse("issues:open311_request", args=[issue.pk, form]) for form in ("xml", "json")]
    for address in (reverse("issues:list"), page_of(issue), *programs):
        text = client.get(address).getvalue().replace(b"\r\n ", b"").decode()
        assert "刘建军" not in text, address
        assert "刘**" in text, address
    assert "陈晨龙" in read(client, page_of(issue))


def test_nobody_finds_the_issue_by_the_hidden_name():
    issue = publish_story()
    assert not search_issues(Issue.objects.public(), "刘建军")
    assert search_issues(Issue.objects.public(), "电梯停运").get() == issue


def test_an_editor_adds_and_takes_out_names(client, staff):
    issue = publish_story()
    edit_issue(issue, {"hidden_names": "陈晨龙"}, by=staff)
    text = read(client, page_of(issue))
    assert "陈晨龙" not in text
    assert "陈**" in text


def test_what_joins_an_issue_brings_its_hidden_names_along(staff):
    known, other = make.make_issue(), publish_story()
    join_issue(other, known, by=staff)
    known.refresh_from_db()
    assert "刘建军" in known.private_names
