"""Tracking codes and the seals of forms."""

import pytest
from django.core import signing

from issues.voice import seals
from issues.voice.codes import make_code, read_code
from issues.voice.seals import BrokenSeal, make_seal, open_seal


def test_a_code_is_read_however_it_is_typed():
    code = make_code()
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        f" {code.replace('-', ' ')} ",
        code.replace("-", "–"),
    ):
        assert read_code(typed) == code
    for wrong in ("", code[:-1], code + "A", code[:-1] + "0", "中文" * 8):
        assert read_code(wrong) == ""


def test_no_two_codes_are_alike():
    assert len({make_code() for _number in range(2000)}) == 2000


def move_clock(monkeypatch, seconds):
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + seconds)


def test_a_seal_opens_after_three_seconds_and_for_a_day(monkeypatch):
    seal = make_seal()
    with pytest.raises(BrokenSeal):
        open_seal(seal)
    move_clock(monkeypatch, seals.QUICKEST.total_seconds() + 1)
    assert open_seal(seal) == open_seal(seal) != open_seal_of_another(monkeypatch)
    move_clock(monkeypatch, seals.LASTS.total_seconds())
    with pytest.raises(BrokenSeal):
        open_seal(seal)


def open_seal_of_another(monkeypatch):
    seal = make_seal()
    with monkeypatch.context() as later:
        move_clock(later, 10)
        return open_seal(seal)


def test_a_seal_of_our_own_making_only():
    for forged in ("", "x", make_seal()[:-1] + "x", "中"):
        with pytest.raises(BrokenSeal):
            open_seal(forged)
