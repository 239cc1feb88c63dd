"""The list as a citizen meets it: its rows, filters, pages, and what hostile addresses get."""

from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .. import make
from .reading import page_of, read


def test_a_row_says_what_where_who_and_where_it_stands(client, db):
    make.make_issue()
    page = read(client, "/")
    for words in (
        "海棠里小区每天早上停水",
        "供水",
        "城东区",
        "城东区住建局",
        "办理中",
        "2025年12月4日反映",
        "已逾期",
    ):
        assert words in page


def test_the_list_is_chinese_unless_english_was_chosen(client, db):
    make.make_issue()
    assert 'lang="zh-Hans"' in read(client, "/")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = read(client, "/")
    assert 'lang="en"' in page and "Show issues" in page and "in progress" in page


def test_an_empty_result_says_which_filter_to_take_away(client, db):
    make.make_issue()
    page = read(client, "/?q=停水&status=closed")
    assert "没有同时符合这些条件的公开问题" in page
    assert "去掉状态“已了结”：有1个问题" in page and "去掉关键词" not in page
    assert f'href="?{urlencode({"q": "停水"})}"' in page


def test_an_empty_result_counts_only_as_far_as_one_needs_to_choose(client, db, monkeypatch):
    monkeypatch.setattr("issues.views.listing.LOOSENED_CAP", 1)
    make.make_issue(), make.make_issue()
    assert "去掉状态“已了结”：有1多个问题" in read(client, "/?q=停水&status=closed")


def test_the_age_of_the_counts_is_told(client, db):
    make.make_issue()
    assert "选项旁的数字可能是3分钟前的。" in read(client, "/")


def test_filters_that_exclude_each_other_are_told(client, db):
    make.make_issue()
    page = read(client, "/?status=closed&overdue=on")
    assert "只有未了结的问题才谈得上承诺到期。" in page and "去掉状态“已了结”：有1个问题" in page
    assert "承诺到期。" not in read(client, "/?q=没有这个词&overdue=on")


def test_a_chip_takes_away_one_value_and_leaves_the_others(client, db):
    make.make_issue()
    page = read(client, "/?category=water&status=open&status=closed&after=abc")
    assert 'href="?category=water&amp;status=open"' in page
    assert 'href="?status=open&amp;status=closed"' in page


def test_wrong_input_is_answered_with_a_sentence(client, db):
    make.make_issue()
    page = read(client, "/?reported_from=gestern&category=nothing")
    assert "日期请写成 2025-12-05 的样子。" in page and "没有“nothing”这个类别。" in page
    assert 'aria-invalid="true"' in page


def test_pages_are_turned_by_links_that_keep_the_filters(client, db):
    for number in range(25):
        make.make_issue(title=f"第{number}处停水")
    first = client.get("/?category=water")
    assert len(first.context["page"].rows) == 20 and not first.context["previous_url"]
    second = client.get("/" + first.context["next_url"])
    assert "category=water" in first.context["next_url"] and len(second.context["page"].rows) == 5
    again = client.get("/" + second.context["previous_url"])
    assert [row.pk for row in again.context["page"].rows] == [row.pk for row in first.context["page"].rows]


def test_counting_stops_at_a_thousand_where_the_facets_do_not_know_the_number(client, db, monkeypatch):
    for _number in range(4):
        make.make_issue(title="某路停水")
    for module in ("paging", "views.listing"):
        monkeypatch.setattr(f"issues.{module}.CAP", 2)
    assert "共 <b>2多</b> 个问题" in read(client, "/?q=停水")
    assert "共 <b>4</b> 个问题" in read(client, "/"), "all issues are counted beside the filters"
    assert "共 <b>4</b> 个问题" in read(client, "/?status=open")
    assert "共 <b>2多</b> 个问题" in read(client, "/?order=longest"), "which leaves out what is closed"


def test_the_list_and_its_counts_ask_the_same_question_once(client, db):
    make.make_issue(title="某路停水")
    with CaptureQueriesContext(connection) as asked:
        read(client, "/?q=停水")
    keys = [one["sql"] for one in asked if "LIMIT 1001" in one["sql"]]
    assert len(keys) == 1


HOSTILE = [
    "q=%00", "q=" + "长" * 3000, "q=%ff%fe", "q='%22--", "q=%F0%9F%98%80", "q=*", "q=%22", "q=%25_",
    "agency=%00", "agency=" + "9" * 30, "agency=%D9%A1", "agency=-1", "agency=²", "district=%00", "district='",
    "category=%00&category=%ff", "group=%00", "status=%00&status=", "status=open&status=open",
    "reported_from=%00", "reported_from=" + quote("２０２５-１-１"), "reported_from=2025-13-45", "reported_to=99999-01-01",
    "changed_from=0000-00-00", "changed_to=-1", "overdue=%00", "overdue=maybe", "order=%00", "order=id;DROP",
    "after=%00", "after=" + "A" * 5000, "before=W10", "after=bnVsbA", "after=WyJjaGFuZ2VkIixudWxsLDFd",
    "after=WyJyZXBvcnRlZCIsIjk5OTktMTItMzEiLDFd&order=reported", "before=x&after=y",
    "after=WyJjaGFuZ2VkIiwiMDAwMS0wMS0wMVQwMDowMDowMCswMDowMCIsMV0", "&".join(f"x{number}=1" for number in range(300)),
    "&".join(f"category=c{number}" for number in range(300)), "next=//evil.example", "issue=%00",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_string_makes_an_error(client, db, query):
    issue = make.make_issue()
    agency = issue.parties.get().agency
    for address in (
        "/",
        reverse("issues:agency", args=[agency.pk]),
        reverse("issues:district", args=[issue.district.code]),
        reverse("issues:category", args=["water"]),
        reverse("issues:agencies"),
        reverse("issues:about"),
        page_of(issue),
    ):
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        f"/issues/{'9' * 40}/",
        "/issues/0/",
        f"/agencies/{'9' * 40}/",
        "/districts/nowhere/",
        "/categories/x/",
        "/issues/%00/",
    ],
)
def test_what_is_not_there_is_answered_kindly(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 404 and "没有这个页面" in answer.content.decode()
