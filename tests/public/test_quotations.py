"""A quotation stands in its sentence, marked, masked, and never with more of the page than that."""

import pytest

from issues.models import Evidence, Issue, Page
from issues.public.quotations import quote_in_context

TEXT = "甲事已了。乙处小区每天停水，居民说很难。记者到场。\n### 丙标题\n丁句。"


def show(text: str, *quoted: str) -> str:
    """The quotation of these words, as [marked] text."""
    spans = [[text.index(words), text.index(words) + len(words)] for words in quoted]
    evidence = Evidence(issue=Issue(), page=Page(text=text), spans=spans)
    return "".join(
        f"[{piece}]" if is_quoted else piece for piece, is_quoted in quote_in_context(evidence).pieces
    )


CASES = [
    (["停水"], "乙处小区每天[停水]，居民说很难。"),
    (["乙处小区"], "甲事已了。[乙处小区]每天停水，居民说很难。"),
    (["乙处小区每天停水，居民说很难。"], "甲事已了。[乙处小区每天停水，居民说很难。]记者到场。"),
    (["甲事"], "[甲事]已了。"),
    (["丁句。"], "丙标题 [丁句。]"),
    (["小区", "停水"], "乙处[小区]每天[停水]，居民说很难。"),
    (["停水", "小区"], "乙处小区每天[停水]……[小区]每天停水，居民说很难。"),
]


@pytest.mark.parametrize(("quoted", "shown"), CASES)
def test_words_stand_in_their_sentence(quoted, shown):
    assert show(TEXT, *quoted) == shown


def test_stretches_far_apart_are_joined_by_a_mark():
    assert show("停水。" + "无关的话，" * 20 + "又停水了。", "停水", "又停水") == "[停水]……[又停水]了。"


def test_a_line_without_full_stops_does_not_spill_onto_the_page():
    text = "前" * 200 + "停水" + "后" * 200
    assert show(text, "停水") == "……" + "前" * 80 + "[停水]" + "后" * 80 + "……"


def test_beside_a_whole_sentence_only_a_little_is_shown():
    text = "前" * 60 + "。停水了。" + "后" * 60 + "。"
    assert show(text, "停水了。") == "……" + "前" * 39 + "。[停水了。]" + "后" * 40 + "……"


def test_a_number_cut_by_the_edge_of_a_quotation_is_masked():
    text = "居民13812345678说停水。"
    assert show(text, "居民13812") == "[居民138**]******说停水。"
    assert show(text, "45678说") == "居民138***[*****说]停水。"


TABLE = """| 序号 | 内容 | 区 | 结果 |
| --- | --- | --- | --- |
| 1 | 甲村的塘臭了。 | 东区 | 已办结 |
| 2 | 乙厂喷漆不关门,气味飘进园里。 | 西区 | 责令整改;复测合格。 |
| 3 | 丙湖有餐饮船。 | 北区 | 未办结 |
"""
ROWS = [
    (["喷漆"], "2 · 乙厂[喷漆]不关门,气味飘进园里。"),
    (["乙厂喷漆不关门,气味飘进园里。"], "2 · [乙厂喷漆不关门,气味飘进园里。] · 西区 · 责令整改;复测合格。"),
    (["西区", "复测合格。"], "[西区] · 责令整改;[复测合格。]"),
    (["丙湖"], "3 · [丙湖]有餐饮船。"),
]


@pytest.mark.parametrize(("quoted", "shown"), ROWS)
def test_words_of_a_table_stand_in_their_row_and_without_its_bars(quoted, shown):
    assert show(TABLE, *quoted) == shown
