"""A story made ready for the steps that look for facts: its passage, the words found in it, and who speaks where."""

from __future__ import annotations

import re
from dataclasses import dataclass

from issues.reading.divisions import DivisionHit, find_divisions
from issues.reading.lexicon import Scan, scan_words
from issues.reading.passage import Passage, read_passage
from issues.reading.shapes import Row, Span, Spans, Story
from issues.reading.text import subtract

_HEADINGS = ("headline", "kicker", "deck")
_TELLING = ("body", "table", "subhead", "signature")
_PASSED_ON = re.compile(r"[\s,]*(?:现|均)?已?(?:转[至交给办]?|交办|移交|派单|反馈)")
LONGEST_TITLE = 30
_ITEM = re.compile(r"[▶►■◆●①-⑳]")
_CELLS = {
    "asked": "region", "taken": "region", "region": "region", "complaint": "complaint", "type": "region", "charged": "region", "helping": "region", "finding": "reply", "verdict": "reply",
    "result": "reply", "done": "reply",
}  # fmt: skip
_LISTED = ("cues", "bodies")
_COMPLAINT = re.compile(
    r"(?:[【\[●■◆▶一-十、\s]*)(?:市民|网友|读者|群众|居民|业主|百姓|听众|村民|企业|用户|来信|来电)?"
    r"(?:反映|留言|投诉|来信|求助|诉求|提问|咨询|建言|问政|报料|发帖|来电人?|记录|事由|问题描述|留言内容|镜头)(?:内容|情况|[一二三四五六七八九十]{1,2}|\d{1,2})?(?:[】\]:(]|\s)|【[^】]{2,16}\s?(?:问|来电|来信|反映|留言|求助)】"
)
_REPLY = re.compile(
    r"(?:[【\[●■◆▶一-十、\s]*)(?:(?:部门|官方|街道|社区|单位|承办单位|政府|权威|职能部门|连线|平台)?"
    r"(?:反馈|回复|答复|回应|回音|处理|办理|帮办|承办|调查|核查|转办|签收)(?:意见|情况|结果|内容|进展)?|上线(?:单位|部门|嘉宾|领导))(?:[】\]:(]|\s)|【[^】]{2,24}\s?(?:答|回复|答复|回应)】"
)
_AFTER = re.compile(
    r"(?:[【\[●■◆▶一-十、\s]*)(?:平台|记者|市民|网友|群众|媒体|居民)?(?:回访|追踪|评价|满意度|后续|回头看|追问)(?:情况)?(?:[】\]:(]|\s)"
)


# Every such heading ends with one of these, or is all of its sentence; most sentences have none and end in a stop.
_CLOSES = re.compile(r"[【】〗\]:(\s]")
_STOPS = "。!?…;,”"

# Any other label in brackets ends the complaint: 【跑腿】, 【解说】.
_LABEL = re.compile(r"\s*[【〖][^】〗\n]{1,12}[】〗]")


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """`zones` has a word for each sentence: head, complaint, reply, after, or body where no heading says."""

    story: Story
    passage: Passage
    scan: Scan
    divisions: tuple[DivisionHit, ...]
    zones: tuple[str, ...]
    text: str
    """The passage's, which every step asks for."""

    def spans(self, start: int, end: int) -> Spans:
        return self.passage.spans(start, end)


def read_telling(folded: str, story: Story) -> Telling:
    """Everything that the later steps ask of a story's words. `folded` is the whole page."""
    marked = [block.kind in _TELLING or bool(_ITEM.match(folded, block.span.start)) for block in story.blocks]
    told = marked.index(True) if True in marked else len(marked)
    heads = [block.span for block in story.blocks[:told] if block.kind in _HEADINGS]
    after = zip(story.blocks[told:], marked[told:], strict=True)
    body = [block.span for block, tells in after if tells or block.kind in _HEADINGS]
    passage = read_passage(folded, heads, body)
    return _tell(story, passage, _zones(passage))


def read_row(folded: str, story: Story, row: Row) -> Telling:
    """One complaint of a list, its cells as the zones: who complains, who answers."""
    cells = [(row.cells[key], zone) for key, zone in _CELLS.items() if key in row.cells]
    if not {"finding", "result"} & row.cells.keys():
        cells = sorted([*cells, *_uncelled(row)])
    whole = tuple(span for span, _ in cells) or row.spans
    passage = read_passage(folded, (), whole, cells=True)
    zones = [
        "reply"
        if _PASSED_ON.match(passage.text, each.start)
        else _zone_at(cells, passage.spans(each.start, each.end))
        for each in passage.sentences
    ]
    return _tell(story, passage, tuple(zones))


def _tell(story: Story, passage: Passage, zones: tuple[str, ...]) -> Telling:
    scan = scan_words(passage.text, _LISTED)
    return Telling(story, passage, scan, find_divisions(passage.text), zones, passage.text)


def _uncelled(row: Row) -> list[tuple[Span, str]]:
    """What a row prints outside its cells: after the complaint it is the answer."""
    known = tuple(row.cells.values())
    asked = row.cells["complaint"].end if "complaint" in row.cells else None
    rest = subtract(row.spans, known)
    return [
        (span, "body" if asked is None else "reply" if span.start >= asked else "region") for span in rest
    ]


def _zone_at(cells: list[tuple[Span, str]], spans: Spans) -> str:
    return next((zone for cell, zone in cells if spans and cell.start <= spans[0].start < cell.end), "body")


def _zones(passage: Passage) -> tuple[str, ...]:
    zones, opens, zone, paragraph = [], [], "body", -1
    for sentence in passage.sentences:
        found = None
        if sentence.end <= passage.head:
            zones.append("head")
        else:
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                found = _zone_of(passage.text, sentence.start, sentence.end)
                zone = found or zone
            zones.append(zone)
        opens.append(found)
    return tuple(_with_titles(passage, zones, opens))


def _with_titles(passage: Passage, zones: list[str], opens: list[str | None]) -> list[str]:
    """A short line just above a complaint's heading is its title, not the end of the answer before it."""
    for number in range(len(zones) - 1, 0, -1):
        if opens[number] != "complaint":
            continue
        above = number - 1
        while above > 0 and zones[above] != "head" and opens[above] is None and _is_title(passage, above):
            zones[above] = "complaint"
            above -= 1
    return zones


def _is_title(passage: Passage, number: int) -> bool:
    sentence = passage.sentences[number]
    words = passage.text[sentence.start : sentence.end].strip()
    alone = passage.sentences[number - 1].paragraph != sentence.paragraph
    return alone and len(words) <= LONGEST_TITLE and not words.endswith(("。", ";", ":", ",", ")"))


def _zone_of(text: str, start: int, end: int) -> str | None:
    opening, whole = text[start : min(end, start + 40)], end <= start + 40
    if not _CLOSES.search(opening) and not (whole and opening[-1] not in _STOPS):
        return None
    opening += " " if whole else ""
    for zone, heading in (("complaint", _COMPLAINT), ("reply", _REPLY), ("after", _AFTER)):
        found = heading.search(opening)
        if found and found.start() <= 12:
            return zone
    return "body" if _LABEL.match(opening) else None
