"""Reading a stored page again: differences wait, nothing is overwritten, and twice is the same as once."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from issues.actions import accept_differences, edit_issue, move_issue, refuse_differences, reject_issue
from issues.choices import DifferenceState, EventKind, Role, Status
from issues.importing.drafts import prepare_readings, store_readings
from issues.importing.pages import read_stored_page
from issues.importing.reader_version import fingerprint, name_reader
from issues.importing.rereading import pages_read_otherwise, reread_page, store_rereading
from issues.models import Difference, Event, Evidence, Issue, Page, Party, Story
from issues.reading.shapes import Body, Finding, Span
from issues.tasks import reread_page as reread_task

from .. import make

pytestmark = pytest.mark.django_db

LETTER = """青禾里小区每天早晚都停水

本报讯 “早上六点就没水了，洗脸都成问题。”近日，家住云岩区青禾里小区的居民陈女士向本报反映，小区每天早晚停水，已经持续半个月。

11月3日，记者来到青禾里小区，看到居民正提着水桶排队接水。云岩区住房和城乡建设局工作人员表示，小区二次供水设备老化，已督促物业公司维修，预计11月20日前恢复正常供水。

（记者 林小满）
"""


@pytest.fixture
def page(db):
    """A page that was just read, with one draft."""
    make.make_category("water_supply", "供水")
    make.make_category("road", "道路")
    make.make_division("520103", "云岩区", parent=make.make_division("5201", "贵阳市", "prefecture"))
    page = make.make_page(LETTER, publication="筑城日报", published=date(2026, 11, 4))
    store_readings(prepare_readings([(page, read_stored_page(page))]))
    assert Issue.objects.count() == 1
    return page


def count_rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count() for model in (Story, Issue, Evidence, Event, Party, Difference)
    }


def span_of(words: str) -> tuple[Span, ...]:
    start = LETTER.index(words)
    return (Span(start, start + len(words)),)


def reading_with(page, *, only=None, **fields):
    """What another reader would say: the page's own reading with parts of its draft replaced; `only` its drafts."""
    reading = read_stored_page(page)
    stories = tuple(
        replace(
            told,
            drafts=tuple(replace(draft, **fields) for draft in told.drafts)
            if only is None
            else only(told.drafts),
        )
        for told in reading.stories
    )
    return replace(reading, stories=stories)


OTHER_PLACE = {"place": Finding("青禾里", span_of("青禾里"), ("里",))}


def open_fields() -> set[str]:
    return set(Difference.objects.filter(state=DifferenceState.OPEN).values_list("field", flat=True))


def test_the_same_reader_finds_no_difference(page):
    outcome = reread_page(page.pk)
    assert (outcome.opened, outcome.differences) == ([], [])
    assert not Difference.objects.exists()


def test_another_place_waits_as_a_difference_with_both_words(page):
    issue = Issue.objects.get()
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    row = Difference.objects.get()
    assert (row.issue, row.field, row.old, row.new) == (issue, "place", "青禾里小区", "青禾里")
    assert [words["quote"] for words in row.new_words] == ["青禾里"]
    assert row.old_words[0]["quote"] == issue.evidence.get(field="place").quote
    issue.refresh_from_db()
    assert issue.place == "青禾里小区" and issue.version == 1


@pytest.mark.parametrize(
    ("field", "told", "new"),
    [
        ("title", {"title": "换了标题"}, "换了标题"),
        ("summary", {"summary": "换了摘要"}, "换了摘要"),
        ("printed_status", {"status": Finding("resolved", span_of("维修"))}, "resolved"),
        ("promised", {"dates": {}}, ""),
        ("district", {"district": None}, None),
    ],
)
def test_each_field_is_compared(page, field, told, new):
    store_rereading(page, reading_with(page, **told))
    assert Difference.objects.get(field=field).new == new


def test_other_responsible_bodies_are_one_difference(page):
    bodies = (Body("青禾里物业公司", "responsible", span_of("物业公司")),)
    store_rereading(page, reading_with(page, agencies=bodies))
    row = Difference.objects.get()
    assert (row.field, row.new) == ("responsible", [["青禾里物业公司", None]])
    issue = accept_differences_of(row)
    party = issue.parties.get(role=Role.RESPONSIBLE)
    assert party.name == "青禾里物业公司" and party.evidence.get().quote == "物业公司"


