"""Joining and splitting: what one action moves, the other brings back, and everybody can see who did what."""

import pytest
from django.db import IntegrityError

from issues.actions import (
    ActionRefused,
    StaleIssue,
    edit_issue,
    join_issue,
    move_issue,
    propose_follow_up,
    publish_issue,
    split_issue,
)
from issues.choices import EventKind, Status
from issues.models import Event, Evidence, Issue, Joining

from ..make import make_draft, make_issue, make_user

pytestmark = pytest.mark.django_db


def lines_and_words(issue):
    """Everything printed that an issue has: its lines, and its words with the line that they stand behind."""
    events = list(issue.events.filter(story__isnull=False).values_list("pk", "kind", "text").order_by("pk"))
    return events, list(issue.evidence.values_list("pk", "field", "quote", "event").order_by("pk"))


def fields(issue):
    """The issue's own fields, without those that every save moves."""
    issue = Issue.objects.get(pk=issue.pk)
    moving = {"version", "changed_at"}
    return {f.attname: getattr(issue, f.attname) for f in Issue._meta.concrete_fields if f.name not in moving}


@pytest.mark.parametrize("make", [make_draft, make_issue], ids=["a draft", "a public issue"])
def test_a_joined_issue_comes_back_exactly(staff, make):
    known, issue = make_issue(), make()
    before = [fields(issue), lines_and_words(issue), fields(known), lines_and_words(known)]
    history = list(issue.history.values_list("pk", flat=True))
    join_issue(issue, known, by=staff)
    assert lines_and_words(issue)[0] == []
    assert lines_and_words(known) != before[3]
    split_issue(issue, by=staff)
    assert [fields(issue), lines_and_words(issue), fields(known), lines_and_words(known)] == before
    assert set(history) < set(issue.history.values_list("pk", flat=True)), "its own history stays and goes on"


def test_joining_and_splitting_stand_on_both_timelines_with_who(staff):
    known, draft = make_issue(), make_draft()
    other = make_user()
    join_issue(draft, known, by=staff)
    split_issue(draft, by=other, reason="两处不同的泵房")
    assert known.events.get(kind=EventKind.JOINED).by == staff
    assert known.events.get(kind=EventKind.SPLIT).by == other
    back = draft.events.get(kind=EventKind.SPLIT)
    assert (back.by, back.from_status, back.to_status) == (other, Status.DUPLICATE, Status.DRAFT)
    assert "两处不同的泵房" in back.text
    assert [row.history_user for row in draft.history.all()[:2]] == [other, staff]
    record = Joining.objects.get()
    assert (record.by, record.undone_by, record.undone_at is not None) == (staff, other, True)


def test_a_split_draft_is_reviewed_like_any_other(staff):
    known, draft = make_issue(), make_draft()
    join_issue(draft, known, by=staff)
    split_issue(draft, by=staff)
    publish_issue(draft, by=staff)
    assert Issue.objects.public().count() == 2


def test_an_issue_can_be_joined_and_split_again_and_again(staff):
    known, issue = make_issue(), make_issue()
    for _time in range(2):
        join_issue(issue, known, by=staff)
        split_issue(issue, by=staff)
    assert Joining.objects.filter(undone_at=None).count() == 0
    assert Joining.objects.count() == 2


def test_what_was_edited_after_the_joining_stays(staff):
    known, draft = make_issue(), make_draft()
    join_issue(draft, known, by=staff)
    edit_issue(draft, {"place": "海棠里小区二期"}, by=staff)
    edit_issue(known, {"title": "海棠里小区停水"}, by=staff)
    split_issue(draft, by=staff)
    known.refresh_from_db()
    assert (draft.place, draft.status, known.title) == ("海棠里小区二期", Status.DRAFT, "海棠里小区停水")


def test_the_status_that_the_joining_set_goes_back_with_it(staff):
    known, draft = make_issue(Status.IN_PROGRESS), make_draft()
    join_issue(draft, known, by=staff, status=Status.RESOLVED)
    split_issue(draft, by=staff)
    known.refresh_from_db()
    assert known.status == Status.IN_PROGRESS


def test_a_status_that_somebody_set_since_stays(staff):
    known, draft = make_issue(Status.IN_PROGRESS), make_draft()
    join_issue(draft, known, by=staff, status=Status.RESOLVED)
    move_issue(known, Status.VERIFIED, by=staff, reason="已到现场查看")
    split_issue(draft, by=staff)
    known.refresh_from_db()
    assert known.status == Status.VERIFIED


def test_nothing_is_split_that_has_not_joined(staff):
    issue = make_issue()
    with pytest.raises(ActionRefused):
        split_issue(issue, by=staff)


def test_an_issue_that_was_reopened_since_is_not_split(staff):
    known, issue = make_issue(), make_issue()
    join_issue(issue, known, by=staff)
    move_issue(issue, Status.REOPENED, by=staff, reason="其实是另一处")
    with pytest.raises(ActionRefused):
        split_issue(issue, by=staff)


