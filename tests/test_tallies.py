"""Figures count what they say, out of what they say, and keep closed, solved and confirmed apart."""

from datetime import date

import pytest

from issues.actions import edit_issue, join_issue, move_issue
from issues.choices import Role, Status
from issues.models import Issue, Party
from issues.tallies import MONTHS, Rate, find_median_days, tally_by, tally_issues, tally_months

from . import make

pytestmark = pytest.mark.django_db


def public():
    return Issue.objects.public(counting=True)


def test_closed_solved_confirmed_and_come_back_are_kept_apart(staff):
    make.make_issue(Status.REPORTED)
    make.make_issue(Status.RESOLVED)
    make.make_issue(Status.UNFOUNDED)
    verified = make.make_issue(Status.RESOLVED)
    move_issue(verified, Status.VERIFIED, by=staff, reason="回访属实")
    returned = make.make_issue(Status.RESOLVED)
    move_issue(returned, Status.REOPENED, by=staff, reason="又停水了")
    tally = tally_issues(public())
    assert (tally.received, tally.open, tally.closed, tally.solved) == (5, 2, 3, 2)
    assert (tally.confirmed, tally.unfounded, tally.returned) == (1, 1, 1)
    assert tally.returned_rate == Rate(1, 4)


def test_what_came_back_and_was_solved_again_still_counts_as_come_back(staff):
    issue = make.make_issue(Status.RESOLVED)
    move_issue(issue, Status.REOPENED, by=staff, reason="又停水了")
    move_issue(issue, Status.RESOLVED, by=staff, reason="换了电机")
    tally = tally_issues(public())
    assert (tally.returned, tally.solved) == (1, 1)


def test_a_report_that_joined_another_is_not_counted_twice(staff):
    known, other = make.make_issue(), make.make_issue()
    join_issue(other, known, by=staff)
    assert tally_issues(public()).received == 1


def test_drafts_are_in_no_figure():
    make.make_draft()
    assert tally_issues(public()).received == 0


def test_by_the_promised_day_counts_only_what_has_both_days(staff):
    for promised, resolved in (
        ("2025-12-10", "2025-12-09"),
        ("2025-12-10", "2025-12-11"),
        ("", "2025-12-11"),
    ):
        issue = make.make_issue(Status.RESOLVED)
        edit_issue(issue, {"promised": promised, "resolved": resolved}, by=staff)
    assert tally_issues(public()).in_time_rate == Rate(1, 2)


def test_below_ten_there_is_no_percentage():
    assert Rate(4, 9).percent is None
    assert Rate(5, 10).percent == 50


def test_the_median_is_the_middle_of_those_with_both_days(staff):
    assert find_median_days(public()) == (None, 0)
    for days in (1, 1, 2, 3, 4, 5, 6, 7, 8, 28):
        issue = make.make_issue(Status.RESOLVED)
        edit_issue(issue, {"reported": "2025-11-01", "resolved": f"2025-11-{1 + days:02d}"}, by=staff)
    assert find_median_days(public()) == (4, 10)


def test_a_district_has_its_own_row():
    issue = make.make_issue()
    assert [(row.key, row.tally.received) for row in tally_by(public(), "district")] == [
        (issue.district_id, 1)
    ]


def test_an_agency_has_its_row_though_the_issue_names_another_body_that_is_in_no_directory():
    issue, agency = make.make_issue(), make.make_agency()
    Party.objects.filter(issue=issue).delete()
    Party.objects.create(issue=issue, agency=agency, name=agency.name)
    Party.objects.create(issue=issue, name="海棠里物业", role=Role.OPERATOR)
    assert [(row.key, row.tally.received) for row in tally_by(public(), "parties__agency")] == [
        (agency.pk, 1)
    ]


def test_an_agency_that_an_issue_names_twice_has_it_once():
    issue, agency = make.make_issue(), make.make_agency()
    Party.objects.filter(issue=issue).delete()
    for name, role in (
        (agency.name, Role.RESPONSIBLE),
        ("住建局", Role.ASSISTING),
        ("区住建局", Role.ASSISTING),
    ):
        Party.objects.create(issue=issue, agency=agency, name=name, role=role)
    (row,) = tally_by(public(), "parties__agency")
    assert (row.tally.received, row.tally.open) == (1, 1)


def test_coming_back_is_told_of_all_that_were_closed_however_many_others_stand_open(staff):
    issue = make.make_issue(Status.RESOLVED)
    move_issue(issue, Status.REOPENED, by=staff, reason="又停水了")
    move_issue(issue, Status.RESOLVED, by=staff, reason="换了电机")
    make.make_issue(Status.REPORTED)
    assert tally_issues(public()).returned_rate == Rate(1, 1)


def test_months_without_issues_are_there_too(staff):
    issue = make.make_issue(Status.RESOLVED)
    edit_issue(issue, {"reported": "2025-11-30", "resolved": "2025-12"}, by=staff)
    months = tally_months(public(), date(2025, 12, 5))
    assert len(months) == MONTHS
    assert [(one.year, one.month, one.received, one.solved) for one in months[-3:]] == [
        (2025, 10, 0, 0),
        (2025, 11, 1, 0),
        (2025, 12, 0, 1),
    ]
