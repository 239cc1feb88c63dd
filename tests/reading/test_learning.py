"""Learning from decided texts: what is learned, how it is measured, and what a bad file or a lack of lessons does."""

import random
import sys
from dataclasses import replace

import pytest

from issues.reading import read_page
from issues.reading.grams import find_grams, find_pairs, find_runs
from issues.reading.learned import NOTHING, Learned, Weights, best_class, dump_learned, load_learned
from issues.reading.learning import Lesson, TooFewLessons, cut_folds, fit_weights, learn, measure_f1

DOGS = ["小区里遛狗不牵绳", "流浪狗追着孩子跑", "楼上的狗夜里叫", "狗粪没有人收拾", "广场上大型犬不戴嘴套"]
LAMPS = ["巷子里路灯不亮", "路灯坏了半个月", "桥下没有照明", "夜里楼道灯不亮", "公园的灯天黑后不开"]
PAGE = """青禾里小区停水
　　本报讯 连日来，云河市城东区青禾里小区的居民向本报反映，小区每天早上停水，已经持续半个月，居民苦不堪言。
　　居民周女士说，家里有老人和小孩，只好头天晚上用桶接水，盼望早日解决。
"""


def make_lessons(times=4, known=None):
    """Lessons about dogs and lamps that the vocabulary, `known`, takes for something else."""
    pairs = [(text, "dogs") for text in DOGS] + [(text, "lamps") for text in LAMPS]
    known = known or {"other": 0.0}
    return [
        Lesson(find_grams(f"{text}{number}"), label, known)
        for number in range(times)
        for text, label in pairs
    ]


def test_what_was_decided_is_found_again_in_a_text_that_was_not_there():
    texts = [find_grams(text) for text in DOGS + LAMPS]
    weights = fit_weights(texts, ["dogs"] * 5 + ["lamps"] * 5)
    for text, label in [("邻居的狗没有牵绳", "dogs"), ("门前的路灯又不亮了", "lamps")]:
        assert best_class({}, weights.score(find_grams(text))) == label


def test_the_folds_tell_what_learning_brings():
    outcome = learn(make_lessons())
    assert (outcome.before, outcome.lessons, outcome.better) == (0.0, 40, True)
    assert outcome.after > 0.9


def test_what_the_vocabulary_already_knows_is_not_called_better():
    lessons = [
        Lesson(lesson.blocks, lesson.label, {lesson.label: 9.0, "other": 0.0}) for lesson in make_lessons()
    ]
    outcome = learn(lessons)
    assert (outcome.before, outcome.better) == (1.0, False)


def test_decisions_without_any_rule_are_not_called_better():
    dice = random.Random(1)
    for _ in range(5):
        texts = ["".join(dice.choices("".join(DOGS + LAMPS), k=12)) for _ in range(60)]
        lessons = [Lesson(find_grams(text), dice.choice("ab"), {"a": 0.0, "b": -0.1}) for text in texts]
        assert not learn(lessons).better


def test_what_is_in_use_is_measured_on_what_it_has_not_seen():
    first = learn(make_lessons())
    seen = [replace(lesson, seen=True) for lesson in make_lessons()]
    again = learn(seen, first.weights)
    assert (again.before, again.better) == (first.after, False)
    fresh = learn(make_lessons(), first.weights)
    assert (fresh.before, fresh.better) == (0.0, True)


def test_pairs_keep_what_stands_apart():
    assert find_pairs("不牵绳") == ("不_绳",)
    assert find_pairs("停停停停") == ("停_停",)


def test_a_gram_that_stood_once_is_not_kept():
    weights = fit_weights([find_grams(text) for text in DOGS + LAMPS], ["dogs"] * 5 + ["lamps"] * 5)
    assert "狗" in weights.grams
    assert "广场" not in weights.grams


def test_a_rare_class_is_told_beside_a_frequent_one():
    texts = [find_grams(text) for text in DOGS[:2] + LAMPS * 20]
    weights = fit_weights(texts, ["dogs"] * 2 + ["lamps"] * 100)
    assert best_class({}, weights.score(find_grams("流浪狗孩子狗"))) == "dogs"


def test_the_grams_that_decided_are_told_without_repeating_themselves():
    weights = Weights(
        ("a", "b"), {"=遛狗": [1, 3, 1, -3], "=狗": [1, 2, 1, -2], "=灯": [1, -1, 1, 1]}, [0, 0]
    )
    assert weights.tell_grams(["=狗", "=遛狗", "=灯", "=月"], "a") == ["遛狗"]
    assert weights.tell_grams(["=灯"], "c") == []


