"""The public pages in English: what is Chinese on them is stored, from papers, readers and the directory; never the frame."""

import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import reverse

from issues.actions import (
    NewEvent,
    NewLetter,
    NewParty,
    add_event,
    attach_letter,
    extend_promise,
    join_issue,
    move_issue,
    receive_letter,
    return_issue,
    set_aside_letter,
    show_photo,
    undo_move,
)
from issues.choices import EventKind, LetterKind, Rhythm, Role, Status
from issues.following.asking import ask_to_follow
from issues.following.links import confirm_link, stop_link
from issues.paging import ORDERS
from issues.voice import seals
from issues.workflow import HIDDEN

from .. import make
from ..office.conftest import make_member
from ..public.test_official import REPORT, make_batch, make_report
from .reading import page_of
from .test_letter import fill_in, send
from .test_visibility import list_addresses

pytestmark = pytest.mark.django_db
FRAME = {"问", "中文"}
"""The seal, and the button that leads to the Chinese pages."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_MARKED = re.compile(r'<(?!html)(\w+)[^>]* lang="zh-Hans"[^>]*>.*?</\1>', re.DOTALL)
_ATTRIBUTES = re.compile(r'(?:title|alt|placeholder|aria-label|content|data-suggest-label)="([^"]*)"')


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch, settings):
    monkeypatch.setattr(seals, "QUICKEST", seals.QUICKEST * 0 - seals.LASTS)
    settings.AXES_ENABLED = False
    settings.CIVICTRACK_CONTACT = "desk@example.org"


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def read_stored() -> str:
    """Every text that is stored, except what is chosen from a list: its names are ours."""
    found = []
    for model in apps.get_app_config("issues").get_models():
        kinds = (CharField, TextField, JSONField)
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, kinds) and not f.choices]
        found += [str(value) for row in model._base_manager.values_list(*names) for value in row if names]
    return "\n".join(found)


def find_chinese(answer, *said: str) -> set[str]:
    """The Chinese words of a page that are neither stored, nor `said` by the visitor, nor marked as Chinese."""
    html = _MARKED.sub("", answer.content.decode())
    assert 'lang="en"' in html, answer.request["PATH_INFO"]
    shown = re.sub(r"<[^>]+>", "\n", html.replace("<mark>", "").replace("</mark>", ""))
    data = "\n".join([read_stored(), *said])
    words = _CHINESE.findall("\n".join([shown, *_ATTRIBUTES.findall(html)]))
    return {one for one in words if one not in data} - FRAME


@pytest.fixture
def city(staff):
    """Issues in every public state, with everything on their pages that a page can have."""
    rich = make.make_issue(
        dates={"began": "2025-11", "reported": "2025-12-04", "promised": "2025-12-10"},
        parties=[NewParty("城东区住建局", role, (), make.make_agency()) for role in Role],
        events=[
            NewEvent(kind, "12月10日前换好电机", (), "2025-12-03", agency_name=name)
            for kind in (EventKind.FINDING, EventKind.ACTION, EventKind.PROMISE, EventKind.RESULT)
            for name in ("云河市水务集团", "城东区住建局")
        ],
    )
    extend_promise(rich, "2027-01-01", by=staff, reason="缺少配件")
    join_issue(make.make_issue(), rich, by=staff)
    letter = receive_letter(NewLetter(LetterKind.UNSOLVED, "one", issue=rich, text=make.LETTER))[0]
    attach_letter(letter, rich, by=staff, text="读者说还在停水。", public=True, answer="已转给住建局。")
    photo = make.make_photo()
    photo.letter = letter
    photo.save()
    show_photo(photo, by=staff, caption="泵房")
    add_event(rich, EventKind.VISIT, text="又停了")
    others = [make.make_issue(status) for status in Status if status not in HIDDEN]
    moved = make.make_issue()
    move_issue(moved, Status.RESOLVED, by=staff, reason="已修好")
    undo_move(moved, by=staff)
    return_issue(make.make_issue(Status.ACCEPTED), by=staff, reason="不归我们")
    make_batch(3, 40, warnings=["各渠道相加为41件，与总数40件不符。"])
    make_batch(3, 41, issues=2), make_batch(4, 1, issues=2)
    page = make.make_page(f"{make.PAGE}\n{REPORT}\n")
    make_report(page), make.make_issue(story=make.make_story(page))
    return [rich, moved, *others]


def test_every_address_speaks_english(visitor, city, staff, settings, tmp_path):
    settings.CIVICTRACK_DUMP = str(tmp_path)
    draft, withdrawn = make.make_draft(), make.make_issue(Status.WITHDRAWN)
    seen = 0
    for address in list_addresses(draft, withdrawn, city[0], make.make_agency()):
        answer = visitor.get(address)
        if answer.status_code in {200, 404} and answer["Content-Type"].startswith("text/html"):
            assert find_chinese(answer, "贵阳") == set(), address
            seen += 1
    assert seen > 30


def test_what_papers_and_directory_say_is_marked_as_chinese_for_those_who_hear_the_page(visitor, city):
    agency = city[0].parties.first().agency
    addresses = ["/", page_of(city[0]), page_of(city[1])]
    addresses += [reverse(f"issues:{name}") for name in ("agencies", "districts", "sources")]
    addresses += [reverse("issues:agency", args=[agency.pk]), reverse("issues:district", args=["990102"])]
    for address in addresses:
        body = visitor.get(address).content.decode().split("<main")[1]
        heard = re.sub(r'<span class="unseen">.*?</span>|<datalist.*?</datalist>', "", _MARKED.sub("", body))
        assert _CHINESE.findall(re.sub(r"<[^>]+>", "\n", heard)) == [], address


def test_issues_in_every_state_speak_english(visitor, city):
    for issue in city:
        answer = visitor.get(page_of(issue))
        assert answer.status_code == 200
        assert find_chinese(answer) == set(), issue.status


@pytest.mark.parametrize("order", ORDERS)
def test_lists_in_every_order_and_under_wrong_filters_speak_english(visitor, city, order):
    wrong = (
        "&status=x&category=x&group=x&district=x&role=x&batch=x&reported_from=x&closed_to=1800-01-01&after=x"
    )
    for address in (
        f"/?q=停水&order={order}",
        f"/?order={order}{wrong}",
        f"/?q=没有的词&status=open&category=water&overdue=on&returned=on&agency=住建局&order={order}",
        f"{reverse('issues:map')}?district=990102&q=停水{wrong}",
        f"{reverse('issues:figures')}?status=open{wrong}",
        f"{reverse('issues:follow')}?status=open&category=water",
    ):
        assert find_chinese(visitor.get(address), "没有的词", "停水", "住建局") == set(), address


def test_letters_and_their_tracking_speak_english(visitor, city, staff):
    tell = reverse("issues:tell", args=[city[0].pk])
    evidence = city[0].evidence.first()
    for kind in LetterKind:
        assert find_chinese(visitor.get(f"{tell}?kind={kind}&sentence={evidence.pk}")) == set(), kind
    for told in ({}, {"text": "", "place": ""}, {"text": "x" * 5000}):
        assert (
            find_chinese(
                fill_in(visitor, **told)[0], make.LETTER, "海棠里小区又停水了，从周一早上停到现在。我的电话是"
            )
            == set()
        )
    sent = send(visitor)
    assert find_chinese(sent) == set()
    letter, code = receive_letter(NewLetter(LetterKind.PROBLEM, "two", text=make.LETTER))
    track = reverse("issues:track", args=[code])
    assert find_chinese(visitor.get(track)) == set()
    set_aside_letter(letter, by=staff, reason="同一件事")
    assert find_chinese(visitor.get(track)) == set()
    assert find_chinese(visitor.post(reverse("issues:track_ask"), {"code": "没有"}), "没有") == set()


def test_following_speaks_english(visitor, city):
    follow = reverse("issues:follow_issue", args=[city[0].pk])
    shown = visitor.get(follow)
    seal = re.search(r'name="seal" value="([^"]+)"', shown.content.decode())[1]
    for email in ("nobody", "zhou@example.org"):
        answer = visitor.post(follow, {"seal": seal, "email": email, "rhythm": "now"}, follow=True)
        assert find_chinese(answer) == set(), email
    row = ask_to_follow("a@example.org", site="", rhythm=Rhythm.DAILY, query="status=open&category=water")
    for address in (confirm_link(row), stop_link(row)):
        assert find_chinese(visitor.get(address)) == set(), address
        assert find_chinese(visitor.post(address, follow=True)) == set(), address


def test_an_agency_and_an_account_are_spoken_to_in_english(city):
    issue = city[0]
    member = make_member(make.make_agency(), username="zhou")
    for address in (
        reverse("issues:office"),
        reverse("issues:office") + "?show=all",
        reverse("issues:office_issue", args=[issue.pk]),
        reverse("issues:account"),
    ):
        assert find_chinese(member.get(address, headers={"accept-language": "en"})) == set(), address


def test_refusals_speak_english(visitor, city):
    assert find_chinese(visitor.get("/nope/")) == set()
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    refused = strict.post(reverse("issues:report"), {"text": "x"})
    assert refused.status_code == 403 and find_chinese(refused) == set()


def test_a_chinese_word_of_our_own_would_be_found(visitor, city):
    cache.clear()
    answer = visitor.get("/")
    answer.content = answer.content.replace(b"</main>", "<p>我们的话</p></main>".encode())
    assert find_chinese(answer) == {"我们的话"}
    assert "查看结果" in find_chinese(_as_english(Client().get("/", headers={"accept-language": "zh"})))


def _as_english(answer):
    """A Chinese page that says it is English: what a missing translation would look like."""
    answer.content = answer.content.replace(b'<html lang="zh-Hans">', b'<html lang="en">')
    return answer
