"""The 转办单: one issue or several on paper, with a QR code, and never a public thing."""

import pytest
from django.test import Client
from django.urls import reverse

from issues.choices import Status

from .. import make
from .conftest import sign_in

pytestmark = pytest.mark.django_db


def slip_url(issue) -> str:
    return reverse("admin:issues_issue_slip", args=[issue.pk])


def test_slip_has_facts_words_deadline_fields_to_sign_and_the_public_address(reviewer):
    issue = make.make_issue(Status.IN_PROGRESS)
    answer = reviewer.get(slip_url(issue))
    html = answer.content.decode()
    for words in (
        "转办单",
        issue.title,
        "城东区住建局",
        "2025年12月10日",
        "签收（签字盖章）",
        "办理要求",
        "供水",
    ):
        assert words in html, words
    assert "海棠里小区" in html and "云河晚报" in html
    (slip,) = answer.context["slips"]
    assert slip.address == f"http://testserver{issue.get_absolute_url()}" and "data:image/svg+xml" in html


def test_slip_of_a_draft_leads_to_the_desk(reviewer):
    draft = make.make_draft()
    (slip,) = reviewer.get(slip_url(draft)).context["slips"]
    assert slip.address.endswith(reverse("admin:issues_issue_review", args=[draft.pk]))


def test_many_are_printed_one_behind_the_other(reviewer):
    chosen = [make.make_draft().pk, make.make_issue().pk]
    answer = reviewer.post(
        reverse("admin:issues_issue_changelist"), {"action": "print_slips", "_selected_action": chosen}
    )
    assert answer.content.decode().count('class="slip"') == 2


def test_bare_issue_has_a_slip_too(reviewer):
    issue = make.make_bare_issue()
    assert reviewer.get(slip_url(issue)).status_code == 200


def test_slip_is_for_staff_who_see_issues(db):
    issue = make.make_issue()
    assert Client().get(slip_url(issue)).status_code == 302
    assert sign_in().get(slip_url(issue)).status_code == 403
