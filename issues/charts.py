"""Charts as plain numbers for a server-rendered SVG: where bars stand and how high. Knows nothing of issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 160
BAR, GAP, GROUP_GAP = 9, 1, 8
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its corner, its height, which of the series it belongs to, what it stands for."""

    x: int
    y: float
    height: float
    series: int
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in groups, with the lines of the scale and a label under each group."""

    width: int
    height: int
    bars: list[Bar]
    labels: list[tuple[float, str]]
    lines: list[tuple[float, int]]


def draw_bars(groups: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """A bar chart of `groups` (label, a value for each series), the scale ending at a round number. Any size of value."""
    highest = max((value for _label, values in groups for value in values), default=0)
    step = find_step(highest)
    top = max(step, -(-highest // step) * step)
    breadth = max((len(values) for _label, values in groups), default=1) * (BAR + GAP) + GROUP_GAP
    bars, labels = [], []
    for number, (label, values) in enumerate(groups):
        left = number * breadth + GROUP_GAP // 2
        labels.append((left + (breadth - GROUP_GAP) / 2, label))
        for series, value in enumerate(values):
            height = round(HEIGHT * value / top, 2)
            bars.append(Bar(left + series * (BAR + GAP), round(HEIGHT - height, 2), height, series, value))
    lines = [(round(HEIGHT - HEIGHT * at / top, 2), at) for at in range(0, top + 1, step)]
    return Chart(max(1, len(groups)) * breadth, HEIGHT, bars, labels, lines)


def find_step(highest: int) -> int:
    """The distance of a scale's lines: 1, 2 or 5 times a power of ten, with at most five of them."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * 5 >= highest:
                return step * power
        power *= 10