def test_the_same_lessons_give_the_same_weights():
    assert learn(make_lessons(), seed=3) == learn(make_lessons(), seed=3)


def test_few_lessons_weigh_less_than_many():
    assert learn(make_lessons(2)).weights.strength < learn(make_lessons(20)).weights.strength


@pytest.mark.parametrize(
    "lessons",
    [[], make_lessons(1), make_lessons()[:5] * 5, [*(make_lessons()[:5] * 5), make_lessons()[5]]],
    ids=["none", "too few", "one kind", "a single one of the other kind"],
)
def test_too_few_lessons_are_told_with_their_number(lessons):
    with pytest.raises(TooFewLessons, match=str(len(lessons))):
        learn(lessons)


def test_every_fold_has_its_share_of_every_class():
    labels = ["a"] * 50 + ["b"] * 10
    folds = cut_folds(labels, seed=0)
    assert sorted(number for fold in folds for number in fold) == list(range(60))
    assert [sum(labels[number] == "b" for number in fold) for fold in folds] == [2] * 5


def test_a_rare_class_counts_as_much_as_a_frequent_one():
    assert measure_f1(["a", "a", "a", "b"], ["a", "a", "a", "a"]) == pytest.approx((6 / 7 + 0) / 2)
    assert measure_f1([], []) == 0.0


def test_runs_of_characters_stand_once_each():
    assert find_runs("停水停") == ("停", "水", "停水", "水停", "停水停")
    assert find_runs(" \n") == ()


def test_the_work_grows_with_the_lessons_not_with_their_square():
    def count_steps(times):
        """Lines of Python that a fit runs through: on a busy machine, or beside much garbage, its time says nothing."""
        lessons = make_lessons(times)
        steps = 0

        def step(frame, event, argument):
            nonlocal steps
            steps += event == "line"
            return step

        before = sys.gettrace()
        sys.settrace(step)
        try:
            fit_weights([lesson.blocks for lesson in lessons], [lesson.label for lesson in lessons])
        finally:
            sys.settrace(before)
        return steps

    assert 1_000 < count_steps(160) < 12 * count_steps(20), "eightfold texts; the square would be 64"


def test_weights_come_back_from_their_file(tmp_path):
    weights = Weights(("dogs", "lamps"), {"狗": [1.5, 0.25, 1.5, -0.5]}, [0.1, -0.1], 0.5)
    path = tmp_path / "weights.json"
    path.write_text(dump_learned(Learned(category=weights, about={"lessons": 40})), encoding="utf-8")
    assert load_learned(path).category.score((("狗",),)) == pytest.approx(
        {"dogs": 0.1521, "lamps": -0.2541}, abs=1e-4
    )
    assert load_learned(path).verdict is None
    assert load_learned(path).about == {"lessons": 40}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version":99}', '{"version":2,"about":{},"category":{"classes":[]}}']
)
def test_a_file_that_is_none_of_ours_is_refused_with_what_to_do(tmp_path, text):
    path = tmp_path / "weights.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="manage.py learn"):
        load_learned(path)


def test_a_page_is_read_otherwise_only_where_something_was_learned():
    assert read_page(PAGE, learned=NOTHING) == read_page(PAGE)
    kinds = Weights(("labour", "water_supply"), {"停": [1.0, 9.0, 1.0, -9.0]}, [0.0, 0.0], 4.0)
    draft = read_page(PAGE, learned=Learned(category=kinds)).stories[0].drafts[0]
    assert read_page(PAGE).stories[0].drafts[0].category.value == "water_supply"
    assert draft.category.value == "labour"
    assert draft.category.spans and "更正" in draft.category.because[0]


def test_a_learned_verdict_turns_a_story_away_and_says_why():
    turned = Weights(("other", "problem"), {"停": [1.0, 9.0, 1.0, -9.0]}, [0.0, 0.0], 4.0)
    verdict = read_page(PAGE, learned=Learned(verdict=turned)).stories[0].verdict
    assert read_page(PAGE).stories[0].verdict.kind == "problem"
    assert verdict.kind == "other"
    assert any(cue.startswith("本站编辑以往的判断") for cue in verdict.cues_against)
