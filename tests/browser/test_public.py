"""The public pages in a browser: accessible at every width, clean under the policy, usable by keyboard and without JavaScript."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from issues.actions import NewLetter, attach_letter, receive_letter
from issues.choices import LetterKind, Rhythm, Status
from issues.following.asking import ask_to_follow
from issues.following.links import stop_link
from issues.models import Issue
from issues.voice import seals

from .. import make
from ..public.test_official import REPORT, make_batch, make_report
from ..voice.test_photos import make_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "list",
    "filtered",
    "empty",
    "issue",
    "agency",
    "district",
    "map",
    "figures",
    "agencies",
    "districts",
    "sources",
    "source",
    "about",
    "missing",
    "report",
    "tell",
    "track_ask",
    "track",
    "poster",
    "follow",
    "stop",
]
MAIN = ["list", "issue", "map", "agency", "about", "report", "poster"]
TARGETS = {"rules": {"target-size": {"enabled": True}}}
"""WCAG 2.2's smallest target, which axe leaves out unless asked."""
SIZES = {1280: 900, 390: 844, 320: 640}


@pytest.fixture
def city(live_server):
    """A few issues, and the address of every kind of page."""
    late = make.make_issue(dates={"reported": "2025-12-04", "promised": "2025-12-10"})
    for status in (Status.RESOLVED, Status.STALLED, Status.UNFOUNDED):
        make.make_issue(status, title=f"云山大道与文化路交叉口东北角的临时停车场一带{status.label}")
    agency = late.parties.get().agency_id
    make.make_agency(division=late.district)
    letter, code = receive_letter(NewLetter(LetterKind.UNSOLVED, "one form", issue=late, text=make.LETTER))
    editor = make.make_user()
    make_batch(3, 40, status=Status.RESOLVED, warnings=["各渠道相加为41件，与总数40件不符。"])
    page = make.make_page(f"{make.PAGE}\n{REPORT}\n")
    make_report(page), make.make_issue(Status.RESOLVED, title="有成绩的版面", story=make.make_story(page))
    attach_letter(letter, late, by=editor, text="读者说还在停水。", public=True, answer="已转给住建局。")
    paths = {
        "list": reverse("issues:list"),
        "filtered": "/?q=停水&status=open&category=water&reported_from=gestern",
        "empty": "/?q=停水&status=verified",
        "issue": reverse("issues:issue", args=[late.pk]),
        "agency": reverse("issues:agency", args=[agency]),
        "district": reverse("issues:district", args=[late.district.code]),
        "map": reverse("issues:map"),
        "figures": reverse("issues:figures"),
        "agencies": reverse("issues:agencies"),
        "districts": reverse("issues:districts"),
        "sources": reverse("issues:sources"),
        "source": reverse("issues:source", args=["云河晚报"]),
        "about": reverse("issues:about"),
        "missing": "/nope/",
        "report": reverse("issues:report"),
        "tell": reverse("issues:tell", args=[late.pk]) + f"?sentence={late.evidence.first().pk}",
        "track_ask": reverse("issues:track_ask"),
        "track": reverse("issues:track", args=[code]),
        "follow": reverse("issues:follow") + "?status=open&category=water",
        "stop": stop_link(ask_to_follow("a@example.org", site="", rhythm=Rhythm.NOW, issue=late)),
        "poster": reverse("issues:poster") + f"?district={late.district.code}&place=海棠里小区北门",
    }
    return {name: live_server.url + path for name, path in paths.items()}


def open_page(chromium, address: str, *, width=1280, **options):
    """A new tab at `address`, and what its console said."""
    tab = chromium.new_context(
        viewport={"width": width, "height": SIZES[width]}, locale="zh-CN", reduced_motion="reduce", **options
    ).new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(address)
    return tab, said


@pytest.mark.parametrize(
    ("width", "scheme", "pages"),
    [(1280, "light", PAGES), (390, "dark", PAGES), (1280, "dark", MAIN), (390, "light", MAIN)],
)
def test_axe_finds_nothing_and_the_policy_is_kept(chromium, city, width, scheme, pages):
    for name in pages:
        tab, said = open_page(chromium, city[name], width=width, color_scheme=scheme)
        tab.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        found = Axe().run(tab, options=TARGETS)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert [line for line in said if "404" not in line] == [], name
        tab.context.close()


