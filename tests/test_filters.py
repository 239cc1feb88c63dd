"""Each filter keeps one issue and drops another; what cannot be read is told, never an error."""

import json
from base64 import urlsafe_b64encode
from datetime import date, datetime, timedelta
from itertools import product
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from issues import facets, filters, paging
from issues.actions import NewParty, edit_issue
from issues.choices import AgencyKind, DivisionLevel, Role, Status
from issues.facets import count_facets
from issues.filters import IssueFilterSet, find_agencies, find_contradiction, read_query
from issues.models import Batch, Issue
from issues.paging import ORDERS, count_capped, read_issue_page
from issues.tasks import count_ahead
from issues.workflow import CLOSED, OPEN

from . import make


def ask(query: str) -> IssueFilterSet:
    return IssueFilterSet(read_query(QueryDict(query)), queryset=Issue.objects.public())


def titles(query: str) -> set[str]:
    return set(ask(query).qs.values_list("title", flat=True))


@pytest.fixture
def two(db):
    """Two public issues that differ in everything that can be asked for."""
    noise = make.make_category("noise", "噪声", "市容环境")
    west = make.make_division(
        "990203", "西山县", parent=make.make_division("990200", "西山市", DivisionLevel.PREFECTURE)
    )
    agency = make.make_agency("西山县城管局", AgencyKind.ENFORCEMENT, west)
    first = make.make_issue(title="甲处停水", dates={"reported": "2025-10-01", "promised": "2025-10-05"})
    printed = make.make_story(make.make_page(publication="西山日报"))
    Batch.objects.create(story=printed, number=3)
    second = make.make_issue(
        Status.RESOLVED,
        story=printed,
        title="乙处噪声",
        summary="夜里施工",
        place="乙街",
        category=noise,
        district=west,
        parties=[
            NewParty("西山县城管局", Role.RESPONSIBLE, (), agency),
            NewParty("西山环卫公司", Role.OPERATOR, ()),
        ],
        dates={"reported": "2025-11-20", "promised": "2999-01-01", "resolved": "2025-11-30"},
    )
    Issue.objects.filter(pk=second.pk).update(returned=True)
    Issue.objects.filter(pk=first.pk).update(changed_at=timezone.make_aware(datetime(2025, 10, 2, 23, 59)))
    Issue.objects.filter(pk=second.pk).update(changed_at=timezone.make_aware(datetime(2025, 11, 21, 0, 0)))
    return first, second


CASES = [
    ("q=停水", "甲处停水"),
    ("q=西山县城管局", "乙处噪声"),
    ("category=water", "甲处停水"),
    ("category=noise", "乙处噪声"),
    ("group=市容环境", "乙处噪声"),
    ("district=990203", "乙处噪声"),
    ("district=990200", "乙处噪声"),
    ("district=990100", "甲处停水"),
    ("status=open", "甲处停水"),
    ("status=closed", "乙处噪声"),
    ("status=in_progress", "甲处停水"),
    ("agency=城管", "乙处噪声"),
    ("reported_from=2025-11-01", "乙处噪声"),
    ("reported_to=2025-10-01", "甲处停水"),
    ("changed_from=2025-11-21", "乙处噪声"),
    ("changed_to=2025-10-02", "甲处停水"),
    ("overdue=on", "甲处停水"),
    ("returned=on", "乙处噪声"),
    ("source=西山日报", "乙处噪声"),
    ("batch=3", "乙处噪声"),
    ("closed_from=2025-11-30", "乙处噪声"),
    ("closed_to=2025-11-30", "乙处噪声"),
    ("role=operator", "乙处噪声"),
]


@pytest.mark.parametrize(("query", "kept"), CASES)
def test_a_filter_keeps_one_issue_and_drops_the_other(two, query, kept):
    assert titles(query) == {kept}


@pytest.mark.parametrize("pages", [1, 10_000])
@pytest.mark.parametrize(("query", "kept"), CASES)
def test_however_it_is_asked_the_same_issues_are_found(two, monkeypatch, query, kept, pages):
    monkeypatch.setattr(filters, "MANY_PAGES", pages)
    filterset = ask(query)
    found = filterset.qs, filterset.find_many(Issue.objects.public()), filterset.find_counted()
    assert [set(issues.values_list("title", flat=True)) for issues in found] == [{kept}] * 3


