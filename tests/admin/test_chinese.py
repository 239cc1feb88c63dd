"""Nobody who works in Chinese meets an English word: every page of the desk is read for leftover Latin ones."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from issues.actions import NewAttachment, propose
from issues.choices import ImportState, ProposalKind, ProposalState, Status, StoryKind
from issues.importing.boards import save_profile
from issues.models import Batch, Membership, Proposal

from .. import make
from .conftest import press, read_form, review_url
from .test_columns import make_asking_file
from .test_imports import make_run

pytestmark = pytest.mark.django_db

ALLOWED = {
    "civictrack",  # the name of the project
    *(
        "excel",
        "totp",
        "http",
        "testserver",
        "issues",
        "a4",
    ),  # a program, a standard, the address below a QR code
    "utf",  # encodings and file types have no Chinese name
    "gb18030",
    *("txt", "html", "docx", "pdf", "zip", "csv", "xlsx", "markdown"),
    "page",  # in the names of the files that tests make
    "editor",  # in the names of the people that tests make
    "water",  # the code of a category, which no citizen sees
    *("ldap", "control", "command", "mac"),  # Django's own Chinese sentences have them
}
SPOKEN = {"title", "placeholder", "aria-label", "alt", "data-name", "data-label"}
SILENT = {"script", "style", "kbd", "noscript", "code"}


class Reader(HTMLParser):
    """Collects what a person reads or hears: text and speaking attributes, without icons and scripts."""

    def __init__(self):
        super().__init__()
        self.told, self.silent = [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if self.silent or tag in SILENT or "material-symbols" in (attributes.get("class") or ""):
            self.silent.append(tag)
        self.told += [value for name, value in attributes.items() if name in SPOKEN and value]
        if tag == "input" and attributes.get("type") in {"submit", "button"}:
            self.told.append(attributes.get("value") or "")
        if tag in {"input", "link", "meta", "br", "hr", "img"} and self.silent:
            self.silent.pop()

    def handle_endtag(self, tag):
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent:
            self.told.append(data)


def latin_words(html: str) -> set[str]:
    reader = Reader()
    reader.feed(html)
    words = re.findall(r"[A-Za-z][A-Za-z0-9_]+", " ".join(reader.told))
    return {word for word in words if word.lower() not in ALLOWED}


@pytest.fixture
def root(groups, staff):
    staff.username = "总管"
    staff.save()
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(staff)
    return client


@pytest.fixture
def city():
    """One row of each kind, named in Chinese only."""
    make.make_category(name_en="供水", group_en="民生", code="1")
    editor = make.make_user(username="老审核员")
    editor.set_unusable_password()  # a password is shown as its hash
    editor.save()
    known = make.make_issue(Status.STALLED, by=editor)
    draft = make.make_draft(follows=known)
    batch = Batch.objects.create(
        story=make.make_story(kind=StoryKind.BATCH), figures={"total": 3, "from": "2024"}
    )
    run = make_run(ImportState.DONE, ImportState.FAILED, ImportState.QUEUED, ImportState.CANCELLED)
    profile = save_profile(["标题", "内容"], {"body": "内容"}, by=editor)
    return {
        "draft": draft,
        "known": known,
        "batch": batch,
        "run": run,
        "asking": make_asking_file(run),
        "profile": profile,
        "agency": make.make_agency(),
        "sent": send_in(known),
        "letter": make.make_letter(issue=known),
        "editor": editor,
    }


def send_in(issue):
    """A reply with a file, written by an agency's own account."""
    issue.parties.update(agency=make.make_agency())
    member = make.make_user(username="单位小王")
    Membership.objects.create(user=member, agency=make.make_agency())
    files = [NewAttachment("报告.pdf", "application/pdf", b"%PDF-")]
    return propose(issue, make.make_agency(), ProposalKind.REPLY, by=member, text="已在办理", files=files)


LISTS = ["issue", "page", "story", "batch", "importrun", "boardprofile", "agency", "category", "division"]
LISTS += ["letter", "proposal", "membership", "replytemplate"]
FORMS = ["importrun", "agency", "category", "division", "membership", "replytemplate"]


@pytest.mark.parametrize(
    "url",
    [
        *(reverse_name for model in LISTS for reverse_name in [f"issues_{model}_changelist"]),
        *(reverse_name for model in FORMS for reverse_name in [f"issues_{model}_add"]),
        "auth_user_changelist",
        "auth_user_add",
        "auth_group_changelist",
        "index",
    ],
)
def test_lists_and_forms_speak_chinese(root, city, url):
    html = root.get(reverse(f"admin:{url}")).content.decode()
    assert "管理" in html or "问题" in html
    assert latin_words(html) == set()


