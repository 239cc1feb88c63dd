"""Complaint lists, and the figures of complaints that were handed over together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.reading.batches import find_rows, read_batch
from issues.reading.blocks import find_blocks
from issues.reading.numerals import read_number
from issues.reading.periods import find_period
from issues.reading.stories import find_stories
from issues.reading.text import fold

NOTICE = """省第九生态环境保护督察组转办第十二批群众举报件

本报讯 6月3日9时，省第九生态环境保护督察组向临江市移交第十二批（6月2日8时至20时）群众举报件共40件，其中来电25件、来信15件、重点举报件3件。涉及大气、水、噪音污染问题分别为20个、12个、8个。

从分布区域上看，梧桐区22件、柳荫区10件、临江县8件。截至6月2日，前十一批300件已办结120件。
"""


def only_story(text):
    stories = find_stories(text, find_blocks(text))
    assert len(stories) == 1
    return stories[0]


def figures(text, published="2031-06-04"):
    batch = read_batch(text, only_story(text), published=published)
    return batch and dict(batch.figures)


def test_every_figure_of_a_notice_is_read_as_printed():
    assert figures(NOTICE) == {
        "number": 12,
        "from": "2031-06-02T08",
        "to": "2031-06-02T20",
        "handed_over": "2031-06-03T09",
        "total": 40,
        "priority": 3,
        "by_channel": {"来电": 25, "来信": 15},
        "by_type": {"大气": 20, "水": 12, "噪音": 8},
        "by_region": {"梧桐区": 22, "柳荫区": 10, "临江县": 8},
    }


def test_figures_that_agree_give_no_warning_and_each_points_to_its_words():
    batch = read_batch(NOTICE, only_story(NOTICE), published="2031-06-04")
    assert batch.warnings == ()
    assert batch.spans["by_region.柳荫区"][0].of(NOTICE) == "柳荫区10件"
    assert "12" not in batch.spans["total"][0].of(NOTICE) and "40件" in batch.spans["total"][0].of(NOTICE)


@pytest.mark.parametrize(
    ("printed", "instead", "warning"),
    [
        ("来信15件", "来电15件", "印了两次"),
        ("来电25件", "来电20件", "各渠道相加为35件，与总数40件不符"),
        ("临江县8件", "临江县9件", "各地相加为41件，与总数40件不符"),
        ("20个、12个、8个", "30个、12个、8个", "各类型相加为50个，多于总数40件"),
        ("重点举报件3件", "重点举报件43件", "重点事项43件，多于总数40件"),
    ],
)
def test_figures_that_contradict_are_kept_and_told(printed, instead, warning):
    text = NOTICE.replace(printed, instead)
    batch = read_batch(text, only_story(text), published="2031-06-04")
    assert any(warning in told for told in batch.warnings)
    assert batch.figures["total"] == 40


def test_a_channel_named_twice_keeps_both_counts():
    batch = figures(NOTICE.replace("来信15件", "来电15件"))
    assert list(batch["by_channel"].values()) == [25, 15]


@pytest.mark.parametrize(
    ("published", "year"), [("2031-06-04", "2031"), ("2032-01-02", "2031"), (None, "XXXX")]
)
def test_the_year_comes_from_the_date_of_the_page(published, year):
    assert figures(NOTICE, published)["handed_over"] == f"{year}-06-03T09"


def test_other_forms_of_periods_and_lists_are_read():
    text = (
        "督察组移交第三批信访件\n\n昨日，联络组收到督察组移交的第三批信访举报56件（8月2日20:00至次日20:00）。"
        "云岭20件、江口20件、白石16件。涉及大气污染的31件、噪声类12件、生态破坏3件、其他污染10件。\n"
    )
    assert figures(text, "2031-08-05") == {
        "number": 3,
        "from": "2031-08-02T20",
        "to": "2031-08-03T20",
        "handed_over": "2031-08-04",
        "total": 56,
        "by_type": {"大气": 31, "噪声": 12, "生态": 3, "其他": 10},
        "by_region": {"云岭": 20, "江口": 20, "白石": 16},
    }


@pytest.mark.parametrize(
    "text",
    [
        "老小区改造开工\n\n梧桐里小区列入第三批老旧小区改造，共改造12栋、600户，居民投诉的漏水问题将一并解决。\n",
        "热线受理情况\n\n上月，市民热线受理诉求31458件，办结率99.2%。供水类500件、供热类300件。\n",
    ],
)
def test_a_batch_of_houses_and_the_results_of_a_hotline_are_no_batch(text):
    assert figures(text) is None


RULED = """# 群众举报件办理情况一览表

