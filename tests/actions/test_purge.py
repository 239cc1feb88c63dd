"""What is purged stands nowhere any more, in no table and no history, and every span still points at its words."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from issues.actions import ActionRefused, add_event, edit_issue, purge_words
from issues.choices import EventKind
from issues.groups import CHIEF, GROUPS
from issues.models import Event, Issue, Page
from issues.search import search_issues

from .. import make
from ..admin.conftest import chief, groups, plain_axes, review_url, reviewer, sign_in  # noqa: F401

pytestmark = pytest.mark.django_db

NAME = "钱海涛"
TEXT = f"""小区每天停水
　　业主{NAME}说，家里停水半个月。钱海
涛还说，物业没有回音。
　　城东区住建局表示将督促。
"""


@pytest.fixture
def issue():
    """An issue with the name in its fields, parties, timeline, quotations, history and on its page."""
    story = make.make_story(make.make_page(TEXT), headline=f"{NAME}家停水")
    find = lambda words: make.find_spans(story.page, words)  # noqa: E731
    issue = make.make_issue(
        story=story,
        title=f"{NAME}家每天停水",
        evidence=[
            make.NewEvidence("title", find("小区每天停水"), because=[NAME]),
            make.NewEvidence("place", find("业主钱海")),
        ],
        parties=[make.NewParty(NAME, make.Role.OPERATOR, find(NAME))],
        events=[
            make.NewEvent(EventKind.FINDING, f"{NAME}说停水", find(f"业主{NAME}说"), happened="2025-12-03")
        ],
    )
    by = make.make_user()
    edit_issue(issue, {"summary": f"{NAME}家里停水", "hidden_names": f"{NAME}、李四海"}, by=by)
    add_event(issue, EventKind.COMMENT, text=f"打过电话给{NAME}", by=by, internal=True)
    return issue


def find_in_tables(words: str) -> list[str]:
    """Every table and column of the database that holds `words`, as it stands and as JSON."""
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = json.dumps(value, ensure_ascii=False, default=str)
                    if words in text or json.dumps(words)[1:-1] in text.replace("\\\\", "\\"):
                        held.append(f"{table}.{name}")
    return held


def test_no_table_holds_what_was_purged(issue):
    assert len(set(find_in_tables(NAME))) >= 10, "the fixture must be worth purging"
    purge_words(issue, NAME, by=make.make_user(), reason="本人要求")
    assert find_in_tables(NAME) == []
    assert not search_issues(Issue.objects.all(), NAME)
    issue.refresh_from_db()
    assert issue.title == "＊＊＊家每天停水" and issue.hidden_names == "李四海"


def test_pages_keep_their_length_and_quotations_stay_true(issue):
    purge_words(issue, NAME, by=None, reason="本人要求")
    page = Page.objects.get(pk=issue.story.page_id)
    assert len(page.text) == len(TEXT)
    assert "业主＊＊＊说" in page.text and "＊＊\n＊还说" in page.text
    assert issue.evidence.get(field="place").quote == "业主＊＊"
    call_command("check_evidence")


def test_timeline_says_who_and_why_to_staff_alone_but_not_what(issue):
    by = make.make_user(username="管理员")
    purge_words(issue, NAME, by=by, reason="本人来函要求")
    event = Event.objects.filter(issue=issue, kind=EventKind.EDITED).latest("pk")
    assert event.by == by and event.internal and "本人来函要求" in event.text
    assert issue.history.latest().history_change_reason == "已清除个人信息：本人来函要求"


def test_other_issues_that_hold_the_words_are_purged_and_told_too(issue):
    other = make.make_issue(title=f"{NAME}又来电")
    purge_words(issue, NAME, by=None, reason="本人要求")
    other.refresh_from_db()
    assert other.title == "＊＊＊又来电"
    assert other.events.filter(internal=True, text__contains="已清除").exists()


@pytest.mark.parametrize(
    ("words", "reason", "told"),
    [
        ("钱", "要求", "2 到 60"),
        (NAME, "", "理由"),
        (NAME, f"{NAME}要求", "不能再写出"),
        ("＊＊＊", "要求", "星号"),
        ("从没见过的人", "要求", "没有这几个字"),
    ],
)
def test_purge_is_refused_in_a_sentence(issue, words, reason, told):
    with pytest.raises(ActionRefused, match=told):
        purge_words(issue, words, by=None, reason=reason)
    assert find_in_tables(NAME)


def test_desk_shows_where_the_words_stand_and_purges_only_what_was_shown(chief, issue):  # noqa: F811
    url = reverse("admin:issues_issue_purge", args=[issue.pk])
    asked = {"words": NAME, "reason": "本人要求"}
    html = chief.post(url, asked).content.decode()
    assert f"<mark>{NAME}</mark>" in html and "彻底清除" in html and find_in_tables(NAME)
    chief.post(url, {**asked, "confirmed": "别的字"})
    assert find_in_tables(NAME)
    assert chief.post(url, {**asked, "confirmed": NAME}).status_code == 302
    assert find_in_tables(NAME) == []


def test_only_the_chiefs_may_purge(reviewer, issue):  # noqa: F811
    assert reviewer.get(reverse("admin:issues_issue_purge", args=[issue.pk])).status_code == 403
    assert "purge" not in reviewer.get(reverse("admin:issues_issue_review", args=[issue.pk])).content.decode()


def test_purging_has_a_permission_of_its_own(issue, groups):  # noqa: F811
    url = reverse("admin:issues_issue_purge", args=[issue.pk])
    most = Permission.objects.filter(content_type__app_label="issues").exclude(codename="purge_issue")
    client = sign_in()
    client.user.user_permissions.set(most)
    assert client.get(url).status_code == 403
    assert url not in client.get(review_url(issue)).content.decode()
    client.user.user_permissions.add(Permission.objects.get(codename="purge_issue"))
    assert client.get(url).status_code == 200
    assert url in client.get(review_url(issue)).content.decode()


def test_only_the_chiefs_group_has_it():
    assert [name for name, held in GROUPS.items() if "issues.purge_issue" in held] == [CHIEF]
