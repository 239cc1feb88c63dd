"""Columns of briefs: a paragraph each, with a mark, a day or an hour before it."""

import pytest

from issues.reading import read_page

TOLD = [
    "梧桐区柳荫街道长堤路一处化粪池盖板断裂，居民拍照发来，区城管局当天放了锥桶，新盖板还在定做。",
    "梧桐区青坪镇桃源小学门口大货车多，家长们写过三次信，交警大队说抓拍设备下月联网。",
    "梧桐区石板镇红军桥桥头的夜宵摊，上月清走以后又回来了八九家，居民投诉没人管。",
]
EVENT = "本周五19时，市图书馆举办“仲夏夜读”，市民可凭读者证免费入场。"


def drafts(text):
    return [d for story in read_page(text, published="2030-05-10").stories for d in story.drafts]


@pytest.mark.parametrize("mark", ["▲", "◎", "◇5月8日 ", "5/8 "])
def test_each_brief_is_an_issue(mark):
    found = drafts("街巷微闻\n\n" + "\n".join(mark + words for words in [*TOLD, EVENT]) + "\n")
    assert len(found) == 3
    assert ["化粪池" in found[0].summary, "夜宵摊" in found[2].summary] == [True, True]


def test_a_brief_of_the_same_place_as_above_counts():
    head = "【帮办台账】\n\n◇5月8日 梧桐区柳荫街道枫林苑\n业主魏女士：门禁坏了小半年，物业一直说在等主板。\n办理：物业5月9日装好。\n\n"
    same = "◇5月8日 同上小区\n另一位居民：西门口的路灯三根不亮两根。\n办理：已转梧桐区住建局，没有回音。\n"
    assert [draft.category.value for draft in drafts(head + same)] == ["property_management", "road"]


def test_calls_to_a_broadcast_are_issues_by_their_hour():
    calls = (
        "行风热线节目单\n\n10:05 一路 梧桐区 永安街 李师傅\n门前公厕冻住了，锁着，里面管子崩了。——区环卫处答：管子礼拜天换完，今天下午开门。\n\n"
        "10:17 二路 梧桐区 保卫社区 高姐\n楼上暖气不热，就今年这样，反映过没人管。——供热公司答：末端淤堵，明天单独冲洗。\n"
    )
    assert [draft.category.value for draft in drafts(calls)] == ["sanitation", "heating"]


@pytest.mark.parametrize("story", ["办事指南", "生活服务台"])
def test_notices_and_guides_with_marks_are_no_issues(story):
    lines = ["长堤路将于5月9日停水，请提前储水。", "12路公交车临时绕行，途经站点暂停停靠，敬请留意。", EVENT]
    assert drafts(f"{story}\n\n" + "\n".join("▲" + line for line in lines) + "\n") == []


def test_a_brief_is_of_no_county_that_only_another_brief_names():
    lines = [
        TOLD[0].replace("梧桐区", "云岩区"),
        "长堤村自来水发黄，村民投诉了三个月没人管，水厂说水泵已在路上，月底前换好。",
        "石板镇红军桥桥头的夜宵摊又回来了，居民投诉没人管，城管局说人手都抽去防汛。",
    ]
    found = drafts("街巷微闻\n\n" + "\n".join("▲" + line for line in lines) + "\n")
    assert [draft.district and draft.district.value for draft in found] == ["云岩区", None, None]
