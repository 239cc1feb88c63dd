"""Headline results of platforms and campaigns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.reading.blocks import find_blocks
from issues.reading.figures import MOST, read_figures
from issues.reading.stories import find_stories


def read(sentence):
    text = f"问政平台月报\n\n{sentence}这是平台上线以来的又一个月，市民的留言都有回音，平台的编辑这样告诉来访的读者。\n"
    figures = [
        figure for story in find_stories(text, find_blocks(text)) for figure in read_figures(text, story)
    ]
    assert all(str(int(figure.value)) in figure.spans[0].of(text).replace(",", "") for figure in figures)
    return [(figure.what, figure.value, figure.unit) for figure in figures]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("上月受理群众建议1,357件，办结率97.20%。", [("受理群众建议", 1357, "件"), ("办结率", 97.2, "%")]),
        ("响应率、办结率分别达到99.7%、98%。", [("响应率", 99.7, "%"), ("办结率", 98, "%")]),
        ("共接听市民来电4.1万个。", [("接听市民来电", 4.1, "万个")]),
        ("为市民挽回经济损失8712万元。", [("挽回经济损失", 8712, "万元")]),
        ("群众满意率为90.5%。", [("群众满意率", 90.5, "%")]),
        ("平台在云岭区开了新窗口。", []),
    ],
)
def test_counts_and_rates_are_read_as_printed(sentence, figures):
    assert read(sentence) == figures


def test_a_long_report_is_cut_off():
    assert len(read("受理诉求10件，" * 100)) == MOST


@given(st.text(alphabet="受理办结率满意分别达到为、，。%0123456789.,万件"))
def test_any_text_is_read_without_fault(text):
    for story in find_stories(text, find_blocks(text)):
        for figure in read_figures(text, story):
            assert figure.what and all(0 <= span.start < span.end <= len(text) for span in figure.spans)
