"""A later story about the same matter is proposed as its follow-up, with what they share."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from issues.actions import join_issue, propose_follow_up, reject_issue
from issues.choices import StoryKind
from issues.importing.joining import find_known_issue, find_known_issues, share_of
from issues.models import Issue, IssueTerm, Page, Story

from ..make import make_category, make_draft, make_issue, make_page, make_story, store_told

pytestmark = pytest.mark.django_db

FIRST = (
    "海棠里小区夜间搅拌站轰鸣",
    "海棠里小区的居民反映，围墙外的搅拌站彻夜轰鸣，粉尘落满阳台，老人难以入睡。",
)
AGAIN = ("搅拌站粉尘飘进海棠里", "搬来海棠里不久，隔壁搅拌站的粉尘就飘进家里，机器彻夜轰鸣。")
ESTATE = ("海棠里小区电梯停运", "海棠里小区五栋的电梯停运三周，物业公司称维修基金没有到账。")

BUYING = [
    ("英才新政购房补助申请被退回", "我凭英才新政买了首套房，购房补助的申请却被退回，说缺少社保记录。"),
    ("咨询英才购房补助", "英才新政的购房补助，二手房能不能申请？窗口说法不一。"),
    ("英才购房补助何时到账", "英才购房补助公示已满三月，至今没有到账。"),
    ("公寓能否享受英才购房补助", "按英才新政落户，买的是公寓，购房补助能否享受？"),
]
RENTING = ("英才新政补助两个月没发", "英才新政的租房补助一直按月发，这两个月没发，等着交房租。")


def make_told(title, body, published=date(2026, 11, 4), **fields):
    story = make_story(make_page(f"{title}\n\n{body}\n", published=published), headline=title)
    told = {"title": title, "place": "", "category": None, "spans": story.spans, "parties": (), "events": ()}
    return make_draft(story, **{**told, "evidence": (), **fields})


def test_the_same_matter_in_other_words_is_known_and_another_at_the_same_estate_is_not():
    first = make_told(*FIRST)
    again = make_told(*AGAIN, published=date(2026, 11, 8))
    estate = make_told(*ESTATE, published=date(2026, 11, 9))
    assert find_known_issue(again).issue == first
    assert find_known_issue(first) is None, "nothing continues what is printed later"
    assert find_known_issue(estate) is None


def test_what_shares_only_the_name_of_a_policy_is_another_matter():
    drafts = [make_told(*told, published=date(2026, 11, day)) for day, told in enumerate(BUYING, 1)]
    for draft in drafts[1:]:
        propose_follow_up(draft, find_known_issue(draft).issue)
    assert {draft.follows for draft in drafts} == {None, drafts[0]}
    assert find_known_issue(make_told(*RENTING, published=date(2026, 11, 9))) is None
    again = make_told("英才购房补助又被退回", "购房补助第三次被退回。", published=date(2026, 11, 9))
    assert find_known_issue(again).issue == drafts[0]


def test_drafts_that_are_decided_about_together_come_out_as_one_after_the_other(
    django_assert_max_num_queries,
):
    told = [
        *BUYING,
        FIRST,
        AGAIN,
        RENTING,
        ESTATE,
        (AGAIN[0], f"{AGAIN[1]}又是一夜。"),
        ("再问英才购房补助", BUYING[1][1]),
    ]
    drafts = [make_told(*each, published=date(2026, 11, day)) for day, each in enumerate(told, 1)]
    with django_assert_max_num_queries(4 * len(drafts) + 4):
        together = find_known_issues(drafts)
    one_by_one = {}
    for draft in drafts:
        if known := find_known_issue(draft):
            one_by_one[draft.pk] = known
            propose_follow_up(draft, known.issue)
    assert together == one_by_one
    assert together[drafts[8].pk].issue == drafts[4], "not what itself continues the first"


def test_the_complaints_of_a_long_list_are_compared_without_a_question_for_each_two(
    django_assert_max_num_queries,
):
    rows = [f"{number}. {AGAIN[1]}" for number in range(12)]
    story = make_story(make_page("\n".join(rows)), headline="转办清单", kind=StoryKind.BATCH)
    starts = [sum(len(row) + 1 for row in rows[:number]) for number in range(len(rows))]
    told = {"place": "", "category": None, "parties": (), "events": (), "evidence": ()}
    drafts = [
        make_draft(
            story, title=AGAIN[0], position=number, spans=[[start, start + len(rows[number - 1])]], **told
        )
        for number, start in enumerate(starts, 1)
    ]
    with django_assert_max_num_queries(2 * len(drafts) + 8):
        found = find_known_issues(drafts)
    assert {known.issue for known in found.values()} == {drafts[0]} and len(found) == len(drafts) - 1


def test_the_same_place_and_kind_are_enough():
    kind = make_category()
    first = make_told("停水", "早上停水。", place="海棠里小区", category=kind)
    later = make_told(*ESTATE, published=date(2026, 11, 9), place="海棠里小区", category=kind)
    assert find_known_issue(later).issue == first


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it has counted")
def test_the_same_place_and_kind_are_found_by_their_own_index():
    draft = make_told(*ESTATE, place="海棠里小区", category=make_category())
    with CaptureQueriesContext(connection) as asked:
        find_known_issue(draft)
    sql = next(query["sql"] for query in asked if "place_key = " in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        assert any("issue_by_place" in row[-1] for row in cursor.fetchall())


def test_what_has_joined_another_leads_to_that_one(staff):
    root = make_issue()
    first = make_told(*FIRST)
    join_issue(first, root, by=staff)
    again = make_told(*AGAIN, published=date(2026, 11, 8))
    assert find_known_issue(again).issue == root


def test_what_has_joined_a_draft_that_was_rejected_leads_nowhere(staff):
    first, second = make_told(*FIRST), make_told(*AGAIN, published=date(2026, 11, 5))
    join_issue(second, first, by=staff)
    reject_issue(first, by=staff, reason="不是问题")
    again = make_told("搅拌站又响", "海棠里的搅拌站再次彻夜轰鸣，粉尘不断。", published=date(2026, 11, 8))
    assert find_known_issue(again) is None


def test_what_is_shared_is_shown_in_both_pages_own_words():
    first, again = make_told(*FIRST), make_told(*AGAIN, published=date(2026, 11, 8))
    share = share_of(again, first)
    for spans, issue in ((share.spans, again), (share.known_spans, first)):
        quoted = [issue.story.page.text[start:end] for start, end in spans]
        assert any("搅拌站" in words for words in quoted), quoted
    assert share.reasons and share.score > 0


def test_the_order_of_opening_changes_no_proposal():
    told = [FIRST, AGAIN, ESTATE, ("搅拌站又响", "海棠里的搅拌站再次彻夜轰鸣，粉尘不断。")]
    found = []
    for order in (range(4), reversed(range(4))):
        Issue.objects.all().delete()
        drafts = {n: make_told(*told[n], published=date(2026, 11, n + 1)) for n in order}
        known = [find_known_issue(drafts[n]) for n in range(4)]
        found.append([each and (each.issue.title, each.score) for each in known])
        Issue.objects.all().delete()
        Story.objects.all().delete(), Page.objects.all().delete()
    assert found[0] == found[1]
    assert any(found[0])


def test_terms_go_with_their_issue():
    draft = make_told(*FIRST)
    assert IssueTerm.objects.filter(issue=draft).exists()
    draft.delete()
    assert not IssueTerm.objects.exists()


def test_a_term_that_very_many_have_finds_nothing_and_costs_little(django_assert_num_queries):
    drafts = store_told((n, "小区停水", "早上停水。") for n in range(450))
    with django_assert_num_queries(2):
        assert find_known_issue(drafts[-1][0]) is None


def test_what_continues_a_follow_up_is_proposed_to_the_first_not_in_a_chain():
    title, body = AGAIN
    drafts = [make_told(title, f"{body}{day}日", published=date(2026, 11, day)) for day in (4, 5, 6)]
    for draft in drafts[1:]:
        propose_follow_up(draft, find_known_issue(draft).issue)
    assert [draft.follows for draft in drafts] == [None, drafts[0], drafts[0]]


def test_index_matters_finds_again_what_the_index_has_lost():
    first, again = make_told(*FIRST), make_told(*AGAIN, published=date(2026, 11, 8))
    kept = set(IssueTerm.objects.values_list("term", "issue_id", "weight"))
    for arguments in ([], ["--anew"]):
        IssueTerm.objects.filter(issue=first).delete()
        assert find_known_issue(again) is None
        call_command("index_matters", *arguments)
        assert set(IssueTerm.objects.values_list("term", "issue_id", "weight")) == kept
        assert find_known_issue(again).issue == first
