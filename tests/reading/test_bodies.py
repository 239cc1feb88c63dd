"""Which bodies and companies are named, in the ways of many regions, and which names only say where."""

import pytest

from issues.reading import read_page
from issues.reading.agencies import find_agencies
from issues.reading.bodies import find_mentions
from tests.reading.labelled import Ending

COMPLAINT = "居民反映,路面坏了半年没人管。"


def names_in(text: str) -> list[str]:
    part = Ending(COMPLAINT + text, (), sure=True).read()
    return [mention.name for mention in find_mentions(part.telling, None)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("浑南区营商局答复,已派单。", "浑南区营商局"),
        ("康桥镇城运中心称已派单。", "康桥镇城运中心"),
        ("湖滨区房屋征收和老旧小区改造服务中心负责人说没签完。", "湖滨区房屋征收和老旧小区改造服务中心"),
        ("区河道事务中心将清淤。", "区河道事务中心"),
        ("记者找到枫桥派出所。", "枫桥派出所"),
        ("接到投诉后,望月市场监管所上门调解。", "望月市场监管所"),
        ("甘泉镇司法所牵头调解。", "甘泉镇司法所"),
        ("开福交警回应称,已增派警力。", "开福交警"),
        ("银川交警金凤二大队到场。", "银川交警金凤二大队"),
        ("长沙水务工作人员上门检测。", "长沙水务"),
        ("记者联系了保利物业,对方称没钱。", "保利物业"),
        ("项目由陕西恒远建设承包。", "陕西恒远建设"),
        ("山西安和顺物业服务集团称已挂网。", "山西安和顺物业服务集团"),
        ("楼下是一家叫“胖三哥”的江湖菜。", "胖三哥"),
        ("施工的是中铁某局。", "中铁某局"),
    ],
)
def test_bodies_are_found_by_the_ways_in_which_regions_name_them(said, name):
    assert name in names_in(said)


@pytest.mark.parametrize(
    "said",
    [
        "家住石桥镇的陈女士说夜里睡不着。",
        "石桥街道青山大桥底下积水。",
        "灯杆倒在石桥街道。",
        "中队早就没收违法所得。",
    ],
)
def test_a_name_that_only_says_where_is_no_body(said):
    assert [name for name in names_in(said) if "石桥" in name or "违法" in name] == []


def test_who_says_that_it_is_not_theirs_is_not_responsible():
    text = COMPLAINT + "雨山区住建局:“道路没有移交,不归我们管。”花山区市政管理处:“不属于我们的范围。”"
    part = Ending(text, (), sure=True).read()
    assert [body.name for body in find_agencies(part, None) if body.role == "responsible"] == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("这栋楼原属市第二轻工局,单位早撤了。", "市第二轻工局"),
        ("村民问县上四个局,都说不归自己管。", "县上四个局"),
        ("花溪区桐荫路小学家长委员会写了信。", "花溪区桐荫路小学家长委员会"),
        ("石桥镇副镇长林一舟说已安排。", "石桥镇副镇"),
        ("找物业物业说管不了。", "物业物业"),
        ("区局表示再协调。", "区局"),
    ],
)
def test_what_was_once_or_only_looks_like_a_body_is_none(said, name):
    assert name not in names_in(said)


def test_the_other_name_of_a_body_in_brackets_is_not_another():
    assert names_in("花溪区城市管理局(综合行政执法局)约谈了三家企业。") == ["花溪区城市管理局"]


def test_a_towns_own_enforcement_bureau_is_one_body():
    assert "石桥镇综合行政执法局" in names_in("石桥镇综合行政执法局次日就去了两名执法人员。")


def test_a_branch_by_its_short_name_is_the_one_named_before():
    part = Ending(COMPLAINT + "市自然资源局白云分局立了牌子。白云分局表示将派员。", (), sure=True).read()
    mentions = [m for m in find_mentions(part.telling, None) if m.name.endswith("分局")]
    assert len(mentions) == 2 and len({m.key for m in mentions}) == 1


def test_the_town_that_opens_a_heading_is_a_place():
    page = "花溪区石桥镇：共享单车堆成山\n\n居民反映，站口全是单车。花溪区综合行政执法局表示，已安排清理。\n"
    ((draft,),) = [story.drafts for story in read_page(page, published="2031-06-01").stories]
    assert [body.name for body in draft.agencies] == ["花溪区综合行政执法局"]
