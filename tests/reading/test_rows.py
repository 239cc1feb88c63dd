"""Complaint lists whose cells no ruler parts: run-together rows, and labels a line each."""

from issues.reading import read_page
from issues.reading.blocks import find_blocks
from issues.reading.rows import find_rows
from issues.reading.stories import find_stories

LEDGER = """热线一周办理台账（5月2日—5月8日）

序号 来电时间 诉求摘要 承办单位 办理结果
1 5月2日 花溪区贵筑街道松涛里小区的下水道堵了，一楼住户家里倒灌三回，没法住人。 花溪区住房和城
乡建设局 5月3日清掏疏通，更换管道六米，5月5日完工。已办结
2 5月3日 花溪区清溪街道桐荫路的路灯黑了十几盏，放学的孩子摸黑走。 花溪区综合行政执法局 已联系路灯管理所核查线路。办理中
3 5月4日 花溪区平桥街道柳岸佳苑楼下餐馆的油烟往楼上钻。 花溪区综合行政执法局 经现场检测，排放浓度符合标准，与反映情况不符。不属实
"""
LABELLED = """群众举报件边督边改情况摘登

【1】编号 D2XX203104080001
所在地：惠水县
反映内容：濛江街道柳塘村的砂石场一刮风就满天灰，窗台上能写字。
核查经过：惠水县住房和城乡建设局现场检查，料仓没有封闭。
属实情况：属实
办理：4月13日责令停产，企业封闭料仓、加装喷雾，4月25日验收合格。
状态：已办结

【2】编号 D2XX203104080002
所在地：荔波县
反映内容：玉屏街道桥头村的排洪沟黑得像墨，夏天蚊子成团。
核查经过：荔波县水务局沿沟排查，发现两户农家乐污水直排。
属实情况：属实
办理：计划5月15日前完成截污。
状态：未办结
"""
BOARD = """主题：安置点的自来水啥时候不黄

[提问] 2031-03-06 20:47
各位领导，我们是云岩区水东路柳荫安置点的搬迁户，过完年到现在，水管里放出来的水跟茶汤一样，社区喊我们先买桶装水。

[签收] 2031-03-07 09:12  云岩区12345政务服务便民热线
已收悉，转云岩区水务管理局办理。

[答复] 2031-03-14 17:58  云岩区水务管理局
您好。我局已取水样送检，待报告出来再研究处理意见。

[评价]
尚未评价
"""


def rows_of(text: str) -> list[dict[str, str]]:
    stories = find_stories(text, find_blocks(text))
    rows = [row for story in stories for row in find_rows(text, story)]
    return [{key: "".join(span.of(text).split()) for key, span in row.cells.items()} for row in rows]


def drafts_of(text: str) -> list:
    page = read_page(text, published="2031-05-09")
    return [draft for story in page.stories for draft in story.drafts if not draft.mention]


def test_a_ledger_whose_rows_begin_with_a_day_is_a_row_a_complaint():
    first, second, third = rows_of(LEDGER)
    assert first["complaint"].endswith("没法住人。") and first["result"].startswith(
        "花溪区住房和城乡建设局5月3日"
    )
    assert [row["done"] for row in (first, second, third)] == ["已办结", "办理中", "不属实"]


def test_each_row_of_a_ledger_is_an_issue_with_its_own_place_body_and_status():
    drafts = drafts_of(LEDGER)
    assert [draft.status.value for draft in drafts] == ["resolved", "in_progress", "unfounded"]
    assert [draft.category.value for draft in drafts] == ["drainage", "road", "air"]
    bodies = [[body.name for body in draft.agencies if body.role == "responsible"] for draft in drafts]
    assert bodies == [["花溪区住房和城乡建设局"], ["花溪区综合行政执法局"], ["花溪区综合行政执法局"]]


def test_a_short_cell_ends_with_its_line_and_not_in_the_next_row():
    first, second = rows_of(LABELLED)
    assert first["done"] == "已办结" and second["done"] == "未办结"
    assert (first["region"], second["region"]) == ("惠水县", "荔波县")


def test_bodies_and_districts_of_one_row_are_not_those_of_the_next():
    drafts = drafts_of(LABELLED)
    assert [draft.district.value for draft in drafts] == ["惠水县", "荔波县"]
    named = [{body.name for body in draft.agencies} for draft in drafts]
    assert named[0].isdisjoint(named[1])


def test_the_parts_of_a_thread_on_a_message_board_are_one_story_with_its_answer():
    (draft,) = drafts_of(BOARD)
    assert draft.status.value == "accepted" and draft.place.value.endswith("柳荫安置点")
    assert ("云岩区水务管理局", "responsible") in [(body.name, body.role) for body in draft.agencies]
