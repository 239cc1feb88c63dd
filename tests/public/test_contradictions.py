"""Contradictions of a batch's figures: every sentence that the reading writes is told in either language."""

import re

import pytest
from django.utils import translation

from issues.public.contradictions import tell_warning
from issues.reading.batches import read_batch

from ..reading.test_batches import NOTICE, only_story

_TAGS = re.compile(r"<[^>]+>")


@pytest.mark.parametrize(
    ("printed", "instead", "told"),
    [
        ("来信15件", "来电15件", "“来电” is printed twice, as 25 and as 15"),
        ("来电25件", "来电20件", "The channels add up to 35, not to the total of 40."),
        ("临江县8件", "临江县9件", "The places add up to 41, not to the total of 40."),
        ("20个、12个、8个", "30个、12个、8个", "The kinds add up to 50, more than the total of 40"),
        ("重点举报件3件", "重点举报件43件", "There are 43 priority cases, more than the total of 40."),
    ],
)
def test_what_the_reading_finds_is_told_in_both_languages(printed, instead, told):
    text = NOTICE.replace(printed, instead)
    warnings = read_batch(text, only_story(text), published="2031-06-04").warnings
    with translation.override("en"):
        english = [tell_warning(warning) for warning in warnings]
    assert any(told in _TAGS.sub("", one) for one in english)
    assert not re.search(r"[一-鿿]", re.sub(r"<span.*?</span>", "", "".join(english))), "only quoted words"
    with translation.override("zh-hans"):
        assert [_TAGS.sub("", tell_warning(warning)) for warning in warnings] == list(warnings)


def test_a_sentence_of_another_reader_stays_as_it_is_marked_as_chinese_and_escaped():
    with translation.override("en"):
        assert tell_warning("来电<b>出现两次。") == '<span lang="zh-Hans">来电&lt;b&gt;出现两次。</span>'
