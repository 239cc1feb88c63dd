"""Words marked by a person: whoever is private in the story they come from is hidden with them."""

import pytest

from issues.actions import mark_words
from issues.models import Issue

from ..make import PAGE, find_spans, make_issue, make_page, make_story

pytestmark = pytest.mark.django_db
FILLED = "灯在三楼和四楼之间，老人上楼要扶着墙，孩子放学回来也害怕，邻居们只好自己拿手电筒照路。" * 3
NEIGHBOUR = f"家住河西里的居民李红梅说，楼道的灯坏了三个月。{FILLED}\n　　第二天，李红梅又去了一趟物业。\n"
LATER = "第二天，李红梅又去了一趟物业。"


@pytest.fixture
def issue():
    """A public issue whose page has a second story, of somebody else."""
    page = make_page(f"{PAGE}\n{NEIGHBOUR}")
    story = make_story(page)
    story.spans = [[0, len(PAGE)]]
    story.save()
    other = make_story(page, headline="楼道的灯坏了")
    other.spans = [[len(PAGE) + 1, len(page.text)]]
    other.save()
    return make_issue(story=story)


def test_words_of_another_story_hide_whoever_is_private_in_it(issue, staff, client):
    page = issue.story.page
    assert "李红梅" not in issue.private_names
    mark_words(issue, page, "place", find_spans(page, LATER), by=staff)
    assert "李红梅" in Issue.objects.get(pk=issue.pk).private_names
    html = client.get(issue.get_absolute_url()).content.decode()
    assert "又去了一趟物业" in html and "李红梅" not in html


def test_words_of_its_own_story_bring_back_no_name_that_an_editor_took_out(issue, staff):
    Issue.objects.filter(pk=issue.pk).update(hidden_names="")
    page = issue.story.page
    mark_words(issue, page, "place", find_spans(page, "海棠里小区"), by=staff)
    assert Issue.objects.get(pk=issue.pk).hidden_names == ""