def test_lines_that_went_on_to_a_third_issue_come_back_in_order_only(staff):
    first, second, third = make_draft(), make_issue(), make_issue()
    before = lines_and_words(first)
    join_issue(first, second, by=staff)
    join_issue(second, third, by=staff)
    with pytest.raises(ActionRefused, match=str(third.pk)):
        split_issue(first, by=staff)
    split_issue(second, by=staff)
    split_issue(first, by=staff)
    assert lines_and_words(first) == before


def test_a_line_that_was_deleted_since_is_told_not_invented(staff):
    known, draft = make_issue(), make_draft()
    join_issue(draft, known, by=staff)
    Event.objects.filter(pk__in=Joining.objects.get().events).delete()
    with pytest.raises(ActionRefused):
        split_issue(draft, by=staff)
    draft.refresh_from_db()
    assert draft.status == Status.DUPLICATE


def test_the_second_of_two_editors_does_not_split_what_the_first_has_changed(staff):
    known, draft = make_issue(), make_draft()
    join_issue(draft, known, by=staff)
    draft.refresh_from_db()
    seen = draft.version
    edit_issue(draft, {"place": "海棠里"}, by=make_user())
    with pytest.raises(StaleIssue):
        split_issue(draft, by=staff, version=seen)
    split_issue(draft, by=staff, version=draft.version)
    with pytest.raises(ActionRefused):
        split_issue(draft, by=make_user(), version=draft.version)


def test_two_editors_cannot_join_one_draft_to_two_issues(staff):
    one, two, draft = make_issue(), make_issue(), make_draft()
    seen = draft.version
    join_issue(draft, one, by=staff, version=seen)
    with pytest.raises(StaleIssue):
        join_issue(draft, two, by=make_user(), version=seen)
    assert Joining.objects.get().target == one


def test_the_database_itself_holds_one_standing_joining_an_issue(staff):
    one, two, draft = make_issue(), make_issue(), make_draft()
    join_issue(draft, one, by=staff)
    with pytest.raises(IntegrityError):
        Joining.objects.create(
            joined=draft, target=two, status_before="draft", target_before="reported", target_after="reported"
        )


def test_a_closed_issue_joins_nothing(staff):
    known, closed = make_issue(), make_issue(Status.RESOLVED)
    with pytest.raises(ActionRefused):
        join_issue(closed, known, by=staff)


def test_drafts_that_seemed_to_continue_a_joined_one_are_proposed_to_what_it_joined(staff):
    known, draft, later = make_issue(), make_draft(), make_draft()
    propose_follow_up(later, draft, score=0.5, because=("共同词：停水",))
    join_issue(draft, known, by=staff)
    later.refresh_from_db()
    assert (later.follows, later.follows_score, later.follows_because) == (known, 0.5, ["共同词：停水"])


def test_a_draft_that_was_published_meanwhile_is_proposed_to_nothing(staff):
    known, draft = make_issue(), make_draft()
    publish_issue(Issue.objects.get(pk=draft.pk), by=staff)
    propose_follow_up(draft, known, score=0.5)
    assert Issue.objects.get(pk=draft.pk).follows is None


def test_a_draft_joins_another_draft_and_comes_back_exactly(staff):
    first, draft = make_draft(), make_draft()
    before = [fields(draft), lines_and_words(draft), fields(first), lines_and_words(first)]
    join_issue(draft, first, by=staff)
    first.refresh_from_db()
    assert (draft.joined_to, first.status, first.is_public) == (first, Status.DRAFT, False)
    split_issue(draft, by=staff)
    assert [fields(draft), lines_and_words(draft), fields(first), lines_and_words(first)] == before


def test_a_draft_is_not_published_by_what_joins_it(staff):
    first, draft, public = make_draft(), make_draft(), make_issue()
    with pytest.raises(ActionRefused):
        join_issue(draft, first, by=staff, status=Status.RESOLVED)
    with pytest.raises(ActionRefused):
        join_issue(public, first, by=staff)


def test_every_word_keeps_its_line_and_its_issue(staff):
    known, draft = make_issue(), make_draft()
    join_issue(draft, known, by=staff)
    split_issue(draft, by=staff)
    for words in Evidence.objects.exclude(event=None).select_related("event"):
        assert words.issue_id == words.event.issue_id


@pytest.mark.parametrize("status", [None, Status.RESOLVED], ids=["as it stands", "moved with it"])
def test_names_hidden_in_the_report_stay_hidden_where_it_joins(staff, status):
    known, draft = make_issue(), make_draft()
    Issue.objects.filter(pk=known.pk).update(hidden_names="张建国")
    Issue.objects.filter(pk=draft.pk).update(hidden_names="李红梅")
    join_issue(draft, known, by=staff, status=status)
    assert Issue.objects.get(pk=known.pk).private_names == ["张建国", "李红梅"]
