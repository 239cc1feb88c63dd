"""Whether a date whose year the text leaves out is one to come: the words before and after it. Resolves nothing."""

from __future__ import annotations

import re

_ANNOUNCED = re.compile(r"(?:将|拟|计划|预计|争取|力争|承诺|答应|工期|时限|期限|限期|延期|待|等)[^。]{0,12}$")
_TOWARDS = re.compile(r"(?:到|至|于|在)[^。]{0,12}$")
_UNTIL = re.compile(r"[^。,]{0,3}?(?:前(?!后)|之前|完成|完工|恢复|开工|进场|投入|到位)")
_OPENS = re.compile(r"[^。,]{0,3}?(?:供[热暖水电气]|通[车水电气]|开[学栓放通]|启用|交付|试运行|试运营|上线)")
NEAR = 6
"""So many months ahead 到 and 在 can speak of a month to come, and what comes with a season (十一月一日供热) does."""


def is_announced(before: str) -> bool:
    """Whether the words before a date plan or promise something for it."""
    return bool(_ANNOUNCED.search(before))


def is_coming(before: str, after: str, ahead: int) -> bool:
    """Whether a month is one to come and not one of last year; it lies `ahead` months after the page's in one year."""
    if is_announced(before) or _UNTIL.match(after):
        return True
    near = ahead <= NEAR
    return near and bool(_OPENS.match(after) or _TOWARDS.search(before))
