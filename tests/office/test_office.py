"""What an agency's people see and send in, and all that they do not: asked at the real addresses."""

import io
import zipfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from issues.actions import NewAttachment, add_event, edit_issue, propose
from issues.choices import EventKind, ProposalKind, ProposalState, Role, Status
from issues.models import Membership, Party, Proposal

from .. import make
from .conftest import PDF, make_member

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def page_url(issue) -> str:
    return reverse("issues:office_issue", args=[issue.pk])


def send(client, issue, kind="reply", **given):
    return client.post(reverse("issues:office_propose", args=[issue.pk, kind]), given, follow=True)


def test_member_sees_the_issues_of_the_own_agency_and_no_others(office):
    others = make.make_issue(title="别的单位的问题", parties=[])
    listed = office.get(reverse("issues:office")).content.decode()
    assert office.issue.title in listed and others.title not in listed
    assert office.get(page_url(office.issue)).status_code == 200
    assert office.get(page_url(others)).status_code == 404
    assert send(office, others, text="不该收到").status_code == 404 and not Proposal.objects.exists()


def test_member_sees_no_draft_even_of_the_own_agency(office):
    draft = make.make_draft(title="还没审的稿")
    draft.parties.update(agency=office.agency)
    assert draft.title not in office.get(reverse("issues:office"), {"show": "all"}).content.decode()
    assert office.get(page_url(draft)).status_code == 404


def test_supervising_is_no_acting_role_and_a_lost_part_ends_the_view(office):
    for role in (Role.ASSISTING, Role.OPERATOR):
        Party.objects.filter(issue=office.issue).update(role=role)
        assert office.get(page_url(office.issue)).status_code == 200
    Party.objects.filter(issue=office.issue).update(role=Role.SUPERVISING)
    assert office.get(page_url(office.issue)).status_code == 404


def test_internal_notes_and_the_whole_page_are_not_shown(office):
    add_event(office.issue, EventKind.COMMENT, text="内部：先别声张", internal=True)
    html = office.get(page_url(office.issue)).content.decode()
    assert "先别声张" not in html
    assert "居民周女士说，家里有老人和小孩，只好头天晚上用桶接水" not in html, (
        "page text beyond the quotations"
    )


ADMIN = [
    name
    for model in apps.get_models()
    for name in (
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist",
        f"admin:{model._meta.app_label}_{model._meta.model_name}_add",
    )
]


def test_no_screen_of_the_desk_opens(office):
    asked = 0
    for name in [*ADMIN, "admin:index", "admin:autocomplete", "admin:jsi18n"]:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        asked += 1
        assert office.get(url).status_code in {302, 403}, name
    issue = office.issue.pk
    for name in ("review", "history", "change", "deed"):
        args = [issue, "move"] if name == "deed" else [issue]
        assert office.post(reverse(f"admin:issues_issue_{name}", args=args)).status_code in {302, 403}
    assert asked > 20


@pytest.mark.parametrize("staff", [True, False])
def test_staff_and_citizens_have_no_office(db, staff):
    user = make.make_user()
    user.is_staff = staff
    user.save()
    client = Client()
    client.force_login(user)
    assert client.get(reverse("issues:office")).status_code == 403
    assert Client().get(reverse("issues:office")).headers["Location"].startswith("/office/login/")


def test_membership_without_the_group_opens_nothing(office):
    office.user.groups.clear()
    assert office.get(reverse("issues:office")).status_code == 403


def test_member_signs_in_and_a_staff_account_is_told_where_to_go(office, settings):
    url, password = reverse("issues:office_login"), "a long enough password"
    answer = Client().post(url, {"username": office.user.username, "password": password})
    assert answer.headers["Location"] == reverse("issues:office")
    told = Client().post(url, {"username": make.make_user().username, "password": password})
    assert told.status_code == 200 and "不代表任何单位" in told.content.decode()


def test_guessing_at_the_office_door_is_locked(office, settings):
    settings.AXES_ENABLED = True
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = Client().post(
            reverse("issues:office_login"), {"username": office.user.username, "password": "x"}
        )
    assert answer.status_code == 429


def test_reply_waits_is_shown_to_its_writers_and_changes_nothing(office):
    before = office.issue.version
    html = send(office, office.issue, text="电机已经订货").content.decode()
    assert "电机已经订货" in html and "等工作台审核" in html
    office.issue.refresh_from_db()
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.agency, proposal.by) == (
        ProposalState.WAITING,
        office.agency,
        office.user,
    )
    assert office.issue.version == before
    assert office.issue.events.get(kind=EventKind.PROPOSED).internal
    assert "电机已经订货" not in Client().get(office.issue.get_absolute_url()).content.decode()


