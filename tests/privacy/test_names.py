"""Private persons' names are hidden, those of persons in office stay, and surnames alone hide nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.privacy import find_private_names, mask

NAMED = [
    ("小区业主刘建军说，电梯又停了。", ["刘建军"]),
    ("居民张强告诉记者", ["张强"]),
    ("居民张强说", ["张强"]),
    ("村民何秀兰、罗大勇和杨平联名反映", ["何秀兰", "罗大勇", "杨平"]),
    ("家住和平里3栋的周慧敏每天提水", ["周慧敏"]),
    ("今年68岁的吴国梁在门口等着", ["吴国梁"]),
    ("陈晓燕（女，45岁）摔伤", ["陈晓燕"]),
    ("欧阳明月女士来电", ["欧阳明月"]),
    ("“太吵了。”李春生无奈地说", ["李春生"]),
    ("水又停了。李春生告诉记者，他家在七楼", ["李春生"]),
    ("投诉人：赵志刚，来电反映", ["赵志刚"]),
    ("村民买买提·艾力说", ["买买提·艾力"]),
    ("退休教师王淑芬在家", ["王淑芬"]),
    ("我叫周大明，住在七楼", ["周大明"]),
    ("本人李秀英，去年就反映过", ["李秀英"]),
    ("我是王强，楼下的住户", ["王强"]),
]
NOT_NAMED = [
    "居民张女士说，李大爷点头",
    "居民张某某、刘某说",
    "市住建局副局长陈晨龙表示",
    "陈晨龙主任介绍，陈晨龙说",
    "居民方便多了，居民高度关注，居民常年投诉",
    "居民向本报反映，居民于昨日来电",
    "业主张贴告示，业主要求退款",
    "记者周敏摄影报道",
    "小区王女士说，周边刘先生也说",
    "居民刘小明（化名）说",
    "我是业主，我是金马小区的居民，我是高中生，本人常年在外",
    "",
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_who_is_named_as_a_resident_is_private(text, names):
    assert find_private_names(text) == names


@pytest.mark.parametrize("text", NOT_NAMED)
def test_officials_words_and_bare_surnames_stay(text):
    assert find_private_names(text) == []


def test_who_holds_an_office_anywhere_in_the_text_stays_everywhere():
    assert find_private_names("村民李国强说。村支书李国强说，路要修。") == []


def test_a_name_known_from_the_story_is_hidden_where_nothing_says_who_it_is():
    assert mask("刘建军家里停水", ["刘建军"]) == "刘**家里停水"
    assert mask("欧阳明月来电", ["欧阳明月"]) == "欧阳**来电"


def test_a_name_broken_by_a_column_is_hidden_too():
    assert mask("住户刘建\n军说", ["刘建军"]) == "住户刘*\n*说"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("家住3栋2单元501室的李女士", "家住3栋2单元***室的李女士"),
        ("12号楼1203漏水", "12号楼****漏水"),
        ("家住中山路128号的张女士", "家住中山路***号的张女士"),
        ("住址：阳光里3-2-501", "住址：阳光里3-2-***"),
        ("3栋201户居民停水", "3栋201户居民停水"),
        ("17栋至21栋停水", "17栋至21栋停水"),
        ("家住中山路128号院", "家住中山路128号院"),
        ("8栋300平方米的地面", "8栋300平方米的地面"),
        ("12栋1单元5-1漏水", "12栋1单元*-*漏水"),
        ("3栋2单元8楼住户", "3栋2单元*楼住户"),
        ("3栋2单元8楼的楼道灯坏了", "3栋2单元8楼的楼道灯坏了"),
        ("3栋2单元1楼麻将馆", "3栋2单元1楼麻将馆"),
        ("3栋5-8层和1-2单元停水", "3栋5-8层和1-2单元停水"),
        ("和平路88号院3号楼401的住户", "和平路88号院3号楼***的住户"),
        ("房号12-3-1801", "房号12-3-****"),
        ("工期2024-5-12至2024-6-30", "工期2024-5-12至2024-6-30"),
        ("楼上1504室漏水", "楼上****室漏水"),
        ("楼上100多户停水", "楼上100多户停水"),
        ("石家村五组21号门前", "石家村五组**号门前"),
    ],
)
def test_doors_are_hidden_and_buildings_stay(text, shown):
    assert mask(text) == shown


@given(
    st.text(alphabet=st.sampled_from("居民业主张李王建国说，。、的岁68栋单元号路\n@A·某女士"), max_size=80)
)
def test_any_text_keeps_its_length_and_may_be_masked_twice(text):
    once = mask(text, find_private_names(text))
    assert len(once) == len(text)
    assert mask(once) == once


def test_what_is_known_of_one_issue_hides_nothing_in_another():
    text = "昨天陈家明又去看了。"
    assert mask(text, ["陈家明"]) == mask(text, ("陈家明",)) == "昨天陈**又去看了。"
    assert mask(text, []) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("温淑琴老师反映", "温**老师反映"),
        ("老师温淑琴说", "老师温**说"),
        ("班主任温淑琴老师说", "班主任温淑琴老师说"),
        ("村民刁三喜同志来信", "村民刁**同志来信"),
        ("决定任命李明同志为局长", "决定任命李明同志为局长"),
        ("业主谷爱民家漏水", "业主谷**家漏水"),
        ("居民都没来，居民区太远，居民楼爆炸", "居民都没来，居民区太远，居民楼爆炸"),
        ("装修工程款没到，的桂花树死了", "装修工程款没到，的桂花树死了"),
        ("咨询人：彭经理", "咨询人：彭经理"),
        ("佟志华  18629003311", "佟**  186********"),
    ],
)
def test_who_is_named_privately_is_told_from_office_and_from_words(text, shown):
    assert mask(text, find_private_names(text)) == shown
