"""Evidence on a page: the text is cut, never changed, whatever overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.marking import Mark, cut_text, name_field

TEXT = "海棠里小区每天早上停水"


def fields(pieces):
    return [(piece.text, [mark.field for mark in piece.marks]) for piece in pieces]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [(TEXT, [])]),
        ([Mark("place", 0, 5)], [("海棠里小区", ["place"]), ("每天早上停水", [])]),
        (
            [Mark("title", 0, 11), Mark("place", 0, 5)],
            [("海棠里小区", ["title", "place"]), ("每天早上停水", ["title"])],
        ),
        (
            [Mark("place", 0, 7), Mark("category", 5, 11)],
            [("海棠里小区", ["place"]), ("每天", ["place", "category"]), ("早上停水", ["category"])],
        ),
        ([Mark("place", 8, 99)], [("海棠里小区每天早", []), ("上停水", ["place"])]),
    ],
)
def test_text_is_cut_where_a_mark_begins_or_ends(marks, expected):
    assert fields(cut_text(TEXT, marks, [[0, len(TEXT)]])[0]) == expected


spans = st.tuples(st.integers(0, 14), st.integers(0, 14)).map(sorted)


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=3), spans)
def test_no_character_is_lost_or_doubled(marks, own, shown):
    pieces = cut_text(TEXT, [Mark("place", *span) for span in marks], [shown], own)[0]
    assert "".join(piece.text for piece in pieces) == TEXT[shown[0] : shown[1]]


def test_first_words_of_a_field_are_its_anchor_once():
    marks = [Mark("place", 0, 3), Mark("place", 5, 7)]
    anchored = set()
    first = cut_text(TEXT, marks, [[0, 11]], (), anchored)[0]
    again = cut_text(TEXT, marks, [[0, 11]], (), anchored)[0]
    assert [piece.anchors for piece in first if piece.marks] == [("place",), ()]
    assert not any(piece.anchors for piece in again)


def test_what_lies_outside_of_the_issues_own_part_is_told_apart():
    pieces = cut_text(TEXT, [], [[0, 11]], [[5, 9]])[0]
    assert [(piece.text, piece.own) for piece in pieces] == [
        ("海棠里小区", False),
        ("每天早上", True),
        ("停水", False),
    ]


def test_unknown_field_names_are_shown_as_they_are():
    assert name_field("no_such_field") == "no_such_field"
