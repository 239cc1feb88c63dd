"""How many queries the pages around agencies cost: a number that is written down, and the same for one row and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.actions import NewAttachment, propose, refuse_proposal
from issues.choices import ProposalKind, Status

from .. import make
from ..admin.conftest import groups, reviewer  # noqa: F401
from .conftest import PDF

pytestmark = pytest.mark.django_db
COUNTS = {
    "office": 10,
    "office, all": 10,
    "office, an issue": 21,
    "account": 7,
    "sent in": 11,
    "a proposal": 12,
    "slip": 15,
    "sheet to import": 9,
}
"""Queries, at most: one more is a decision that somebody has to take here."""


@pytest.fixture
def pages(office, reviewer):  # noqa: F811
    """Name → (browser, address); `grow` adds rows of every kind that the pages list."""
    sent = send_in(office)
    return {
        "office": (office, reverse("issues:office")),
        "office, all": (office, reverse("issues:office") + "?show=all"),
        "office, an issue": (office, reverse("issues:office_issue", args=[office.issue.pk])),
        "account": (office, reverse("issues:account")),
        "sent in": (reviewer, reverse("admin:issues_proposal_changelist")),
        "a proposal": (reviewer, reverse("admin:issues_proposal_decide", args=[sent.pk])),
        "slip": (reviewer, reverse("admin:issues_issue_slip", args=[office.issue.pk])),
        "sheet to import": (reviewer, reverse("admin:issues_issue_import_sheet")),
    }


def send_in(office, issue=None):
    files = [NewAttachment(f"{number}.pdf", "application/pdf", PDF) for number in range(2)]
    told = {"by": office.user, "text": "已派人处理。", "files": files}
    return propose(issue or office.issue, office.agency, ProposalKind.REPLY, **told)


def grow(office, by):
    """More issues of the agency, and more that it has sent in about the first one."""
    for number in range(6):
        issue = make.make_issue(Status.REPORTED)
        issue.parties.update(agency=office.agency)
        proposal = send_in(office, issue)
        refuse_proposal(proposal, by=by, reason=f"第{number}次：请写明日期")


def count(browser, address) -> int:
    browser.get(address)  # sessions and content types are warm from here on
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", COUNTS)
def test_page_costs_the_committed_number_of_queries_however_much_it_lists(pages, office, reviewer, name):  # noqa: F811
    before = count(*pages[name])
    grow(office, reviewer.user)
    assert (before, count(*pages[name])) == (COUNTS[name], COUNTS[name])
