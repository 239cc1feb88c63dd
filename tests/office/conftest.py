"""An agency with an account and an issue of its own, and a browser signed in for it."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from issues.choices import Status
from issues.groups import AGENCY, load_groups
from issues.models import Membership

from .. import make

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def plain_axes(settings):
    settings.AXES_ENABLED = False


def make_member(agency, username="住建局小王") -> Client:
    """A browser signed in as somebody who answers for `agency`."""
    load_groups()
    user = make.make_user(username=username)
    user.is_staff = False
    user.save()
    user.groups.add(Group.objects.get(name=AGENCY))
    Membership.objects.create(user=user, agency=agency)
    client = Client()
    client.force_login(user)
    client.user, client.agency = user, agency
    return client


@pytest.fixture
def office(db):
    """`office.issue` names the agency of `office.user` as responsible."""
    issue = make.make_issue(Status.REPORTED)
    client = make_member(issue.parties.get().agency)
    client.issue = issue
    return client