def test_directory_that_learns_a_printed_name_makes_no_difference(page):
    names = Issue.objects.get().parties.filter(role=Role.RESPONSIBLE).values_list("name", flat=True)
    assert names
    for name in names:
        make.make_agency(name)
    assert reread_page(page.pk).differences == []


def accept_differences_of(*rows, by=None):
    issue = Issue.objects.get(pk=rows[0].issue_id)
    accept_differences(issue, [row.pk for row in rows], by=by or make.make_user(), version=issue.version)
    issue.refresh_from_db()
    return issue


def test_field_that_a_person_set_stays_and_is_marked(page):
    editor = make.make_user()
    issue = Issue.objects.get()
    edit_issue(issue, {"place": "青禾里小区三栋"}, by=editor)
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    issue.refresh_from_db()
    row = Difference.objects.get()
    assert issue.place == "青禾里小区三栋"
    assert row.set_by == editor and row.set_at == issue.history.first().history_date


def test_field_that_the_reading_set_is_not_marked(page):
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    assert Difference.objects.get().set_by is None


def test_parties_that_a_person_set_are_marked(page):
    editor = make.make_user()
    issue = Issue.objects.get()
    edit_issue(issue, {}, by=editor, responsible=[make.make_agency("云岩区水务局")])
    reread_page(page.pk)
    row = Difference.objects.get(field="responsible")
    assert row.set_by == editor and ["云岩区水务局", row.old[-1][1]] in row.old


def test_value_that_a_person_replaced_is_not_proposed_again(page):
    edit_issue(Issue.objects.get(), {"place": "青禾里小区三栋"}, by=make.make_user())
    reread_page(page.pk)
    assert open_fields() == set()


def test_read_twice_leaves_the_same_rows(page):
    other = reading_with(page, **OTHER_PLACE, title="换了标题")
    store_rereading(page, other)
    before, keys = count_rows(), set(Difference.objects.values_list("pk", flat=True))
    store_rereading(page, other)
    assert count_rows() == before
    assert set(Difference.objects.values_list("pk", flat=True)) == keys


def test_newer_reading_renews_the_waiting_difference(page):
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    store_rereading(page, reading_with(page, place=Finding("青禾", span_of("青禾"))))
    assert Difference.objects.get().new == "青禾"


def test_reading_that_agrees_again_takes_the_difference_back(page):
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    reread_page(page.pk)
    assert not Difference.objects.exists()


def test_accepting_leaves_event_history_and_the_new_words(page):
    editor = make.make_user()
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    issue = accept_differences_of(Difference.objects.get(), by=editor)
    assert issue.place == "青禾里"
    event = issue.events.get(kind=EventKind.EDITED)
    assert event.by == editor and event.internal and "青禾里" in event.text and event.fields == ["place"]
    row = issue.history.first()
    assert row.history_user == editor and row.place == "青禾里"
    assert [words.quote for words in issue.evidence.filter(field="place")] == ["青禾里"]
    assert Difference.objects.get().state == DifferenceState.ACCEPTED
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    assert open_fields() == set()


def test_accepted_status_rests_on_the_new_words(page):
    store_rereading(page, reading_with(page, status=Finding("resolved", span_of("恢复正常供水"), ("恢复",))))
    issue = accept_differences_of(Difference.objects.get())
    assert issue.printed_status == Status.RESOLVED and issue.status == Status.DRAFT
    assert issue.evidence.get(field="status").quote == "恢复正常供水"


def test_date_that_is_gone_takes_its_words_with_it(page):
    store_rereading(page, reading_with(page, dates={}))
    issue = accept_differences_of(*Difference.objects.all())
    assert issue.promised == "" and not issue.evidence.filter(field="promised").exists()
    for words in Evidence.objects.select_related("page"):
        assert "".join(words.page.text[start:end] for start, end in words.spans) == words.quote


def test_refused_value_is_remembered_but_another_is_news(page):
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    issue, row = Issue.objects.get(), Difference.objects.get()
    refuse_differences(issue, [row.pk], by=make.make_user(), version=issue.version)
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    assert open_fields() == set()
    issue.refresh_from_db()
    assert issue.place == "青禾里小区" and issue.version == 1
    store_rereading(page, reading_with(page, place=Finding("青禾", span_of("青禾"))))
    assert open_fields() == {"place"}


def test_issue_that_is_no_longer_read_waits_for_a_person(page):
    store_rereading(page, reading_with(page, only=lambda drafts: ()))
    row, issue = Difference.objects.get(), Issue.objects.get()
    assert row.field == Difference.GONE and issue.status == Status.DRAFT
    assert accept_differences_of(row).status == Status.WITHDRAWN
    store_rereading(page, reading_with(page, only=lambda drafts: ()))
    assert open_fields() == set()


