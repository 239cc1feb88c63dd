"""Every form of file gives its text, whole and in its order."""

import pytest

from issues.importing.forms.opened import UnreadableFile
from issues.importing.forms.opening import open_file
from issues.importing.forms.refusals import NESTED, NO_TEXT

from .making import STORY, make_pdf, make_word, make_workbook, make_zip

WEB_PAGE = """<!doctype html><html><head><meta charset="{0}"><title>金锁巷停水三天_梧桐晚报网</title></head><body>
<nav><a href="/">首页</a> <a href="/a">要闻</a> <a href="/b">民生</a></nav>
<article><h1>金锁巷停水三天</h1><div class="info"><span>2025年12月5日 10:20</span> <span>来源：梧桐晚报</span></div>
<p>本报讯 梧桐区金锁巷的住户昨日反映，巷内二十户人家已停水三天，做饭洗衣都要到隔壁巷子提水，老人上下楼很不方便。</p>
<p>水务公司答复，主管破裂，抢修队伍已经到场，十二月六日前修好，期间每天早晚各派一辆送水车到巷口。</p></article>
<footer>版权所有 梧桐晚报社 备案号 1234</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_is_read_in_each_usual_encoding(encoding):
    text = "\n".join(STORY)
    assert open_file("版面.md", text.encode(encoding))[0].text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_web_page_keeps_headline_date_line_and_body_and_loses_its_menu(encoding):
    text = open_file("a.html", WEB_PAGE.format(encoding).encode(encoding))[0].text
    assert text.startswith("# 金锁巷停水三天\n")
    assert "2025年12月5日" in text.split("本报讯")[0]
    assert "送水车到巷口" in text
    assert "备案号" not in text and "首页" not in text
    assert text.count("金锁巷停水三天") == 1


def test_a_document_keeps_headings_and_tables_where_they_stand():
    made = make_word(STORY, [["受理编号", "是否属实"], ["X1", "属实|部分"], ["X2", "不属实\n已核"]])
    text = open_file("a.docx", made)[0].text
    assert text == "\n\n".join(STORY) + (
        "\n\n| 受理编号 | 是否属实 |\n| --- | --- |\n| X1 | 属实｜部分 |\n| X2 | 不属实 已核 |"
    )


def test_each_page_of_a_pdf_is_a_text_of_its_own():
    lines = [
        [(50, 750 - 14 * row, 10, words) for row, words in enumerate(page)] for page in (STORY[1:], STORY[2:])
    ]
    texts = open_file("报.pdf", make_pdf(lines))
    assert [text.name for text in texts] == ["报.pdf · 1", "报.pdf · 2"]
    assert [text.text for text in texts] == ["\n".join(STORY[1:]), STORY[2]]


def test_a_pdf_stored_row_by_row_across_columns_is_read_column_by_column():
    columns = [[f"第{column}栏第{row}行的文字共十二字" for row in "一二三四五六七八"] for column in "甲乙丙"]
    across = [
        (40 + 190 * place, 700 - 14 * row, 10, columns[place][row]) for row in range(8) for place in range(3)
    ]
    text = open_file("报.pdf", make_pdf([[(40, 740, 24, "横贯三栏的大标题就在这里压住全版"), *across]]))[
        0
    ].text
    assert text.split() == ["横贯三栏的大标题就在这里压住全版", *columns[0], *columns[1], *columns[2]]


def test_one_bad_member_does_not_spoil_the_others():
    made = make_zip(
        {
            "日报/A02.txt": STORY[1].encode(),
            "日报/坏.docx": b"PK\x03\x04 cut",
            "日报/空.txt": b"",
            "日报/里.zip": make_zip({"a.txt": b"a"}),
            "日报/A03.docx": make_word(STORY[1:2]),
            "__MACOSX/._A02.txt": b"litter",
        }
    )
    opened = {text.name: text for text in open_file("一批.zip", made)}
    assert opened["日报/A02.txt"].text == opened["日报/A03.docx"].text == STORY[1]
    assert opened["日报/里.zip"].refusal.message == NESTED
    assert {name for name, text in opened.items() if text.refusal} == {
        "日报/坏.docx",
        "日报/空.txt",
        "日报/里.zip",
    }
    assert len(opened) == 5


def test_names_of_a_chinese_windows_archive_are_read():
    made = make_zip({"AAAA.txt": STORY[1].encode()}).replace(b"AAAA.txt", "晚报.txt".encode("gbk"))
    assert open_file("a.zip", made)[0].name == "晚报.txt"


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.docx", make_word()),
        ("a.xlsx", make_workbook(("Sheet1", []))),
        ("a.pdf", make_pdf([[]])),
        ("a.zip", make_zip({})),
        ("a.html", b"<html><body> </body></html>"),
        ("a.txt", "\u202e\u200b".encode()),
    ],
)
def test_a_file_without_text_says_so(name, content):
    with pytest.raises(UnreadableFile) as refused:
        open_file(name, content)
    assert refused.value.refusal.message == NO_TEXT


def test_content_decides_not_the_name():
    assert open_file("a.txt", make_word(STORY[1:2]))[0].text == STORY[1]
    assert open_file("a.docx", STORY[1].encode())[0].text == STORY[1]
    assert open_file("a.jpg", make_pdf([[(50, 700, 10, STORY[2])]]))[0].text == STORY[2]
