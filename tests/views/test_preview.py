"""A draft's public page before it is public: the same page, for the desk's eyes alone."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from issues.actions import NewParty, edit_issue, publish_issue
from issues.choices import EventKind, Role, Status
from issues.models import Issue

from .. import make
from ..office.conftest import make_member
from .reading import page_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_axes(settings):
    settings.AXES_ENABLED = False


def sign_in(*codenames, **fields) -> Client:
    user = make.make_user(**fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def looker():
    """Somebody of the desk who may see drafts and no more."""
    return sign_in("view_issue")


def preview_of(issue) -> str:
    return reverse("issues:preview", args=[issue.pk])


def article(html: str) -> str:
    """What the page says of the issue, without what works only once it is public, the hour and the number of a line."""
    told = html.split('<article class="issue">')[1].split("</article>")[0]
    told = re.sub(r'<section class="(voice|share)".*?</section>', "", told, flags=re.DOTALL)
    told = re.sub(r'<span class="to-tell">.*?</span>', "", told)
    return re.sub(r'id="line-\d+"|最近变动[^<]*', "", told)


@pytest.mark.parametrize("printed", [Status.IN_PROGRESS, Status.RESOLVED, ""])
def test_preview_says_what_the_public_page_says_afterwards(looker, client, printed):
    agency = make.make_agency("云河市水务集团")
    draft = make.make_draft(
        printed_status=printed, parties=[NewParty(agency.name, Role.RESPONSIBLE, [[0, 4]], agency=agency)]
    )
    before = article(read(looker, preview_of(draft)))
    publish_issue(draft, by=make.make_user())
    assert before == article(read(client, page_of(draft)))
    assert "公开" in before and "周女士" not in before


def test_private_data_is_masked_as_in_public(looker):
    draft = make.make_draft(summary="联系人周大明，电话13985012345。")
    edit_issue(draft, {"hidden_names": "周大明"}, by=make.make_user())
    html = read(looker, preview_of(draft))
    assert "13985012345" not in html and "周大明" not in html and "联系人" in html


def test_looking_saves_nothing(looker):
    draft = make.make_draft()
    before = Issue.objects.filter(pk=draft.pk).values().get()
    read(looker, preview_of(draft))
    assert Issue.objects.filter(pk=draft.pk).values().get() == before
    assert not draft.events.filter(kind=EventKind.MOVED).exists() and draft.history.count() == 1


def test_preview_says_that_it_is_none_of_the_publics_and_is_in_no_index_and_no_cache(looker):
    answer = looker.get(preview_of(make.make_draft()))
    html = answer.content.decode()
    assert "预览·尚未公开" in html and '<meta name="robots" content="noindex">' in html
    assert answer["X-Robots-Tag"] == "noindex" and "no-store" in answer["Cache-Control"]
    assert "application/atom+xml" not in html and "qr.svg" not in html


def test_public_page_is_no_preview(client):
    html = read(client, page_of(make.make_issue()))
    assert "尚未公开" not in html and " inert" not in html and "qr.svg" in html


def test_only_who_may_see_the_draft_sees_the_preview(client):
    address = preview_of(make.make_draft())
    answer = client.get(address)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("admin:login"))
    assert sign_in("add_agency").get(address).status_code == 403
    assert make_member(make.make_agency(), username="住建局小李").get(address).status_code == 302
    assert sign_in("change_issue", username="录入").get(address).status_code == 200


@pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.WITHDRAWN])
def test_what_is_no_draft_has_no_preview(looker, status):
    assert looker.get(preview_of(make.make_issue(status))).status_code == 404


def test_half_filled_draft_is_previewed(looker):
    draft = make.make_bare_issue(Status.DRAFT)
    Issue.objects.filter(pk=draft.pk).update(published_at=None)
    assert "没有出处的问题" in read(looker, preview_of(draft))


def test_queries_of_the_preview_do_not_grow_with_the_draft(looker, django_assert_max_num_queries):
    small = make.make_draft()
    big = make.make_draft(parties=[NewParty(f"第{n}物业公司", Role.OPERATOR, [[0, 4]]) for n in range(8)])
    read(looker, preview_of(small))
    for draft in (small, big):
        with django_assert_max_num_queries(24):
            read(looker, preview_of(draft))


def test_review_screen_of_a_draft_leads_to_its_preview(staff, client):
    client.force_login(staff)
    draft, public = make.make_draft(), make.make_issue()
    html = read(client, reverse("admin:issues_issue_review", args=[draft.pk]))
    assert f'href="{preview_of(draft)}">预览公开页面</a>' in html
    assert preview_of(public) not in read(client, reverse("admin:issues_issue_review", args=[public.pk]))