def test_draft_that_only_the_new_reader_finds_is_opened_behind_the_last(page):
    def two(drafts):
        return tuple(
            part
            for draft in drafts
            for part in (
                draft,
                replace(
                    draft, title="另一件事", spans=span_of("（记者 林小满）"), place=None, summary_spans=()
                ),
            )
        )

    other = reading_with(page, only=two)
    first = Issue.objects.get()
    outcome = store_rereading(page, other)
    assert [issue.title for issue in outcome.opened] == ["另一件事"] and outcome.differences == []
    assert outcome.opened[0].story_id == first.story_id and outcome.opened[0].position == first.position + 1
    assert outcome.opened[0].status == Status.DRAFT
    assert store_rereading(page, other).opened == []


def test_rejected_draft_is_neither_opened_again_nor_compared(page):
    reject_issue(Issue.objects.get(), by=make.make_user(), reason="不是问题")
    outcome = store_rereading(page, reading_with(page, **OTHER_PLACE))
    assert (outcome.opened, outcome.differences) == ([], []) and Issue.objects.count() == 1


def test_differences_of_an_issue_that_was_set_aside_no_longer_wait(page):
    store_rereading(page, reading_with(page, **OTHER_PLACE))
    assert Difference.objects.open().count() == 1
    move_issue(Issue.objects.get(), Status.WITHDRAWN, by=make.make_user(), reason="不是问题")
    assert Difference.objects.open().count() == 0


def test_verdict_of_the_story_is_renewed_and_its_row_stays(page):
    Story.objects.update(verdict={}, headline="旧标题")
    key = Story.objects.get().pk
    reread_page(page.pk)
    story = Story.objects.get()
    assert story.pk == key and story.verdict["for"] and story.headline != "旧标题"


def test_story_keeps_the_part_of_the_page_that_its_issue_rests_on(page):
    reading = read_stored_page(page)
    told = reading.stories[0]
    part = (Span(0, LETTER.index("11月3日")),)
    shorter = replace(reading, stories=(replace(told, story=replace(told.story, spans=part)),))
    before = Story.objects.get().spans
    store_rereading(page, shorter)
    assert Story.objects.get().spans == before


def test_failure_in_the_middle_leaves_everything_as_it_was(page):
    reading = reading_with(
        page, **OTHER_PLACE, agencies=(Body("物业公司", "no such role", span_of("物业公司")),)
    )
    Page.objects.update(reader="older")
    before = count_rows()
    with pytest.raises(ValueError):
        store_rereading(page, reading)
    assert count_rows() == before
    assert Page.objects.get().reader == "older"


def test_page_that_waits_for_its_first_reading_is_left_to_its_import(page):
    waiting = make.make_page()
    assert reread_page(waiting.pk) is None
    assert not waiting.stories.exists()


def test_command_takes_the_pages_of_another_reader_only(page, capsys):
    call_command("reread")
    assert f"{page.pk} 筑城日报" not in capsys.readouterr().out
    Page.objects.update(reader="older")
    Issue.objects.update(place="从前读成这样")
    call_command("reread")
    out = capsys.readouterr().out
    assert "[1/1]" in out and "从前读成这样 → 青禾里小区" in out
    assert not pages_read_otherwise().exists()
    call_command("reread", all=True)
    assert "从前读成这样 → 青禾里小区" in capsys.readouterr().out


def test_command_refuses_a_page_that_is_not_there(page):
    with pytest.raises(CommandError, match="999999"):
        call_command("reread", page=[999999])


def test_task_reads_one_page_again(page):
    Issue.objects.update(place="从前读成这样")
    reread_task(page.pk)
    reread_task(page.pk)
    assert Difference.objects.get().new == "青禾里小区"


def test_fingerprint_follows_code_and_words_and_nothing_else(tmp_path):
    (tmp_path / "words").mkdir()
    code, words = tmp_path / "read.py", tmp_path / "words" / "places.txt"
    code.write_text("a")
    words.write_text("b")
    first = fingerprint(tmp_path)
    (tmp_path / "read.pyc").write_text("c")
    assert fingerprint(tmp_path) == first
    words.write_text("bb")
    second = fingerprint(tmp_path)
    code.write_text("aa")
    assert len({first, second, fingerprint(tmp_path)}) == 3
    assert len(name_reader()) == 16
