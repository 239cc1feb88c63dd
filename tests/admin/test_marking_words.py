"""On the review screen, words of the story become the evidence of a field."""

import pytest

from issues.actions import edit_issue
from issues.choices import EventKind

from .. import make
from .conftest import press, review_url

pytestmark = pytest.mark.django_db
WORDS = "持续半个月"


def quotes(issue, field) -> list[str]:
    return [words.quote for words in issue.evidence.filter(field=field)]


def test_words_become_the_only_evidence_of_a_field_and_the_form_is_saved_with_it(reviewer):
    draft = make.make_draft()
    press(reviewer, draft, "mark:place", mark_words=WORDS, place="海棠里小区三栋")
    draft.refresh_from_db()
    assert quotes(draft, "place") == [WORDS] and draft.place == "海棠里小区三栋"
    assert draft.evidence.get(field="place").spans == make.find_spans(draft.story.page, WORDS)


def test_the_place_that_the_browser_tells_is_taken_where_words_stand_twice(reviewer):
    draft = make.make_draft()
    text = draft.story.page.text
    second = text.index("海棠里小区", text.index("海棠里小区") + 1)
    press(reviewer, draft, "mark:place", mark_words="海棠里小区", mark_start=second)
    assert draft.evidence.get(field="place").spans == [[second, second + 5]]


def test_it_is_on_the_timeline_and_in_the_history_with_who_did_it(reviewer):
    draft = make.make_draft()
    press(reviewer, draft, "mark", mark_field="began", mark_words=WORDS)
    line = draft.events.filter(kind=EventKind.EDITED).last()
    assert line.by == reviewer.user and line.internal and WORDS in line.text and line.fields == ["began"]
    assert WORDS in draft.history.first().history_change_reason


def test_words_speak_for_the_responsible_body_that_they_name(reviewer):
    draft = make.make_draft()
    press(reviewer, draft, "mark:responsible", mark_words="城东区住建局表示将督促物业公司落实")
    party = draft.parties.get(name="城东区住建局")
    assert [words.quote for words in party.evidence.all()] == ["城东区住建局表示将督促物业公司落实"]


def test_words_over_two_lines_are_found_as_a_browser_sends_them(reviewer):
    draft = make.make_draft()
    words = "三栋楼下的加压泵没有运转。云河市水务集团的工作人员表示，泵房的电机烧坏，需要更换。\n　　该工作人员承诺"
    start = draft.story.page.text.index(words)
    press(reviewer, draft, "mark:summary", mark_words=words.replace("\n", "\r\n"), mark_start=start)
    assert quotes(draft, "summary") == [words]


@pytest.mark.parametrize(
    ("words", "told"), [("这句话稿件里没有", "这句话稿件里没有"), ("", "先在稿件里选中文字")]
)
def test_words_that_do_not_stand_there_are_refused_and_nothing_is_saved(reviewer, words, told):
    draft = make.make_draft()
    before = quotes(draft, "place")
    answer = press(reviewer, draft, "mark:place", mark_words=words, place="别处")
    draft.refresh_from_db()
    assert told in answer.content.decode() and quotes(draft, "place") == before and draft.place != "别处"


def test_a_stale_form_marks_nothing(reviewer):
    draft = make.make_draft()
    shown = draft.version
    edit_issue(draft, {"place": "海棠里小区三栋"}, by=make.make_user())
    data = {"do": "mark:place", "mark_words": WORDS, "version": shown, "title": draft.title}
    reviewer.post(review_url(draft), data)
    assert WORDS not in quotes(draft, "place")


def test_half_filled_issue_offers_no_marking(reviewer):
    html = reviewer.get(review_url(make.make_bare_issue())).content.decode()
    assert "mark_words" not in html
