"""One line of a page at a time: what it is by its own looks. What its neighbours change is in neighbours.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from issues.reading import bylines
from issues.reading.bylines import Byline
from issues.reading.divisions import find_divisions
from issues.reading.page_matter import is_advert, is_caption, is_furniture
from issues.reading.seams import cut_seams
from issues.reading.shapes import Span
from issues.reading.text import find_lines, fold
from issues.reading.words import load_terms
from issues.reading.wrapping import unwrap

# A heading fits a few columns; of 43 pages the longest printed on one line had 44 characters.
LONGEST_HEADING, LONGEST_MERGED = 48, 80
LONGEST_LABEL, LONGEST_MARK = 13, 20
# The name of a section in brackets is shorter than a headline in brackets.
LONGEST_SECTION = 12
_BOLD = 7

_MARKUP = re.compile(r"^(?P<level>#{1,6})\s*|^(?P<bold>\*\*)(?=.{1,60}\*\*$)")
OFFICES = re.compile(
    r"(?:[㐀-鿿]{2,16}(?:局|委|办|院|队|公司|段|中心|政府|街道|办事处|所|处|部|会|站|集团|厅)\s*){1,4}"
)
_SOURCE = re.compile(r"^(?:来源|稿源|出处)\s?:\s?\S{2,20}$")
_FROM = re.compile(
    r"^[(【\[]?\s*(?:上接|紧接|接上?|续)\s*[^\s)】\]。,]{0,8}(?:版|页|面)[^)】\]。,]{0,12}[)】\]]?"
)
_TO = re.compile(r"[(【\[](?:下转|转|紧?接)[^)】\]]{1,14}[)】\]]\s*$")
_OPENER = re.compile(
    r"^(?:记者|据|目前|近日|日前|经|今年|去年|昨日|今日|在|从|对|为|因|由|随着|截至|针对|同时|此外|而|但|其中|他|她|它|该|\d+[月日年点时]|“)"
)
LABEL_WORD = re.compile(
    rf"(?:{'|'.join(map(re.escape, load_terms('section_labels')))})(?:\([^()]{{1,30}}\)|[:：·\d一二三四五六七八九十])*$"
)
LABEL_SHAPE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[、.]\s?(?!\d)|[①-⑩]|[●○◆◇■□★▶►➤·]"
    r"|第[一二三四五六七八九十]{1,2}[步条个是年问章关站幕回])"
)
_BRACKETED = re.compile(r"^【(?P<name>[^】]{1,16})】\s*(?P<rest>.*)$")
# One of several parts of a programme: 【短片二】, 【考题3】.
_COUNTED = re.compile(r"(?!星期)[㐀-鿿]{2,3}[一二三四五六七八九十\d]$")
_WHERE = re.compile(r"[㐀-鿿]{2,10}(?:区|县|市|旗|镇|乡|街道|路|街|大道|村)")
LONGEST_WHERE, SHORTEST_WHAT = 16, 5
# 07:52 before the words of a broadcast's record.
_CLOCK = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?\s+(?=[^\d\s])")
_NOTICE = re.compile(rf"^[^,。:]{{0,4}}(?:{'|'.join(map(re.escape, load_terms('notices')))}):")
FAREWELL = re.compile(r"(?:此致|敬礼|谢谢|特此(?:函复|回复|说明|公告|通知))[!。]?$")
# The label over a complaint, which no story has twice after its byline.
_OPENS = re.compile(
    r"^[【\[●■◆▶]\s*[^】\],。:]{0,8}(?:反映|留言|来信|来电|投诉|发帖|咨询|求助|诉求|报料|爆料)"
)
# Each short complaint of a column begins with whom it is for, each thread of a board with its subject: @小店区 昌盛西街….
_ADDRESSED = re.compile(r"^@[㐀-鿿]{2,8}[区县市旗镇]\s|^(?:主题|帖题|帖子标题|留言标题):\s*\S")
# How a letter opens, and how its writer signs: 读者 王小芳 12月1日, (马家村 王小芳).
_SALUTE = re.compile(
    r"^[^,。:!?\s]{0,8}(?:网友|市民|读者|居民|业主|朋友|同志|先生|女士)们?,?(?:您好|你好)[!:,]?$"
    r"|^(?:尊敬的|亲爱的)[^,。:!?\s]{2,14}[!:,]?$|^编辑(?:同志|部)?:$"
)
_SURNAME = f"(?:{'|'.join(map(re.escape, load_terms('surnames')))})"
_LETTER_END = re.compile(
    rf"^(?:读者|市民|居民|业主|村民|网友|听众|观众)\s+[㐀-鿿]{{2,4}}(?:\s+\d{{1,2}}月\d{{1,2}}日)?$"
    rf"|^(?:[^,。:;!?\s]{{2,12}}\s+)?{_SURNAME}[㐀-鿿]{{1,2}}\s+\d{{1,2}}月\d{{1,2}}日$"
    rf"|^\([^,。:;!?\s()]{{1,10}}[村区院路街镇乡苑城园]\s+{_SURNAME}[㐀-鿿]{{1,2}}\)$"
)
_ASKING = re.compile(r"^(?:问|答|记者|网友|市民|主持人|[QA])\d{0,2}:")
_FORM = re.compile(r"^[^\s:。,]{1,10}:\s*\S")
_SPEAKER = re.compile(r"^\*\*[^*:]{1,12}(?::\*\*|\*\*:)")
# 咨询电话:…, 热线 …: numbers, and behind them in brackets the hours or who wrote the page.
_CONTACT = re.compile(
    r"^[^:,。]{2,14}:\s*[\d\-—()、,;/\s转*xX×]{5,}(?:\([^()]*\))?$"
    r"|^[^:,。]{0,14}(?:电话|热线|邮箱|微信|传真)[:\s]\s*[\d\-—()、,;/\s转*xX×]{6,}(?:[^\d]{0,40})$"
)
# A note of the desk, or what a broadcast shows: (画面:…), (以上诉求均已转办,请等结果), (插播广告 45秒)
_ASIDE = re.compile(r"^\((?:[^()]*[:,。][^()]*|[^()]{4,})\)$")
_DATED = re.compile(
    r"^(?P<who>[^,。:;!?\d]{0,30}?)[\s(]*(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?:19|20)\d\d-\d{1,2}-\d{1,2}"
    r"|(?:[〇○零一二三四五六七八九]{4}年)?[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)(?:\s*\d{1,2}:\d\d)?\)?$"
)
_END = re.compile(r"[。!?…;][”’」』\")）\]】]*$|[。!?…][”’\"]?\s*\([^()]{1,40}\)$|^.{49,}[\])】]$")
_SUM = re.compile(r"[。;]")

# The number of a complaint at the head of its row in a list of labels: 【7】编号 X2GZ202104100011.
_NUMBERED = re.compile(
    r"[【\[(]?\d{1,3}[】\]).、]\s*(?:受理|信访|举报|案件|工单|交办)?编号[:\s]*[A-Z\d-]{5,}"
)
# What a message board prints above each part of one thread, with its day and who speaks: [签收] 2024-03-07 09:12 水务局.
_BOARD = re.compile(
    r"[\[【](?:网友|官方|部门|单位|系统)?(?:提问|留言|咨询|投诉|求助|建言|签收|受理|转办|交办|答复|回复|办理|评价|追问|追评|补充|跟帖)(?:内容)?[\]】]\s*(?:\d{4}|$)"
)


@dataclass(slots=True)
class Line:
    """A non-blank line (or table row, or unwrapped paragraph) with what its own looks say."""

    span: Span
    words: str
    """Folded, without heading marks."""
    kind: str = "body"
    level: int = 0
    lead: Byline | None = None
    end: Byline | None = None
    cues: tuple[str, ...] = ()
    timed: bool = False
    """A clock time stood before its words, as in the record of a broadcast."""

    @property
    def marked(self) -> bool:
        """It has # before it."""
        return 0 < self.level < _BOLD

    @property
    def bold(self) -> bool:
        return self.level == _BOLD

    @property
    def open_tail(self) -> bool:
        """The line stops in mid sentence."""
        return self.kind == "body" and self.end is None and not _END.search(self.words)


