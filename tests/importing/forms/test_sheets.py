"""Tables of message boards, hotlines and inspections: columns by their heads, rows as texts, cells as they stand."""

import re
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from issues.importing.boards import find_row_day
from issues.importing.forms.matching import (
    is_inspection_list,
    is_message_board,
    match_columns,
    row_text,
    set_row,
)
from issues.importing.forms.opening import open_file

from .making import make_workbook, replace_member

HEADS = {
    "message board": (
        ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"],
        {
            "number": "留言编号",
            "author": "留言用户",
            "title": "留言主题",
            "time": "留言时间",
            "body": "留言详情",
            "reply": "答复意见",
            "reply_time": "答复时间",
        },
    ),
    "hotline": (
        ["工单编号", "诉求标题", "诉求内容", "诉求时间", "承办单位", "事发地址", "办理情况", "工单状态"],
        {
            "number": "工单编号",
            "title": "诉求标题",
            "body": "诉求内容",
            "time": "诉求时间",
            "agency": "承办单位",
            "place": "事发地址",
            "reply": "办理情况",
            "status": "工单状态",
        },
    ),
    "heads with notes and blanks": (
        ["问 题（必填）", "回复：", "涉及的责任单位", "诉求类型*"],
        {"body": "问 题（必填）", "reply": "回复：", "agency": "涉及的责任单位", "category": "诉求类型*"},
    ),
    "a title and a body": (["标题", "内容"], {"title": "标题", "body": "内容"}),
    "no table of messages": (["姓", "名额", "甲"], {}),
    "a sentence is no head": (["内容" * 20], {}),
}


@pytest.mark.parametrize("name", HEADS)
def test_columns_are_matched_by_their_heads(name):
    columns, expected = HEADS[name]
    assert match_columns(columns) == expected


def test_a_list_with_verdicts_is_an_inspection_list_and_no_message_board():
    matching = match_columns(["受理编号", "交办问题基本情况", "行政区域", "是否属实", "处理情况"])
    assert is_inspection_list(matching) and not is_message_board(matching)
    assert is_message_board(match_columns(["标题", "内容"]))


ROW = {
    "主题": " 停水三天 ",
    "详情": "\n\t金锁巷停水。\n\n   请处理。",
    "地址": "金锁巷",
    "回复": "已修好。",
    "回复时间": "2025-12-06",
}


def test_a_row_becomes_title_body_place_and_reply():
    assert row_text(ROW, match_columns(ROW)) == (
        "停水三天\n\n金锁巷停水。\n请处理。\n\n地址：金锁巷\n\n答复：\n已修好。\n\n回复时间：2025-12-06"
    )


def test_each_field_of_a_row_is_found_in_its_text():
    made = set_row(ROW, match_columns(ROW))
    found = {field: made.text[start:end] for field, (start, end) in made.spans.items()}
    assert found == {
        "title": "停水三天",
        "body": "金锁巷停水。\n请处理。",
        "place": "金锁巷",
        "reply": "已修好。",
        "reply_time": "2025-12-06",
    }