def test_each_kind_is_offered_where_part_and_status_allow_it_and_else_says_why(office):
    def offered():
        offers = office.get(page_url(office.issue)).context["offers"]
        return {offer.kind.value for offer in offers if offer.form}

    assert offered() == {"accept", "reply", "extend"}
    Party.objects.filter(issue=office.issue).update(role=Role.ASSISTING)
    assert offered() == {"reply"}
    Party.objects.filter(issue=office.issue).update(role=Role.OPERATOR)
    assert offered() == {"reply", "extend"}
    html = office.get(page_url(office.issue)).content.decode()
    assert "贵单位在本问题中的角色不能这样做" in html


def test_extension_asks_for_a_later_day_and_keeps_what_was_typed(office):
    answer = send(office, office.issue, "extend", text="缺配件", promised="2025-12-01")
    assert "缺配件" in answer.content.decode() and not Proposal.objects.exists()
    send(office, office.issue, "extend", text="缺配件", promised="2025-12-20")
    assert Proposal.objects.get().promised == "2025-12-20"


def test_second_acceptance_waits_for_the_first(office):
    send(office, office.issue, "accept")
    assert "还在等工作台" in send(office, office.issue, "accept").content.decode()
    assert Proposal.objects.count() == 1


def test_sent_in_is_taken_back_only_by_its_agency_and_only_while_it_waits(office):
    other = make_member(make.make_agency("城东区水务局"), "水务局小李")
    proposal = propose(office.issue, office.agency, ProposalKind.REPLY, by=office.user, text="写错了")
    url = reverse("issues:office_take_back", args=[proposal.pk])
    assert other.post(url).status_code == 404
    assert "已撤回" in office.post(url, follow=True).content.decode()
    assert "已经处理过" in office.post(url, follow=True).content.decode()


def test_attachments_are_taken_by_what_they_are_and_refused_in_words(office):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as written:
        written.writestr("a.txt", "x")
    bad = [
        ("报告.pdf", b"MZ\x90\0" + b"\0" * 64),
        ("图.png", b"<html><script>alert(1)</script>"),
        ("表.xlsx", package.getvalue()),
        ("说明.txt", "文字".encode()),
        ("空.pdf", b""),
    ]
    for name, content in bad:
        html = send(office, office.issue, text="见附件", files=[SimpleUploadedFile(name, content)])
        assert 'class="wrong"' in html.content.decode(), name
    assert not Proposal.objects.exists()
    good = [SimpleUploadedFile("../../报告.exe", PDF), SimpleUploadedFile("图.png", PNG)]
    send(office, office.issue, text="见附件", files=good)
    kept = list(Proposal.objects.get().attachments.values_list("name", "content_type"))
    assert kept == [("报告.exe", "application/pdf"), ("图.png", "image/png")]


def test_too_large_and_too_many_files_are_refused_before_they_are_read(office, monkeypatch):
    monkeypatch.setattr("issues.attachments.LARGEST", 10)
    html = send(office, office.issue, text="见附件", files=[SimpleUploadedFile("a.pdf", PDF)])
    assert "太大" in html.content.decode()
    many = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-") for number in range(6)]
    assert "最多 5 个" in send(office, office.issue, text="见附件", files=many).content.decode()
    assert not Proposal.objects.exists()


def test_own_attachment_is_a_download_and_nobody_elses(office):
    files = [NewAttachment("检测报告.pdf", "application/pdf", PDF)]
    sent = propose(office.issue, office.agency, ProposalKind.REPLY, by=office.user, text="见", files=files)
    url = reverse("issues:office_attachment", args=[sent.attachments.get().pk])
    answer = office.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = make_member(make.make_agency("城东区水务局"), "水务局小李")
    Party.objects.create(issue=office.issue, agency=other.agency, name=other.agency.name, role=Role.ASSISTING)
    assert other.get(page_url(office.issue)).status_code == 200
    assert other.get(url).status_code == 404 and Client().get(url).status_code == 302
    assert "检测报告" not in other.get(page_url(office.issue)).content.decode()


def test_private_names_are_masked_as_in_public(office):
    issue = make.make_issue(title="周小敏家停水")
    edit_issue(issue, {"hidden_names": "周小敏"}, by=None)
    html = office.get(page_url(issue)).content.decode()
    assert "周小敏" not in html


def test_lists_ask_the_same_number_of_questions_whatever_is_listed(office):
    def ask():
        with CaptureQueriesContext(connection) as queries:
            office.get(reverse("issues:office"))
        return len(queries)

    ask()  # the first one notes that the account was seen
    few = ask()
    for _number in range(4):
        make.make_issue(Status.REPORTED)
    assert ask() == few <= 12


def test_office_pages_are_not_kept_by_any_cache_and_have_the_strict_policy(office):
    answer = office.get(page_url(office.issue))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_membership_names_account_and_agency(office):
    assert str(Membership.objects.get()) == f"住建局小王 · {office.agency}"
