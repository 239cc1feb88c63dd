"""The desk in a browser: keys, words that scroll into view, a live progress bar, and no complaint of the policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.choices import ImportState, Status
from issues.groups import REVIEW, load_groups
from issues.models import ImportFile, ImportRun

from .. import make
from ..admin.test_columns import make_asking_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server, settings, chromium):
    """Opens pages as a signed-in reviewer; `said` is what the console complained about."""
    settings.AXES_ENABLED = False
    load_groups()
    client = Client()
    client.force_login(make.make_user(REVIEW, username="审核员"))
    return Desk(live_server.url, client.cookies["sessionid"].value, chromium)


class Desk:
    """A reviewer's browser."""

    def __init__(self, base, session, chromium):
        self.base, self.session, self.chromium, self.said = base, session, chromium, []

    def open(self, path, **options):
        context = self.chromium.new_context(locale="zh-CN", reduced_motion="reduce", **options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.session, "url": self.base}
        context.add_cookies([cookie])
        tab = context.new_page()
        tab.on("console", lambda told: told.type == "error" and self.said.append(told.text))
        tab.on("pageerror", lambda told: self.said.append(str(told)))
        tab.goto(self.base + path)
        return tab

    def review(self, issue, **options):
        return self.open(reverse("admin:issues_issue_review", args=[issue.pk]), **options)


def test_click_on_a_fields_chip_lights_its_words(desk):
    tab = desk.review(make.make_draft())
    tab.click('[data-row="place"] a.desk-chip')
    assert tab.locator("#words-place").get_attribute("class").endswith("is-lit")
    assert desk.said == []


def test_keys_publish_and_go_on_but_not_while_typing(desk):
    first, second = make.make_draft(confidence=0.9), make.make_draft(confidence=0.5)
    tab = desk.review(first)
    tab.locator("#id_title").press("p")
    first.refresh_from_db()
    assert first.status == Status.DRAFT
    tab.locator("#id_title").blur()
    with tab.expect_navigation():
        tab.keyboard.press("p")
    first.refresh_from_db()
    assert first.is_public and str(second.pk) in tab.url


def test_enter_in_a_field_saves_and_neither_publishes_nor_joins(desk):
    for draft in (make.make_draft(), make.make_draft(follows=make.make_issue())):
        tab = desk.review(draft)
        tab.fill("#id_place", "海棠里小区三栋")
        with tab.expect_navigation():
            tab.locator("#id_place").press("Enter")
        draft.refresh_from_db()
        assert (draft.status, draft.place) == (Status.DRAFT, "海棠里小区三栋")


def test_keys_turn_to_the_next_and_the_previous_draft(desk):
    first, second = make.make_draft(confidence=0.9), make.make_draft(confidence=0.5)
    tab = desk.review(first)
    with tab.expect_navigation():
        tab.keyboard.press("j")
    assert f"/{second.pk}/" in tab.url
    with tab.expect_navigation():
        tab.keyboard.press("k")
    assert f"/{first.pk}/" in tab.url


def test_rejecting_for_a_reason_of_ones_own_asks_for_it_first(desk):
    draft = make.make_draft()
    tab = desk.review(draft)
    for key in "r0":
        tab.keyboard.press(key)
    assert tab.evaluate("document.activeElement.name") == "reason"
    tab.keyboard.type("不是问题")
    tab.keyboard.press("Escape")
    with tab.expect_navigation():
        tab.keyboard.press("0")
    draft.refresh_from_db()
    assert draft.status == Status.WITHDRAWN


def test_screen_works_without_javascript(desk):
    draft = make.make_draft()
    tab = desk.review(draft, java_script_enabled=False)
    assert tab.locator("mark.ev-place").count() >= 1
    tab.fill("#id_place", "海棠里小区三栋")
    tab.click('.desk-buttons button[value="save"]')
    draft.refresh_from_db()
    assert draft.place == "海棠里小区三栋"


def test_agency_is_found_by_typing(desk):
    make.make_agency("城东区水务局")
    draft = make.make_draft()
    tab = desk.review(draft)
    tab.click('[data-row="responsible"] .select2-selection')
    tab.keyboard.type("水务")
    tab.click(".select2-results__option:has-text('城东区水务局')")
    tab.click('.desk-buttons button[value="save"]')
    tab.wait_for_load_state()
    assert draft.parties.filter(name="城东区水务局").exists()
    assert desk.said == []


def test_progress_bar_moves_by_itself_until_the_import_is_finished(desk):
    run = ImportRun.objects.create()
    for position in (1, 2):
        ImportFile.objects.create(
            run=run, position=position, name=f"{position}.txt", queued_at=timezone.now()
        )
    tab = desk.open(reverse("admin:issues_importrun_change", args=[run.pk]))
    assert tab.locator("progress").get_attribute("value") == "0"
    run.files.filter(position=1).update(state=ImportState.DONE)
    tab.wait_for_selector('progress[value="1"]', timeout=6000)
    run.files.update(state=ImportState.DONE)
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    tab.wait_for_selector("#run-progress:not([hx-get])", timeout=6000)
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.wait_for_timeout(2500)
    assert asked == [] and desk.said == []