COVERED = [
    ("overdue=on&reported_from=2025-05-01&category=water", "issue_by_due_day"),
    ("closed_from=2025-01-01&closed_to=2025-03-01&overdue=on", "issue_by_closing"),
    ("returned=on&status=open", "issue_come_back"),
]


@pytest.fixture
def town(two):
    """Four hundred issues more, a twentieth of them with a promised day, solved once or come back."""
    now = timezone.now()
    Issue.objects.bulk_create(
        Issue(
            title=f"第{number}处", status=Status.REPORTED, changed_at=now - timedelta(number), published_at=now,
            reported_on=date(2025, 6, 1) + timedelta(number), category=two[number % 2].category,
            due_on=date(2025, 7, 1) + timedelta(number) if number % 20 == 0 else None,
            resolved_on=date(2025, 1, 1) + timedelta(number) if number % 20 == 1 else None,
            returned=number % 20 == 2,
        )
        for number in range(400)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table this small as a whole")
@pytest.mark.parametrize(("query", "index"), COVERED)
def test_filters_that_find_few_are_told_apart_inside_of_an_index(town, query, index):
    filterset = ask(query)
    assert filterset.is_valid()
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        count_capped(filterset.find_counted())
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[-1]["sql"])
        assert index in " ".join(row[3] for row in cursor.fetchall())


def test_a_promise_still_due_is_one_of_an_open_issue(two):
    first, _second = two
    assert titles("awaited=on") == set()
    edit_issue(first, {"promised": "2999-01-01"}, by=None)
    assert titles("awaited=on") == {"甲处停水"}


def test_agency_and_part_are_asked_of_the_same_party(two):
    assert titles("agency=西山县城管局&role=responsible") == {"乙处噪声"}
    assert titles("agency=西山县城管局&role=operator") == set()


CONTRADICTIONS = [
    "status=closed&overdue=on",
    "status=verified&status=unfounded&awaited=on",
    "overdue=on&awaited=on",
    "reported_from=2025-11-01&reported_to=2025-10-01",
    "changed_from=2025-11-01&changed_to=2025-10-01",
    "closed_from=2025-11-01&closed_to=2025-10-01",
]


@pytest.mark.parametrize("query", CONTRADICTIONS)
def test_filters_that_exclude_each_other_find_nothing_without_looking(two, query, django_assert_num_queries):
    filterset = ask(query)
    assert filterset.is_valid() and find_contradiction(filterset.form.cleaned_data)
    with django_assert_num_queries(0):
        assert list(filterset.qs) == [] == list(filterset.find_many(Issue.objects.public()))


@pytest.mark.parametrize(
    "query",
    [
        "status=open&status=closed&overdue=on",
        "closed_from=2025-10-01&overdue=on",
        "reported_from=2025-10-01&reported_to=2025-10-01",
    ],
)
def test_what_came_back_may_be_solved_once_and_overdue_now(two, query):
    Issue.objects.filter(title="甲处停水").update(resolved_on=date(2025, 10, 3))
    assert titles(query) == {"甲处停水"}


def test_every_filter_has_a_case():
    assert {query.split("=")[0] for query, _kept in CASES} | {"awaited"} == set(IssueFilterSet.base_filters)


def test_an_agency_is_found_by_its_number(two):
    number = two[1].parties.get(role=Role.RESPONSIBLE).agency_id
    assert titles(f"agency={number}") == {"乙处噪声"}
    assert titles(f"agency={number + 1000}") == set()


@pytest.mark.parametrize("typed", ["住建局", "区住建局", "住房和城乡"])
def test_an_agency_is_found_by_each_of_its_names(two, typed):
    bureau = two[1].parties.get(role=Role.RESPONSIBLE).agency
    bureau.name, bureau.short_names = "城东区住房和城乡建设局", ["区住建局"]
    bureau.save()
    assert "乙处噪声" in titles(f"agency={typed}")
    assert titles("agency=交运局") == set()


def test_agencies_are_found_by_full_width_digits_and_never_by_overlong_ones(db):
    assert find_agencies("１２") == [12]
    assert find_agencies("9" * 40) == []


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("category=water&category=noise", {"甲处停水", "乙处噪声"}),
        ("category=water&group=市容环境", {"甲处停水", "乙处噪声"}),
        ("status=open&status=resolved", {"甲处停水", "乙处噪声"}),
        ("category=water&status=closed", set()),
        ("reported_from=2025-10-01&reported_to=2025-10-31", {"甲处停水"}),
    ],
)
def test_values_of_one_filter_widen_and_filters_narrow(two, query, kept):
    assert titles(query) == kept


