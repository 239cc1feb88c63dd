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


OFFICE = """花溪区月度问题台账（第6期）
区城运中心 6月28日编

编号：HX-06-011
来源：12345转办
时间：6月3日
问题：贵筑街道松涛里商场后门夜市油烟倒灌，二楼以上不敢开窗
点位：松涛里商场后门
主责：区综合行政执法局
协办：贵筑街道办事处
进展：6月10日起对18户烧烤摊加装净化器，7月5日前装完
状态：办理中

编号：HX-06-014
来源：网格员上报
时间：6月7日
问题：清溪街道桐荫路的路灯黑了十几盏
点位：桐荫路
主责：区住房和城乡建设局
协办：/
进展：6月9日更换电缆，路灯已亮
状态：办结
"""
GLUED = """平桥镇“每周会商”办理公示
序号反映事项责任单位办理情况
1松涛里社区桐荫路口垃圾站滴漏污水、恶臭（5月23日，群众来电）花溪区综合行政执法局5月25日更换密封箱体，回访来电人表示满意办结
2柳岸佳苑1座电梯半月困人3次（5月24日，“12345”）花溪区市场监督管理局责令物业停梯检修，预计6月8日前恢复在办

花溪区：楼顶的灯箱熄了

本报讯 8月3日晚，记者看到楼顶的灯箱熄了。（记者 林一舟）
"""


def test_a_ledger_tells_who_has_it_who_helps_and_when_the_complaint_came():
    (story,) = read_page(OFFICE, published="2031-06-30").stories
    first, second = story.drafts
    assert [draft.district.value for draft in story.drafts] == ["花溪区", "花溪区"]
    assert [draft.dates["reported"].value for draft in story.drafts] == ["2031-06-03", "2031-06-07"]
    assert [body.name for body in first.agencies if body.role == "responsible"] == ["花溪区综合行政执法局"]
    assert "贵筑街道办事处" in [body.name for body in first.agencies]
    assert [body.name for body in second.agencies if body.role == "responsible"] == ["花溪区住房和城乡建设局"]


def test_rows_whose_cells_run_together_end_where_the_next_number_begins():
    story, after = read_page(GLUED, published="2031-06-01").stories
    assert [draft.place.value for draft in story.drafts] == ["松涛里社区桐荫路口", "柳岸佳苑"]
    assert [draft.status.value for draft in story.drafts] == ["verified", "in_progress"]
    assert [draft.dates["reported"].value for draft in story.drafts] == ["2031-05-23", "2031-05-24"]
    assert "灯箱" in after.story.headline
