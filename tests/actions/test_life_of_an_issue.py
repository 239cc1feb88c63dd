"""The deeds between publishing and closing: each writes history and timeline with who, when and why, or refuses in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from issues.actions import (
    ActionRefused,
    StaleIssue,
    assign_agency,
    extend_promise,
    hand_on,
    move_issue,
    publish_issue,
    reject_issue,
    return_issue,
    undo_move,
)
from issues.choices import EventKind, Role, Status
from issues.models import Event

from .. import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return make.make_user(username="审核员")


def responsible(issue) -> list[str]:
    return [party.name for party in issue.parties.filter(role=Role.RESPONSIBLE)]


def assert_told(issue, kind, by, *words):
    """One line of the timeline and one row of history, both with who and why."""
    line, row = issue.events.filter(kind=kind).last(), issue.history.first()
    assert line.by == by == row.history_user and line.happened_on == timezone.localdate()
    for word in words:
        assert word in line.text and word in row.history_change_reason


def test_agency_is_assigned_to_a_draft_inside_and_to_a_public_issue_in_public(editor):
    agency = make.make_agency("城东区水务局")
    for issue, internal in ((make.make_draft(), True), (make.make_issue(), False)):
        assign_agency(issue, [agency], by=editor, reason="供水归其管")
        assert "城东区水务局" in responsible(issue)
        assert_told(issue, EventKind.ASSIGNED, editor, "供水归其管", "城东区水务局")
        assert issue.events.get(kind=EventKind.ASSIGNED).internal is internal


def test_issue_is_handed_on_to_the_one_agency_that_is_then_responsible(editor):
    issue, agency = make.make_issue(), make.make_agency("城东区水务局")
    hand_on(issue, agency, by=editor, reason="不归住建管")
    assert responsible(issue) == ["城东区水务局"]
    assert_told(issue, EventKind.HANDED_ON, editor, "不归住建管", "城东区住建局 → 城东区水务局")


def test_issue_that_is_handed_back_waits_as_accepted_for_another_body(editor):
    issue = make.make_issue(Status.IN_PROGRESS)
    return_issue(issue, by=editor, reason="无执法权")
    assert issue.status == Status.ACCEPTED and responsible(issue) == []
    line = issue.events.get(kind=EventKind.RETURNED)
    assert line.agency.name == "城东区住建局" and "无执法权" in line.text and line.by == editor


def test_promise_is_put_off_with_the_old_day_on_the_timeline(editor):
    issue = make.make_issue(dates={"promised": "2025-12-10"})
    extend_promise(issue, "2026-01", by=editor, reason="等待配件")
    assert issue.due_on.isoformat() == "2026-01-31"
    assert "2025-12-10 → 2026-01" in issue.events.get(kind=EventKind.EXTENDED).text
    assert_told(issue, EventKind.EXTENDED, editor, "等待配件")


@pytest.mark.parametrize("day", ["", "明年", "2025-12-10", "2025-11"])
def test_promise_is_not_put_off_to_an_earlier_day_or_to_none(editor, day):
    issue = make.make_issue(dates={"promised": "2025-12-10"})
    with pytest.raises(ActionRefused, match="2025-12-10"):
        extend_promise(issue, day, by=editor, reason="等待配件")


DEEDS = {
    "hand_on": lambda issue, **more: hand_on(issue, make.make_agency("城东区水务局"), **more),
    "return": return_issue,
    "extend": lambda issue, **more: extend_promise(issue, "2999", **more),
}


@pytest.mark.parametrize("name", DEEDS)
def test_deed_without_a_reason_or_on_a_closed_issue_or_a_draft_leaves_nothing_behind(editor, name):
    for issue, reason in (
        (make.make_issue(), " "),
        (make.make_issue(Status.RESOLVED), "理由"),
        (make.make_draft(), "理由"),
    ):
        before = issue.version, Event.objects.count(), issue.history.count()
        with pytest.raises(ActionRefused):
            DEEDS[name](issue, by=editor, reason=reason)
        issue.refresh_from_db()
        assert (issue.version, Event.objects.count(), issue.history.count()) == before


@pytest.mark.parametrize("name", DEEDS)
def test_deed_after_somebody_else_saved_is_refused_with_what_changed(editor, name):
    issue = make.make_issue()
    shown = issue.version
    move_issue(issue, Status.STALLED, by=editor)
    with pytest.raises(StaleIssue):
        DEEDS[name](issue, by=editor, reason="理由", version=shown)


def test_who_is_responsible_already_is_not_made_so_again(editor):
    issue, agency = make.make_issue(), make.make_agency("城东区住建局")
    with pytest.raises(ActionRefused):
        assign_agency(issue, [agency], by=editor)
    with pytest.raises(ActionRefused):
        hand_on(issue, agency, by=editor, reason="理由")


def test_move_of_today_is_taken_back_and_both_lines_stay(editor):
    issue = make.make_issue(Status.IN_PROGRESS)
    move_issue(issue, Status.RESOLVED, by=editor, reason="已修")
    undo_move(issue, by=editor)
    assert issue.status == Status.IN_PROGRESS
    kinds = list(issue.events.filter(by=editor).order_by("pk").values_list("kind", flat=True))
    assert kinds == [EventKind.MOVED, EventKind.UNDONE]
    with pytest.raises(ActionRefused):
        undo_move(issue, by=editor)


def test_draft_published_or_rejected_by_a_slip_is_a_draft_again(editor):
    published, rejected = make.make_draft(), make.make_draft()
    publish_issue(published, by=editor)
    reject_issue(rejected, by=editor, reason="手误")
    for issue in (published, rejected):
        undo_move(issue, by=editor)
        assert issue.status == Status.DRAFT and not issue.is_public and issue.published_at is None
        assert issue.events.get(kind=EventKind.UNDONE).internal


def test_move_of_another_day_stays(editor):
    issue = make.make_issue(Status.IN_PROGRESS)
    move_issue(issue, Status.RESOLVED, by=editor, reason="已修")
    issue.events.filter(by=editor).update(recorded_at=timezone.now() - timedelta(days=1))
    with pytest.raises(ActionRefused, match="新"):
        undo_move(issue, by=editor)


def test_joining_is_not_undone_but_split(editor):
    issue = make.make_issue()
    assert make.make_issue().pk
    move_issue(issue, Status.DUPLICATE, by=editor, reason="重复")
    with pytest.raises(ActionRefused):
        undo_move(issue, by=editor)