@pytest.mark.parametrize(
    "query",
    [
        "category=nothing",
        "group=nothing",
        "district=nothing",
        "status=draft",
        "reported_from=yesterday",
        "changed_to=0001-01-01",
        "changed_to=9999-12-31",
    ],
)
def test_wrong_input_is_told_and_left_out(two, query):
    filterset = ask(query)
    assert filterset.qs.count() == 2
    (sentence,) = filterset.form.errors[query.split("=")[0]]
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    "day", ["2025-11-20", "2025/11/20", "2025年11月20日", "20251120", "２０２５-１１-２０"]
)
def test_days_are_read_as_people_write_them(two, day):
    assert titles(urlencode({"reported_from": day})) == {"乙处噪声"}


def test_a_query_is_made_safe():
    query = read_query(
        QueryDict(urlencode({"q": "停\x00水\x1b" + "长" * 10_000, "unknown": "1", "status": " "}))
    )
    assert list(query) == ["q"]
    assert query["q"].startswith("停水") and len(query["q"]) == 200


# --- Counts beside the choices ------------------------------------------------------------------------------------


def _count(query: str) -> facets.Facets:
    filterset = ask(query)
    assert filterset.is_valid()
    return count_facets(filterset)


def _offered(query: str) -> dict[str, int]:
    """`name=value` of each offered choice → its count."""
    offered = _count(query)
    found = {f"district={one.value}": one.count for one in offered.districts}
    found |= {f"{one.value}=on": one.count for one in offered.flags}
    for name, inside, choices in (
        ("status", "status", offered.statuses),
        ("group", "category", offered.groups),
    ):
        for one in choices:
            found[f"{name}={one.value}"] = one.count
            found |= {f"{inside}={other.value}": other.count for other in one.inside}
    return found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "status=open",
        "category=noise",
        "group=公用事业&status=closed",
        "district=990200",
        "q=处&overdue=on",
        "overdue=on&status=stalled",
        "awaited=on&overdue=on",
        "returned=on&district=990200",
    ],
)
def test_each_count_is_what_the_choice_alone_would_leave_under_the_other_filters(two, query):
    today = timezone.localdate()
    for number, (status, due) in enumerate(product(OPEN | CLOSED, (None, today - timedelta(1), today))):
        issue = make.make_issue(
            status, title=f"{number}处停水", district=None if number % 3 else two[0].district
        )
        Issue.objects.filter(pk=issue.pk).update(due_on=due, returned=number % 2)
    same = {"category": {"category", "group"}, "group": {"category", "group"}}
    for choice, count in _offered(query).items():
        name = choice.split("=")[0]
        others = [
            part for part in query.split("&") if part and part.split("=")[0] not in same.get(name, {name})
        ]
        assert count == ask("&".join([*others, choice])).qs.count(), choice


def test_counts_are_kept_for_a_while_whatever_is_chosen(two, django_assert_num_queries):
    _offered("status=open")
    with django_assert_num_queries(3):  # the chosen category, all categories, the districts: no count
        _offered("category=noise")


def test_counts_that_beat_made_ahead_are_shown_until_it_counts_again(two, django_assert_num_queries):
    count_ahead()
    with django_assert_num_queries(3):  # the chosen category, all categories, the districts: no count
        before = _offered("category=noise")
    make.make_issue(Status.STALLED, title="丙处停水")
    assert _offered("category=noise") == before
    count_ahead()
    assert sum(_offered("category=noise").values()) > sum(before.values())


# --- Pages by key -------------------------------------------------------------------------------------------------


@pytest.fixture
def many(db):
    """Thirteen issues: some on one day, some without a day of report, two closed."""
    days = ["2025-10-01", "2025-10-02", "2025-10-02", "2025-10-02", "2025-10-03", "", ""]
    for number in range(13):
        status = Status.RESOLVED if number in {3, 11} else Status.REPORTED
        make.make_issue(status, title=f"第{number}个", dates={"reported": days[number % 7]})
    same = timezone.now() - timedelta(days=1)
    Issue.objects.filter(title__in=["第1个", "第2个", "第5个"]).update(changed_at=same)
    Issue.objects.filter(title__in=["第0个", "第4个", "第9个"]).update(sources=3)


