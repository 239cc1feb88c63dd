"""Which words are names of places, and which only end like them."""

import pytest

from issues.reading.places import find_places
from tests.reading.labelled import Ending


def places_in(text: str) -> list[str]:
    part = Ending(text, (), sure=True).read()
    return [place.name for place in find_places(part.telling)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("居民反映,学府路站C口被单车堵死。", "学府路站C口"),
        ("居民反映,荣景二期漏水半年没人管。", "荣景二期"),
        ("居民反映,湖里区江边路的路灯不亮。", "江边路"),
        ("二七区大学路的住户来电,井盖翘了半个月。", "大学路"),
        ("江岸区台北街道槐荫坊,六栋老楼漏雨。", "槐荫坊"),
        ("居民反映,县道X016线坑坑洼洼。", "县道X016线"),
        ("居民反映,“和润名轩”1座的电梯困人。", "和润名轩"),
        ("居民反映,八一路利民菜场门口乱收费。", "利民菜场"),
    ],
)
def test_places_without_an_ending_of_their_own(text, name):
    assert any(name in place for place in places_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "居民反映路灯坏了。已转市生态环境局浑南分局白塔所核实。",
        "居民反映工地太吵,夜查组上门制止。",
        "居民反映低保停了,去年核对家庭经济状况时弄错了。",
        "居民都叫它“驼峰路”,一过就要蹦三蹦。",
        "网友“环城公园晨练人”反映没人管。",
        "居民反映,原厂商说没有配件,剩下的钱留着做路费。",
        "居民向珠江商报反映没人管。",
    ],
)
def test_offices_teams_and_households_are_no_places(text):
    assert places_in(text) == []
