"""Two editors save the same issue: the second is told what changed, and nothing is lost."""

import pytest

from issues.choices import EventKind, Role, Status

from .. import make
from .conftest import press, read_form, review_url

pytestmark = pytest.mark.django_db


def post(client, issue, form, button="save", **changes):
    return client.post(review_url(issue), {**form, "do": button, **changes})


def test_second_editor_is_told_who_changed_what_and_keeps_the_own_input(reviewer, second_reviewer):
    draft = make.make_draft()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", place="海棠里小区三栋")
    answer = post(second_reviewer, draft, shown, place="海棠里小区五栋")
    html = answer.content.decode()
    assert answer.status_code == 200
    for words in ("审核员", "海棠里小区", "海棠里小区三栋", "海棠里小区五栋"):
        assert words in html
    assert answer.context["form"]["place"].value() == "海棠里小区五栋"
    draft.refresh_from_db()
    assert draft.place == "海棠里小区三栋"


def test_fields_that_only_the_first_editor_changed_are_taken_over(reviewer, second_reviewer):
    draft = make.make_draft()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", place="海棠里小区三栋")
    answer = post(second_reviewer, draft, shown, title="海棠里小区清早没水")
    again = {bound.html_name: bound.value() for bound in answer.context["form"] if bound.value()}
    assert post(second_reviewer, draft, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.place, draft.title) == ("海棠里小区三栋", "海棠里小区清早没水")


def test_second_editor_can_insist(reviewer, second_reviewer):
    draft = make.make_draft()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", place="海棠里小区三栋")
    answer = post(second_reviewer, draft, shown, place="海棠里小区五栋")
    again = {bound.html_name: bound.value() for bound in answer.context["form"] if bound.value()}
    post(second_reviewer, draft, again)
    draft.refresh_from_db()
    assert draft.place == "海棠里小区五栋"
    assert [row.place for row in draft.history.order_by("version")][-2:] == [
        "海棠里小区三栋",
        "海棠里小区五栋",
    ]


def test_second_editor_can_take_the_others_words(reviewer, second_reviewer):
    draft = make.make_draft()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", place="海棠里小区三栋")
    answer = post(second_reviewer, draft, shown, place="海棠里小区五栋", title="海棠里小区清早没水")
    again = {bound.html_name: bound.value() for bound in answer.context["form"] if bound.value()}
    post(second_reviewer, draft, again, take=["place"])
    draft.refresh_from_db()
    assert (draft.place, draft.title) == ("海棠里小区三栋", "海棠里小区清早没水")


def test_each_change_names_the_editor_who_made_it(reviewer, second_reviewer, chief):
    draft = make.make_draft()
    shown = read_form(chief, draft)
    press(reviewer, draft, "save", place="海棠里小区三栋")
    press(second_reviewer, draft, "save", title="海棠里小区清早没水")
    clashes = post(chief, draft, shown, summary="我的摘要").context["clashes"]
    assert {clash.field: clash.by for clash in clashes} == {"place": "审核员", "title": "另一审核员"}


def test_changed_agencies_are_told_too(reviewer, second_reviewer):
    draft, theirs, mine = make.make_draft(), make.make_agency("城东区水务局"), make.make_agency("城东街道办")
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", responsible=[theirs.pk])
    answer = post(second_reviewer, draft, shown, responsible=[mine.pk])
    html = answer.content.decode()
    assert "城东区水务局" in html and "城东街道办" in html
    assert answer.context["form"]["responsible"].value() == [str(mine.pk)]
    known = draft.parties.filter(role=Role.RESPONSIBLE).exclude(agency=None)
    assert [party.agency for party in known] == [theirs]


def test_agencies_that_only_the_first_editor_changed_are_taken_over(reviewer, second_reviewer):
    draft, theirs = make.make_draft(), make.make_agency("城东区水务局")
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", responsible=[theirs.pk])
    answer = post(second_reviewer, draft, shown, title="海棠里小区清早没水")
    assert answer.context["form"]["responsible"].value() == [str(theirs.pk)]


def test_second_publish_of_the_same_draft_is_told_that_it_is_public(reviewer, second_reviewer):
    draft = make.make_draft()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "publish")
    answer = post(second_reviewer, draft, shown, "publish", title="我改的标题")
    assert answer.status_code == 200
    assert answer.context["form"]["title"].value() == "我改的标题"
    assert draft.events.filter(kind=EventKind.MOVED).count() == 1


def test_status_that_may_no_longer_follow_is_told_and_not_kept(reviewer, second_reviewer):
    issue = make.make_issue(Status.IN_PROGRESS)
    shown = read_form(second_reviewer, issue)
    press(reviewer, issue, "save", status=Status.RESOLVED.value, reason="电机已换")
    answer = post(second_reviewer, issue, shown, status=Status.STALLED.value)
    assert answer.context["form"]["status"].value() == Status.RESOLVED
    assert any(clash.field == "status" and clash.mine == "停滞" for clash in answer.context["clashes"])


def test_stale_rejection_changes_nothing(reviewer, second_reviewer):
    draft = make.make_draft()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", place="海棠里小区三栋")
    assert post(second_reviewer, draft, shown, "reject", reason="不是问题").status_code == 200
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_invalid_and_stale_input_is_kept_as_it_was_typed(reviewer, second_reviewer):
    draft = make.make_draft()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", place="海棠里小区三栋")
    answer = post(second_reviewer, draft, shown, "reject", reason="不是问题", promised="下周")
    assert answer.context["form"]["promised"].value() == "下周"


def test_role_that_the_first_editor_changed_is_not_put_back(reviewer, second_reviewer):
    draft = make.make_draft()
    party = draft.parties.get()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", **{f"role_{party.pk}": Role.SUPERVISING.value})
    answer = post(second_reviewer, draft, shown, title="海棠里小区清早没水")
    assert any(clash.theirs == "督办单位" for clash in answer.context["clashes"])
    again = {bound.html_name: bound.value() for bound in answer.context["form"] if bound.value()}
    post(second_reviewer, draft, again)
    party.refresh_from_db(), draft.refresh_from_db()
    assert (party.role, draft.title) == (Role.SUPERVISING, "海棠里小区清早没水")


def test_second_editors_own_role_stays_beside_the_others(reviewer, second_reviewer):
    draft = make.make_draft()
    party = draft.parties.get()
    shown = read_form(second_reviewer, draft)
    press(reviewer, draft, "save", **{f"role_{party.pk}": Role.SUPERVISING.value})
    answer = post(second_reviewer, draft, shown, **{f"role_{party.pk}": Role.OPERATOR.value})
    assert answer.context["form"][f"role_{party.pk}"].value() == Role.OPERATOR
    again = {bound.html_name: bound.value() for bound in answer.context["form"] if bound.value()}
    post(second_reviewer, draft, again, take=[f"role_{party.pk}"])
    party.refresh_from_db()
    assert party.role == Role.SUPERVISING