DROP = """() => {
  const dropped = new DataTransfer();
  dropped.items.add(new File(["拖来的"], "拖来.txt"));
  const told = { bubbles: true, cancelable: true, dataTransfer: dropped };
  document.querySelector(".desk-drop").dispatchEvent(new DragEvent("drop", told));
}"""


def test_dropped_files_join_those_chosen_and_fill_no_other_field(desk):
    tab = desk.open(reverse("admin:issues_importrun_add"))
    tab.set_input_files("#id_files", [{"name": "选的.txt", "mimeType": "text/plain", "buffer": b"1"}])
    tab.evaluate(DROP)
    told = tab.locator(".desk-chosen").inner_text()
    assert "选的.txt" in told and "拖来.txt" in told
    assert tab.evaluate("document.getElementById('id_files').files.length") == 2
    assert tab.input_value("#id_publication") == "" and desk.said == []


@pytest.mark.parametrize("width", [1280, 390])
def test_columns_page_is_accessible_and_fits(desk, width):
    file = make_asking_file()
    path = reverse("admin:issues_importrun_columns", args=[file.run_id, file.pk])
    tab = desk.open(path, viewport={"width": width, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(tab, context=".desk").response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [] and desk.said == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_review_screen_is_accessible_and_fits(desk, width, scheme):
    draft = make.make_draft(follows=make.make_issue(), district=None)
    make.mark_asides(draft.story.page)
    tab = desk.review(draft, viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab.wait_for_timeout(300)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(tab, context="#review").response["violations"]
    told = [
        (rule["id"], node["html"][-150:], node["any"][0]["message"])
        for rule in found
        for node in rule["nodes"]
    ]
    assert "\n".join(map(str, told)) == ""
    assert desk.said == []


def test_leaving_after_choosing_a_district_is_asked_about(desk):
    tab = desk.review(make.make_draft())
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tab.click('[data-row="district"] .select2-selection')
    tab.click(".select2-results__option:has-text('云河市')")
    tab.close(run_before_unload=True)
    tab.wait_for_timeout(300)
    assert asked == ["beforeunload"]


SELECT = """([from, to]) => {
  const walker = document.createTreeWalker(document.querySelector("[data-start]"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(from);
    if (at >= 0 && range.collapsed) range.setStart(node, at);
    const end = node.data.indexOf(to);
    if (end >= 0) { range.setEnd(node, end + to.length); break; }
  }
  window.getSelection().removeAllRanges();
  window.getSelection().addRange(range);
}"""


def test_selected_words_become_the_evidence_of_a_field_with_one_press(desk):
    draft = make.make_draft()
    tab = desk.review(draft)
    assert not tab.locator("[data-marking]").is_visible()
    tab.evaluate(SELECT, ["泵房的电机", "需要更换"])
    with tab.expect_navigation():
        tab.click('[data-marking] button[value="mark:summary"]')
    assert draft.evidence.get(field="summary").quote == "泵房的电机烧坏，需要更换"
    assert desk.said == []


def test_labels_of_blocks_move_no_offset_of_the_selected_words(desk):
    draft = make.make_draft()
    page = draft.story.page
    page.blocks = [
        ["caption", *make.find_spans(page, "市民来电：住在七楼要提水上楼")[0]],
        ["advert", *make.find_spans(page, "泵房的电机烧坏")[0]],
    ]
    page.save()
    tab = desk.review(draft)
    tab.evaluate(SELECT, ["泵房的电机", "需要更换"])
    with tab.expect_navigation():
        tab.click('[data-marking] button[value="mark:summary"]')
    assert draft.evidence.get(field="summary").spans == make.find_spans(page, "泵房的电机烧坏，需要更换")
    assert tab.locator('[data-start] [data-aside="广告"]').count() == 1
    assert desk.said == []


def test_match_of_the_directory_fills_the_district_and_loses_nothing_typed(desk):
    match = make.make_division()
    draft = make.make_draft(district=None)
    tab = desk.review(draft)
    tab.fill('[name="place"]', "三栋")
    tab.click(f'button[value="match:district:{match.pk}"]')
    assert tab.locator('[data-row="district"] .select2-selection__rendered').inner_text().endswith("城东区")
    assert tab.input_value('[name="place"]') == "三栋"
    with tab.expect_navigation():
        tab.click('.desk-buttons button[value="save"]')
    draft.refresh_from_db()
    assert (draft.district, draft.place) == (match, "三栋")
    assert desk.said == []


def test_match_of_the_directory_is_saved_with_the_rest_without_javascript(desk):
    match = make.make_division()
    draft = make.make_draft(district=None)
    tab = desk.review(draft, java_script_enabled=False)
    tab.fill('[name="place"]', "三栋")
    tab.click(f'button[value="match:district:{match.pk}"]')
    draft.refresh_from_db()
    assert (draft.district, draft.place) == (match, "三栋")
