"""The doors behind which persons live. Buildings and streets stay: they say where a problem is."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMERAL = "一二三四五六七八九十"
_STAIR = r"(?:[0-9一二三四五六]{1,2}(?:单元|门|梯)|[东西南北中甲乙丙]单元)"
_BUILDING = rf"(?:[0-9A-Za-z{_NUMERAL}]{{1,4}}(?:[栋幢座]|号楼)[ ,、]?(?:{_STAIR})?|{_STAIR})"
# 3栋2单元501室, 9栋3-2-1104, 7栋1202室、1204室. A count of households (3栋201户居民) or a quantity is no door.
_NO_DOOR = r"(?![0-9户人位名家平米元年个多余%.])"
_DOOR = re.compile(
    _BUILDING
    + rf"[ ,、]?(?:[0-9]{{1,2}}[楼层])?[ -]?(?:[0-9]{{1,2}}-){{0,2}}([0-9]{{3,4}}|[0-9]{{1,2}}[A-H](?![0-9A-Za-z]))(?:室|号房?|房)?{_NO_DOOR}"
)
# 12栋1单元5-1 and 8幢3-2: the storey and the door on it. 3栋5-8层 and 3栋1-2单元 are stretches.
_STOREY_AND_DOOR = re.compile(
    _BUILDING
    + r"[ ,、]?([0-9]{1,2}-[0-9]{1,2})(?![0-9-]|轴|号楼|号[院地线]|[楼层单栋幢座门梯户月日人岁个平米元%.])"
)
# 2单元8楼: a storey of one stair has a household or two. What everybody there uses is named by its storey and stays,
# and so does the ground floor: shops are there.
_STOREY = re.compile(
    rf"{_STAIR}[ ,、]?(?![1一](?:楼|层))([0-9]{{1,2}}|[{_NUMERAL}]{{1,3}})(?:楼|层)"
    r"(?![0-9]|[至到~-]|以|(?:的|和|与)?(?:楼[道梯顶]|过道|走廊|走道|电梯|消防|平台|通道|公共|弱电|强电|水表|电表|管道|天台|步梯|转角|拐角|窗|按|住宅|建筑|及以))"
)
_WRITTEN_ROOM = re.compile(rf"{_BUILDING}([一二三四五六七八九十百零〇○]{{2,5}})[室号房]")
_NEXT_DOOR = re.compile(rf"[、,和及与]([0-9]{{3,4}})(?:室|号房|房){_NO_DOOR}")
# 12-3-1801: building, stair, door. A date begins or ends with a year, a telephone has no group of two digits in it.
_ROW = re.compile(
    r"(?<![0-9A-Za-z.#/〔〕\[\]例图证-])[1-9][0-9]{0,2}-[1-9][0-9]?-([1-9][0-9]{2,3})(?:室|号房?|房)?(?![0-9A-Za-z./-]|号?(?:商铺|店|铺|门面))"
)
_LIVES = r"(?:家住|住在|居住在|居住于|现住|现居|住址|家在|家庭地址|家庭住址|户籍地址?|详细地址|业主地址|收件地址|收货地址|租住在|门牌号?码?|房号|房间号|(?<![公位司件])地址[::](?=[^，。；！？\n]{0,24}[村屯寨]))"
_ROOM_ROW = re.compile(
    _LIVES + r"[^，。；！？\n]{0,24}?[0-9A-Za-z]{1,3}-(?:[0-9]{1,2}-)?([0-9]{3,4})(?![0-9])"
)
# 家住中山路128号: a number of a street or a group. 128号院 and 128号楼 are names of estates and buildings.
_NO_HOUSE = r"(?![院大小楼地线桥栋幢座坑井矿公站口]|门(?![前外口]))"
_HOUSE = re.compile(
    _LIVES
    + rf"[^，。；！？\n]{{0,24}}?(?!月)[\u4e00-\u9fff](?:[0-9]{{1,3}}组)?([0-9]{{1,4}})(?:-[0-9]{{1,3}})?号(?:附([0-9]{{1,3}})号)?{_NO_HOUSE}"
)
# 东山村三组18号: in a group of villagers every number is a house.
_OF_A_GROUP = re.compile(rf"(?:[村屯寨]|住)[0-9{_NUMERAL}]{{1,3}}[组社队]([0-9]{{1,4}})号{_NO_HOUSE}")
# 楼上1504室, 我家1404: the neighbour's or the writer's own.
_NEIGHBOUR = re.compile(
    r"(?:楼[上下]|隔壁|对门|对面|邻居|[我他她咱]家|[我他她]住|本人住|住在)(?:是|的|在|住|住户|业主|邻居)?([0-9]{3,4})"
    r"(?:室|号房|房|(?=[的住业漏天,，。；!！?？、\n]|$))"
)
# 市住建局办公楼2号楼5楼502室: a room where anybody may call. 公安局家属院 is none, nor is a door of a stair (单元).
_OF_A_BODY = re.compile(
    r"(?:局|委|厅|(?<!号)院|政府|中心|大厅|公司|所|站|学校|大学|办公[楼区室]|大楼|写字楼)(?:位于|在|的|地址|设在|[::,，])?$"
)
_BODY_REACH = 8
_HAS_BUILDING = re.compile(r"[栋幢座梯门]|号楼|单元")
_IN_BUILDINGS = (_STOREY_AND_DOOR, _STOREY, _WRITTEN_ROOM)
_ELSEWHERE = (_ROW, _ROOM_ROW, _OF_A_GROUP, _NEIGHBOUR)


def find_doors(plain: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the digits that tell a person's door, in text of half width."""
    if _HAS_BUILDING.search(plain):
        yield from _find_rooms(plain)
        yield from _find_each(_IN_BUILDINGS, plain)
    yield from _find_each(_ELSEWHERE, plain)
    for match in _HOUSE.finditer(plain):
        yield from (match.span(group) for group in (1, 2) if match[group])


def _find_rooms(plain: str) -> Iterator[tuple[int, int]]:
    for match in _DOOR.finditer(plain):
        if _is_of_a_body(plain, match):
            continue
        yield match.span(1)
        behind = match.end()
        while another := _NEXT_DOOR.match(plain, behind):
            yield another.span(1)
            behind = another.end()


def _find_each(kinds: tuple[re.Pattern, ...], plain: str) -> Iterator[tuple[int, int]]:
    for kind in kinds:
        for match in kind.finditer(plain):
            if not _is_of_a_body(plain, match):
                yield match.span(1)


def _is_of_a_body(plain: str, match: re.Match) -> bool:
    if "单元" in match[0]:
        return False
    before = plain[max(0, match.start() - _BODY_REACH) : match.start()]
    return bool(_OF_A_BODY.search(before)) and "家属院" not in before and "大院" not in before