| 序号 | 受理编号 | 交办问题基本情况 | 行政区域 | 污染类型 | 调查核实情况 | 是否属实 | 处理和整改情况 | 是否办结 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | X9LJ203106020001 | 梧桐里餐馆油烟扰民。 | 临江市梧桐区 | 大气 | 净化器未开。 | 属实 | 已责令整改。 | 已办结 |
| 2 | X9LJ203106020002 | 柳荫巷工地夜间施工。 | 临江市柳荫区 | 噪音 | 未超标。 | 不属实 | 已告知住户。 | 已办结 |
"""
UNRULED = """群众举报件办理情况一览表
（第二批 2031年6月5日）
序号 受理编号 交办问题基本情况 行政区域 污染类型 调查核实情况 是否属实 处理和整改情况 责任人被处理情况
1 X9LJ203106020001 梧桐里餐馆油烟扰民。 临江市梧桐区
大气 经核查，净化器未开，扰民
属实。 属实 已责令整改，
已办结。 无
2 X9LJ203106020002 柳荫巷工地夜间施工。 临江市柳荫区 噪音、大气 经监测未超标。 不属实 已告知
住户。阶段性办结 约谈1人
临江市生态环境局 第1页 共1页
"""
LABELLED = """群众举报件办理情况

受理编号：X9LJ203106020001
举报内容：梧桐里餐馆油烟扰民。
行政区域：梧桐区
是否属实：属实

受理编号：X9LJ203106020002
举报内容：柳荫巷工地夜间施工。
行政区域：柳荫区
是否属实：不属实
"""


@pytest.mark.parametrize("text", [RULED, UNRULED, LABELLED])
def test_each_listed_complaint_is_one_row_with_its_cells(text):
    rows = find_rows(text, only_story(text))
    cells = [{key: span.of(text) for key, span in row.cells.items()} for row in rows]
    assert [cell["number"] for cell in cells] == ["X9LJ203106020001", "X9LJ203106020002"]
    assert [cell["complaint"] for cell in cells] == ["梧桐里餐馆油烟扰民。", "柳荫巷工地夜间施工。"]
    assert [cell["verdict"] for cell in cells] == ["属实", "不属实"]
    assert cells[0]["region"].endswith("梧桐区")


def test_cells_of_a_table_without_rules_are_cut_where_their_column_ends():
    rows = find_rows(UNRULED, only_story(UNRULED))
    cells = [{key: span.of(UNRULED) for key, span in row.cells.items()} for row in rows]
    assert cells[0]["finding"] == "经核查，净化器未开，扰民\n属实。"
    assert (cells[0]["done"], cells[0]["accountability"]) == ("已办结", "无")
    assert (cells[1]["type"], cells[1]["done"], cells[1]["accountability"]) == (
        "噪音、大气",
        "阶段性办结",
        "约谈1人",
    )
    assert "第1页" not in rows[1].spans[0].of(UNRULED)


def test_numbered_complaints_of_a_digest_are_rows_and_numbered_results_are_not():
    digest = (
        "热线速记\n\n昨日8时至18时，热线接到市民来电20个，其中以下2条已转相关单位：\n\n"
        "①梧桐里方女士来电：路灯连着七盏不亮，孩子放学看不见路。\n\n②柳荫巷的住户反映，工地半夜打混凝土，睡不着觉。\n"
    )
    results = "民生实事进展\n\n以下为进展情况：\n\n一、改造供水管网18公里，已完成16公里。\n\n二、新增停车泊位600个，已建成572个。\n"
    assert len(find_rows(digest, only_story(digest))) == 2
    assert find_rows(results, only_story(results)) == ()


@given(st.text(alphabet="第十批转办移交举报件来电来信1234日月时至、，。：\n |贵阳市大气共分别为（）"))
def test_any_text_is_read_without_fault(text):
    for story in find_stories(text, find_blocks(text)):
        batch = read_batch(text, story, published="2031-01-01")
        spans = [span for some in (batch.spans.values() if batch else ()) for span in some]
        spans += [span for row in find_rows(text, story) for span in (*row.spans, *row.cells.values())]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize(
    ("printed", "begins", "ends"),
    [
        ("10月28日8时至20时", "2031-10-28T08", "2031-10-28T20"),
        ("10月31日20:00—1日20:00", "2031-10-31T20", "2031-11-01T20"),
        ("2030年12月31日20时至次日20时", "2030-12-31T20", "2031-01-01T20"),
        ("28日上午9时至下午5时", "2031-10-28T09", "2031-10-28T17"),
        ("10月1日至7日", "2031-10-01", "2031-10-07"),
    ],
)
def test_periods_are_written_to_the_hour(printed, begins, ends):
    found = find_period(fold(printed), 0, len(printed), "2031-11-03")
    assert [moment.edtf for moment in found] == [begins, ends]


@pytest.mark.parametrize("printed", ["45日至60日", "2月30日8时至20时", "13月1日至2日", "10月28日"])
def test_what_no_calendar_has_is_no_period(printed):
    assert find_period(fold(printed), 0, len(printed), "2031-11-03") is None


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("7", 7),
        ("十", 10),
        ("十三", 13),
        ("二十", 20),
        ("三十一", 31),
        ("一百零五", 105),
        ("二〇", 20),
        ("几", None),
        ("", None),
    ],
)
def test_numerals_are_read(printed, number):
    assert read_number(printed) == number