@pytest.mark.parametrize("width", SIZES)
def test_nothing_is_wider_than_the_screen(chromium, city, width):
    for name in PAGES:
        tab, _said = open_page(chromium, city[name], width=width)
        tab.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
        tab.context.close()


def test_filters_words_and_quotations_work_without_javascript(chromium, city):
    tab, _said = open_page(chromium, city["list"], java_script_enabled=False)
    tab.get_by_label("关键词").fill("海棠里")
    tab.get_by_label("未办结").check()
    tab.get_by_role("button", name="查看结果").click()
    assert "status=open" in tab.url
    assert tab.get_by_role("heading", name="共 2 个问题").is_visible()
    tab.get_by_role("link", name="海棠里小区每天早上停水").click()
    words = tab.locator(".facts details").first
    assert not words.locator("blockquote").is_visible()
    words.locator("summary").click()
    assert words.locator("mark").first.is_visible()
    tab.get_by_role("button", name="English").click()
    assert tab.get_by_text("Who has to act", exact=True).is_visible()
    tab.context.close()


def test_the_first_issue_is_reached_and_opened_with_the_keyboard_alone(chromium, city):
    tab, _said = open_page(chromium, city["list"])
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent").strip() == "跳到正文"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent").strip() == "跳过筛选"
    tab.keyboard.press("Enter")
    title = Issue.objects.public().newest().first().title
    for _step in range(5):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.closest('.row h3') !== null"):
            break
    assert tab.evaluate("document.activeElement.textContent") == title
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px", "the focus must be seen"
    tab.keyboard.press("Enter")
    assert tab.get_by_role("heading", level=1).inner_text() == title
    tab.context.close()


def test_on_a_phone_the_filters_wait_behind_one_line(chromium, city):
    tab, _said = open_page(chromium, city["list"], width=390)
    assert not tab.get_by_label("区县").is_visible()
    tab.get_by_text("更多筛选").click()
    assert tab.get_by_label("区县").is_visible()
    tab.context.close()


def test_the_printed_page_leaves_the_site_out_and_keeps_the_words(chromium, city):
    tab, _said = open_page(chromium, city["issue"])
    tab.emulate_media(media="print")
    assert not tab.get_by_role("navigation", name="主导航").is_visible()
    assert not tab.get_by_role("button", name="English").is_visible()
    assert tab.locator("blockquote").first.is_visible()
    tab.context.close()


def test_paper_is_light_where_the_screen_is_dark(chromium, city):
    tab, _said = open_page(chromium, city["issue"], color_scheme="dark")
    tab.emulate_media(media="print")
    for name in ("--ink", "--stuck", "--open-bg"):
        value = tab.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('{name}')")
        assert value.strip() == {"--ink": "#000", "--stuck": "#9a1f14", "--open-bg": "#fdf0dc"}[name]
    tab.context.close()


def test_a_problem_is_reported_on_a_phone_by_keyboard_without_javascript(
    chromium, city, monkeypatch, tmp_path
):
    monkeypatch.setattr(seals, "QUICKEST", timedelta(days=-2))
    tab, _said = open_page(chromium, city["report"], width=390, java_script_enabled=False)
    picture = tmp_path / "水桶.jpg"
    picture.write_bytes(make_photo())
    tab.get_by_label("出了什么问题").fill(make.LETTER)
    tab.get_by_label("照片").set_input_files(picture)
    tab.get_by_role("button", name="下一步：核对").click()
    assert "还没有发送" in tab.inner_text("main"), "the place is missing"
    tab.get_by_label("在哪里").fill("海棠里小区")
    tab.keyboard.press("Enter")
    tab.locator(".check").wait_for()
    assert tab.locator(".check mark").count() >= 2 and "照片 1 张" in tab.inner_text(".check")
    assert not tab.get_by_label("在哪里").is_visible()
    tab.get_by_role("button", name="发送给编辑").press("Enter")
    assert len(tab.inner_text(".code")) == 19
    tab.get_by_role("main").get_by_role("link", name="查询来信").click()
    assert "等编辑查看" in tab.inner_text("main")
    tab.context.close()


