"""What the actions do to an issue: rows, history and timeline, always together."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from issues.actions import (
    ActionRefused,
    NewEvidence,
    StaleIssue,
    add_event,
    decline_join,
    edit_issue,
    join_issue,
    move_issue,
    open_issue,
    propose_follow_up,
    publish_issue,
    reject_issue,
)
from issues.choices import EventKind, Role, Status
from issues.models import Event, Issue
from issues.search import search_issues

from ..make import make_agency, make_category, make_draft, make_issue, make_story, new_issue

pytestmark = pytest.mark.django_db


def test_a_draft_opens_with_its_words_and_stays_hidden():
    draft = make_draft()
    assert draft.status == Status.DRAFT
    assert not Issue.objects.public().exists()
    for words in draft.evidence.all():
        assert "".join(words.page.text[start:end] for start, end in words.spans) == words.quote
    assert draft.history.count() == 1
    assert draft.events.get(kind=EventKind.OPENED).internal


def test_a_span_outside_of_the_page_opens_nothing():
    story = make_story()
    new = new_issue(story, evidence=[NewEvidence("place", [[0, len(story.page.text) + 1]])])
    with pytest.raises(ValueError, match="span"):
        open_issue(new)
    assert not Issue.objects.exists()


def test_publishing_takes_the_printed_status_and_names_who_did_it(staff):
    draft = make_draft(printed_status=Status.RESOLVED)
    event = publish_issue(draft, by=staff)
    draft.refresh_from_db()
    assert (draft.status, draft.is_public) == (Status.RESOLVED, True)
    assert draft.published_at is not None
    assert (event.from_status, event.to_status, event.by) == (Status.DRAFT, Status.RESOLVED, staff)
    assert draft.history.first().history_user == staff
    assert Issue.objects.public().get() == draft


@pytest.mark.parametrize("name", ["title", "category"])
def test_public_issue_cannot_lose_what_every_public_issue_has(staff, name):
    issue, draft, empty = make_issue(), make_draft(), "" if name == "title" else None
    with pytest.raises(ActionRefused, match=str(Issue._meta.get_field(name).verbose_name)):
        edit_issue(issue, {name: empty}, by=staff)
    issue.refresh_from_db()
    assert getattr(issue, name)
    edit_issue(draft, {name: empty}, by=staff)
    assert getattr(draft, name) == empty


def test_public_move_is_indexed_once_with_its_own_line(staff):
    issue = make_issue(Status.REPORTED)
    with CaptureQueriesContext(connection) as queries:
        move_issue(issue, Status.STALLED, by=staff, reason="电机缺货")
    assert len([one for one in queries if "INSERT INTO issue_words" in one["sql"]]) == 1
    assert issue in search_issues(Issue.objects.public(), "电机缺货")


@pytest.mark.parametrize("missing", ["category", "evidence"])
def test_nothing_is_published_without_its_category_and_its_sentence(staff, missing):
    draft = make_draft(**{missing: None if missing == "category" else []}, parties=[], events=[])
    with pytest.raises(ActionRefused):
        publish_issue(draft, by=staff)
    assert not Issue.objects.public().exists()


def test_a_draft_is_sent_away_with_a_reason_only(staff):
    draft = make_draft()
    with pytest.raises(ActionRefused):
        reject_issue(draft, by=staff, reason=" ")
    reject_issue(draft, by=staff, reason="活动宣传，不是问题")
    draft.refresh_from_db()
    assert draft.status == Status.WITHDRAWN
    assert draft.history.first().history_change_reason == "活动宣传，不是问题"


def test_a_move_that_the_table_does_not_know_is_refused_in_words(staff):
    issue = make_issue(Status.REPORTED)
    with (
        translation.override("zh-hans"),
        pytest.raises(ActionRefused, match="“已反映”的问题不能变为“已回访”"),
    ):
        move_issue(issue, Status.VERIFIED, by=staff)
    with pytest.raises(ActionRefused, match="理由"), translation.override("zh-hans"):
        move_issue(issue, Status.RESOLVED, by=staff)
    issue.refresh_from_db()
    assert issue.status == Status.REPORTED


def test_editing_writes_only_what_differs_and_tells_it_in_words(staff):
    issue = make_issue()
    before = issue.history.count()
    with translation.override("zh-hans"):
        edit_issue(issue, {"place": "海棠里小区三栋", "title": issue.title}, by=staff)
    assert issue.place == "海棠里小区三栋"
    assert issue.history.count() == before + 1
    event = issue.events.get(kind=EventKind.EDITED)
    assert event.text == "地点：海棠里小区 → 海棠里小区三栋"
    assert (event.internal, event.by) == (True, staff)


def test_an_edit_that_changes_nothing_leaves_no_trace(staff):
    issue = make_issue()
    before = (issue.version, issue.history.count(), issue.events.count())
    edit_issue(issue, {"title": issue.title}, by=staff, responsible=[p.agency for p in issue.parties.all()])
    assert (issue.version, issue.history.count(), issue.events.count()) == before


def test_another_responsible_agency_is_set_and_told(staff):
    issue, agency = make_issue(), make_agency("云河市水务局")
    edit_issue(issue, {}, by=staff, responsible=[agency])
    assert [party.agency for party in issue.parties.filter(role=Role.RESPONSIBLE)] == [agency]
    assert "云河市水务局" in issue.events.get(kind=EventKind.EDITED).text


def test_a_status_cannot_be_edited_past_the_table(staff):
    issue = make_issue(Status.REPORTED)
    with pytest.raises(ActionRefused):
        edit_issue(issue, {"status": Status.VERIFIED}, by=staff)
    with pytest.raises(ActionRefused):
        edit_issue(issue, {"place": "别处"}, by=staff, status=Status.VERIFIED)
    issue.refresh_from_db()
    assert issue.place == "海棠里小区", "the edit and the move are one"


def test_the_second_of_two_editors_is_told_what_the_first_changed(staff):
    issue = make_issue()
    seen = issue.version
    with translation.override("zh-hans"):
        edit_issue(issue, {"category": make_category("drainage", "排水")}, by=staff, version=seen)
        with pytest.raises(StaleIssue) as refused:
            edit_issue(issue, {"place": "海棠里"}, by=staff, version=seen)
    (change,) = refused.value.changes
    assert (change.field, change.before, change.after) == ("category", "供水", "排水")
    assert change.by == str(staff)
    issue.refresh_from_db()
    assert issue.place == "海棠里小区"


def test_a_comment_can_be_for_staff_only(staff):
    issue = make_issue()
    event = add_event(issue, EventKind.COMMENT, text="已电话核实", by=staff, internal=True)
    assert Event.objects.get(pk=event.pk).internal


def test_a_follow_up_hands_its_lines_and_words_to_the_issue_that_it_continues(staff):
    known, draft = make_issue(), make_draft()
    propose_follow_up(draft, known)
    lines = known.events.filter(kind=EventKind.PROMISE).count()
    join_issue(draft, known, by=staff, status=Status.RESOLVED)
    known.refresh_from_db(), draft.refresh_from_db()
    assert known.events.filter(kind=EventKind.PROMISE).count() == lines + 1
    assert (known.status, draft.status, draft.joined_to) == (Status.RESOLVED, Status.DUPLICATE, known)
    joined = known.events.filter(kind=EventKind.PROMISE).last()
    assert joined.evidence.get().issue == known


def test_a_draft_that_joins_another_issue_is_not_public_itself(staff):
    known, draft = make_issue(), make_draft()
    join_issue(draft, known, by=staff)
    assert list(Issue.objects.public()) == [known]


def test_what_has_joined_another_becomes_public_only_through_publishing(staff):
    known, draft = make_issue(), make_draft(category=None)
    join_issue(draft, known, by=staff)
    with pytest.raises(ActionRefused):
        move_issue(draft, Status.REOPENED, by=staff, reason="并错了")
    assert list(Issue.objects.public()) == [known]


def test_a_draft_becomes_public_only_with_its_category_and_its_sentence(staff):
    draft = make_draft(category=None)
    for publish in (
        lambda: move_issue(draft, Status.REPORTED, by=staff),
        lambda: edit_issue(draft, {}, by=staff, status=Status.REPORTED),
    ):
        with pytest.raises(ActionRefused):
            publish()
    assert not Issue.objects.public().exists()


def test_of_two_who_publish_the_same_draft_the_second_is_refused(staff):
    draft = make_draft()
    publish_issue(Issue.objects.get(pk=draft.pk), by=staff, status=Status.REPORTED)
    with pytest.raises(ActionRefused):  # `draft` is as the second person fetched it
        publish_issue(draft, by=staff, status=Status.IN_PROGRESS)
    assert Issue.objects.public().get().status == Status.REPORTED


def test_what_was_published_meanwhile_does_not_join_another_unseen(staff):
    known, draft = make_issue(), make_draft()
    publish_issue(Issue.objects.get(pk=draft.pk), by=staff)
    with pytest.raises(StaleIssue):
        join_issue(draft, known, by=staff, version=draft.version)
    assert draft.events.filter(kind=EventKind.PROMISE).exists(), "its lines stay its own"


def test_nothing_joins_an_issue_that_was_withdrawn_meanwhile(staff):
    known, draft = make_issue(), make_draft()
    move_issue(Issue.objects.get(pk=known.pk), Status.WITHDRAWN, by=staff, reason="报道有误")
    with pytest.raises(ActionRefused):
        join_issue(draft, known, by=staff)


def test_why_an_issue_was_withdrawn_stays_at_the_desk_when_it_comes_back(staff):
    issue = make_issue()
    move_issue(issue, Status.WITHDRAWN, by=staff, reason="当事人要求撤下")
    move_issue(issue, Status.DRAFT, by=staff)
    publish_issue(issue, by=staff)
    assert not issue.events.filter(internal=False, text="当事人要求撤下").exists()


def test_a_follow_up_can_be_an_issue_of_its_own(staff):
    known, draft = make_issue(), make_draft()
    propose_follow_up(draft, known)
    decline_join(draft, by=staff)
    assert draft.follows is None
    publish_issue(draft, by=staff)
    assert Issue.objects.public().count() == 2


def test_nothing_joins_itself_or_what_has_joined_another(staff):
    known, draft, other = make_issue(), make_draft(), make_draft()
    with pytest.raises(ActionRefused):
        join_issue(draft, draft, by=staff)
    join_issue(other, known, by=staff)
    other.refresh_from_db()
    with pytest.raises(ActionRefused):
        join_issue(draft, other, by=staff)


def test_the_database_itself_refuses_an_open_issue_that_has_joined_another():
    known, issue = make_issue(), make_issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(joined_to=known)
