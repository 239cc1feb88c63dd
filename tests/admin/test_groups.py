"""The three groups: what each may and may not do, asked at the views themselves."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from issues.choices import Status
from issues.groups import CHIEF, ENTRY, GROUPS, REVIEW, load_groups
from issues.models import Agency, Issue

from .. import make
from .conftest import press, review_url, sign_in

pytestmark = pytest.mark.django_db

LISTS = ["issue", "page", "story", "batch", "importrun", "agency", "category", "division"]


def test_groups_can_be_loaded_twice_and_get_exactly_their_permissions():
    load_groups()
    Group.objects.get(name=ENTRY).permissions.add(Permission.objects.get(codename="publish_issue"))
    load_groups()
    for name, wanted in GROUPS.items():
        held = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in held} == wanted


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("group", [ENTRY, REVIEW, CHIEF])
def test_every_group_sees_every_list(groups, group, model):
    assert sign_in(group).get(reverse(f"admin:issues_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_staff_without_a_group_sees_no_list(db, model):
    assert sign_in().get(reverse(f"admin:issues_{model}_changelist")).status_code == 403


def test_somebody_without_a_group_sees_no_issue_and_no_history(db):
    draft, nobody = make.make_draft(), sign_in()
    for url in (review_url(draft), reverse("admin:issues_issue_history", args=[draft.pk])):
        assert nobody.get(url).status_code == 403
    index = nobody.get(reverse("admin:index"))
    assert index.status_code == 200 and not index.context["heaps"]


def test_citizen_is_sent_to_the_login(db):
    assert Client().get(review_url(make.make_draft())).status_code == 302


def test_login_with_a_foreign_next_address_ends_at_the_desk(groups):
    user = make.make_user(ENTRY)
    given = {"username": user.username, "password": "a long enough password", "next": "//evil.example"}
    answer = Client().post("/admin/login/", given)
    assert answer.headers["Location"] == reverse("admin:index")


def test_entry_edits_drafts_and_nothing_else(entry):
    draft, issue = make.make_draft(), make.make_issue()
    assert press(entry, draft, "save", place="海棠里小区三栋").status_code == 302
    draft.refresh_from_db()
    assert draft.place == "海棠里小区三栋"
    assert press(entry, issue, "save", place="别处").status_code == 403


@pytest.mark.parametrize("button", ["publish", "reject", "join", "decline"])
def test_entry_decides_nothing(entry, button):
    draft = make.make_draft(follows=make.make_issue())
    assert press(entry, draft, button, reason="不是问题").status_code == 403
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT and draft.follows
    assert f'value="{button}"' not in entry.get(review_url(draft)).content.decode()


def test_entry_cannot_enter_agencies_through_a_forged_form(entry):
    draft = make.make_draft()
    party = draft.parties.get()
    press(entry, draft, "save", **{f"enter_{party.pk}": "on"})
    assert not Agency.objects.filter(name=party.name).exists()


def test_entry_comments_only_inside(entry):
    issue = make.make_issue()
    url = review_url(issue)
    assert entry.post(url, {"do": "comment", "comment": "内部说明"}).status_code == 302
    entry.post(url, {"do": "comment", "comment": "公开说明", "audience": "public"})
    assert [event.text for event in issue.events.filter(kind="comment")] == ["内部说明"]


@pytest.mark.parametrize("action", ["publish_chosen", "withdraw_chosen"])
def test_actions_on_many_are_for_reviewers(entry, reviewer, action):
    draft = make.make_draft()
    data = {"action": action, "_selected_action": [draft.pk], "confirmed": "1", "reason": "重复"}
    url = reverse("admin:issues_issue_changelist")
    entry.post(url, data)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    reviewer.post(url, data)
    draft.refresh_from_db()
    assert draft.status != Status.DRAFT


def test_nobody_deletes_an_issue_past_the_actions(chief):
    root = sign_in(username="超级管理员", is_superuser=True)
    for client in (chief, root):
        for row in (make.make_draft(), make.make_issue()):
            url = reverse("admin:issues_issue_delete", args=[row.pk])
            assert client.post(url, {"post": "yes"}).status_code == 403
            assert url not in client.get(review_url(row)).content.decode()
    assert Issue.objects.count() == 4


def test_nobody_deletes_many_issues_at_once(chief):
    draft = make.make_draft()
    url = reverse("admin:issues_issue_changelist")
    chief.post(url, {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"})
    assert Issue.objects.filter(pk=draft.pk).exists()


def test_directory_is_kept_by_the_chief(reviewer, chief):
    url = reverse("admin:issues_category_add")
    assert reviewer.get(url).status_code == 403
    assert chief.get(url).status_code == 200


def test_chief_keeps_users_but_makes_no_superuser(chief):
    somebody = make.make_user()
    url = reverse("admin:auth_user_change", args=[somebody.pk])
    chief.post(url, {"username": "新名字", "is_staff": "on", "is_active": "on", "is_superuser": "on"})
    somebody.refresh_from_db()
    assert somebody.username == "新名字" and not somebody.is_superuser


def test_chief_cannot_touch_a_superuser(chief, staff):
    for name in ("auth_user_change", "auth_user_delete"):
        answer = chief.post(reverse(f"admin:{name}", args=[staff.pk]), {"post": "yes", "username": "x"})
        assert answer.status_code == 403
    password = reverse("admin:auth_user_password_change", args=[staff.pk])
    assert chief.post(password, {"password1": "new-pass-123", "password2": "new-pass-123"}).status_code == 403
    assert User.objects.get(pk=staff.pk).username == staff.username


def test_chief_cannot_widen_a_group(chief):
    """A chief who could give a group any permission could give it to themselves."""
    group = Group.objects.get(name=ENTRY)
    wanted = Permission.objects.get(codename="delete_group")
    url = reverse("admin:auth_group_change", args=[group.pk])
    chief.post(url, {"name": ENTRY, "permissions": [wanted.pk]})
    assert not group.permissions.filter(pk=wanted.pk).exists()


@pytest.mark.parametrize("model", ["page", "story", "batch"])
def test_sources_are_written_by_nobody(staff, model):
    client = Client()
    client.force_login(staff)
    assert client.get(reverse(f"admin:issues_{model}_add")).status_code == 403
