"""How like two texts are and what they share: pure functions, no database."""

import pytest

from issues.likeness import (
    Told,
    compare,
    find_continuation,
    find_words,
    hash_term,
    is_name,
    rate,
    reduce_text,
)

FIRST = (
    "海棠里小区夜间搅拌站轰鸣",
    "海棠里小区的居民反映，围墙外的搅拌站彻夜轰鸣，粉尘落满阳台，老人难以入睡。",
)
AGAIN = ("搅拌站粉尘飘进海棠里", "搬来海棠里不久，隔壁搅拌站的粉尘就飘进家里，机器彻夜轰鸣。")
SAME_ESTATE = ("海棠里小区电梯停运", "海棠里小区五栋的电梯停运三周，物业公司称维修基金没有到账。")
PINNED = -4789159299883183642
ELSEWHERE = ("长桥路井盖破损", "长桥路中段的井盖破损，骑车人绕行机动车道，存在安全隐患。")


@pytest.mark.parametrize("told", [FIRST, AGAIN, SAME_ESTATE, ELSEWHERE], ids=lambda told: told[0])
def test_a_text_is_wholly_like_itself(told):
    assert rate(reduce_text(*told), reduce_text(*told)) == pytest.approx(1)


def test_the_same_matter_in_other_words_is_liker_than_another_at_the_same_estate():
    first, again, estate, elsewhere = (reduce_text(*told) for told in (FIRST, AGAIN, SAME_ESTATE, ELSEWHERE))
    assert rate(first, again) > rate(first, estate) > rate(first, elsewhere)


def test_a_text_without_words_is_like_nothing():
    assert reduce_text("", "12:30 ——") == {}
    assert rate({}, reduce_text(*FIRST)) == 0


def test_traditional_characters_are_the_same_words():
    assert reduce_text("電梯停運", "") == reduce_text("电梯停运", "")


def test_a_word_that_the_dictionary_lacks_is_a_name():
    assert is_name("丽发") and is_name("丽发|电梯")
    assert not is_name("电梯") and not is_name("电梯|停运")


def test_a_term_has_the_same_number_in_every_process():
    assert hash_term("停水") == PINNED
    assert hash_term("停水") != hash_term("停电")


@pytest.mark.parametrize(
    ("text", "found"), [("本报曾报道此事", "曾报道"), ("记者追踪此事", "追踪"), ("小区停水三天", None)]
)
def test_what_continues_an_earlier_report_says_so(text, found):
    assert find_continuation(text) == found


def test_shared_words_are_found_in_both_texts_without_overlap():
    assert find_words("搅拌站外的搅拌站", ["搅拌", "搅拌站"]) == [[0, 3], [5, 8]]
    assert find_words("", ["搅拌"]) == []


def test_the_reasons_say_in_chinese_what_is_shared():
    draft = Told(*AGAIN, place="海棠里", kind="噪声", bodies=("城东区住建局",))
    known = Told(*FIRST, place="海棠里小区", kind="噪声", bodies=("城东区住建局", "城管局"))
    share = compare(draft, known)
    reasons = "\n".join(share.reasons)
    for expected in ("共同地点：海棠里", "同类问题：噪声", "共同单位：城东区住建局", "共同词：", "搅拌站"):
        assert expected in reasons
    told = {draft.body[start:end] for start, end in share.spans}
    assert any("搅拌站" in words for words in told)
    assert {known.body[start:end] for start, end in share.known_spans} & told
