"""Follow-ups at the desk: why one is proposed, joining it, joining by number, splitting off again."""

import pytest
from django.urls import reverse

from issues.actions import edit_issue, join_issue
from issues.choices import EventKind, Status

from .. import make
from .conftest import press, review_url

pytestmark = pytest.mark.django_db


def test_follow_up_is_shown_beside_the_known_issue_and_joined(reviewer):
    known = make.make_issue(Status.IN_PROGRESS)
    draft = make.make_draft(follows=known, printed_status=Status.RESOLVED)
    html = reviewer.get(review_url(draft)).content.decode()
    assert 'value="join"' in html and known.title in html
    press(reviewer, draft, "join", known_status=Status.RESOLVED.value)
    known.refresh_from_db(), draft.refresh_from_db()
    assert (draft.status, draft.joined_to) == (Status.DUPLICATE, known)
    assert known.status == Status.RESOLVED


def test_follow_up_can_be_kept_as_an_issue_of_its_own(reviewer):
    draft = make.make_draft(follows=make.make_issue())
    press(reviewer, draft, "decline")
    draft.refresh_from_db()
    assert draft.follows is None and draft.status == Status.DRAFT
    assert draft.events.get(kind=EventKind.EDITED).by == reviewer.user


def test_follow_up_says_why_and_marks_what_both_texts_share(reviewer):
    known = make.make_issue()
    draft = make.make_draft(follows=known)
    answer = reviewer.get(review_url(draft))
    assert "共同地点：海棠里小区" in answer.content.decode()
    for name in ("known_parts", "draft_parts"):
        pieces = [piece for part in answer.context[name] for piece in part]
        shared = [piece.text for piece in pieces if [mark.field for mark in piece.marks] == ["shared"]]
        assert any("停水" in text for text in shared), name
    assert 'id="words-shared"' not in answer.content.decode()


def test_open_issue_is_joined_by_number_and_split_off_with_a_reason(reviewer):
    issue, target = make.make_issue(), make.make_issue()
    press(reviewer, issue, "join_chosen", target=str(target.pk))
    issue.refresh_from_db()
    assert (issue.status, issue.joined_to) == (Status.DUPLICATE, target)
    assert "请在“理由”" in press(reviewer, issue, "split").content.decode()
    press(reviewer, issue, "split", reason="另一栋楼的事")
    issue.refresh_from_db()
    assert (issue.status, issue.joined_to) == (Status.IN_PROGRESS, None)
    assert "另一栋楼的事" in issue.events.filter(kind=EventKind.SPLIT).get().text


@pytest.mark.parametrize("number", ["", "x", "²", "999999", "9" * 30])
def test_number_of_no_issue_is_refused_in_words(reviewer, number):
    issue = make.make_issue()
    assert "没有编号为" in press(reviewer, issue, "join_chosen", target=number).content.decode()
    issue.refresh_from_db()
    assert issue.status == Status.IN_PROGRESS


def test_entry_neither_joins_by_number_nor_splits(entry, staff):
    draft, target, joined = make.make_draft(), make.make_issue(), make.make_issue()
    join_issue(joined, target, by=staff)
    for issue, do in ((draft, "join_chosen"), (joined, "split")):
        answer = entry.post(
            review_url(issue), {"do": do, "target": target.pk, "reason": "x", "version": issue.version}
        )
        assert answer.status_code == 403
        assert f'value="{do}"' not in entry.get(review_url(issue)).content.decode()


def make_group(first, number=3):
    return [make.make_draft(follows=first) for _time in range(number)]


def tick(*drafts):
    return [f"{draft.pk}-{draft.version}" for draft in drafts]


def test_follow_up_shows_how_many_others_of_its_matter_wait(reviewer):
    first = make.make_draft()
    drafts = make_group(first)
    for issue, told in (
        (drafts[0], "还有 2 份待审稿说的是同一件事"),
        (first, "有 3 份待审稿似乎说的是这件事"),
    ):
        html = reviewer.get(review_url(issue)).content.decode()
        assert told in html
        assert html.count('name="member"') == 3
    assert 'name="member"' not in reviewer.get(review_url(make.make_draft())).content.decode()


def test_group_joins_its_first_draft_at_once_and_that_one_is_reviewed_next(reviewer):
    first = make.make_draft()
    drafts = make_group(first)
    answer = press(reviewer, drafts[0], "join_group", member=tick(*drafts))
    assert answer.url == review_url(first)
    for draft in drafts:
        draft.refresh_from_db()
        assert (draft.status, draft.joined_to) == (Status.DUPLICATE, first)
    first.refresh_from_db()
    assert first.status == Status.DRAFT and not first.is_public
    press(reviewer, first, "publish")
    first.refresh_from_db()
    assert first.is_public and first.events.filter(story__isnull=False).count() == 4


def test_only_the_ticked_ones_of_a_group_are_decided(reviewer):
    first = make.make_issue()
    drafts = make_group(first)
    press(reviewer, drafts[0], "decline_group", member=tick(drafts[1]))
    press(reviewer, drafts[0], "join_group", member=tick(drafts[0]))
    for draft in drafts:
        draft.refresh_from_db()
    assert [draft.joined_to for draft in drafts] == [first, None, None]
    assert [draft.follows for draft in drafts[1:]] == [None, first]


def test_group_in_which_somebody_changed_a_draft_is_decided_by_nobody(reviewer, staff):
    first = make.make_draft()
    drafts = make_group(first)
    seen = tick(*drafts)
    edit_issue(drafts[2], {"place": "海棠里二期"}, by=staff)
    assert "已被别人改过" in press(reviewer, drafts[0], "join_group", member=seen).content.decode()
    for draft in drafts:
        draft.refresh_from_db()
        assert draft.status == Status.DRAFT


def test_group_is_not_decided_by_entry_and_not_without_a_tick(reviewer, entry):
    first = make.make_draft()
    drafts = make_group(first)
    posted = {"do": "join_group", "member": tick(*drafts), "version": drafts[0].version}
    assert entry.post(review_url(drafts[0]), posted).status_code == 403
    assert 'name="member"' not in entry.get(review_url(drafts[0])).content.decode()
    assert "至少勾选一份" in press(reviewer, drafts[0], "join_group", member=["x", "²-1"]).content.decode()


def test_follow_ups_stand_by_their_matter_in_the_queue(reviewer):
    one, two = make.make_draft(), make.make_draft()
    mixed = [make.make_draft(follows=first) for first in (two, one, two, one)]
    answer = reviewer.get(
        reverse("admin:issues_issue_changelist"), {"status__exact": "draft", "follow_up": "yes"}
    )
    rows = list(answer.context["cl"].result_list)
    assert rows == [mixed[1], mixed[3], mixed[0], mixed[2]]
    assert answer.content.decode().count(one.title) >= 2
