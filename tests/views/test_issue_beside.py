"""What stands around an issue's facts: the promise's clock, who says what, related issues, the record, the code."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from issues.actions import NewEvent, join_issue, move_issue
from issues.choices import EventKind, Status

from .. import make
from .reading import page_of, read


def _day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_a_kept_promise_and_a_broken_one_are_told(client, db, staff):
    kept = make.make_issue(dates={"promised": _day(-3)})
    move_issue(kept, Status.RESOLVED, by=staff, reason="修好了", happened=_day(-4))
    broken = make.make_issue(dates={"promised": _day(-9)})
    move_issue(broken, Status.RESOLVED, by=staff, reason="修好了", happened=_day(-2))
    unfounded = make.make_issue(Status.UNFOUNDED, dates={"promised": _day(-9)})
    assert "已兑现" in read(client, page_of(kept))
    assert "没有兑现：晚了7天" in read(client, page_of(broken))
    assert "兑现" not in read(client, page_of(unfounded)), "closed is not solved"


def test_silence_is_told_while_the_problem_stands(client, db, staff):
    page = make.make_page(published=timezone.localdate() - timedelta(days=45))
    issue = make.make_issue(story=make.make_story(page))
    issue.events.filter(story=None).delete()
    assert "已有45天没有新消息" in read(client, page_of(issue))
    fresh = make.make_issue(story=make.make_story(make.make_page(published=timezone.localdate())))
    assert "没有新消息" not in read(client, page_of(fresh))


def test_who_says_what_stands_side_by_side_where_two_bodies_speak(client, db):
    story = make.make_story()
    words = make.find_spans(story.page, "泵房的电机烧坏")
    said = [
        NewEvent(EventKind.FINDING, "责任在物业", words, agency_name="水务集团"),
        NewEvent(EventKind.FINDING, "责任在水务", words, agency_name="海棠物业"),
    ]
    both = read(client, page_of(make.make_issue(story=story, events=said)))
    part = both.split('id="speakers"')[1].split("</section>")[0]
    assert "责任在物业" in part and "责任在水务" in part and 'href="#line-' in part
    assert 'id="speakers"' not in read(
        client, page_of(make.make_issue(events=said[:1], story=make.make_story()))
    )


def test_related_issues_are_public_bounded_and_told_once(client, db):
    issue = make.make_issue(title="这一个")
    for number in range(9):
        make.make_issue(title=f"旁边{number}")
    make.make_draft(title="草稿不露面")
    elsewhere = make.make_issue(
        title="别处的同类", place="杨柳巷", district=make.make_division("990103", "城西区")
    )
    page = read(client, page_of(issue)).split(">相关的问题<")[1].split("</section>")[0]
    told = [f"旁边{number}<" for number in range(9)]
    assert all(page.count(one) <= 1 for one in told)
    assert max(part.count("<li>") for part in page.split("<h3>")) == 4, "four for each reason"
    assert page.count(elsewhere.title) == 1 and "草稿" not in page and "这一个" not in page


def test_the_agencys_record_is_counted_and_linked(client, db):
    issue = make.make_issue()
    make.make_issue(Status.RESOLVED)
    agency = reverse("issues:agency", args=[issue.parties.get().agency_id])
    page = read(client, page_of(issue))
    assert f'{agency}?status=open">未办结 <b>1</b>' in page
    assert f'{agency}?status=closed">已了结 <b>1</b>' in page


def test_code_is_a_picture_of_the_address_and_none_for_a_draft(client, db, settings):
    settings.CIVICTRACK_SITE = "https://example.org"
    answer = client.get(reverse("issues:issue_code", args=[make.make_issue().pk]))
    assert answer["Content-Type"] == "image/svg+xml" and b"<svg" in answer.content
    assert "style=" not in answer.content.decode()
    assert client.get(reverse("issues:issue_code", args=[make.make_draft().pk])).status_code == 404


def test_what_came_through_another_joined_issue_is_listed_like_it_is_counted(client, db, staff):
    first, second, third = (make.make_issue(title=f"{name}处停水") for name in "甲乙丙")
    join_issue(first, second, by=staff)
    join_issue(second, third, by=staff)
    third.refresh_from_db()
    answer = client.get(third.get_absolute_url())
    assert [report.pk for report in answer.context["reports"]] == [first.pk, second.pk]
    assert len(answer.context["pages"]) == third.sources
