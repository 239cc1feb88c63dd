"""Lines on a page are read as a person reads them: by column, below their headline, vertical ones from the right."""

import pytest

from issues.importing.forms.columns import Box, is_vertical, order_boxes, share_following, turn_vertical
from issues.importing.forms.setting import set_text


def set_column(name, left, top, count, width=100, height=10):
    """Lines n1, n2 … one below the other."""
    return [
        Box(left, top + 14 * row, left + width, top + 14 * row + height, f"{name}{row + 1}")
        for row in range(count)
    ]


def words(boxes):
    return [box.text for block in order_boxes(boxes) for box in block]


ONE, TWO, THREE = (set_column(name, left, 100, 4) for name, left in (("a", 0), ("b", 120), ("c", 240)))
MASTHEAD = Box(0, 0, 340, 30, "报头")
HEADLINE = Box(120, 60, 340, 85, "标题")
FOOT = Box(0, 200, 340, 210, "版权")
SHORT = set_column("d", 0, 100, 6, width=40)

PAGES = {
    "one column": (ONE, ["a1", "a2", "a3", "a4"]),
    "three columns": ([*ONE, *TWO, *THREE], [f"{name}{row}" for name in "abc" for row in range(1, 5)]),
    "three columns under a masthead": (
        [MASTHEAD, *ONE, *TWO, *THREE],
        ["报头", *(f"{name}{row}" for name in "abc" for row in range(1, 5))],
    ),
    "a headline over two of three columns": (
        [MASTHEAD, *set_column("a", 0, 60, 7), HEADLINE, *TWO, *THREE, FOOT],
        [
            "报头",
            *(f"a{row}" for row in range(1, 8)),
            "标题",
            *(f"{name}{row}" for name in "bc" for row in range(1, 5)),
            "版权",
        ],
    ),
    "short lines of one column": (
        [*SHORT[:3], Box(0, 142, 300, 152, "长"), *SHORT[4:]],
        ["d1", "d2", "d3", "长", "d5", "d6"],
    ),
    "pieces of one line": (
        [Box(60, 1, 90, 11, "右"), Box(0, 0, 40, 10, "左"), Box(0, 14, 90, 24, "下")],
        ["左", "右", "下"],
    ),
    "nothing": ([], []),
    "blank": ([Box(0, 0, 9, 9, " ")], []),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("turn", [1, -1])
def test_the_order_is_that_of_the_columns_however_they_are_stored(page, turn):
    boxes, expected = PAGES[page]
    assert words(boxes[::turn]) == expected


def test_vertical_columns_are_read_from_the_right():
    lines = [Box(100 - 14 * place, 0, 110 - 14 * place, 100, f"竖排{place}") for place in range(5)]
    assert is_vertical(lines) and not is_vertical(ONE)
    assert words(turn_vertical(lines[::-1])) == [f"竖排{place}" for place in range(5)]


def test_tiers_of_vertical_columns_are_read_from_the_top():
    tiers = [
        Box(100 - 14 * place, top, 110 - 14 * place, top + 100, f"{name}{place}")
        for place in range(5)
        for name, top in (("上", 0), ("下", 130))
    ]
    assert words(turn_vertical(tiers)) == [f"{name}{place}" for name in "上下" for place in range(5)]


def test_lines_stored_across_columns_do_not_follow_one_another():
    assert share_following([*ONE, *TWO]) > 0.8
    assert share_following([line for pair in zip(ONE, TWO, strict=True) for line in pair]) == 0


def test_paragraphs_are_told_by_indent_gap_and_size():
    lines = [
        Box(0, 0, 100, 20, "大标题"),
        Box(20, 30, 100, 40, "第一段"),
        Box(0, 44, 100, 54, "接着"),
        Box(20, 58, 100, 68, "第二段"),
        Box(0, 90, 100, 100, "隔开"),
    ]
    assert set_text([lines])[0] == "大标题\n\n　　第一段\n接着\n　　第二段\n\n隔开"


def test_a_paragraph_runs_on_in_the_next_column():
    full, ended = set_column("满", 0, 0, 3), [*set_column("完", 0, 0, 2), Box(0, 28, 30, 38, "完")]
    after = set_column("续", 120, 0, 3)
    assert "满3\n续1" in set_text([full, after])[0]
    assert "完\n\n续1" in set_text([ended, after])[0]


def test_doubtful_spans_are_the_lines_that_were_read_badly():
    text, doubtful = set_text([[Box(0, 0, 99, 10, "看清了", 0.99), Box(0, 14, 99, 24, "\u202e看不清", 0.5)]])
    assert [text[start:end] for start, end in doubtful] == ["看不清"]
