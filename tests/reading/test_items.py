"""Stories that tell of several problems one after the other, and the place that each is about."""

import pytest

from issues.reading import read_page

TURNED = """枫林苑的屋顶不漏了

本报讯 家住梧桐区柳荫街道枫林苑的何女士反映，屋顶防水层开裂，下雨天屋里漏水，迟迟没有修。梧桐区住建局答复，经核实情况属实，5月8日已重新做完防水。

{turn}

（记者 林小满）
"""
TURNS = [
    "可楼里还有第二桩心事：楼道里堆着居民的垃圾，臭气熏天，没人清运，居民向社区反映多次，至今无人管。",
    "另有一位读者来信，反映柳荫街道长堤路的路灯坏了半个月，晚上漆黑一片，盼着有人修。",
]
NO_TURN = "另一位居民说，屋顶漏水的时候，家里的防水布铺了三层，漏水漏得床都湿了，盼着早点修好。"


def drafts(text):
    return [d for story in read_page(text, published="2030-05-10").stories for d in story.drafts]


@pytest.mark.parametrize("turn", TURNS)
def test_a_paragraph_that_turns_to_another_problem_is_an_issue_of_its_own(turn):
    first, second = drafts(TURNED.format(turn=turn))
    assert first.category.value == "housing" and second.category.value in ("sanitation", "road")


def test_another_resident_with_the_same_trouble_is_no_second_issue():
    assert len(drafts(TURNED.format(turn=NO_TURN))) == 1


PLACED = [
    ("梧桐区苍山街道星辉城的住户反映，楼下酒吧深夜噪音扰民，低音炮震得玻璃响，投诉多次无人管。", "星辉城"),
    ("嘉宾：梧桐区供热办主任 费长河\n\n市民反映：家住南直路水源丽景9号楼，暖气不热，室温只有13度，投诉多次。", "水源丽景"),
    ("网友反映，乌江边的思源乡金龙村毁林严重，村民投诉金龙村成片树木被砍，盼有人管。", "金龙村"),
    ("梧桐区石板镇建华圩里的养殖户往外排污水，河水发黑发臭，村民反映多次，盼治理。", "建华圩"),
    ("越秀区三马路居民反映，夜宵摊占道，投诉多次没人管。", "三马路"),
    ("河西区平山道景福里居民反映，楼道灯不亮，投诉多次没人管。", "景福里"),
    ("科尔沁区大林镇东嘎查牧民反映，机井没有通电，投诉多次没人管。", "东嘎查"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "place"), PLACED, ids=[place for _, place in PLACED])
def test_the_place_is_the_name_after_its_town_not_a_person_or_a_great_river(told, place):
    found = drafts(
        f"民生热线\n\n本报讯 {told}\n\n记者来到现场看到，情况属实。居民说，反映多次，至今没有解决，盼望有关部门尽快处理。\n\n（记者 林小满）\n"
    )
    assert found and place in found[0].place.value


def test_a_word_inside_the_name_of_a_road_says_nothing_of_the_kind():
    text = "道口难过\n\n本报讯 家住梧桐区矿山路的何女士反映，矿山路铁道口过往大车压坏路面，出现车辙，投诉多次无人管。\n\n记者来到现场看到，情况属实。\n"
    assert [draft.category.value for draft in drafts(text)] == ["road"]


OPENED = """台风走后第十四天

梧桐区滨海街道的海灶片区是台风过后停水最久的地方。5月8日，记者带着居民列的单子，又走了一遍。

海灶一横路的自来水4月底来了，头两天是黄的，居民喝不上，现在清了。

八灶横巷的手机信号只有一格，居民至今打不了电话，铁塔公司说电池在路上。

六灶小学门口的路面塌陷，坑里积着水，家长反映多次，城管局说下周来修。
"""


def test_paragraphs_that_open_with_places_of_their_own_are_issues_of_their_own():
    assert [draft.category.value for draft in drafts(OPENED)] == ["water_supply", "telecom", "road"]


def test_proposals_that_a_meeting_goes_through_are_issues_of_their_own():
    told = (
        "提案办理协商会\n\n5月8日，会议室里，提案人、办理单位面对面，居民投诉多次的几件事摆上桌，记者在场。\n"
        "关于梧桐区长堤路内涝的提案，市水务局答复，泵站已换新泵，居民说今年没再淹。\n"
        "关于梧桐区青坪小区门口公交站点少的提案，市交通局答复已采纳，委员不同意，说站至今没有设，居民还在反映。\n"
    )
    assert [draft.category.value for draft in drafts(told)] == ["drainage", "transit"]
