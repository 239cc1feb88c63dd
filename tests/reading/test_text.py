"""Folding, lines, sentences and span arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.reading.shapes import Span
from issues.reading.text import find_lines, find_sentences, fold, merge, subtract, trim

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: Span(pair[0], sum(pair))))


@pytest.mark.parametrize(
    ("received", "folded"),
    [
        ("停水，谁管？", "停水,谁管?"),
        ("（８月２日）", "(8月2日)"),
        ("「漏水」『斷網』", "“漏水”“断网”"),
        ("網絡問政後來開發", "网络问政後来开发"),
        ("〔2024〕7号", "(2024)7号"),
        ("塘还是臭.问题在哪?", "塘还是臭。问题在哪?"),
        ("一.打井 26.5分 见www.gov.cn", "一.打井 26.5分 见www.gov.cn"),
    ],
)
def test_prints_of_one_mark_are_folded_to_one_form(received, folded):
    assert fold(received) == folded


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_lines_have_no_white_space_at_their_ends():
    text = "  头版\n\n　　正文一行 \r\n\t\n末行"
    assert [line.of(text) for line in find_lines(text)] == ["头版", "正文一行", "末行"]


@given(st.text())
def test_lines_hold_all_that_is_printed(text):
    lines = find_lines(text)
    assert sum(len(line.of(text)) for line in lines) == sum(len(line.strip()) for line in text.split("\n"))
    assert list(lines) == sorted(lines)


def test_sentences_keep_their_closing_quotation_marks():
    text = "“水又停了！”他说。谁来管？没人答"
    assert [one.of(text) for one in find_sentences(text, Span(0, len(text)))] == [
        "“水又停了！”",
        "他说。",
        "谁来管？",
        "没人答",
    ]


def test_a_wrapped_line_ends_no_sentence_but_a_blank_line_does():
    text = "水管破\n了三天。\n\n没有句号\n\n下一段"
    assert len(find_sentences(text, Span(0, len(text)))) == 3


@given(st.text(alphabet="停水。！？”\n 、a"), st.integers(0, 30), st.integers(0, 30))
def test_sentences_cover_their_span_and_nothing_else(text, start, length):
    span = Span(min(start, len(text)), min(start + length, len(text)))
    found = find_sentences(text, span)
    assert all(span.start <= one.start < one.end <= span.end for one in found)
    assert "".join("".join(one.of(text).split()) for one in found) == "".join(span.of(text).split())


@given(SPANS, SPANS)
def test_subtracting_leaves_what_is_in_one_and_not_in_the_other(spans, holes):
    def places(some):
        return {place for span in some for place in range(span.start, span.end)}

    assert places(subtract(spans, holes)) == places(spans) - places(holes)
    assert places(merge(spans)) == places(spans)
    assert all(one.end < other.start for one, other in zip(merge(spans), merge(spans)[1:], strict=False))


def test_nothing_is_left_of_white_space():
    assert trim("a  b", Span(1, 3)) is None
    assert trim(" ab ", Span(0, 4)) == Span(1, 3)
