"""Private numbers are starred out, public ones stay, and no text changes its length."""

import pytest

from issues.privacy import mask

MASKED = [
    ("居民周女士（电话13812345678）说", "居民周女士（电话138********）说"),
    ("手机１３８１２３４５６７８", "手机１３８********"),
    ("请打138-1234-5678。", "请打138-****-****。"),
    ("请打 138 1234 5678。", "请打 138 **** ****。"),
    ("+8613812345678", "+86***********"),
    ("身份证号11010519491231002X，", "身份证号110***************，"),
    ("他的110105194912310021认错了一位", "他的110***************认错了一位"),
    ("编号110105194912310021", "编号110105194912310021"),
    ("身份证号110105194912310021", "身份证号110***************"),
    ("卡号4111 1111 1111 1111的", "卡号411* **** **** ****的"),
    ("车牌云A·12345停在", "车牌云A·*****停在"),
    ("新能源车粤BD12345", "新能源车粤B******"),
    ("湘A1234警", "湘A*****"),
    ("写信到zhou.li@example.com。", "写信到****.**@example.com。"),
    ("联系0851-85661800。", "联系085*-********。"),
    ("联系电话：85661800", "联系电话：********"),
]
KEPT = [
    "拨打12345热线，或110、119",
    "投资86619000元，涉及1234567890平方米",
    "电话400-123-4567",
    "2025年12月10日前，全长13.5公里",
    "云A座和京东广场",
    "文号〔2025〕13812号",
    "区住建局咨询电话：0571-87012345",
    "市城管局电话0738-8211119",
    "乘坐19、812、501、213路",
    "订单号20251205123456789012345",
    "",
]


@pytest.mark.parametrize(("text", "shown"), MASKED)
def test_a_private_number_is_starred_out(text, shown):
    assert mask(text) == shown


@pytest.mark.parametrize("text", KEPT)
def test_what_is_public_stays(text):
    assert mask(text) == text


@pytest.mark.parametrize("text", [case[0] for case in MASKED] + KEPT)
def test_masking_keeps_the_length_and_may_be_done_twice(text):
    assert len(mask(text)) == len(text)
    assert mask(mask(text)) == mask(text)


def test_a_long_line_of_digits_is_masked_in_good_time():
    assert len(mask("1" * 200_000)) == 200_000
    assert len(mask("a" * 200_000 + "@")) == 200_001
