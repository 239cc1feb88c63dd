"""The pages behind a sign-in as axe hears them: the desk whole, with the theme around it, the office, the account, the slip."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from issues.choices import Status
from issues.groups import load_groups

from .. import make
from ..admin.test_chinese import FORMS, LISTS, city, send_in  # noqa: F401
from ..office.conftest import make_member
from .test_desk import Desk
from .test_public import TARGETS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [(1280, "light"), (1920, "dark")]
OPEN_ALL = "document.querySelectorAll('#content details, main details').forEach(one => { one.open = true })"


@pytest.fixture
def root(live_server, settings, chromium, staff):
    """The browser of somebody who sees everything."""
    settings.AXES_ENABLED = False
    load_groups()
    client = Client()
    client.force_login(staff)
    return Desk(live_server.url, client.cookies["sessionid"].value, chromium)


def listen(browser, paths, width, scheme) -> list[tuple]:
    """What axe finds on each of the pages, all that unfolds unfolded."""
    tab = browser.open("/account/", viewport={"width": width, "height": 900}, color_scheme=scheme)
    told = []
    for path in paths:
        assert tab.goto(browser.base + path).status == 200, path
        tab.wait_for_timeout(150)
        tab.evaluate(OPEN_ALL)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
        for rule in Axe().run(tab, options=TARGETS).response["violations"]:
            told += [(path, rule["id"], node["html"][:150]) for node in rule["nodes"]]
    tab.context.close()
    return told


def list_rows(city) -> list[str]:  # noqa: F811
    """The page of one row of each kind."""
    draft, known = city["draft"], city["known"]
    page = draft.story.page
    make.mark_asides(page)
    return [
        reverse(f"admin:{name}", args=keys)
        for name, *keys in (
            ("issues_issue_review", draft.pk),
            ("issues_issue_review", known.pk),
            ("issues_issue_history", known.pk),
            ("issues_issue_restore", known.pk, 1),
            ("issues_issue_purge", known.pk),
            ("issues_issue_slip", known.pk),
            ("issues_issue_import_sheet",),
            ("issues_page_change", page.pk),
            ("issues_story_change", draft.story_id),
            ("issues_story_open_issue", draft.story_id),
            ("issues_batch_change", city["batch"].pk),
            ("issues_importrun_change", city["run"].pk),
            ("issues_letter_change", city["letter"].pk),
            ("issues_letter_open", city["letter"].pk),
            ("issues_proposal_decide", city["sent"].pk),
            ("issues_agency_change", city["agency"].pk),
            ("issues_membership_change", city["sent"].by.membership.pk),
            ("auth_user_change", city["editor"].pk),
            ("issues_difference_changelist",),
        )
    ]


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_lists_and_forms_of_the_desk_are_accessible(root, city, width, scheme):  # noqa: F811
    paths = [reverse("admin:index"), reverse("admin:auth_user_changelist")]
    paths += [reverse(f"admin:issues_{model}_changelist") for model in LISTS]
    paths += [reverse(f"admin:issues_{model}_add") for model in FORMS]
    assert listen(root, paths, width, scheme) == []
    assert root.said == []


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_screens_of_the_desk_are_accessible(root, city, width, scheme):  # noqa: F811
    assert listen(root, list_rows(city), width, scheme) == []
    assert root.said == []


@pytest.mark.parametrize(("width", "scheme"), [*WIDTHS, (390, "dark")])
def test_office_and_account_are_accessible(root, width, scheme):
    issue = make.make_issue(Status.REPORTED)
    send_in(issue)
    member = make_member(make.make_agency(), username="住建局小李")
    office = Desk(root.base, member.cookies["sessionid"].value, root.chromium)
    paths = [reverse("issues:office"), reverse("issues:office") + "?show=all"]
    paths += [reverse("issues:office_issue", args=[issue.pk]), reverse("issues:account")]
    assert listen(office, paths, width, scheme) == []
    assert listen(root, [reverse("issues:account")], width, scheme) == []
    assert office.said == [] == root.said


@pytest.mark.parametrize(("width", "scheme"), [*WIDTHS, (390, "dark")])
def test_preview_of_a_draft_is_accessible(root, width, scheme):
    assert listen(root, [reverse("issues:preview", args=[make.make_draft().pk])], width, scheme) == []
    assert root.said == []
