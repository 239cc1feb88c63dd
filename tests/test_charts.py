"""A bar chart's geometry: every bar inside, the scale round, empty data no error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.charts import HEIGHT, draw_bars, find_step


@pytest.mark.parametrize(
    ("highest", "step"), [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (99, 20), (1_000_000, 200_000)]
)
def test_the_scale_has_round_steps_and_at_most_five(highest, step):
    assert find_step(highest) == step


def test_no_months_make_an_empty_chart():
    assert draw_bars([]).bars == []


@given(
    st.lists(
        st.tuples(st.text(max_size=4), st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))), max_size=40
    )
)
def test_every_bar_stands_inside_the_chart(groups):
    chart = draw_bars(groups)
    assert len(chart.bars) == 2 * len(groups)
    for bar in chart.bars:
        assert 0 <= bar.x < chart.width
        assert 0 <= bar.y <= HEIGHT
        assert bar.height == pytest.approx(HEIGHT - bar.y, abs=0.02)
    assert {value for _y, value in chart.lines} >= {0}
