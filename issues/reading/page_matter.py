"""What belongs to the page and to no story's text: heads and feet, editors, captions, small advertisements."""

from __future__ import annotations

import re

from issues.reading.words import load_terms

LONGEST_FURNITURE, LONGEST_ADVERT, LONGEST_CAPTION_WITH_CREDIT, LONGEST_CREDIT = 90, 120, 120, 24

_DATE = re.compile(
    r"(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}|[〇○零一二三四五六七八九]{4}年.{1,3}月"
)
_PAGE = re.compile(
    r"星期[一二三四五六日天]|农历|第\s*\d+\s*[版期]|总第|^\s*[A-D]?\d{1,2}\s|\b[A-D]\d{1,2}\s*版?|\s0\d[\s版]|\|\s*\d\d|版(?:面|次)|今日\d+版"
)
_PAPER = re.compile(r"(?:日|晚|早|商|晨|周|时|快|导|新|青年|都市|电视|生活)报(?:\s|[|·]|$)")
_MASTHEAD = re.compile(
    r"^《?[㐀-鿿]{2,8}(?:日报|晚报|早报|商报|晨报|都市报|青年报)》?[\s\d\-/.年月日版第期A-D]*$"
    r"|^《[㐀-鿿]{2,8}报》$|^[㐀-鿿]{2,8}报[\s\d\-/.年月日版第期A-D]{3,}$"
    r"|^[㐀-鿿]{2,6}(?:日|晚|早|商|晨|周|导|都市|都会)报(?:\s?[·|]\s?[㐀-鿿]{2,4})?$"
)
# The page's number beside the name of its section: A07 热线, 民生在线 04版, 综合新闻 3.
_NUMBERED = re.compile(
    rf"(?:[A-D]?\d{{1,2}}版?\s+)?[㐀-鿿·]{{0,4}}(?:{'|'.join(map(re.escape, load_terms('sections')))})(?:\s+[A-D]?\d{{1,2}}版?)?"
)
_STAFF = re.compile("|".join(map(re.escape, load_terms("furniture"))))
# 责编:林一 and nothing else.
_STAFF_LINE = re.compile(
    rf"^(?:{'|'.join(map(re.escape, load_terms('furniture')))})\s*[:：/]\s*[㐀-鿿]{{2,4}}(?:[\s、][㐀-鿿]{{2,4}}){{0,3}}$"
)
_POINTER = re.compile(
    r"^.{0,24}(?:扫码|扫一扫|扫描.{0,6}二维码|长按|下载.{0,8}客户端|更多.{0,6}(?:请|见))[^。]{0,30}$|24小时在线$"
)
_CAPTION = re.compile(
    r"[▲△▼▽◀▶←→↑↓]|[\[(【]?(?:图片?说明|图片(?!新闻|报道|故事)|资料图|图为|上图|下图|左图|右图|题图|图[①②③④⑤⑥一二三四五\d]{1,2})"
)
_CREDIT = re.compile(
    r"(?:(?:^|[\s。)])[㐀-鿿·]{2,4}\s?(?:摄|供图)|\((?:资料图|资料图片|视频截图)\))(?:[\s(].{0,12})?$"
)
_ADVERT = re.compile("|".join(map(re.escape, load_terms("adverts"))))
_PHONE = re.compile(r"1[3-9]\d[\d*×xX]{8}|\d{3,4}-\d[\d*×xX]{6,7}")


def is_furniture(words: str) -> bool:
    """A page head or foot, an editors' line, a pointer to a code: two signs of one, or one that is enough."""
    if len(words) > LONGEST_FURNITURE or "。" in words:
        return False
    if (
        _MASTHEAD.match(words)
        or any(map(str.isdigit, words))
        and _NUMBERED.fullmatch(words)
        or _STAFF_LINE.match(words)
        or len(words) <= 2
        and words.isdigit()
        or not words.strip("-*_=~·")
    ):
        return True
    staff = len(set(_STAFF.findall(words)))
    head = bool(_DATE.search(words)) + bool(_PAGE.search(words)) + bool(_PAPER.search(words))
    return staff >= 2 or staff + head >= 2 or bool(_POINTER.search(words))


def is_caption(words: str) -> bool:
    """Words that point at a picture, or end with who took it."""
    tail = words[-LONGEST_CREDIT:]
    if len(words) <= LONGEST_CAPTION_WITH_CREDIT and ("摄" in tail or "图" in tail) and _CREDIT.search(tail):
        return True
    return bool(_CAPTION.match(words))


def is_advert(words: str) -> bool:
    """A small advertisement or a lost-and-found line."""
    if len(words) > LONGEST_ADVERT or not _ADVERT.search(words):
        return False
    return len(words) < 30 or bool(_PHONE.search(words))
