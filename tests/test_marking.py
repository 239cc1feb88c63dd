"""Evidence on a page: the text is cut, never changed, whatever overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.marking import Aside, Mark, cut_text, find_asides, name_field

from . import make

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


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=3), st.lists(spans, max_size=3), spans)
def test_no_character_is_lost_or_doubled(marks, own, asides, shown):
    asides = [Aside("caption", *span) for span in asides]
    pieces = cut_text(TEXT, [Mark("place", *span) for span in marks], [shown], own, asides=asides)[0]
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


def test_aside_is_cut_out_across_the_marks_and_labelled_where_it_begins():
    pieces = cut_text(TEXT, [Mark("place", 0, 7)], [[0, 11]], asides=[Aside("caption", 5, 9)])[0]
    assert [(piece.text, len(piece.marks), piece.aside is not None, piece.begins) for piece in pieces] == [
        ("海棠里小区", 1, False, False),
        ("每天", 1, True, True),
        ("早上", 0, True, False),
        ("停水", 0, False, False),
    ]


def test_part_of_a_story_that_begins_inside_an_aside_has_its_label_too():
    parts = cut_text(TEXT, [], [[0, 4], [6, 11]], asides=[Aside("advert", 0, 8)])
    assert [[piece.begins for piece in part] for part in parts] == [[True], [True, False]]


PAGE = "云河晚报 A3版\n责编 老李\n海棠里小区停水\n图为楼下的水泵。\n上接A1版\n小区停水三天。\n下转A5版\n新店开业八折\n"


def mark_blocks(page, *kinds):
    """The lines of the page as blocks, one kind each."""
    at = 0
    for kind, line in zip(kinds, page.text.splitlines(), strict=True):
        page.blocks.append([kind, at, at + len(line)])
        at += len(line) + 1
    page.save()
    return page


@pytest.mark.django_db
def test_blocks_that_tell_no_story_are_asides_and_neighbours_of_one_kind_are_one():
    kinds = ("furniture", "furniture", "headline", "caption", "continuation", "body", "jump", "advert")
    page = mark_blocks(make.make_page(PAGE), *kinds)
    assert [(aside.kind, page.text[aside.start : aside.end]) for aside in find_asides(page)] == [
        ("furniture", "云河晚报 A3版\n责编 老李"),
        ("caption", "图为楼下的水泵。"),
        ("continuation", "上接A1版"),
        ("continuation", "下转A5版"),
        ("advert", "新店开业八折"),
    ]


@pytest.mark.django_db
def test_words_that_the_page_has_had_already_are_a_repeat_unless_they_are_few():
    told = "海棠里小区每天早上停水，居民盼修复"
    page = mark_blocks(
        make.make_page(f"编者按\n{told}\n编者按\n{told}\n"), "headline", "body", "headline", "body"
    )
    [aside] = find_asides(page)
    assert (aside.kind, aside.start) == ("repeat", page.text.rindex(told))
