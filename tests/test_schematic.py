"""Tiles of districts: the hand-laid ones where they really lie, all others in order, every number with its shade."""

import csv
from pathlib import Path

import pytest

from issues.schematic import COLUMNS, GAP, HEIGHT, LAYOUTS, WIDTH, Place, draw_tiles, find_cells

SEEDS = Path(__file__).parent.parent / "seeds" / "divisions.csv"


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.csv")), ids=lambda path: path.stem)
def test_a_layout_names_divisions_of_its_own_and_no_cell_twice(path):
    with SEEDS.open(encoding="utf-8") as lines:
        known = {row["code"]: row for row in csv.DictReader(lines)}
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert all(known[row["code"]]["parent"] == path.stem for row in rows)
    assert all(known[row["code"]]["name"] == row["name"] for row in rows)
    assert len({(row["column"], row["row"]) for row in rows}) == len(rows)


def test_guiyangs_districts_lie_to_each_other_as_they_do():
    at = {
        row["name"]: find_cells()["5201"][row["code"]]
        for row in csv.DictReader((LAYOUTS / "5201.csv").open())
    }
    for north, south in (
        ("息烽县", "白云区"),
        ("白云区", "观山湖区"),
        ("云岩区", "南明区"),
        ("清镇市", "贵安新区"),
    ):
        assert at[north][0] == at[south][0] and at[north][1] < at[south][1]
    for west, east in (
        ("清镇市", "观山湖区"),
        ("观山湖区", "云岩区"),
        ("息烽县", "开阳县"),
        ("修文县", "乌当区"),
    ):
        assert at[west][1] == at[east][1] and at[west][0] < at[east][0]


def test_without_a_layout_tiles_stand_row_by_row_and_what_a_layout_lacks_stands_below():
    sheet = draw_tiles("9901", [Place(f"9901{n:02}", "区", 0) for n in range(COLUMNS + 1)])
    assert [(tile.x, tile.y) for tile in sheet.tiles[-2:]] == [
        ((COLUMNS - 1) * (WIDTH + GAP), 0),
        (0, HEIGHT + GAP),
    ]
    known, strange = draw_tiles("5201", [Place("520102", "南明区", 1), Place("5201Z9", "新区", 1)]).tiles
    assert strange.y > known.y and strange.x == 0


def test_shades_follow_round_steps_and_none_is_left_white():
    sheet = draw_tiles("9901", [Place(str(n), "区", n) for n in (0, 1, 20, 21, 87)])
    assert [tile.level for tile in sheet.tiles] == [0, 1, 3, 4, 5]
    assert sheet.shades == [(1, 1, 5), (2, 6, 10), (3, 11, 20), (4, 21, 50), (5, 51, 100)]
    few = draw_tiles("9901", [Place("1", "区", 3)])
    assert few.shades == [(1, 1, 1), (2, 2, 2), (3, 3, 5)] and few.tiles[0].level == 3
    assert draw_tiles("9901", []).shades == []


def test_a_long_name_is_cut_into_even_lines():
    (tile,) = draw_tiles("9901", [Place("1", "双龙航空港经济区", 1)]).tiles
    assert [piece for _y, piece in tile.lines] == ["双龙航空", "港经济区"]
