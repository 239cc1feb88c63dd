"""Who acts in office: the same name with an office beside it anywhere in the text stays everywhere. Knows no numbers."""

from __future__ import annotations

import re
from functools import cache

from .given import list_terms, surnames

_REACH = 8
_FAR = 16
_LISTED = re.compile(r"([\u4e00-\u9fff]{2,4})(?:[、,，\s]|和|与|及)\s?$")
_APPOSED = re.compile(r"[(（]([^()（）\n]{1,24})[)）]|[,，]([^，。；！？,;\n]{2,14})(?=[,，。；;]|$)")


@cache
def _terms(name: str) -> frozenset[str]:
    return frozenset(list_terms(name))


def _longest_at_end(words: str, name: str) -> int:
    """How long the longest term of a list is that `words` end with; 0 where they end with none."""
    terms = _terms(name)
    return next((n for n in range(len(words), 0, -1) if words[-n:] in terms), 0)


def is_in_office(text: str, name: str) -> bool:
    """Whether an office stands beside the name anywhere in the text; 退休教师 is none."""
    at = text.find(name)
    while at >= 0:
        if _is_led_by_office(text, at) or _is_followed_by_office(text, at + len(name)):
            return True
        at = text.find(name, at + 1)
    return False


def _is_led_by_office(text: str, at: int) -> bool:
    """副局长陈晨龙, 记者 周敏, and the second of 记者周敏、吴倩."""
    before = text[max(0, at - _FAR) : at].rstrip(" \u3000:：")
    while True:
        near = before[-_REACH:]
        held, private = _longest_at_end(near, "offices"), _longest_at_end(near, "residents")
        if held > private:
            return True
        listed = _LISTED.search(before)
        if not listed or private:
            return False
        before = before[: listed.start(1)].rstrip(" \u3000:：") + _before_name(listed[1])


def _before_name(words: str) -> str:
    """What stands before the name at the end of `words`: 记者 of 记者周敏."""
    for start in range(len(words) - 2, -1, -1):
        if words[start] in surnames() and len(words) - start <= 3:
            return words[:start]
    return ""


def _is_followed_by_office(text: str, end: int) -> bool:
    """陈晨龙局长, 陈晨龙（市水务局副局长）, 陈晨龙，市水务局副局长，."""
    if text[end : end + _REACH].lstrip("(（,，").startswith(list_terms("offices")):
        return True
    apposed = _APPOSED.match(text, end)
    return bool(apposed) and (apposed[1] or apposed[2]).endswith(list_terms("offices"))
