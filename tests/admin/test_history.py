"""The history tab: who changed what, when and why, in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.choices import Status

from .. import make
from .conftest import press

pytestmark = pytest.mark.django_db


def lines(client, issue, **query):
    return client.get(reverse("admin:issues_issue_history", args=[issue.pk]), query).context["lines"]


def test_change_of_status_is_told_in_words_with_the_reason(reviewer):
    issue = make.make_issue(Status.IN_PROGRESS)
    press(reviewer, issue, "save", status=Status.RESOLVED.value, reason="电机已换")
    newest = lines(reviewer, issue)[0]
    assert ("状态", "办理中", "已办结") in newest.changes
    assert (newest.by, newest.reason) == ("审核员", "电机已换")


def test_reason_of_one_save_does_not_stick_to_the_next(reviewer):
    issue = make.make_issue(Status.IN_PROGRESS)
    press(reviewer, issue, "save", status=Status.RESOLVED.value, reason="电机已换")
    press(reviewer, issue, "save", place="海棠里小区三栋")
    assert lines(reviewer, issue)[0].reason == ""


def test_changed_rows_are_told_by_name(reviewer):
    draft, road = make.make_draft(), make.make_category("road", "道路")
    press(reviewer, draft, "save", category=road.pk)
    assert ("类别", "供水", "道路") in lines(reviewer, draft)[0].changes


def test_changed_agencies_are_in_the_reason(reviewer):
    draft, agency = make.make_draft(), make.make_agency("城东区水务局")
    press(reviewer, draft, "save", responsible=[agency.pk])
    assert "城东区水务局" in lines(reviewer, draft)[0].reason


def test_oldest_line_says_that_it_was_opened(reviewer):
    draft = make.make_draft()
    told = lines(reviewer, draft)
    assert [line.opened for line in told] == [True]


def test_long_history_is_cut_into_pages_without_losing_a_comparison(reviewer, monkeypatch):
    monkeypatch.setattr("issues.admin.history.PER_PAGE", 2)
    draft = make.make_draft()
    for number in range(4):
        press(reviewer, draft, "save", place=f"海棠里小区{number}栋")
    first, last = lines(reviewer, draft, page=1), lines(reviewer, draft, page=3)
    assert first[-1].changes == (("地点", "海棠里小区1栋", "海棠里小区2栋"),)
    assert last[-1].opened


def test_history_of_an_unknown_issue_is_not_found(reviewer):
    assert reviewer.get("/admin/issues/issue/999999/history/").status_code == 404


def test_names_of_changed_rows_are_fetched_once(reviewer):
    draft = make.make_draft()
    url = reverse("admin:issues_issue_history", args=[draft.pk])
    kinds = [make.make_category(f"kind{number}", f"类别{number}") for number in range(8)]
    counts = []
    for kind in kinds:
        press(reviewer, draft, "save", category=kind.pk)
        with CaptureQueriesContext(connection) as queries:
            reviewer.get(url)
        counts.append(len(queries))
    assert counts[-1] == counts[0]
