"""The list of issues: the queue, the archive, its filters and what it does to many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.actions import NewEvidence, NewParty, claim_issue
from issues.admin.paging import CappedPaginator
from issues.choices import DivisionLevel, Role, Status
from issues.models import Agency, Issue

from .. import make

pytestmark = pytest.mark.django_db


def list_issues(client, **filters):
    return client.get(reverse("admin:issues_issue_changelist"), filters)


def shown(client, **filters) -> list:
    return list(list_issues(client, **filters).context["cl"].result_list)


def test_queue_is_in_the_order_of_reviewing(reviewer):
    mention = make.make_draft(confidence=0.95, mention=True)
    unsure, sure = make.make_draft(confidence=0.3), make.make_draft(confidence=0.9)
    make.make_issue()
    assert shown(reviewer, status__exact="draft") == [sure, unsure, mention]


@pytest.fixture
def two(db):
    """A draft that every filter keeps, and a public issue that every filter drops."""
    other = {
        "summary": "路灯已经灭了三天。",
        "category": make.make_category("road", "道路"),
        "district": make.make_division("990103", "城西区", DivisionLevel.COUNTY),
        "dates": {"reported": "2024-01-02"},
    }
    known = make.make_issue(title="学府路路灯不亮", place="学府路", **other)
    kept = make.make_draft(mention=True, follows=known)
    return kept, known


@pytest.mark.parametrize(
    "filters",
    [
        {"status__exact": "draft"},
        {"mention__exact": "1"},
        {"follow_up": "yes"},
        {"reported_on_from": "2025-12-01", "reported_on_to": "2025-12-31"},
        {"q": "持续半个月"},
    ],
)
def test_each_filter_keeps_one_and_drops_one(reviewer, two, filters):
    assert shown(reviewer, **filters) == [two[0]]


def test_category_and_district_keep_one_and_drop_one(reviewer, two):
    kept, _dropped = two
    assert shown(reviewer, category__id__exact=kept.category_id) == [kept]
    assert shown(reviewer, district__id__exact=kept.district_id) == [kept]


def test_overdue_filter_keeps_open_issues_whose_day_has_passed(reviewer):
    late = make.make_issue(Status.IN_PROGRESS, dates={"promised": "2020-01-01"})
    make.make_issue(Status.IN_PROGRESS, dates={"promised": "2999-01-01"})
    make.make_issue(Status.RESOLVED, dates={"promised": "2020-01-01"})
    assert shown(reviewer, overdue="yes") == [late]


def test_broken_filter_values_give_a_page_not_a_traceback(reviewer):
    for filters in (
        {"reported_on_from": "昨天"},
        {"status__exact": "no-such"},
        {"district__id__exact": "x"},
        {"p": "99999"},
        {"q": "海" * 5000},
    ):
        assert list_issues(reviewer, **filters).status_code in {200, 302}


def test_half_filled_issues_are_listed(reviewer):
    make.make_draft(category=None, district=None, place="", evidence=[], parties=[], events=[], dates={})
    Issue.objects.update(story=None)
    assert list_issues(reviewer).status_code == 200


def test_publishing_many_publishes_those_that_pass_and_tells_about_the_rest(reviewer):
    good, bad = make.make_draft(), make.make_draft(title="没有类别的问题", category=None)
    url = reverse("admin:issues_issue_changelist")
    data = {"action": "publish_chosen", "_selected_action": [good.pk, bad.pk]}
    html = reviewer.post(url, data, follow=True).content.decode()
    good.refresh_from_db(), bad.refresh_from_db()
    assert good.is_public and not bad.is_public
    assert "没有类别的问题：" in html


def test_withdrawing_many_asks_for_the_reason_first(reviewer):
    issue = make.make_issue()
    url = reverse("admin:issues_issue_changelist")
    data = {"action": "withdraw_chosen", "_selected_action": [issue.pk]}
    asked = reviewer.post(url, data)
    assert asked.status_code == 200 and issue.title in asked.content.decode()
    reviewer.post(url, {**data, "confirmed": "1", "reason": "报社更正"})
    issue.refresh_from_db()
    assert issue.status == Status.WITHDRAWN
    assert issue.history.first().history_change_reason == "报社更正"


def test_withdrawing_more_than_one_go_can_take_is_refused_before_the_reason_is_asked(reviewer, monkeypatch):
    monkeypatch.setattr("issues.admin.deeds.MANY", 1)
    chosen = [make.make_issue().pk, make.make_issue().pk]
    url = reverse("admin:issues_issue_changelist")
    data = {"action": "withdraw_chosen", "_selected_action": chosen, "select_across": "1"}
    html = reviewer.post(url, data, follow=True).content.decode()
    assert "先筛选" in html and "不再公开" not in html


def test_counting_stops_at_the_cap(monkeypatch):
    for _number in range(4):
        make.make_draft()
    monkeypatch.setattr("issues.admin.paging.CAP", 3)
    assert CappedPaginator(Issue.objects.all(), 50).count == 3


def test_click_on_a_head_sorts_what_is_found(reviewer):
    later, first = make.make_draft(title="乙"), make.make_draft(title="一")
    assert shown(reviewer, o="1") == [first, later]


def test_more_rows_than_the_cap_are_not_sorted_but_told_to_be_filtered(reviewer, monkeypatch):
    monkeypatch.setattr("issues.admin.paging.CAP", 2)
    newest = [make.make_draft(title="一"), make.make_draft(title="乙")][::-1]
    answer = list_issues(reviewer, o="1")
    assert list(answer.context["cl"].result_list) == newest
    assert "请先筛选" in answer.content.decode()
    assert shown(reviewer, o="1", q="一") == newest[1:], "what a search finds is sorted"


def test_row_says_what_it_continues_and_in_whose_hands_it_is(reviewer):
    known = make.make_issue(title="学府路路灯不亮")
    make.make_draft(follows=known)
    claim_issue(draft := Issue.objects.drafts().get(), by=reviewer.user)
    html = list_issues(reviewer, status__exact="draft").content.decode()
    assert draft.follows == known and "疑为“学府路路灯不亮”的后续" in html and "由审核员经手" in html


def test_no_query_counts_the_whole_table(reviewer):
    make.make_draft()
    with CaptureQueriesContext(connection) as queries:
        list_issues(reviewer)
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"].upper()]
    assert counts and all("LIMIT" in sql.upper() for sql in counts)


def test_queries_do_not_grow_with_rows(reviewer):
    def fill(count):
        for number in range(count):
            make.make_draft(
                parties=[NewParty(f"第{number}物业公司", Role.RESPONSIBLE, [[0, 4]])],
                evidence=[NewEvidence("place", [[0, 4]])],
            )

    fill(2)
    list_issues(reviewer)
    with CaptureQueriesContext(connection) as few:
        list_issues(reviewer)
    fill(20)
    with CaptureQueriesContext(connection) as many:
        list_issues(reviewer)
    assert len(many) == len(few) <= 14


def test_list_does_not_fetch_the_texts_of_pages(reviewer):
    make.make_draft()
    issue = list_issues(reviewer).context["cl"].result_list[0]
    assert "text" in issue.story.page.get_deferred_fields()


def test_publishing_many_enters_nobody_into_the_directory(reviewer):
    drafts = [make.make_draft(), make.make_draft()]
    url = reverse("admin:issues_issue_changelist")
    reviewer.post(url, {"action": "publish_chosen", "_selected_action": [draft.pk for draft in drafts]})
    assert Issue.objects.public().count() == 2
    assert not Agency.objects.exists()
