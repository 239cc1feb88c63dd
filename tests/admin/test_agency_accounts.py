"""Agencies' people: accounts from the chief, proposals decided by staff, files that only the right ones get."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from issues.actions import (
    ActionRefused,
    NewAttachment,
    approve_proposal,
    move_issue,
    propose,
    refuse_proposal,
)
from issues.choices import EventKind, ProposalKind, ProposalState, Role, Status
from issues.models import Attachment, Membership, Party, Proposal

from .. import make
from ..office.conftest import PDF, office  # noqa: F401  (the agency's browser)
from .conftest import review_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(office):  # noqa: F811
    """A reply with a file that waits for the desk."""
    files = [NewAttachment("检测报告.pdf", "application/pdf", PDF)]
    return propose(
        office.issue, office.agency, ProposalKind.REPLY, by=office.user, text="电机已经订货", files=files
    )


def decide_url(proposal) -> str:
    return reverse("admin:issues_proposal_decide", args=[proposal.pk])


def test_waiting_proposals_are_counted_on_the_first_page_and_lead_to_their_list(reviewer, sent):
    heaps = [heap for _title, some in reviewer.get("/admin/").context["heaps"] for heap in some]
    heap = next(heap for heap in heaps if heap.title == "单位来件")
    assert heap.count == "1"
    assert list(reviewer.get(heap.link).context["cl"].result_list) == [sent]
    assert "单位来件" in reviewer.get(review_url(sent.issue)).content.decode()


def test_approved_reply_becomes_a_public_line_with_the_agency_and_a_row_of_history(reviewer, sent):
    before = sent.issue.version
    assert "电机已经订货" not in Client().get(sent.issue.get_absolute_url()).content.decode()
    answer = reviewer.post(decide_url(sent), {"do": "approve", "text": sent.text})
    assert answer.status_code == 302
    sent.refresh_from_db(), sent.issue.refresh_from_db()
    event = sent.event
    assert (event.kind, event.agency, event.by, event.internal) == (
        EventKind.REPLIED,
        sent.agency,
        reviewer.user,
        False,
    )
    assert sent.state == ProposalState.APPROVED and sent.issue.version == before + 1
    assert "电机已经订货" in sent.issue.history.first().history_change_reason
    assert "电机已经订货" in Client().get(sent.issue.get_absolute_url()).content.decode()


def test_staff_may_change_the_text_and_both_versions_stay(reviewer, sent):
    reviewer.post(decide_url(sent), {"do": "approve", "text": "电机已订货，10日到货"})
    sent.refresh_from_db()
    assert sent.state == ProposalState.CHANGED
    assert (sent.text, sent.event.text) == ("电机已经订货", "电机已订货，10日到货")


def test_refusal_needs_a_reason_and_changes_nothing_public(reviewer, sent):
    assert "写明理由" in reviewer.post(decide_url(sent), {"do": "refuse", "text": "x"}).content.decode()
    version = sent.issue.version
    reviewer.post(decide_url(sent), {"do": "refuse", "text": "x", "reason": "请写明日期"})
    sent.refresh_from_db(), sent.issue.refresh_from_db()
    assert (sent.state, sent.refusal, sent.event) == (ProposalState.REFUSED, "请写明日期", None)
    assert sent.issue.version == version
    assert sent.issue.events.get(kind=EventKind.DECLINED).internal
    assert "请写明日期" not in Client().get(sent.issue.get_absolute_url()).content.decode()


def test_what_is_decided_is_not_decided_again(reviewer, sent):
    refuse_proposal(sent, by=reviewer.user, reason="重复")
    with pytest.raises(ActionRefused):
        approve_proposal(sent, by=reviewer.user)
    html = reviewer.post(decide_url(sent), {"do": "approve", "text": sent.text}).content.decode()
    assert "已经处理过" in html and not sent.issue.events.filter(kind=EventKind.REPLIED).exists()


def test_acceptance_moves_the_issue_only_when_staff_approve(reviewer, office):  # noqa: F811
    sent = propose(office.issue, office.agency, ProposalKind.ACCEPT, by=office.user)
    office.issue.refresh_from_db()
    assert office.issue.status == Status.REPORTED
    approve_proposal(sent, by=reviewer.user)
    office.issue.refresh_from_db(), sent.refresh_from_db()
    assert office.issue.status == Status.ACCEPTED and sent.event.agency == office.agency


def test_extension_puts_the_day_off_only_when_staff_approve(reviewer, office):  # noqa: F811
    sent = propose(
        office.issue,
        office.agency,
        ProposalKind.EXTEND,
        by=office.user,
        text="缺配件",
        promised="2025-12-20",
    )
    office.issue.refresh_from_db()
    assert office.issue.promised == "2025-12-10"
    reviewer.post(decide_url(sent), {"do": "approve", "text": "缺配件", "promised": "2025-12-18"})
    office.issue.refresh_from_db(), sent.refresh_from_db()
    assert office.issue.promised == "2025-12-18" and sent.state == ProposalState.CHANGED


def test_return_takes_off_this_agency_alone(reviewer, office):  # noqa: F811
    other = make.make_agency("城东区水务局")
    Party.objects.create(issue=office.issue, agency=other, name=other.name, role=Role.RESPONSIBLE)
    move_issue(office.issue, Status.ACCEPTED, by=reviewer.user)
    sent = propose(office.issue, office.agency, ProposalKind.RETURN, by=office.user, text="属水务局")
    approve_proposal(sent, by=reviewer.user)
    assert [party.agency for party in office.issue.parties.filter(role=Role.RESPONSIBLE)] == [other]
    assert sent.issue.events.get(kind=EventKind.RETURNED).agency == office.agency


def test_proposal_makes_no_open_form_stale(reviewer, office):  # noqa: F811
    version = office.issue.version
    propose(office.issue, office.agency, ProposalKind.REPLY, by=office.user, text="在查")
    office.issue.refresh_from_db()
    assert office.issue.version == version
    newest = reviewer.get(reverse("admin:issues_issue_history", args=[office.issue.pk])).context["lines"][0]
    assert "在查" in newest.reason and newest.by == office.user.username and newest.changes == ()


def test_entry_sees_proposals_and_decides_none(entry, sent):
    assert entry.get(decide_url(sent)).status_code == 200
    assert entry.post(decide_url(sent), {"do": "approve", "text": "x"}).status_code == 403


def test_attachment_leaves_as_a_download_that_nothing_runs_and_for_staff_alone(reviewer, sent):
    url = reverse("admin:issues_proposal_attachment", args=[sent.attachments.get().pk])
    answer = reviewer.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert Client().get(url).status_code == 302
    nobody = Client()
    nobody.force_login(make.make_user())
    assert nobody.get(url).status_code == 403


def test_file_of_a_failed_sending_does_not_stay_behind(office, settings):  # noqa: F811
    files = [NewAttachment("a.pdf", "application/pdf", PDF), NewAttachment("b.pdf", "application/pdf", PDF)]
    files += [None]
    with pytest.raises(AttributeError):
        propose(office.issue, office.agency, ProposalKind.REPLY, by=office.user, text="有附件", files=files)
    left = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert not left and not Attachment.objects.exists() and not Proposal.objects.exists()


def test_chief_makes_an_account_that_is_no_staff_and_takes_it_away(chief):
    agency = make.make_agency()
    given = {
        "agency": agency.pk,
        "username": "住建局小王",
        "last_name": "王",
        "password1": "a long enough password",
        "password2": "a long enough password",
    }
    url = reverse("admin:issues_membership_add")
    assert "单位账号" in chief.get(url).content.decode()
    assert chief.post(url, given).status_code == 302
    user = User.objects.get(username="住建局小王")
    assert (user.is_staff, user.membership.agency, user.membership.issued_by) == (False, agency, chief.user)
    member = Client()
    member.force_login(user)
    assert member.get(reverse("issues:office")).status_code == 200
    chief.post(reverse("admin:issues_membership_delete", args=[user.membership.pk]), {"post": "yes"})
    assert not Membership.objects.exists()
    assert member.get(reverse("issues:office")).status_code == 403


def test_nobody_but_the_chief_makes_accounts(reviewer, entry):
    for client in (reviewer, entry):
        assert client.get(reverse("admin:issues_membership_add")).status_code == 403
