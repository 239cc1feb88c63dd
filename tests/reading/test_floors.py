"""The gate: the reader's score on labelled pages never falls below its pinned floors."""

import json

import pytest

from tests.reading.raise_floors import FLOORS, SCORE, find_breaches, measure, raise_floors


@pytest.mark.skipif(not SCORE.exists(), reason="the labelled pages (shared/reading) are not here")
def test_the_reader_keeps_to_its_floors():
    assert find_breaches(measure(), json.loads(FLOORS.read_text(encoding="utf-8"))) == []


def test_a_floor_is_never_lowered():
    floors = {"issues.f1": 0.9, "notes.share_of_story": 0.45}
    assert raise_floors({"issues.f1": 0.95, "notes.share_of_story": 0.4}, floors) == {
        "issues.f1": 0.95,
        "notes.share_of_story": 0.4,
    }
    with pytest.raises(ValueError, match="issues.f1"):
        raise_floors({"issues.f1": 0.89, "notes.share_of_story": 0.4}, floors)
    with pytest.raises(ValueError, match="share_of_story"):
        raise_floors({"issues.f1": 0.95, "notes.share_of_story": 0.5}, floors)
