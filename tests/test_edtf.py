"""Dates as precise as they are known."""

from datetime import date

import pytest
from django.utils import translation

from issues.edtf import first_day, in_words, is_edtf, last_day

DATES = [
    # value, is a date, first day, last day, in Chinese
    ("2025-12-05", True, date(2025, 12, 5), date(2025, 12, 5), "2025年12月5日"),
    ("2024-02", True, date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
    ("2023", True, date(2023, 1, 1), date(2023, 12, 31), "2023年"),
    ("2023~", True, date(2023, 1, 1), date(2023, 12, 31), "2023年"),
    ("2024-10-28T08", True, date(2024, 10, 28), date(2024, 10, 28), "2024年10月28日"),
    ("2024-11/2025-02", True, date(2024, 11, 1), date(2025, 2, 28), "2024年11月 – 2025年2月"),
    ("XXXX-12-03", True, None, None, "12月3日（年份不详）"),
    ("2024-11/", True, date(2024, 11, 1), None, "2024年11月"),
    ("2025-13", False, None, None, "2025-13"),
    ("2025-02-30", False, None, None, "2025-02-30"),
    ("昨天", False, None, None, "昨天"),
    ("２０２５", False, None, None, "２０２５"),
    ("/", False, None, None, ""),
    ("", False, None, None, ""),
    ("0000", True, None, None, "0000年"),
]


@pytest.mark.parametrize("value,valid,first,last,words", DATES)
def test_a_date_has_a_first_and_a_last_day_and_words(value, valid, first, last, words):
    assert (is_edtf(value), first_day(value), last_day(value)) == (valid, first, last)
    with translation.override("zh-hans"):
        assert in_words(value) == words


@pytest.mark.parametrize(
    "value,words",
    [
        ("2025-06-05", "June 5, 2025"),
        ("2025-06", "June 2025"),
        ("2025", "year 2025"),
        ("2024-11/2025-02", "November 2024 – February 2025"),
        ("0000-02-03", "0000-02-03"),
    ],
)
def test_an_english_reader_gets_dates_as_the_rest_of_the_page_writes_them(value, words):
    with translation.override("en"):
        assert in_words(value) == words
