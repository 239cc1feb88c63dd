"""Who has a matter in hand, where its own sentences name nobody in full."""

from issues.reading.agencies import find_agencies
from issues.reading.bodies import find_mentions
from issues.reading.parts import Part
from tests.reading.labelled import Ending


def read_part(text: str) -> Part:
    return Ending(text, (), sure=True).read()


def find_responsible(part: Part) -> list[str]:
    return [body.name for body in find_agencies(part, None) if body.role == "responsible"]


def test_the_town_meant_by_a_short_word_is_the_one_named_before():
    part = read_part("甘泉镇杨家村的水管月初漏了,村民挑水吃。镇上紧急调运拉水车,同时抢修。")
    assert find_responsible(part) == ["甘泉镇"]


def test_a_town_that_is_only_a_place_to_go_to_is_no_body():
    part = read_part("甘泉镇杨家村的老人买药要去镇上的药店,走一个钟头。")
    assert not [mention for mention in find_mentions(part.telling, None) if mention.name == "甘泉镇"]


def test_an_office_of_a_street_belongs_to_its_name_before_a_date():
    part = read_part("城关街道综合行政执法办11月1日上门,鸡当场抱走了。")
    assert find_responsible(part) == ["城关街道综合行政执法办"]
