"""Sessions end: with the browser, after idle time, and with a changed password."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from issues.accounts.sessions import SEEN
from issues.choices import Status

from .. import make
from ..office.conftest import make_member

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def plain_axes(settings):
    settings.AXES_ENABLED = False


@pytest.fixture
def member():
    return make_member(make.make_issue(Status.REPORTED).parties.get().agency)


@pytest.fixture
def editor():
    client = Client()
    client.user = make.make_user()
    client.force_login(client.user)
    return client


def idle(client, minutes):
    session = client.session
    session[SEEN] = time.time() - minutes * 60
    session.save()


def test_agency_account_is_signed_out_after_thirty_idle_minutes_and_told_so(member):
    office = reverse("issues:office")
    idle(member, 29)
    assert member.get(office).status_code == 200
    idle(member, 31)
    assert "太久没有操作" in member.get(office, follow=True).content.decode()
    assert member.get(office).status_code == 302


def test_staff_stay_for_a_working_day(editor):
    idle(editor, 11 * 60)
    assert editor.get("/admin/").status_code == 200
    idle(editor, 12 * 60 + 1)
    assert editor.get("/admin/").status_code == 302


def test_minutes_are_the_operators_to_set(editor, settings):
    settings.CIVICTRACK_STAFF_IDLE_MINUTES = 5
    idle(editor, 6)
    assert editor.get("/admin/").status_code == 302


def test_what_a_page_fetches_by_itself_keeps_nobody_signed_in(editor):
    idle(editor, 10)
    seen = editor.session[SEEN]
    editor.get("/admin/", headers={"HX-Request": "true"})
    assert editor.session[SEEN] == seen
    editor.get("/admin/")
    assert editor.session[SEEN] > seen


def test_cookie_ends_with_the_browser():
    user = make.make_user()
    client = Client()
    client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    assert client.cookies["sessionid"]["max-age"] == ""


def test_visitors_get_no_session(client):
    assert "sessionid" not in client.get("/").cookies


def test_changed_password_ends_every_other_session(editor):
    other = Client()
    other.force_login(editor.user)
    given = {
        "old_password": PASSWORD,
        "new_password1": "新的长口令一二三四",
        "new_password2": "新的长口令一二三四",
    }
    answer = editor.post("/account/", {"do": "password", **given}, follow=True)
    assert "其他地方的登录都已退出" in answer.content.decode()
    assert other.get("/account/").status_code == 302 and editor.get("/account/").status_code == 200


def test_chiefs_new_password_for_somebody_ends_their_sessions(editor, staff):
    root = Client()
    root.force_login(staff)
    url = reverse("admin:auth_user_password_change", args=[editor.user.pk])
    root.post(url, {"password1": "another long password", "password2": "another long password"})
    assert editor.get("/account/").status_code == 302


def test_wrong_old_password_changes_nothing(editor):
    given = {
        "old_password": "x",
        "new_password1": "新的长口令一二三四",
        "new_password2": "新的长口令一二三四",
    }
    assert editor.post("/account/", {"do": "password", **given}).status_code == 200
    editor.user.refresh_from_db()
    assert editor.user.check_password(PASSWORD)


def test_account_page_is_for_those_who_signed_in(client):
    assert client.get("/account/").headers["Location"].startswith("/admin/login/")