def _expected(order) -> list[int]:
    rows = list(Issue.objects.public().unresolved() if order.open_only else Issue.objects.public())
    sign = -1 if order.descending else 1
    value = {
        "changed_at": lambda row: row.changed_at.timestamp(),
        "reported_on": lambda row: (row.reported_on or date.min).toordinal(),
        "sources": lambda row: row.sources,
    }
    return [
        row.pk
        for row in sorted(
            rows,
            key=lambda row: (
                getattr(row, order.field) is None,
                sign * value[order.field](row),
                sign * row.pk,
            ),
        )
    ]


@pytest.mark.parametrize("size", [1, 4, 13, 20])
@pytest.mark.parametrize("order", ORDERS.values(), ids=lambda order: order.name)
def test_turning_pages_forth_and_back_shows_every_issue_once_in_order(many, order, size):
    issues = Issue.objects.public()
    page, forth = read_issue_page(issues, order, size=size), []
    assert not page.before
    while True:
        forth.append([row.pk for row in page.rows])
        if not page.after:
            break
        page = read_issue_page(issues, order, after=page.after, size=size)
    assert sum(forth, []) == _expected(order)
    back = [[row.pk for row in page.rows]]
    while page.before:
        page = read_issue_page(issues, order, before=page.before, size=size)
        back.insert(0, [row.pk for row in page.rows])
    assert back == forth


def test_rows_are_found_by_their_keys_before_they_are_read(many):
    with CaptureQueriesContext(connection) as asked:
        page = read_issue_page(
            Issue.objects.public(), ORDERS["changed"], size=4, shown=Issue.objects.with_names()
        )
    first, second = (query["sql"] for query in asked.captured_queries[:2])
    assert "ORDER BY" in first and "title" not in first
    assert "title" in second and "LIMIT" not in second and len(page.rows) == 4


@pytest.mark.parametrize(
    "cursor", ["x", "====", "AAAA", "é", "W10", "eyJhIjoxfQ", "WyJjaGFuZ2VkIiwgIjIwMjUiLCAxXQ"]
)
def test_a_wrong_cursor_shows_the_beginning_and_says_so(many, cursor):
    page = read_issue_page(Issue.objects.public(), ORDERS["changed"], after=cursor, size=4)
    assert page.wrong_cursor and len(page.rows) == 4 and page.after


@pytest.mark.parametrize("value", ["x", True, None, -1, 2**31, 1.5, []])
def test_a_cursor_with_no_number_of_sources_is_wrong(many, value):
    cursor = urlsafe_b64encode(json.dumps(["sources", value, 3, 0]).encode()).decode()
    assert read_issue_page(Issue.objects.public(), ORDERS["sources"], after=cursor, size=4).wrong_cursor


def test_a_cursor_of_another_order_is_wrong(many):
    page = read_issue_page(Issue.objects.public(), ORDERS["changed"], size=4)
    assert read_issue_page(Issue.objects.public(), ORDERS["reported"], after=page.after).wrong_cursor


def test_under_words_the_counts_are_of_the_newest_issues_and_say_so(two, monkeypatch):
    monkeypatch.setattr(facets, "MOST_COUNTED", 2)
    monkeypatch.setattr(paging, "CAP", 2)
    newest = [make.make_issue(Status.STALLED, title=f"{name}处停水") for name in "甲乙丙"][-2:]
    bounded = _count("q=停水")
    assert bounded.bounded
    assert sum(one.count for one in bounded.statuses) == len(newest)
    assert not _count("q=丙处").bounded
    whole = _count("status=open")
    assert not whole.bounded, "without other filters everything is counted"
    assert sum(one.count for one in whole.statuses) == Issue.objects.public().count()


@pytest.mark.parametrize(("few", "seen"), [(20_000, 1), (1, 0)])
def test_counts_of_few_issues_are_soon_counted_anew_and_those_of_many_are_kept(two, monkeypatch, few, seen):
    monkeypatch.setattr(facets, "FEW", few)
    monkeypatch.setattr(facets, "FEW_SECONDS", 0)
    before = _count("").total
    make.make_issue(title="丙处停水")
    assert _count("").total == before + seen
