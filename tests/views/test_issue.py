"""The issue page: facts with their sentences, two tracks, promises, the timeline, and nothing private."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from issues.actions import NewEvent, NewEvidence, NewParty, edit_issue, move_issue
from issues.choices import EventKind, Role, Status
from issues.models import Issue

from .. import make
from .reading import OWN_SCRIPT, page_of, read


def test_each_fact_opens_its_sentence_and_no_more_of_the_page(client, db):
    issue = make.make_issue()
    page = read(client, page_of(issue))
    assert "小区每天早上六点到九点停水，已经持续半个月" in page  # the sentence around 海棠里小区
    assert "<mark>该工作人员承诺，12月10日前换好电机，恢复全天供水。</mark>" in page
    assert "《云河晚报》" in page and "2025年12月4日" in page
    assert "头天晚上用桶接水" not in page, "words that nothing rests on"


def test_what_was_printed_and_what_we_confirmed_are_two_things(client, db, staff):
    issue = make.make_issue()
    assert "尚未核实" in read(client, page_of(issue))
    move_issue(issue, Status.RESOLVED, by=staff, reason="居民来电称水已恢复", happened="2025-12-20")
    page = read(client, page_of(issue))
    printed, checked = page.split('class="track printed"')[1].split('class="track checked"')
    checked = checked.split("</section>")[0]
    assert "办理中" in printed and "2025年12月4日" in printed and "已办结" not in printed
    assert "已办结" in checked and "2025年12月20日" in checked and "居民来电称水已恢复" in checked


def test_a_promise_says_whether_its_day_has_passed(client, db):
    today = timezone.localdate()
    late = make.make_issue(dates={"promised": (today - timedelta(days=3)).isoformat()})
    early = make.make_issue(dates={"promised": (today + timedelta(days=5)).isoformat()})
    done = make.make_issue(Status.RESOLVED, dates={"promised": (today - timedelta(days=3)).isoformat()})
    assert "已逾期3天" in read(client, page_of(late))
    assert "还剩5天" in read(client, page_of(early))
    assert "已逾期" not in read(client, page_of(done))


def test_the_timeline_goes_by_day_and_a_line_without_one_stands_at_the_day_of_printing(client, db):
    story = make.make_story()
    words = make.find_spans(story.page, "泵房的电机烧坏")
    issue = make.make_issue(
        story=story,
        events=[
            NewEvent(EventKind.RESULT, "丙后来", words, happened="2025-12-30"),
            NewEvent(EventKind.FINDING, "乙不知哪天", words),
            NewEvent(EventKind.ACTION, "甲先前", words, happened="2025-11"),
        ],
    )
    page = read(client, page_of(issue))
    assert page.index("甲先前") < page.index("乙不知哪天") < page.index("丙后来")
    assert "见报日期" in page


def test_the_editors_are_not_named(client, db):
    boss = make.make_user(username="zhou-secret-name", first_name="某某")
    issue = make.make_issue(by=boss)
    edit_issue(issue, {"resolution_notes": "加压泵已更换。"}, by=boss, reason="打错的字")
    page = read(client, page_of(issue))
    assert "加压泵已更换。" in page
    assert "zhou-secret-name" not in page and "打错的字" not in page


def test_private_numbers_are_starred_everywhere(client, db):
    text = "路灯不亮。居民13812345678来电说路灯坏了。电工说明天修，请打13912345678。\n"
    story = make.make_story(make.make_page(text), headline="路灯13812345678")
    cut = [[text.index("13812"), text.index("13812") + 6]]  # the quotation ends inside the number
    issue = make.make_issue(
        story=story,
        title="路灯13812345678不亮",
        summary="居民13812345678说",
        place="13812345678号",
        evidence=[
            NewEvidence("category", cut),
            NewEvidence("summary", make.find_spans(story.page, "电工说明天修")),
        ],
        parties=[NewParty("电工13912345678", Role.RESPONSIBLE, ())],
        events=[NewEvent(EventKind.ACTION, "拨打13912345678", cut, agency_name="电工13912345678")],
    )
    edit_issue(issue, {"resolution_notes": "电话13912345678"}, by=None)
    agency = issue.parties.get().agency
    for address in (
        "/",
        page_of(issue),
        reverse("issues:agency", args=[agency.pk]),
        reverse("issues:agencies"),
        "/?q=路灯",
    ):
        page = read(client, address)
        assert "12345678" not in page and "138123" not in page, address
    assert "139********" in read(client, page_of(issue))


def test_markup_in_a_headline_is_only_text(client, db):
    bad = "<script>alert(1)</script>"
    story = make.make_story(make.make_page(f"{bad}停水。{bad}"), headline=bad)
    issue = make.make_issue(
        story=story,
        title=bad,
        summary=bad,
        place=bad,
        evidence=[NewEvidence("summary", [[0, len(bad)]])],
        parties=[NewParty(bad, Role.RESPONSIBLE, ())],
        events=[NewEvent(EventKind.ACTION, bad, [[0, len(bad)]], agency_name=bad)],
    )
    agency = issue.parties.get().agency
    addresses = ["/", page_of(issue), reverse("issues:agency", args=[agency.pk]), reverse("issues:agencies")]
    for address in [
        *addresses,
        "/?" + urlencode({"q": bad}),
        "/?" + urlencode({"agency": bad}),
        "/about/?issue=" + bad,
    ]:
        assert "<script" not in read(client, address).replace(OWN_SCRIPT, ""), address


def test_a_half_filled_issue_is_shown(client, db):
    page = make.make_page("水没了。", publication="", published=None)
    issue = make.make_issue(
        story=make.make_story(page, headline=""),
        title="水没了",
        summary="",
        district=None,
        place="",
        dates={},
        parties=[],
        events=[],
        evidence=[NewEvidence("category", [[0, 1]])],
    )
    Issue.objects.filter(pk=issue.pk).update(category=None)
    assert "报刊未注明" in read(client, page_of(issue))
    issue.evidence.all().delete()
    Issue.objects.filter(pk=issue.pk).update(story=None, printed_status="")
    for address in ("/", page_of(issue), "/?order=reported", "/?order=longest", reverse("issues:districts")):
        read(client, address)
    assert "未说明" in read(client, page_of(issue))


def test_evidence_that_is_the_whole_page_is_not_a_reprint(client, db):
    text = "停水的事。" * 100 + "最后一句不该出现。"
    story = make.make_story(make.make_page(text))
    words = [[0, len(text)]]
    issue = make.make_issue(story=story, parties=[], events=[], evidence=[NewEvidence("summary", words)])
    page = read(client, page_of(issue))
    assert "<mark>停水的事。" in page and "……" in page
    assert "最后一句不该出现" not in page and page.count("停水的事") <= 60
