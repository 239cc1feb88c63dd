"""The doors behind which persons live. Buildings and streets stay: they say where a problem is."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BUILDING = r"(?:[0-9A-Za-z一二三四五六七八九十]{1,4}(?:[栋幢座]|号楼)(?:[0-9一二三四五六]{1,2}(?:单元|门|梯))?|[0-9一二三四五六]{1,2}(?:单元|门))"
# 3栋2单元501室, 9栋3-2-1104, 7栋1202室、1204室. A count of households (3栋201户居民) or a quantity is no door.
_NO_DOOR = r"(?![0-9户人位名家平米元年个多余%.])"
_DOOR = re.compile(
    _BUILDING
    + rf"[ ,、]?(?:[0-9]{{1,2}}[楼层])?[ -]?(?:[0-9]{{1,2}}-){{0,2}}([0-9]{{3,4}})(?:室|号房?|房)?{_NO_DOOR}"
)
_NEXT_DOOR = re.compile(rf"[、,和及与]([0-9]{{3,4}})(?:室|号房|房){_NO_DOOR}")
_LIVES = r"(?:家住|住在|居住在|现住|住址|家庭地址|家庭住址|户籍地址?|详细地址|收件地址|租住在)"
_ROOM_ROW = re.compile(
    _LIVES + r"[^，。；！？\n]{0,24}?[0-9A-Za-z]{1,3}-(?:[0-9]{1,2}-)?([0-9]{3,4})(?![0-9])"
)
# 家住中山路128号: a number of a street or a group. 128号院 and 128号楼 are names of estates and buildings.
_HOUSE = re.compile(
    _LIVES
    + r"[^，。；！？\n]{0,24}?(?:路|街|巷|弄|胡同|大道|里|村|组|队|屯|寨)(?:[0-9]{1,3}组)?([0-9]{1,4})(?:-[0-9]{1,3})?号(?:附([0-9]{1,3})号)?(?![院大小楼地线桥])"
)
# 市住建局办公楼2号楼5楼502室: a room where anybody may call. 公安局家属院 is none, nor is a door of a stair (单元).
_OF_A_BODY = re.compile(
    r"(?:局|委|厅|院|政府|中心|大厅|公司|所|站|学校|大学|办公[楼区室]|大楼|写字楼)(?:位于|在|的|地址|设在|[::,，])?$"
)
_BODY_REACH = 8


def find_doors(plain: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the digits that tell a person's door, in text of half width."""
    for match in _DOOR.finditer(plain):
        if _is_of_a_body(plain, match):
            continue
        yield match.span(1)
        behind = match.end()
        while another := _NEXT_DOOR.match(plain, behind):
            yield another.span(1)
            behind = another.end()
    for match in _ROOM_ROW.finditer(plain):
        yield match.span(1)
    for match in _HOUSE.finditer(plain):
        yield from (match.span(group) for group in (1, 2) if match[group])


def _is_of_a_body(plain: str, match: re.Match) -> bool:
    if "单元" in match[0]:
        return False
    before = plain[max(0, match.start() - _BODY_REACH) : match.start()]
    return bool(_OF_A_BODY.search(before)) and "家属院" not in before and "大院" not in before
