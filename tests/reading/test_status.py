"""How a matter stands: a table of endings of our own writing, and the rules that no single word carries."""

import pytest

from issues.reading.agencies import find_agencies
from issues.reading.dates import find_dates
from issues.reading.endings import read_small_words
from issues.reading.milestones import find_milestones
from issues.reading.parts import find_parts
from issues.reading.status import find_status, find_status_claims
from tests.reading.labelled import Ending, Told, load_endings, load_stories

ENDINGS = load_endings()
SURE = [ending for ending in ENDINGS if ending.sure]
STORIES = load_stories()


def read_status(text: str) -> str:
    part = Ending(text, (), sure=True).read()
    answered = any(body.role == "responsible" for body in find_agencies(part, None))
    return find_status(text, part, find_dates(part.telling.text, None), answered).value


def read_story(told: Told) -> tuple[str, dict[str, str]]:
    """Its status and dates as read."""
    part = told.ending.read()
    answered = any(body.role == "responsible" for body in find_agencies(part, None))
    dates = find_dates(part.telling.text, told.published)
    status = find_status(told.ending.text, part, dates, answered).value
    found = find_milestones(part, dates, status, told.published)
    return status, {key: found[key].value for key in told.dates if key in found}


def find_plans(text: str) -> list[str]:
    part = Ending(text, (), sure=True).read()
    claims = find_status_claims(part, find_dates(part.telling.text, None))
    return [hit.term for name in ("promise", "when") for hit, _ in claims[name]]


@pytest.mark.parametrize("ending", SURE, ids=lambda ending: ending.text[:16])
def test_an_ending_tells_how_the_matter_stands(ending):
    assert read_status(ending.text) in ending.statuses


def test_most_endings_are_read_and_every_status_has_some():
    assert len(SURE) >= 0.85 * len(ENDINGS) >= 60
    assert {status for ending in SURE for status in ending.statuses} == {
        "reported", "accepted", "in_progress", "stalled", "resolved", "verified", "reopened", "unfounded",
    }  # fmt: skip


@pytest.mark.parametrize(
    "told", [told for told in STORIES if told.ending.sure], ids=lambda told: told.ending.text[:16]
)
def test_a_story_from_any_region_tells_how_the_matter_stands_and_when(told):
    status, dates = read_story(told)
    assert status in told.ending.statuses
    assert dates == told.dates


def test_most_stories_are_read_also_those_that_nothing_was_fitted_on():
    for aside in (False, True):
        stories = [told for told in STORIES if told.aside == aside]
        right = [told for told in stories if read_story(told)[0] in told.ending.statuses]
        assert len(right) >= 0.8 * len(stories) >= 16


def test_a_day_with_its_act_says_that_a_thing_is_done_though_no_word_for_it_does():
    text = "3月2日,居民反映站牌立错了地方,乘客白等。公交公司派人来看。3月6日,站点迁回原址,三块站牌归位。"
    part = Ending(text, (), sure=True).read()
    claims = find_status_claims(part, find_dates(part.telling.text, "2030-03-09"))
    assert [hit.term for hit, _ in claims["dated"]] == ["迁回"]
    promised = text.replace("迁回原址", "将迁回原址")
    part = Ending(promised, (), sure=True).read()
    assert not find_status_claims(part, find_dates(part.telling.text, "2030-03-09"))["dated"]


def test_small_words_count_where_a_story_ends():
    part = Ending("路灯已经坏了。居民打过电话。没有人来。大家还在等。", (), sure=True).read()
    words = read_small_words(part)
    assert {"e.没有", "e.还", "h.还"} <= set(words)
    assert not {"e.已经", "h.已经"} & set(words)


def test_what_is_told_of_the_time_after_the_work_is_no_promise():
    care = "该局表示,下一步将加强巡查,月底前建立长效机制。"
    assert find_plans("3月12日,市政所已更换全部井盖。" + care) == []
    assert find_plans("对此," + care)


def test_a_promise_that_a_later_day_has_overtaken_is_no_promise():
    promise = "交警部门答复,争取5月25日前调整完毕。"
    assert find_plans(promise + "5月29日,记者在路口看到绿灯亮了二十二秒。") == []
    assert find_plans(promise + "居民是5月20日反映的。")


def test_what_held_only_for_a_while_is_not_done():
    part = Ending("湖面干净了二十来天。", (), sure=True).read()
    claims = find_status_claims(part, [])
    assert claims["reopened"] and not claims["confirm"] and not claims["done"]


def test_what_a_letter_asks_for_is_not_done():
    part = Ending("恳请贵报呼吁一下,把桥栏补起来。", (), sure=True).read()
    assert not find_status_claims(part, [])["done"]


def test_each_point_of_a_numbered_answer_stands_by_its_own_sentences():
    text = (
        "网友留言:锦绣家园的毛病一次说清,一是地下车库的水泵坏了,天天积水;二是儿童滑梯的底板裂了,没有人来修。\n\n"
        "回复单位:伍家岗区住房和城乡建设局\n\n您好,您反映的问题已收悉,现逐项回复如下:\n\n"
        "一、经查,车库两台水泵烧坏,已于3月18日全部更换,积水已排干。\n\n"
        "二、经查,滑梯底板损坏属实,拟于4月20日前更换,更换前停用。\n\n感谢您的支持!层主追评:谢谢,水泵已经修好了。"
    )
    telling = Ending(text, (), sure=True).read().telling
    pump, slide = find_parts(telling)
    assert find_status_claims(pump, [])["done"] and not find_status_claims(pump, [])["promise"]
    assert find_status_claims(slide, [])["promise"] and not find_status_claims(slide, [])["done"]
