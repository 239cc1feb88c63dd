"""Numbers that belong to one person: telephone, identity, plate, card, account, e-mail. Doors and names are beside."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGIT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_MARKS = "10X98765432"  # GB 11643-1999, section 4.3: ISO 7064 MOD 11-2
_GAP = r"[ \u3000\n-]?"

# The ends of addresses; a full stop may have been printed as 。
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]{1,64})[ \u3000]?(?:@|[(\[]at[)\]])[ \u3000]?"
    r"[A-Za-z0-9-]{1,63}(?:[.。][A-Za-z0-9-]{1,63}){1,4}"
)
# GA 36-2018: province, office, five signs, or six for new energy; no I and no O.
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•・.-]?"
    r"(?=[A-HJ-NP-Z]{0,5}[0-9])[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(rf"(?<![0-9A-Za-z])[0-9](?:{_GAP}[0-9]){{13,18}}[Xx]?(?![0-9])")
# A document's number and an order's number are no person's, even where they pass a check by chance.
_OF_A_THING = re.compile(r"(?:编号|单号|编码|代码|文号|批号|案号|许可|备案|登记号|注册|书号)[^0-9\n]{0,4}$")
_NAMED_IDENTITY = re.compile(
    rf"(?:身份证|身份号码|证件)(?:件)?(?:号码|号)?[^0-9\n]{{0,4}}([0-9](?:{_GAP}[0-9]){{13,16}}{_GAP}[0-9Xx])(?![0-9])"
)
_NAMED_CARD = re.compile(
    rf"(?:卡号?|银行|账号|帐号|账户|帐户)(?:码|为|是|:|\s){{0,3}}([0-9](?:{_GAP}[0-9]){{11,20}})(?![0-9])"
)
_BETWEEN = r"[ \u3000\n.·_/、-]"
_MOBILE = re.compile(
    rf"(?<![0-9])(\+86{_BETWEEN}?|(?:0086|86){_BETWEEN})?(1{_BETWEEN}?[3-9](?:{_BETWEEN}?[0-9]){{9}})(?![0-9])"
)
_WRITTEN_MOBILE = re.compile(
    r"[一幺][三四五六七八九][〇零○幺一二三四五六七八九]([〇零○幺一二三四五六七八九]{8})"
)
_PRINTED_GROUPS = {(11,), (3, 4, 4), (3, 8), (3, 3, 5), (7, 4), (1,) * 11}
"""How eleven digits are printed apart; by a line's end they may be cut anywhere."""
_AMOUNT = re.compile(r"\.[0-9]|[万亿余多]?(?:元|平方|公里|米|吨|户|人|件|个)|[万亿]")
# Area code and number. 12345, 110 and 400 numbers are for everybody and stay.
_LANDLINE = re.compile(r"(?<![0-9])[(]?0[1-9][0-9]{1,2}[)]?[ /-]{0,2}[2-8][0-9]{3}[ -]?[0-9]{3,4}(?![0-9])")
# 监督电话：0571-…, 区住建局联系电话…: a body has it printed so that everybody calls. A mobile is somebody's all the same.
_FOR_EVERYBODY = re.compile(
    r"(?:(?:监督|咨询|举报|客服|服务|值班|公开|受理|报修|抢修|救援|报名|预约|订票|办公|办公室|政务|便民|热线|救助)(?:投诉)?(?:举报)?(?:电话|热线|专线)"
    r"|热线|总机|传真|[局委厅办科处队所站院](?:[(（][^()（）]{0,12}[)）])?的?(?:联系|投诉|办公)?电话)(?:号码)?[为是:,(\s]{0,3}$"
)
_NAMED_PHONE = re.compile(
    r"(?:电话|手机|拨打|致电|座机|固话|联系方式|联系)(?:号码|号)?[为是:,(\s]{0,3}([2-8][0-9]{3}[ -]?[0-9]{3,4})(?![0-9])"
)
_NAMED_ACCOUNT = re.compile(
    r"(?:微信|薇信|v信|加v|加微|vx|wx|扣扣|q ?q|抖音|快手|微博|小红书)(?:账?号码?)?(?:为|是|:|\s){0,3}(?![0-9]{5}(?![0-9A-Za-z]))([a-z0-9_-]{5,20})(?![a-z0-9])",
    re.IGNORECASE,
)
_NAMED_PAPER = re.compile(
    r"(?:护照(?:号码?)?|社保卡号|医保卡号|学号|工号|户号)(?:为|是|:|\s){0,3}([A-Za-z0-9_-]{5,20})(?![A-Za-z0-9])"
)
# GB/T 2260: the first two digits of every division's code.
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
    ]
)


