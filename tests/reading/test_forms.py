"""Forms are found where plain finditer finds them, though tried only at their openings."""

import re

import pytest

from issues.reading.forms import find_form, find_openings, has_form, load_lines, read_openings
from issues.reading.words import list_vocabularies

NAMES = [path.partition("/")[2] for path in list_vocabularies("forms")]
TOLD = (
    "居民说路灯坏了三个月,至今没有人来修。5月20日前将全部更换,目前已完成60%。记者昨天再次来到现场,水不再冒了。"
    "住建局称方案已报,等资金。物业又说不归它管;该局已将情况转交街道办,三天内答复。经核实,不属实,符合标准。"
    "当晚全部清理完毕,装好了围栏,又堆了垃圾,修好才三天又坏了。没有等到回复,谁来管?下一步将安装护栏。"
)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_found_wherever_it_would_be_found_without_openings(name):
    plain = [hit.span() for hit in _as_one(name).finditer(TOLD) if hit[0]]
    assert [hit.span() for hit in find_form(TOLD, find_openings(TOLD).get(name, {}))] == plain


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("end", [20, 80, len(TOLD)])
def test_the_beginning_of_a_text_has_a_form_where_one_is_found_there(name, end):
    assert has_form(TOLD, find_openings(TOLD).get(name, {}), end) == bool(_as_one(name).search(TOLD, 0, end))


def _as_one(name: str) -> re.Pattern[str]:
    return re.compile("|".join(load_lines(name)))


def test_the_forms_find_something_in_the_text_they_are_compared_on():
    assert sum(bool(_as_one(name).search(TOLD)) for name in NAMES) >= 10


@pytest.mark.parametrize(
    ("pattern", "openings"),
    [
        ("停水", {"停水"}),
        ("停(?:水|电)", {"停水", "停电"}),
        ("[停断]水", {"停水", "断水"}),
        ("又?停水", {"又停", "停水"}),
        ("停[^,]{0,4}水", {"停"}),
        ("(?<!不)停水|停", {"停"}),
        (r"\d日", {f"{digit}日" for digit in range(10)}),
        (r"好+了", {"好好", "好了"}),
        (r"好{2}了", {"好好"}),
        (r"\d{1,2}月", {f"{digit}{after}" for digit in range(10) for after in "0123456789月"}),
    ],
)
def test_openings_of_a_pattern(pattern, openings):
    assert read_openings(pattern) == openings


@pytest.mark.parametrize("pattern", ["[^,]停水", "(?:停水)?", ".停"])
def test_a_pattern_that_can_begin_with_anything_is_refused(pattern):
    with pytest.raises(ValueError, match="begin with anything"):
        read_openings(pattern)