def test_empty_cells_leave_no_trace():
    assert (
        row_text(
            {"主题": "停水", "详情": "", "回复": " "}, {"title": "主题", "body": "详情", "reply": "回复"}
        )
        == "停水"
    )


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_tables_are_read_in_each_usual_form(delimiter, encoding):
    lines = [["留言主题", "留言详情"], ["停水三天", '"金锁巷\n停水，请处理"'], ["路灯不亮", "=1+1"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    sheet = open_file("a.csv", content)[0].sheet
    assert sheet.columns == ("留言主题", "留言详情")
    assert sheet.rows == (("停水三天", "金锁巷\n停水，请处理"), ("路灯不亮", "=1+1"))


def test_cells_of_a_workbook_are_text():
    cells = [datetime(2020, 1, 5, 8, 30), date(2020, 1, 5), 12.0, 0.5, True, None, "末"]
    sheet = open_file("a.xlsx", make_workbook(("表", [list("甲乙丙丁戊己庚"), cells])))[0].sheet
    assert sheet.rows == (("2020-01-05 08:30:00", "2020-01-05", "12", "0.5", "True", "", "末"),)


def test_heads_are_found_below_the_title_of_a_list():
    rows = [["第三批转办件"], [], ["受理编号", "反映问题", "是否属实"], ["X1", "噪音", "属实"]]
    opened = open_file("a.xlsx", make_workbook(("表", rows)))[0]
    assert opened.sheet.title == "第三批转办件"
    assert (
        opened.text
        == "第三批转办件\n\n| 受理编号 | 反映问题 | 是否属实 |\n| --- | --- | --- |\n| X1 | 噪音 | 属实 |"
    )


def test_each_worksheet_is_a_text_of_its_own_and_a_message_board_is_its_rows():
    made = make_workbook(
        ("来信", [["标题", "内容"], ["a", "b"]]), ("空", []), ("名册", [["姓", "甲"], ["王", "1"]])
    )
    letters, names = open_file("a.xlsx", made)
    assert (letters.name, letters.text, letters.sheet.rows) == ("a.xlsx · 来信", "", (("a", "b"),))
    assert (names.name, names.text) == ("a.xlsx · 名册", "| 姓 | 甲 |\n| --- | --- |\n| 王 | 1 |")


def set_sheet(change):
    """A workbook of one sheet as `change` leaves it."""
    book = Workbook()
    change(book.active)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_formula_is_read_as_the_result_that_was_saved_with_it():
    made = make_workbook(("表", [["标题", "内容"], ["停水三天", "=B3"], ["=1+1", "请处理"]]))

    def save_result(xml):
        return re.sub(rb"<v>\s*</v>|<v ?/>", b"<v>7</v>", xml, count=1)

    saved = replace_member(made, "xl/worksheets/sheet1.xml", save_result)
    assert open_file("a.xlsx", made)[0].sheet.rows == (("停水三天", "=B3"), ("=1+1", "请处理"))
    assert open_file("a.xlsx", saved)[0].sheet.rows == (("停水三天", "7"), ("=1+1", "请处理"))


def test_cell_merged_downwards_stands_in_each_of_its_rows():
    def fill(sheet):
        for row in (["第三批", None, None], ["区县", "标题", "内容"]):
            sheet.append(row)
        for row in (
            ["城东区", "停水", "停水三天"],
            [None, "路灯", "路灯不亮"],
            ["城西区", "井盖", "井盖破损"],
        ):
            sheet.append(row)
        for merged in ("A1:C1", "A3:A4"):
            sheet.merge_cells(merged)

    sheet = open_file("a.xlsx", set_sheet(fill))[0].sheet
    assert (sheet.title, sheet.columns) == ("第三批", ("区县", "标题", "内容"))
    assert [row[0] for row in sheet.rows] == ["城东区", "城东区", "城西区"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("43831", date(2020, 1, 1)),
        ("43831.3541", date(2020, 1, 1)),
        ("2020/1/5 8:30", date(2020, 1, 5)),
        ("123", None),
    ],
)
def test_day_of_a_row_is_read_from_its_text_or_its_serial_number(cell, day):
    assert find_row_day({"留言时间": cell}, {"time": "留言时间"}) == day


def test_heads_of_a_board_may_stand_below_its_title():
    rows = [["市长信箱来信登记"], ["2020年1月"], ["标题", "内容", "来信时间"], ["停水", "停水三天", 43835]]
    opened = open_file("a.xlsx", make_workbook(("表", rows)))[0]
    assert opened.sheet.columns == ("标题", "内容", "来信时间")
    assert opened.sheet.rows == (("停水", "停水三天", "43835"),)


def test_columns_without_head_or_with_the_same_have_names_of_their_own():
    made = make_workbook(("表", [["单位", "单位", None, "单位"], ["a", "b", "c", "d", "e"]]))
    sheet = open_file("a.xlsx", made)[0].sheet
    assert sheet.columns == ("单位", "单位（2）", "第3列", "单位（3）", "第5列")
    assert all(len(row) == 5 for row in sheet.rows)