def find_numbers(plain: str) -> Iterator[tuple[int, int]]:
    """Half-open spans to star out in text of half width. The first signs stay: a reader sees what it was."""
    for match in _EMAIL.finditer(plain):
        yield match.span(1)
    for match in _PLATE.finditer(plain):
        yield match.start() + 2, match.end()
    for match in _LONG_NUMBER.finditer(plain):
        if _is_personal(plain, match):
            yield _behind_first(plain, match.start()), match.end()
    for match in _MOBILE.finditer(plain):
        if _is_mobile(match[2]) and not _AMOUNT.match(plain, match.end()):
            yield match.start(2) if match[1] else _behind_first(plain, match.start()), match.end()
    yield from (match.span(1) for match in _WRITTEN_MOBILE.finditer(plain))
    for match in _LANDLINE.finditer(plain):
        if not _is_for_everybody(plain, match.start()):
            yield _behind_first(plain, match.start()), match.end()
    for pattern in (_NAMED_IDENTITY, _NAMED_CARD):
        for match in pattern.finditer(plain):
            yield _behind_first(plain, match.start(1)), match.end(1)
    for match in _NAMED_PHONE.finditer(plain):
        if not _is_for_everybody(plain, match.start(1)):
            yield match.span(1)
    for pattern in (_NAMED_ACCOUNT, _NAMED_PAPER):
        for match in pattern.finditer(plain):
            yield match.span(1)


def _is_for_everybody(plain: str, at: int) -> bool:
    return bool(_FOR_EVERYBODY.search(plain, max(0, at - 20), at))


def _behind_first(plain: str, at: int) -> int:
    """Where the first three letters and digits of a number that begins at `at` end."""
    shown = 0
    while shown < 3:
        shown += plain[at].isalnum()
        at += 1
    return at


def _is_mobile(number: str) -> bool:
    return "\n" in number or tuple(map(len, re.findall(r"[0-9]+", number))) in _PRINTED_GROUPS


def _is_personal(plain: str, match: re.Match) -> bool:
    """Whether a long number is an identity's or a card's."""
    if _is_identity(match[0]):
        return True
    if _OF_A_THING.search(plain, max(0, match.start() - 12), match.start()):
        return False
    return _is_card(match[0]) or _has_birthday(match[0])


def _is_identity(number: str) -> bool:
    """Eighteen signs of which the last is the check mark of the others."""
    signs = re.sub(r"[^0-9Xx]", "", number).upper()
    if len(signs) != 18 or not signs[:17].isdigit():
        return False
    total = sum(int(sign) * weight for sign, weight in zip(signs, _DIGIT_WEIGHTS, strict=False))
    return _CHECK_MARKS[total % 11] == signs[17]


def _has_birthday(number: str) -> bool:
    """Fifteen digits, or eighteen with a wrong check mark, that hold a province and a day of birth as identities do."""
    signs = re.sub(r"[^0-9Xx]", "", number)
    if signs[:2] not in _PROVINCES or len(signs) not in (15, 18):
        return False
    if len(signs) == 18 and signs[6:8] not in ("19", "20"):
        return False
    month, day = (int(signs[at : at + 2]) for at in ((8, 10) if len(signs) == 15 else (10, 12)))
    return 1 <= month <= 12 and 1 <= day <= 31


def _is_card(number: str) -> bool:
    """Sixteen to nineteen digits that begin as cards do and pass the check of ISO/IEC 7812-1 annex B (Luhn)."""
    digits = [int(sign) for sign in number if sign.isdigit()]
    if not 16 <= len(digits) <= 19 or digits[0] not in (3, 4, 5, 6) or not number[-1].isdigit():
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
