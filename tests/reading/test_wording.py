"""What a story's wording says: runs of characters, their file, and that the shipped weights are whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.choices import Status
from issues.reading import read_page
from issues.reading.topics import score_categories, share_topics, weigh_topics
from issues.reading.wording import (
    SHORT,
    Wording,
    dump_wording,
    load_wording,
    make_table,
    name_run,
    number_runs,
)
from issues.reading.words import VOCABULARY
from tests.reading.labelled import Ending

NAMES = sorted(path.stem for path in (VOCABULARY / "wording").glob("*.txt"))
TINY = Wording(
    ("dry", "wet"),
    (10, -10),
    (make_table({"停水": (-50, 80), "水": (0, 30)}, 2), make_table({"了": (20, 0)}, 2)),
)


@pytest.mark.parametrize(
    ("text", "longest", "runs"),
    [
        ("", 3, set()),
        ("水", 3, {"水"}),
        ("停 水\n了", 3, {"停", "水", "了", "停水", "水了", "停水了"}),
        ("停 水\n了", 2, {"停", "水", "了", "停水", "水了"}),
        ("7日", 3, {"0", "日", "0日"}),
    ],
)
def test_runs_have_up_to_so_many_characters_and_blanks_and_digits_tell_nothing(text, longest, runs):
    assert [*map(name_run, number_runs(text, longest).tolist())] == sorted(runs)


@given(st.text(max_size=40))
def test_every_run_has_a_number_of_its_own_in_the_order_of_the_runs(text):
    words = "".join(text.split()).translate(str.maketrans("123456789", "000000000"))
    runs = {words[at : at + size] for size in (1, 2, 3) for at in range(len(words) - size + 1)}
    assert [*map(name_run, number_runs(text, 3).tolist())] == sorted(runs)


def test_a_run_speaks_for_its_classes_by_the_share_that_it_is_of_its_stretch():
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 200)))  # 597 runs of its own
    said = TINY.score((f"停水{long}", ""))
    assert said["wet"] == pytest.approx(-0.1 + 1.1 / 603**0.5)
    assert said["dry"] == pytest.approx(0.1 - 0.5 / 603**0.5)


def test_in_a_few_words_a_run_says_no_more_than_in_fifty():
    assert TINY.score(("停水", ""))["wet"] == pytest.approx(-0.1 + 1.1 / SHORT**0.5)
    assert TINY.score(("", "")) == {"dry": 0.1, "wet": -0.1}


def test_what_is_written_is_read_again(tmp_path, monkeypatch):
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording/tiny.txt").write_text(dump_wording(TINY, ["about"]), encoding="utf-8")
    monkeypatch.setattr("issues.reading.wording.VOCABULARY", tmp_path)
    read = load_wording("tiny")
    assert (read.classes, read.bias, read.longest) == (TINY.classes, TINY.bias, TINY.longest)
    assert dump_wording(read, []) == dump_wording(TINY, [])
    assert read.score(("停水了", "停水了")) == TINY.score(("停水了", "停水了"))


def test_a_stretch_of_which_nothing_is_known_says_nothing():
    wording = Wording(("dry", "wet"), (0, 0), (make_table({}, 2),))
    assert wording.score(("停水\x00了",)) == {"dry": 0.0, "wet": 0.0}
    assert wording.tell("停水了", 0, "wet") == []


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_a_shipped_table_has_a_weight_for_each_class_and_none_too_wide(name):
    lines = (VOCABULARY / "wording" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    classes, bias, _longest, *rows = [line.split("\t")[1].split() for line in lines if line[0] != "#"]
    assert len(bias) == len(classes)
    assert {len(row) for row in rows if len(row) > 1} == {len(classes)}
    assert all(abs(int(weight)) < 2**15 for row in rows if len(row) > 1 for weight in row)


def test_the_wording_of_a_status_knows_every_status_that_a_page_can_print():
    assert {*load_wording("status").classes} <= {*Status.values}
    assert len(load_wording("status").classes) == 8


WORDINGS = [load_wording(name) for name in NAMES]


@given(st.text(max_size=300))
def test_any_text_has_a_score_for_each_class(text):
    for wording in WORDINGS:
        said = wording.score([text] * len(wording.tables))
        assert {*said} == {*wording.classes}
        assert all(abs(value) < 50 for value in said.values())


def test_a_person_is_told_the_runs_that_speak_most_for_a_class():
    table = {
        "没人管": (5, 90),
        "人管了": (5, 60),
        "管了吗": (70, -20),
        "没人": (0, 99),
    }
    wording = Wording(("dry", "wet"), (0, 0), (make_table(table, 2),))
    assert wording.tell("没人管了吗", 0, "wet") == ["没人管", "人管了"]
    assert wording.tell("没人管了吗", 0, "dry") == ["管了吗", "人管了", "没人管"]


def test_the_reasons_of_a_verdict_and_of_a_status_quote_the_storys_own_words():
    text = "“家里天天停水。”云岩区青禾里小区的周女士给本报来电，找物业反映过三次都没人管。昨天上午，水管换了新的，周女士说：“这下踏实了。”\n"
    (story,) = read_page(text, published="2031-06-04").stories
    reason = next(cue for cue in story.verdict.cues_for if cue.startswith("行文像"))
    runs = reason.removeprefix("行文像（").removesuffix("）").split("、")
    assert runs and all(run in "".join(text.split()) for run in runs)


def test_where_a_story_tells_of_several_problems_its_wording_chooses_no_category():
    telling = (
        Ending(
            "花溪区桐荫路的路灯黑了十几盏，井盖也翘了，居民反映半年没人管，孩子放学摸黑走。", (), sure=True
        )
        .read()
        .telling
    )
    ranges = ((0, len(telling.text), 1.0),)
    weighed = weigh_topics(telling, ranges)
    assert score_categories(telling, ranges, weighed, alone=False) == share_topics(weighed)
    assert score_categories(telling, ranges, weighed) != share_topics(weighed)
