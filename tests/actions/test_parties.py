"""Who has a part in an issue, changed through edit_issue."""

import pytest

from issues.actions import NewEvidence, NewParty, StaleIssue, edit_issue, move_issue, publish_issue
from issues.choices import EventKind, Role, Status
from issues.models import Agency

from .. import make

pytestmark = pytest.mark.django_db


def parties(issue) -> set:
    return {(party.name, party.role, party.agency_id is not None) for party in issue.parties.all()}


def test_choosing_agencies_leaves_names_that_the_directory_lacks(staff):
    draft = make.make_draft()
    edit_issue(draft, {}, by=staff, responsible=[make.make_agency("城东区水务局")])
    assert parties(draft) == {
        ("城东区住建局", Role.RESPONSIBLE, False),
        ("城东区水务局", Role.RESPONSIBLE, True),
    }


def test_agency_that_stays_responsible_keeps_its_evidence(staff):
    agency = make.make_agency()
    story = make.make_story()
    words = make.find_spans(story.page, "城东区住建局")
    draft = make.make_draft(story, parties=[NewParty(agency.name, Role.RESPONSIBLE, words, agency)])
    edit_issue(draft, {}, by=staff, responsible=[agency, make.make_agency("城东区水务局")])
    assert draft.parties.get(agency=agency).evidence.exists()
    edit_issue(draft, {}, by=staff, responsible=[])
    assert not draft.parties.exists()


def test_choosing_the_agency_that_is_printed_links_the_printed_name(staff):
    draft = make.make_draft()
    edit_issue(draft, {}, by=staff, responsible=[make.make_agency()])
    assert parties(draft) == {("城东区住建局", Role.RESPONSIBLE, True)}
    assert draft.parties.get().evidence.exists()


def test_change_of_parties_raises_the_version(staff):
    draft = make.make_draft()
    edit_issue(draft, {}, by=staff, roles={draft.parties.get().pk: Role.OPERATOR}, version=1)
    with pytest.raises(StaleIssue):
        edit_issue(draft, {"place": "别处"}, by=staff, version=1)


def test_role_that_another_row_already_has_leaves_one_row(staff):
    story = make.make_story()
    words = make.find_spans(story.page, "城东区住建局")
    both = [NewParty("城东区住建局", role, words) for role in (Role.RESPONSIBLE, Role.SUPERVISING)]
    draft = make.make_draft(story, parties=both)
    party = draft.parties.get(role=Role.SUPERVISING)
    edit_issue(draft, {}, by=staff, roles={party.pk: Role.RESPONSIBLE})
    assert parties(draft) == {("城东区住建局", Role.RESPONSIBLE, False)}


def test_publishing_enters_nothing_into_the_directory_by_itself(staff):
    draft = make.make_draft()
    publish_issue(draft, by=staff)
    assert parties(draft) == {("城东区住建局", Role.RESPONSIBLE, False)}
    assert not Agency.objects.exists()


def test_publishing_one_by_one_enters_responsible_bodies_and_no_other_names(staff):
    story = make.make_story()
    named = [
        NewParty("城东区住建局", Role.RESPONSIBLE, make.find_spans(story.page, "城东区住建局")),
        NewParty("云河市水务集团", Role.OPERATOR, make.find_spans(story.page, "云河市水务集团")),
    ]
    draft = make.make_draft(story, parties=named)
    publish_issue(draft, by=staff, enter_responsible=True)
    assert parties(draft) == {
        ("城东区住建局", Role.RESPONSIBLE, True),
        ("云河市水务集团", Role.OPERATOR, False),
    }


def test_parties_of_another_issue_are_not_touched(staff):
    draft, other = make.make_draft(), make.make_draft()
    edit_issue(draft, {}, by=staff, roles={other.parties.get().pk: ""}, enter=[other.parties.get().pk])
    assert parties(other) == {("城东区住建局", Role.RESPONSIBLE, False)}


def test_what_changed_is_on_the_timeline_in_words(staff):
    draft = make.make_draft()
    edit_issue(draft, {}, by=staff, roles={draft.parties.get().pk: Role.OPERATOR}, reason="读错了")
    text = draft.events.get(kind=EventKind.EDITED).text
    assert "读错了" in text and "责任单位 → 经营管理单位" in text


def test_draft_that_was_withdrawn_and_taken_back_was_never_published(staff):
    draft = make.make_draft(evidence=[NewEvidence("title", [[0, 4]])])
    move_issue(draft, Status.WITHDRAWN, by=staff, reason="误退")
    move_issue(draft, Status.DRAFT, by=staff)
    draft.refresh_from_db()
    assert draft.published_at is None


def test_each_others_change_names_its_own_editor(staff):
    draft, second = make.make_draft(), make.make_user(username="第二人")
    edit_issue(draft, {"place": "甲地"}, by=staff)
    edit_issue(draft, {"title": "新标题"}, by=second)
    with pytest.raises(StaleIssue) as stale:
        edit_issue(draft, {"summary": "我的"}, by=staff, version=1)
    told = {change.field: (change.before, change.after, change.by) for change in stale.value.changes}
    assert told["place"] == ("海棠里小区", "甲地", str(staff))
    assert told["title"][1:] == ("新标题", "第二人")