def read_lines(text: str) -> list[Line]:
    """The page's non-blank lines, each with a kind that its neighbours may still change."""
    folded = fold(text)
    spans = cut_seams(folded, unwrap(folded, text, find_lines(text)))
    return [_read_line(folded, span) for span in spans]


def _read_line(folded: str, span: Span) -> Line:
    words = span.of(folded).replace("\n", "")
    markup = _MARKUP.match(words) if words[0] in "#*" else None
    level = 0
    if markup:
        level = len(markup["level"] or "") or _BOLD
        words = words[markup.end() :].rstrip("*# ")
    bare = _CLOCK.sub("", words) if words[:1].isdecimal() else words
    line = Line(span, bare, level=level, timed=bare != words)
    line.kind = _kind(line)
    return line


def _kind(line: Line) -> str:
    """The first kind that fits, from the surest looks to the vaguest."""
    words = line.words
    if not words.strip():
        return "furniture"
    if words[0] == "|" and words.count("|") > 2:
        return "table"
    if _FROM.match(words):
        line.cues += ("continues",)
        return "continuation" if len(words) <= LONGEST_MARK else "body"
    byline = bylines.read_line(words)
    if is_furniture(words):
        return "furniture"
    if byline or _SOURCE.match(words):
        return "byline" if byline else "credit"
    if is_caption(words):
        return "caption"
    if is_advert(words):
        return "advert"
    _note_cues(line)
    long = len(words) > LONGEST_HEADING and not _is_merged_heading(words)
    titled = line.end and is_placed(words) and "。" not in words and not long
    if line.lead or line.end and not titled or long or _SPEAKER.match(words) or _ASKING.match(words):
        return "body"
    return _short_kind(line)


