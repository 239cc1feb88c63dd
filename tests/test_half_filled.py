"""An issue without category, agency, place, page or story: shown by every page, list, feed, export and API, and mended."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from issues.actions import propose
from issues.choices import ProposalKind, Role, Status
from issues.groups import CHIEF, load_groups
from issues.models import Party
from issues.search import index_issue

from . import make
from .office.conftest import make_member

pytestmark = pytest.mark.django_db
TITLE = "没有出处的问题"


@pytest.fixture
def bare():
    return make.make_bare_issue()


@pytest.fixture
def chief(settings):
    settings.AXES_ENABLED = False
    load_groups()
    client = Client()
    client.user = make.make_user(CHIEF)
    client.force_login(client.user)
    return client


def body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


SHOWING = [
    "/",
    "/?q=没有出处",
    "/?order=reported",
    "/?order=longest",
    "/feeds/new.atom",
    "/feeds/changes.atom",
    "/data/issues.csv",
    "/data/issues.jsonl",
    "/data/issues.geojson",
    "/api/v1/issues/",
]


@pytest.mark.parametrize("url", SHOWING)
def test_public_lists_feeds_exports_and_api_show_it(bare, url):
    bare.refresh_from_db()
    if "q=" in url:
        index_issue(bare)
    answer = Client().get(url)
    assert answer.status_code == 200
    text = body(answer).replace("<mark>", "").replace("</mark>", "")  # what was searched for is marked
    assert TITLE in text or json.dumps(TITLE)[1:-1] in text, url


@pytest.mark.parametrize(
    "path",
    [
        "/issues/{pk}/",
        "/api/v1/issues/{pk}/",
        "/open311/v2/requests/{pk}.json",
        "/open311/v2/requests/{pk}.xml",
        "/open311/v2/requests.json",
        "/data/issues.xlsx",
        "/feeds/promises.ics",
        "/figures/",
        "/districts/",
        "/agencies/",
    ],
)
def test_public_pages_of_it_open(bare, path):
    answer = Client().get(path.format(pk=bare.pk))
    assert answer.status_code == 200 and body(answer)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.STALLED, Status.RESOLVED, Status.DUPLICATE])
def test_desk_shows_it_in_any_status(chief, status):
    row = make.make_bare_issue(status)
    for name, args in (
        ("admin:issues_issue_review", [row.pk]),
        ("admin:issues_issue_history", [row.pk]),
        ("admin:issues_issue_slip", [row.pk]),
        ("admin:issues_issue_changelist", []),
        ("admin:index", []),
    ):
        assert chief.get(reverse(name, args=args)).status_code == 200, name
    sheet = chief.get(reverse("admin:issues_issue_sheet", args=["csv"]))
    assert TITLE in body(sheet)


def test_it_is_mended_on_the_review_screen(chief, bare):
    url = reverse("admin:issues_issue_review", args=[bare.pk])
    form = chief.get(url).context["form"]
    given = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    agency = make.make_agency("城东区水务局")
    given |= {
        "do": "save",
        "category": make.make_category().pk,
        "district": make.make_division().pk,
        "place": "海棠里小区",
        "responsible": [agency.pk],
    }
    assert chief.post(url, given).status_code == 302
    bare.refresh_from_db()
    assert (bare.category.name, bare.district.name, bare.place) == ("供水", "城东区", "海棠里小区")
    assert bare.parties.get().agency == agency


def test_it_is_handed_on_and_answered_like_any_other(chief, bare):
    agency = make.make_agency("城东区水务局")
    given = {"agency": agency.pk, "reason": "属水务局"}
    chief.post(reverse("admin:issues_issue_deed", args=[bare.pk, "hand_on"]), given)
    member = make_member(agency)
    assert TITLE in body(member.get("/office/"))
    assert TITLE in body(member.get(reverse("issues:office_issue", args=[bare.pk])))
    sent = propose(bare, agency, ProposalKind.REPLY, by=member.user, text="在办")
    url = reverse("admin:issues_proposal_decide", args=[sent.pk])
    assert chief.get(url).status_code == 200
    chief.post(url, {"do": "approve", "text": "在办"})
    assert "在办" in body(Client().get(bare.get_absolute_url()))


def test_party_without_an_agency_of_the_directory_shows_by_its_printed_name(chief, bare):
    Party.objects.create(issue=bare, name="某某公司", role=Role.RESPONSIBLE)
    for url in (f"/issues/{bare.pk}/", "/", reverse("admin:issues_issue_slip", args=[bare.pk])):
        assert "某某公司" in body(chief.get(url)), url


def test_bare_draft_is_refused_publishing_in_words(chief):
    draft = make.make_bare_issue(Status.DRAFT)
    url = reverse("admin:issues_issue_deed", args=[draft.pk, "publish"])
    html = body(chief.post(url, follow=True))
    assert "公开之前" in html or "公开前" in html or "请先填" in html
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
