"""manage.py learn, as somebody types it: from decisions made through the real actions to a page read otherwise."""

import json
import re
from itertools import count
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from issues.actions import edit_issue, publish_issue, reject_issue
from issues.choices import StoryKind
from issues.importing.drafts import prepare_readings, store_readings
from issues.importing.learned import current_learned, weights_path
from issues.importing.lessons import gather_categories, gather_verdicts
from issues.importing.pages import read_stored_page
from issues.management.commands.read import Command
from issues.models import Issue
from tests import make

pytestmark = pytest.mark.django_db

_number = count(1)
PLACES = [
    "青禾里",
    "松花里",
    "海棠里",
    "云杉里",
    "梧桐里",
    "丁香里",
    "玉兰里",
    "芦苇里",
    "白桦里",
    "石榴里",
    "枫林里",
    "竹影里",
    "荷塘里",
    "柳岸里",
    "杏花里",
]
LABOUR = ["拖欠工资不发", "不给工人交社保", "加班没有加班费", "辞退工人不给补偿"]
DOGS = ["大型犬不牵绳就进电梯", "流浪狗追着孩子跑", "邻居的狗夜里叫个不停", "遛狗的人不收拾狗粪"]


@pytest.fixture(autouse=True)
def installation(settings, tmp_path):
    """Its own folder, and messages as the desk reads them."""
    settings.VAR = tmp_path
    make.make_category("dogs", "养犬")
    make.make_category("water_supply", "供水")
    with translation.override("zh-hans"):
        yield


def make_telling_page(trouble, place):
    return make.make_page(
        f"{place}小区{trouble}\n　　本报讯 连日来，云河市城东区{place}小区的居民向本报反映，小区里{trouble}，"
        f"已经持续半个月，居民苦不堪言。\n　　居民周女士说，{trouble}，大家盼望早日解决。\n（{next(_number)}）\n"
    )


def read_drafts(trouble, place):
    """A page about `trouble`, read and stored as an import does; its drafts."""
    page = make_telling_page(trouble, place)
    store_readings(prepare_readings([(page, read_stored_page(page))]))
    return list(Issue.objects.filter(story__page=page))


def publish_as(code, trouble, place, by):
    for issue in read_drafts(trouble, place):
        edit_issue(issue, {"category": make.make_category(code)}, by=by)
        publish_issue(issue, by=by)


def decide_all(by):
    """Staff put every dog into a category of theirs, which the vocabulary doesn't know, and leave the water."""
    for number, place in enumerate(PLACES):
        publish_as("dogs", DOGS[number % 4], place, by)
        publish_as("water_supply", "每天早上停水", place, by)


def category_of(trouble="流浪狗追着老人跑"):
    page = make_telling_page(trouble, "晚霞里")
    return read_stored_page(page).stories[0].drafts[0].category.value


def test_what_staff_corrected_is_read_so_from_the_next_page_on_and_undone(staff, capsys):
    decide_all(staff)
    before = category_of()
    call_command("learn")
    assert "--undo" in capsys.readouterr().out
    assert (before == "dogs", category_of()) == (False, "dogs")
    assert category_of("每天早上停水") == "water_supply"
    assert current_learned().about["category"]["lessons"] == Issue.objects.count()
    call_command("learn", undo=True)
    assert category_of() == before


def test_a_trial_measures_and_changes_nothing(staff, capsys):
    decide_all(staff)
    call_command("learn", dry_run=True)
    assert "F1" in capsys.readouterr().out
    assert not weights_path().exists()


def test_decisions_without_any_rule_are_not_used(staff):
    dice = Random(1)
    for number, place in enumerate(PLACES * 2):
        publish_as(dice.choice(["dogs", "water_supply"]), "每天早上停水", f"{place}{number}", staff)
    call_command("learn")
    assert not weights_path().exists()


def test_undo_goes_back_one_step_at_a_time(staff):
    decide_all(staff)
    call_command("learn")
    first = weights_path().read_text(encoding="utf-8")
    make.make_category("labour", "劳动")
    for number, place in enumerate(PLACES * 2):
        publish_as("labour", f"公司{LABOUR[number % 4]}", f"{place}{number}", staff)
    call_command("learn")
    assert weights_path().read_text(encoding="utf-8") != first
    call_command("learn", undo=True)
    assert weights_path().read_text(encoding="utf-8") == first
    call_command("learn", undo=True)
    with pytest.raises(CommandError):
        call_command("learn", undo=True)


def test_what_is_in_use_is_not_replaced_without_new_decisions(staff, capsys):
    decide_all(staff)
    call_command("learn")
    first = weights_path().read_text(encoding="utf-8")
    capsys.readouterr()
    call_command("learn")
    assert weights_path().read_text(encoding="utf-8") == first
    told = re.search(r"类别.*?(\d\.\d+).*?(\d\.\d+)", capsys.readouterr().out)
    assert told[1] == told[2]


def test_stories_that_the_reader_passed_over_teach_too(staff):
    missed = make.make_story(kind=StoryKind.OTHER)
    make.make_issue(story=missed, spans=[[0, 40]])
    rejected = make.make_draft(story=make.make_story(kind=StoryKind.OTHER), mention=True, spans=[[0, 40]])
    reject_issue(rejected, by=staff, reason="不是问题")
    assert sorted(lesson.label for lesson in gather_verdicts()) == ["other", "problem"]


def test_a_category_is_learned_from_the_headline_and_the_lead(staff):
    publish_as("dogs", DOGS[0], "云杉里", staff)
    words = gather_categories()[0].blocks[1]
    assert "=进" in words or "=电梯" in words
    assert "=反映" in words


def test_the_read_command_explains_what_was_learned_here(staff, tmp_path, capsys):
    decide_all(staff)
    call_command("learn")
    page = make_telling_page("流浪狗追着老人跑", "晚霞里")
    file = tmp_path / "page.txt"
    file.write_text(page.text, encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        Command().run_from_argv(["manage.py", "read", "--explain", str(file)])
    told = capsys.readouterr().out
    assert "类别：dogs" in told
    assert "本站编辑确认、更正过的问题里，说到“" in told


def test_the_evidence_of_a_learned_category_says_so_to_the_editor(staff):
    decide_all(staff)
    call_command("learn")
    issue = read_drafts("流浪狗追着老人跑", "晚霞里")[0]
    assert issue.category.code == "dogs"
    assert "本站编辑" in issue.evidence.get(field="category").because[0]


def test_what_nobody_decided_teaches_nothing(staff):
    draft = make.make_draft(spans=[[0, 40]])
    make.make_issue(spans=[[0, 40]])
    assert len(gather_categories()) == len(gather_verdicts()) == 1
    reject_issue(draft, by=staff, reason="广告")
    assert [lesson.label for lesson in gather_verdicts()] == ["other", "problem"]
    assert len(gather_categories()) == 1


def test_a_batch_and_a_brief_mention_teach_no_verdict(staff):
    make.make_issue(story=make.make_story(kind=StoryKind.BATCH), spans=[[0, 40]])
    make.make_issue(mention=True, spans=[[0, 40]])
    assert (len(gather_categories()), len(gather_verdicts())) == (2, 0)


def test_too_few_decisions_are_told_and_are_no_error(capsys):
    call_command("learn")
    assert "0" in capsys.readouterr().out
    assert not weights_path().exists()


def test_a_broken_file_is_told_in_the_log_and_stops_no_reading(caplog):
    weights_path().parent.mkdir()
    weights_path().write_text(json.dumps({"version": 0}), encoding="utf-8")
    assert category_of("每天早上停水") == "water_supply"
    assert "manage.py learn" in caplog.text