def test_what_is_checked_and_what_is_wrong_is_accessible_too(chromium, city, monkeypatch):
    monkeypatch.setattr(seals, "QUICKEST", timedelta(days=-2))
    for scheme, width in (("light", 390), ("dark", 1280)):
        tab, _said = open_page(chromium, city["report"], width=width, color_scheme=scheme)
        for place, seen in (("", ".notice"), ("海棠里小区3栋502", ".check")):
            tab.get_by_label("出了什么问题").fill(make.LETTER)
            tab.get_by_label("在哪里").fill(place)
            tab.get_by_role("button", name="核对").click()
            assert tab.locator(seen).first.is_visible()
            tab.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
            found = Axe().run(tab, options=TARGETS)
            assert found.violations_count == 0, found.generate_report()
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.context.close()


def test_a_poster_prints_alone_on_one_sheet(chromium, city):
    tab, _said = open_page(chromium, city["poster"])
    tab.emulate_media(media="print")
    assert (
        tab.locator(".poster svg").is_visible()
        and not tab.locator(".top, .bottom, .poster-form").first.is_visible()
    )
    assert tab.pdf(format="A4", print_background=True).count(b"/Type /Page\n") == 1
    tab.context.close()


# Where somebody is, what is typed, which suggestion is taken; then the path, and what is asked for.
TAKEN = [
    ("list", "?status=open&order=reported", "海棠", "地点", "list", {"status": "open", "order": "reported", "q": '"海棠里小区"'}),
    ("district", "?status=open", "海棠", "地点", "district", {"status": "open", "q": '"海棠里小区"'}),
    ("agency", "?status=open&q=停水", "城东区住", "单位", "list", {"status": "open", "agency": "1"}),
    ("list", "?status=open&group=公用事业&role=responsible", "供水", "类别", "list",
     {"status": "open", "role": "responsible", "category": "water"}),
]  # fmt: skip


@pytest.mark.parametrize("at, query, typed, kind, path, asked", TAKEN)
def test_a_suggestion_that_is_taken_leaves_the_other_filters_set(
    chromium, city, at, query, typed, kind, path, asked
):
    tab, said = open_page(chromium, city[at] + query)
    tab.get_by_label("关键词").fill(typed)
    tab.locator("#suggestions li").filter(has=tab.locator("small", has_text=kind)).first.click()
    tab.wait_for_url(lambda address: address != city[at] + query)
    found = urlsplit(tab.url)
    if "agency" in asked:
        asked = {**asked, "agency": urlsplit(city["agency"]).path.split("/")[2]}
    assert found.path == urlsplit(city[path]).path
    assert dict(parse_qsl(found.query)) == asked and not said
    tab.context.close()


def test_a_suggestion_takes_along_what_is_chosen_but_not_yet_asked_for(chromium, city):
    tab, _said = open_page(chromium, city["list"])
    tab.get_by_label("承诺日期未到").check()
    tab.get_by_label("关键词").fill("海棠")
    tab.locator("#suggestions li").first.click()
    tab.wait_for_url("**awaited=on**")
    tab.context.close()


def test_suggestions_are_walked_through_with_the_keyboard(chromium, city):
    tab, said = open_page(chromium, city["list"], width=390)
    field = tab.get_by_label("关键词")
    field.press_sequentially("海棠")
    tab.locator("#suggestions li").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    chosen = tab.locator("#suggestions [aria-selected=true]").get_attribute("id")
    assert chosen == field.get_attribute("aria-activedescendant")
    found = Axe().run(tab, options=TARGETS)
    assert found.violations_count == 0 and not said, found.generate_report()
    field.press("Escape")
    assert not tab.locator("#suggestions").is_visible() and field.input_value() == "海棠"
    field.press("End"), field.press_sequentially("里小区每")
    tab.locator("#suggestions li", has_text="每天早上停水").click()
    tab.get_by_role("heading", level=1, name="海棠里小区每天早上停水").wait_for()
    tab.context.close()
