"""Stories of issues that may happen, and moves that may not."""

import pytest

from issues.choices import Status as S
from issues.workflow import CLOSED, HIDDEN, MOVES, OPEN, may_move, needs_reason

LIVES = [
    ("solved and confirmed", [S.DRAFT, S.REPORTED, S.ACCEPTED, S.IN_PROGRESS, S.RESOLVED, S.VERIFIED]),
    (
        "solved, back again, solved",
        [S.DRAFT, S.IN_PROGRESS, S.RESOLVED, S.REOPENED, S.IN_PROGRESS, S.RESOLVED],
    ),
    ("stands still and goes on", [S.DRAFT, S.REPORTED, S.STALLED, S.IN_PROGRESS, S.STALLED, S.ACCEPTED]),
    ("handed back to another body", [S.DRAFT, S.IN_PROGRESS, S.ACCEPTED, S.IN_PROGRESS]),
    ("printed when it was over", [S.DRAFT, S.VERIFIED, S.REOPENED]),
    ("sent away and brought back", [S.DRAFT, S.WITHDRAWN, S.DRAFT, S.REPORTED]),
    ("told of twice", [S.DRAFT, S.DUPLICATE, S.DRAFT]),
    ("not so after all", [S.DRAFT, S.REPORTED, S.UNFOUNDED, S.REOPENED]),
]
NEVER = [
    (S.WITHDRAWN, S.RESOLVED),
    (S.REPORTED, S.DRAFT),
    (S.REPORTED, S.VERIFIED),
    (S.REPORTED, S.REPORTED),
    (S.RESOLVED, S.IN_PROGRESS),
    (S.VERIFIED, S.RESOLVED),
]


@pytest.mark.parametrize("name,life", LIVES, ids=[name for name, _ in LIVES])
def test_an_issue_may_live_so(name, life):
    assert all(may_move(before, after) for before, after in zip(life, life[1:], strict=False))


@pytest.mark.parametrize("before,after", NEVER)
def test_an_issue_may_not_jump(before, after):
    assert not may_move(before, after)


def test_every_status_has_one_place_and_a_way_out():
    assert set(S) == HIDDEN | OPEN | CLOSED
    assert len(HIDDEN) + len(OPEN) + len(CLOSED) == len(S)
    assert set(MOVES) == set(S)
    assert all(MOVES[status] for status in S)


def test_closing_reopening_and_handing_back_need_a_reason():
    assert needs_reason(S.IN_PROGRESS, S.RESOLVED)
    assert needs_reason(S.RESOLVED, S.REOPENED)
    assert needs_reason(S.IN_PROGRESS, S.ACCEPTED)
    assert needs_reason(S.DRAFT, S.WITHDRAWN)
    assert not needs_reason(S.DRAFT, S.RESOLVED), "a draft rests on its evidence"
    assert not needs_reason(S.REPORTED, S.IN_PROGRESS)