def test_empty_lists_speak_chinese(root):
    for model in LISTS:
        html = root.get(reverse(f"admin:issues_{model}_changelist")).content.decode()
        assert latin_words(html) == set(), model


def test_pages_of_single_rows_speak_chinese(root, city):
    draft, agency = city["draft"], city["agency"]
    page = draft.story.page
    for url in (
        review_url(draft),
        review_url(city["known"]),
        reverse("admin:issues_issue_history", args=[draft.pk]),
        reverse("admin:issues_page_change", args=[page.pk]),
        reverse("admin:issues_story_change", args=[draft.story_id]),
        reverse("admin:issues_batch_change", args=[city["batch"].pk]),
        reverse("admin:issues_importrun_change", args=[city["run"].pk]),
        reverse("admin:issues_importrun_columns", args=[city["run"].pk, city["asking"].pk]),
        reverse("admin:issues_boardprofile_change", args=[city["profile"].pk]),
        reverse("admin:issues_boardprofile_delete", args=[city["profile"].pk]),
        reverse("admin:issues_letter_change", args=[city["letter"].pk]),
        reverse("admin:issues_letter_open", args=[city["letter"].pk]),
        reverse("admin:issues_agency_change", args=[agency.pk]),
        reverse("admin:issues_agency_delete", args=[agency.pk]),
        reverse("admin:issues_agency_history", args=[agency.pk]),
        reverse("admin:issues_category_change", args=[draft.category_id]),
        reverse("admin:issues_division_change", args=[draft.district_id]),
        reverse("admin:issues_issue_slip", args=[city["known"].pk]),
        reverse("admin:issues_issue_import_sheet"),
        reverse("admin:issues_issue_restore", args=[city["known"].pk, 1]),
        reverse("issues:account"),
        reverse("admin:issues_proposal_decide", args=[city["sent"].pk]),
        reverse("admin:issues_membership_change", args=[city["sent"].by.membership.pk]),
        reverse("admin:auth_user_change", args=[city["editor"].pk]),
        reverse("admin:auth_user_password_change", args=[city["editor"].pk]),
        reverse("admin:auth_group_change", args=[Group.objects.first().pk]),
    ):
        assert latin_words(root.get(url).content.decode()) == set(), url


def test_refusals_and_clashes_speak_chinese(root, reviewer, city):
    draft = city["draft"]
    shown = read_form(root, draft)
    press(reviewer, draft, "save", place="海棠里小区三栋")
    for button in ("save", "reject"):
        answer = root.post(review_url(draft), {**shown, "do": button, "place": "别处", "promised": "明年"})
        assert latin_words(answer.content.decode()) == set(), button
    chosen = {"_selected_action": [draft.pk]}
    for action in ("publish_chosen", "withdraw_chosen"):
        answer = root.post(
            reverse("admin:issues_issue_changelist"), {**chosen, "action": action}, follow=True
        )
        assert latin_words(answer.content.decode()) == set(), action


def test_login_and_lock_speak_chinese(db, settings):
    settings.AXES_ENABLED = True
    client = Client(headers={"accept-language": "zh-CN"})
    url = reverse("admin:login")
    assert latin_words(client.get(url).content.decode()) == set()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(url, {"username": "陌生人", "password": "猜的密码"})
    assert answer.status_code == 429
    assert "暂时不能登录" in answer.content.decode()
    assert latin_words(answer.content.decode()) == set()


def test_chief_reads_users_and_groups_in_chinese(chief, city):
    for url in (
        reverse("admin:auth_user_change", args=[city["editor"].pk]),
        reverse("admin:auth_group_change", args=[Group.objects.first().pk]),
    ):
        html = chief.get(url).content.decode()
        assert latin_words(html) == set(), url


def test_badge_of_every_status_and_state_speaks_chinese(root):
    for status in Status:
        make.make_bare_issue(status, title=f"状态为{status.label}")
    assert latin_words(root.get(reverse("admin:issues_issue_changelist")).content.decode()) == set()
    issue = make.make_issue()
    for state in ProposalState:
        Proposal.objects.create(
            issue=issue, agency=make.make_agency(), kind="reply", text="在办", state=state
        )
    assert latin_words(root.get(reverse("admin:issues_proposal_changelist")).content.decode()) == set()
