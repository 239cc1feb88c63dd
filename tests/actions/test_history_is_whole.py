"""Nothing changes an issue past its history: after every way in, the newest row is what the issue is."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from issues.actions import (
    approve_proposal,
    edit_issue,
    join_issue,
    propose,
    restore_issue,
    split_issue,
    undo_move,
)
from issues.choices import ProposalKind, Status
from issues.groups import REVIEW, load_groups
from issues.models import Issue

from .. import make

pytestmark = pytest.mark.django_db


def assert_whole():
    """The newest row of each issue's history has the issue's own values, version by version without a gap."""
    assert Issue.objects.exists()
    for issue in Issue.objects.all():
        rows = list(issue.history.order_by("version", "pk"))
        kept = {field.attname for field in Issue.history.model.tracked_fields}
        differing = {name for name in kept if getattr(rows[-1], name) != getattr(issue, name)}
        assert not differing, (issue, differing)
        assert {row.version for row in rows} == set(range(1, issue.version + 1)), issue
        assert all(row.history_user or row.version == 1 for row in rows), "who changed it"


@pytest.fixture
def desk(settings):
    settings.AXES_ENABLED = False
    load_groups()
    client = Client()
    client.user = make.make_user(REVIEW)
    client.force_login(client.user)
    return client


def test_reading_opens_with_a_row():
    make.make_draft()
    assert_whole()


@pytest.mark.parametrize(
    ("deed", "asked"),
    [
        ("publish", {}),
        ("withdraw", {"reason": "重复"}),
        ("move", {"status": "stalled"}),
        ("hand_on", {"agency": "new", "reason": "属水务局"}),
        ("assign", {"agency": "new"}),
        ("extend", {"promised": "2026-01-01", "reason": "缺配件"}),
        ("return", {"reason": "不归我管"}),
        ("undo", {}),
    ],
)
def test_deeds_on_many_leave_a_row_and_a_line_each(desk, deed, asked):
    if asked.get("agency"):
        asked = {**asked, "agency": make.make_agency("城东区水务局").pk}
    rows = [make.make_draft() if deed == "publish" else make.make_issue(by=desk.user) for _number in range(3)]
    before = {issue.pk: (issue.version, issue.events.count()) for issue in rows}
    data = {
        "action": f"{deed}_chosen",
        "_selected_action": [issue.pk for issue in rows],
        "confirmed": "1",
        **asked,
    }
    desk.post(reverse("admin:issues_issue_changelist"), data)
    for issue in rows:
        issue.refresh_from_db()
        version, events = before[issue.pk]
        assert issue.version > version and issue.events.count() > events, deed
    assert_whole()


def test_edited_sheet_leaves_a_row_and_a_line(desk):
    issue = make.make_issue(by=desk.user)
    sheet = reverse("admin:issues_issue_sheet", args=["csv"])
    text = b"".join(desk.get(sheet).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    rows[0]["地点"] = "别处"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader(), writer.writerows(rows)
    url = reverse("admin:issues_issue_import_sheet")
    shown = desk.post(url, {"file": SimpleUploadedFile("a.csv", out.getvalue().encode())})
    lines = issue.events.count()
    desk.post(url, {"planned": shown.context["planned"]})
    issue.refresh_from_db()
    assert issue.place == "别处" and issue.events.count() == lines + 1
    assert_whole()


def test_joining_splitting_undoing_restoring_and_answers_of_agencies_leave_rows(desk):
    known, other = make.make_issue(by=desk.user), make.make_issue(by=desk.user)
    join_issue(other, known, by=desk.user)
    assert_whole()
    split_issue(other, by=desk.user, reason="不是一回事")
    assert_whole()
    first = make.make_issue(Status.STALLED, by=desk.user)
    undo_move(first, by=desk.user)
    desk.post(reverse("admin:issues_issue_review", args=[first.pk]), {"do": "comment", "comment": "内部说明"})
    assert_whole()
    agency = known.parties.get(agency__isnull=False).agency
    approve_proposal(propose(known, agency, ProposalKind.REPLY, by=desk.user, text="在办"), by=desk.user)
    assert_whole()
    first.refresh_from_db()
    edit_issue(first, {"place": "别处"}, by=desk.user)
    restore_issue(first, first.version - 1, by=desk.user)
    assert_whole()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_api_is_for_reading_so_no_stale_save_can_come_through_it(desk, method):
    issue = make.make_issue(by=desk.user)
    for url in (
        f"/api/v1/issues/{issue.pk}/",
        "/api/v1/issues/",
        "/open311/v2/requests.json",
        f"/open311/v2/requests/{issue.pk}.json",
    ):
        answer = getattr(desk, method)(url, {"status": "resolved"}, content_type="application/json")
        assert answer.status_code == 405, url
    version = issue.version
    issue.refresh_from_db()
    assert issue.version == version
    assert_whole()
