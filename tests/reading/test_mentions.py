"""Problems that a story names in passing."""

import pytest

from issues.reading import read_page

FIGURES = "热线上月办了三千件\n\n本报讯 本月，热线受理诉求3120件，办结率97.4%，群众满意率95.2%。{told}下一步，热线将继续办好每一件诉求。\n"


def mentions(told: str) -> list:
    page = read_page(FIGURES.format(told=told), published="2031-06-04")
    return [draft for story in page.stories for draft in story.drafts if draft.mention]


def test_each_item_of_a_list_of_places_is_a_mention_of_its_own():
    told = (
        "反映集中的有：云岩区中山路井盖破损，一直没换；南明区青年路污水外溢，没人清掏；白云区同心路路灯不亮。"
    )
    found = mentions(told)
    assert [draft.district.value for draft in found] == ["云岩区", "南明区", "白云区"]
    assert [draft.category.value for draft in found] == ["road", "drainage", "road"]


def test_items_parted_by_commas_are_mentions_of_their_own():
    found = mentions("反映集中的有：云岩区中山路井盖异响、南明区青年路污水外溢、白云区同心路路灯不亮。")
    assert len(found) == 3


LISTED = [
    "但短板仍在：长堤路货场扬尘反复，甲秀巷、仓前巷两片棚户区签约率长期卡在八成，半边山隧道口逢雨必淹，三年没有根治。",
    "石坝村征地补偿款拖欠、翠湖花园办证难、三元路油烟扰民等积案得到化解，五里桥路灯不亮一事还在办。",
]


@pytest.mark.parametrize(("told", "number"), [(LISTED[0], 3), (LISTED[1], 4)])
def test_each_place_after_a_comma_begins_a_mention(told, number):
    assert len(mentions(told)) == number


def test_a_town_with_its_county_is_place_enough_in_a_list():
    told = "首批移交的件中，反映云岩区黔灵镇一家铸造厂夜间排放烟尘的，已责令停产；反映修文县久长镇拆解场油污渗漏的，正在检测。"
    assert [draft.district.value for draft in mentions(told)] == ["云岩区", "修文县"]


def test_a_mention_is_shown_by_its_own_words():
    for draft in mentions("云岩区中山路井盖异响；南明区青年路污水外溢。"):
        assert draft.summary in FIGURES.format(told="云岩区中山路井盖异响；南明区青年路污水外溢。")


@pytest.mark.parametrize(
    "told",
    [
        "全市共检查小区4300余个，清理占道经营1.1万处。",
        "云岩区将于6月9日计划检修，停电范围中山路一带，请难以避开的市民留意。",
        "如果小区污水外溢，可拨打热线。",
        "家住锦江花园的张某因楼上漏水将邻居诉至法院。",
        "新的一年积极争取优质资源，打造一批停车难治理示范的老旧小区。",
    ],
)
def test_counts_notices_and_advice_are_no_mentions(told):
    assert mentions(told) == []


TRAPS = [
    "偷电缆团伙落网\n\n近日，铁西公安分局破获一起盗窃路灯电缆案。4月以来，建设路、北一路多处路灯不亮，市民投诉不断。民警调取监控锁定嫌疑人张某，张某已被刑事拘留，案件移送检察院起诉。\n",
    "生活服务\n\n【停水】\n因管网改造，定于3月20日21时至次日7时对解放路一带停水，请提前储水。\n\n【公交】\n因人民路施工，8路临时绕行，途经站点暂停停靠。\n\n【维修资金】\n问：楼顶漏水怎么用维修基金？答：由业主大会申请，公示无异议后到窗口办理。近期有市民反映个别项目迟迟未通知办证，请先联系开发企业。\n",
    "家门口的公园\n\n新建成的梧桐公园位于城东，占地12亩，设有健身步道、儿童游乐区。每到傍晚，附近居民都来散步。\n",
]


@pytest.mark.parametrize("text", TRAPS, ids=["crime", "service", "opening"])
def test_crimes_services_and_openings_tell_of_no_problem_even_in_passing(text):
    assert [draft for story in read_page(text).stories for draft in story.drafts] == []
