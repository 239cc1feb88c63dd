"""Problems that a story counts out: 第一处…第二处…, 一是…二是…."""

import pytest

from issues.reading import read_page

PLACES = """一条长堤路，三个坑

5月8日，出租车司机耿师傅来电：“你们来量量。”记者从长堤路走起。
第一处在建材市场东门，坑有脸盆大，市政所工人正往坑里倒沥青，当天填平。
第二处在与丽华路交叉口，一只雨水篦子沉下去，四角翘起，市排水管理中心说先派人去认一认。
第三处在铁路桥下，积水把坑盖住了，谁也说不清有多深，梧桐区城管局说权属没划清。
（记者 林小满）
"""
ANSWERED = """枫林苑问题一箩筐

发帖人：老刘  5月1日
枫林苑的物业快成摆设了。一是地下室的水三天两头漫上来，排污泵不转；二是儿童滑梯底板裂了，拿胶带缠着；三是楼顶有人养鸽子，味道熏人。
回复单位：梧桐区住建局
网友您好，您反映的问题已收悉，现逐项回复：
一、经查，两台排污泵均烧坏，物业已更换一台，另一台预计6月中旬更换。
二、滑梯底板损坏属实，物业已用围挡封闭停用。
三、养鸽一事，物业上门三次，业主不同意迁走，建议通过调解解决。
"""
MEASURES = "枫林苑电梯何时修好\n\n枫林苑居民陈女士反映，小区电梯停运两个月。物业公司表示，{lead}：一是加快审批维修资金；二是联系厂家备件；三是做好老人出行帮扶。梧桐区住建局要求月底前恢复。\n"
CAUSES = "枫林苑房屋漏水\n\n枫林苑业主反映，房屋漏水多年，原因有三：一是防水层老化；二是路面沉降；三是窗框渗水。物业说已报修，等维修资金审批。\n"


def drafts(text):
    return [d for story in read_page(text, published="2030-05-10").stories for d in story.drafts]


def test_each_counted_place_is_an_issue_of_its_own():
    found = drafts(PLACES)
    assert len(found) == 3
    assert found[1].category.value == "drainage" and "丽华路" in found[1].place.value


def test_a_counted_problem_goes_with_the_answer_of_its_number():
    found = drafts(ANSWERED)
    assert len(found) == 3
    pieces = ["".join(ANSWERED[span.start : span.end] for span in draft.spans) for draft in found]
    assert "两台排污泵均烧坏" in pieces[0] and "两台排污泵均烧坏" not in pieces[1]
    assert "养鸽一事" in pieces[2] and "滑梯" not in pieces[2]


def test_a_counted_problem_is_told_in_its_own_words():
    assert [draft.summary[:2] for draft in drafts(ANSWERED)] == ["一是", "二是", "三是"]


@pytest.mark.parametrize(
    "text", [MEASURES.format(lead="下一步将采取措施"), MEASURES.format(lead="已经着手"), CAUSES]
)
def test_counted_measures_and_causes_are_one_problem(text):
    assert len(drafts(text)) == 1
