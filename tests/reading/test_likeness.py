"""How much two parts of a page speak of the same things."""

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from issues.reading.likeness import Likeness

PAGE = (
    "梧桐里小区的水泵坏了，住户提着桶接水，物业说等配件。",
    "水泵换新，梧桐里小区恢复供水，住户拧开龙头试了又试。",
    "柳荫巷的路灯黑了半个月，电缆被挖断，连夜接线。",
    "路灯管理所说，电缆接好，柳荫巷三十盏路灯全部恢复照明。",
)
LINES = st.lists(st.text(alphabet="水泵路灯小区住户，。", min_size=1, max_size=30), min_size=2, max_size=9)


def test_lines_of_one_matter_are_nearer_than_lines_of_two():
    likeness = Likeness(PAGE)
    assert likeness.rate([0], [1]) > 2 * likeness.rate([0], [2])
    assert likeness.rate([2], [3]) > 2 * likeness.rate([1], [3])


def test_words_of_every_page_count_little():
    likeness = Likeness(("记者看到水泵坏了", "记者看到路灯黑了", "水泵又坏了"))
    assert likeness.rate_telling([0], [1]) < 0.6 * likeness.rate([0], [1])


@given(LINES, st.data())
def test_likeness_is_the_same_both_ways_and_never_below_nothing(lines, data):
    places = st.lists(st.integers(0, len(lines) - 1), min_size=1, unique=True)
    some, others = data.draw(places), data.draw(places)
    likeness = Likeness(lines)
    assert likeness.rate(some, others) == approx(likeness.rate(others, some))
    assert likeness.rate(some, others) >= 0
