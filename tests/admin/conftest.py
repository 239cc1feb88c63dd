"""People of the desk, each in a real group, with a browser of their own."""

import pytest
from django.test import Client
from django.urls import reverse

from issues.groups import CHIEF, ENTRY, REVIEW, load_groups

from .. import make


@pytest.fixture(autouse=True)
def plain_axes(settings):
    """Logins by force_login: the lock against guessed passwords has tests of its own."""
    settings.AXES_ENABLED = False


@pytest.fixture
def groups(db):
    load_groups()


def sign_in(group=None, **fields) -> Client:
    user = make.make_user(group, **fields)
    client = Client()
    client.force_login(user)
    client.user = user
    client.get(
        reverse("admin:jsi18n")
    )  # notes in the session that the account was seen: once a minute, not in each test
    return client


@pytest.fixture
def entry(groups):
    return sign_in(ENTRY, username="录入员")


@pytest.fixture
def reviewer(groups):
    return sign_in(REVIEW, username="审核员")


@pytest.fixture
def second_reviewer(groups):
    return sign_in(REVIEW, username="另一审核员")


@pytest.fixture
def chief(groups):
    return sign_in(CHIEF, username="管理员")


def review_url(issue) -> str:
    return reverse("admin:issues_issue_review", args=[issue.pk])


def read_form(client, issue) -> dict:
    """What a browser would send back from the issue's review screen, untouched."""
    form = client.get(review_url(issue)).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value is False or value is None:
            continue
        data[bound.html_name] = value
    return data


def press(client, issue, button, **changes):
    """Open the issue, change some fields, press a button. The field `version` is the one that was shown."""
    return client.post(review_url(issue), {**read_form(client, issue), "do": button, **changes})