def _is_merged_heading(words: str) -> bool:
    """Kicker, headline and deck run together on one line: parts set apart, and no sentence among them."""
    if len(words) > LONGEST_MERGED or words.count(",") > 1 or _SUM.search(words):
        return False
    return words[-1] not in ",;:、" and (" " in words or "——" in words)


def _note_cues(line: Line) -> None:
    """Marks that headings and fragments are told apart by: where a story begins, ends, or goes on elsewhere."""
    words = line.words
    if words[-1] in ")】]" and _TO.search(words[-LONGEST_MARK:]):
        line.cues += ("jumps",)
    if ":" in words[:16] and _NOTICE.match(words):
        line.cues += ("notice",)
    if words[0] in "【[●■◆▶" and _OPENS.match(words):
        line.cues += ("opens",)
    line.lead, line.end = bylines.read_lead(words), bylines.read_end(words)
    if words[0] in "@主帖留" and _ADDRESSED.match(words):
        line.cues += ("lead",)
    if line.lead:
        line.cues += ("lead", "named") if line.lead.names else ("lead",)
    if line.end:
        line.cues += ("signed",)


def _short_kind(line: Line) -> str:
    """A line that could be a heading by its length."""
    words = line.words
    if "jumps" in line.cues and len(words) <= LONGEST_MARK:
        return "jump"
    if _LETTER_END.match(words):
        return "signature"
    if _BOARD.match(words) or _NUMBERED.match(words):
        return "body"
    dated = _DATED.match(words)
    if dated:
        line.cues += () if dated["who"].strip() else ("date",)
        return "signature"
    if _is_text(line):
        return "body"
    if not line.marked and (line.bold or _is_label(words)):
        line.cues += ("label",)
        return "label"
    line.cues += () if line.marked else tuple(_doubts(words))
    line.cues += ("column",) if words[0] == "【" and _BRACKETED.match(words) else ()
    return "heading"


def _is_text(line: Line) -> bool:
    """Short, and yet a piece of running text: it begins or ends like one, or its quotation is cut."""
    words = line.words
    asks = words[-1] == ":" and "," in words and len(words) > 20
    if (
        words[0] in ",。、;:?!)”》%"
        or FAREWELL.match(words)
        or _SALUTE.match(words)
        or asks
        or _CONTACT.match(words)
        or _ASIDE.match(words)
    ):
        return True
    if line.marked:
        return False
    if words.count("“") != words.count("”") or words[-1] in "。;、" or _SUM.search(words[:-1]):
        return True
    return words[-1] == "," and len(words) >= 24


def _is_label(words: str) -> bool:
    """The heading of a section, by its number or bullet, or by the word that it ends with."""
    bracketed = _BRACKETED.match(words)
    if bracketed and (bracketed["rest"] or len(words) > LONGEST_SECTION):
        titled = bracketed["rest"].endswith("?") or is_placed(bracketed["rest"])
        named = LABEL_WORD.search(bracketed["name"]) and not titled
        return bool(named or _COUNTED.fullmatch(bracketed["name"]))
    named = len(words.partition("(")[0]) <= LONGEST_LABEL and LABEL_WORD.search(words)
    return bool(bracketed or named or LABEL_SHAPE.match(words) and not is_placed(words))


@lru_cache(maxsize=64)
def is_placed(words: str) -> bool:
    """Whether a heading says first where, as the headings of several stories do: 米东区:“煤改电”卡在变压器, 慈溪浒山:…."""
    where, colon, what = words.lstrip("#*◆●■★▲□○◇ ").partition(":")
    if not colon or not 2 <= len(where) <= LONGEST_WHERE or len(what.strip()) < SHORTEST_WHAT:
        return False
    forms = (where, *(f"{where[:2]}{kind}" for kind in "区县市"))
    return bool(_WHERE.fullmatch(where)) or any(_is_division(form) for form in forms)


def _is_division(where: str) -> bool:
    named = find_divisions(where)
    return bool(named) and named[0].start == 0


def _doubts(words: str) -> list[str]:
    """What speaks against a heading: the commas of a sentence, the colon of a form."""
    if is_placed(words):
        return []
    sentence = words.count(",") > 1 or "," in words and len(words) > 20 and _OPENER.match(words)
    form = _FORM.match(words) and len(words.partition(":")[0]) <= 6 and words[-1] not in "!?"
    return ["sentence"] * bool(sentence) + ["form"] * bool(form)
