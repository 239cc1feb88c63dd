"""The printed figures of complaints that were handed over together. The listed complaints themselves are in rows.py."""

from __future__ import annotations

import re
from collections.abc import Sequence

from issues.reading.counts import UNIT, Count, find_lists, read_table
from issues.reading.numerals import read_number
from issues.reading.periods import find_moment, find_period
from issues.reading.rows import find_rows as find_rows
from issues.reading.shapes import Batch, Row, Span, Spans, Story
from issues.reading.text import find_sentences, fold

_HEADS = ("headline", "deck", "kicker", "signature", "subhead")
# The number of a batch stands in the heading or in one of the first sentences.
FIRST = 6
_TOLD_KINDS = ("body", "subhead", "deck", "signature", "caption")
_SUM = re.compile(r"合计|总计|共计|小计")
_BATCH = re.compile(r"第\s?(?P<number>\d{1,3}|[一二三四五六七八九十百零〇]{1,5})\s?批")
# In a heading any word of complaints will do; 第三批 in running text is as often a batch of houses, so there it takes more.
_TOLD = re.compile(
    r"热线|工单|诉求|来电|来信|留言|转办|移交|交办|转交|交接|举报|信访|受理|投诉|督察|\d{4}年\d{1,2}月\d{1,2}日"
)
_HANDED = re.compile(
    r"(?:转办|移交|交办|转交|交接).{0,60}(?:举报|信访|投诉|诉求|线索|件)|(?:举报|信访|投诉|诉求|线索|件).{0,60}(?:转办|移交|交办|转交|交接)"
    r"|批[^,。;]{0,24}?(?:举报|信访|投诉|诉求|线索|工单|热线|来信|来电|留言|交办|转办|受理)"
    r"|(?:热线|工单|诉求|来信|来电|留言|受理)[^,。;]{0,24}?第[^,。;]{1,4}批"
)
_DIGEST = re.compile(
    rf"(?:登记|接到|收到|受理|接听)[^。,;]{{0,16}}?(?:(?:来电|来信|投诉|举报|留言|诉求)[^。,;\d]{{0,4}}\d{{1,6}}\s?{UNIT}"
    rf"|\d{{1,6}}\s?{UNIT}[^。,;\d]{{0,4}}(?:来电|来信|投诉|举报|留言|诉求))"
)
_EARLIER = re.compile(r"累计|截至|截止|前[一二三四五六七八九十\d]{1,3}批|此前|已办结|目前已")
_TOTAL = re.compile(rf"(?P<count>\d{{1,6}})\s?{UNIT}")
_NO_TOTAL = re.compile(
    r"(?:重点|重要|重大|紧急)[^,。;]{0,10}$|(?:办结|整改|处罚|罚款|立案|其中)[^,。;]{0,6}$"
)
_PRIORITY = re.compile(rf"(?:重点|重要|重大)[^,。;、\d]{{0,10}}?(?P<count>\d{{1,6}})\s?{UNIT}")
_HANDS = re.compile(
    r"(?:向|对|给)[^。;]{0,40}?(?:移交|转办|交办|转交|交接)|(?:收到|接到|接收)[^。;]{0,60}?(?:移交|转办|交办|转交|交接)"
    r"|(?:移交|转办|交办|转交|交接)[^。;]{0,20}?第"
)
_NAMES = {"by_channel": "各渠道", "by_region": "各地", "by_type": "各类型"}


def read_batch(
    text: str, story: Story, rows: Sequence[Row] = (), *, published: str | None = None
) -> Batch | None:
    """The printed figures of a batch notice, or None where the story is none.

    `rows` are the complaints that it lists (rows.find_rows). `published` (YYYY-MM-DD) gives the year of 10月28日. Contradictions are kept and told in `warnings`.
    """
    folded = fold(text)
    reader = _Reader(folded, published)
    heads = [block.span for block in story.blocks if block.kind in _HEADS]
    told = [block.span for block in story.blocks if block.kind in _TOLD_KINDS]
    numbered = any("批" in span.of(folded) for span in (*heads, *told[:FIRST]))
    first = [one for span in told[:FIRST] for one in find_sentences(folded, span)][:FIRST] if numbered else []
    named = any(reader.read_number(span, _TOLD) for span in heads)
    if not named and not any(reader.read_number(span, _HANDED) for span in first):
        handed = any(_HANDED.search(span.of(folded)) for span in heads)
        if not handed and len(rows) < 2:
            return None
        any(reader.read_number(span, _BATCH) for span in [*heads, *first])
    sentences = [sentence for span in told for sentence in find_sentences(folded, span)]
    for sentence in sentences:
        if not ("total" in reader.figures and _EARLIER.search(sentence.of(folded))):
            reader.read_sentence(sentence)
    tables = [block.span for block in story.blocks if block.kind == "table"]
    if tables and not rows:
        reader.read_table(tables)
    return reader.finish() if named or len(reader.figures) > 1 else None


class _Reader:
    """Collects figures sentence by sentence; the first print of a figure stays."""

    def __init__(self, folded: str, published: str | None) -> None:
        self.folded = folded
        self.published = published
        self.figures: dict[str, object] = {}
        self.spans: dict[str, Spans] = {}
        self.warnings: list[str] = []

    def read_number(self, span: Span, told: re.Pattern[str]) -> bool:
        """Takes 第十批 where the words beside it tell of complaints."""
        hit = _BATCH.search(self.folded, span.start, span.end)
        number = (
            read_number(hit["number"]) if hit and told.search(self.folded, span.start, span.end) else None
        )
        if hit is None:
            return False
        if number is not None:
            self._take("number", number, *hit.span())
        return number is not None

    def read_sentence(self, sentence: Span) -> None:
        self._read_dates(sentence)
        filed = [
            count
            for kind, run in find_lists(self.folded, sentence)
            if kind
            for count in self._file(kind, run)
        ]
        priority = _PRIORITY.search(self.folded, sentence.start, sentence.end)
        if priority:
            self._take("priority", int(priority["count"]), *priority.span())
        for hit in _TOTAL.finditer(self.folded, sentence.start, sentence.end):
            before = self.folded[max(sentence.start, hit.start() - 14) : hit.start()]
            part = any(one.span.start <= hit.start() < one.span.end for one in filed)
            if not _NO_TOTAL.search(before) and (not part or _DIGEST.search(before + hit[0])):
                self._take("total", int(hit["count"]), *hit.span())

    def read_table(self, lines: list[Span]) -> None:
        """Takes the counts of a table that lists no complaints but sums them up."""
        kind, counts = read_table(self.folded, lines)
        if kind:
            self._file(kind, [one for one in counts if not _SUM.search(one.word)])
        for one in counts:
            if _SUM.search(one.word):
                self._take("total", one.count, one.span.start, one.span.end)

    def _read_dates(self, sentence: Span) -> None:
        period = find_period(self.folded, sentence.start, sentence.end, self.published)
        if period:
            for key, moment in zip(("from", "to"), period, strict=False):
                self._take(key, moment.edtf, moment.start, moment.end)
        hands = _HANDS.search(self.folded, sentence.start, sentence.end)
        moment = hands and find_moment(self.folded, sentence.start, hands.start(), self.published)
        if moment and not (period and period[0].start <= moment.start < period[0].end):
            self._take("handed_over", moment.edtf, moment.start, moment.end)

    def _file(self, kind: str, run: list[Count]) -> list[Count]:
        """Puts the counts of one run under channel, type or region; a word printed twice is told, not added."""
        parts = self.figures.setdefault(kind, {})
        assert isinstance(parts, dict)
        for one in run:
            key = f"{kind}.{one.word}"
            if key not in self.spans:
                parts[one.word] = one.count
                self.spans[key] = (one.span,)
            elif parts[one.word] != one.count or self.spans[key][0].start > one.span.start - 60:
                self.warnings.append(
                    f"“{one.word}”印了两次：{parts[one.word]}件、{one.count}件，不知哪个为准。"
                )
                parts.setdefault(f"{one.word}（第二处）", one.count)
        return run

    def _take(self, key: str, value: object, start: int, end: int) -> None:
        if key not in self.figures:
            self.figures[key] = value
            self.spans[key] = (Span(start, end),)

    def finish(self) -> Batch:
        total = self.figures.get("total")
        if isinstance(total, int):
            self._check_sums(total)
        return Batch(self.figures, self.spans, tuple(dict.fromkeys(self.warnings)))

    def _check_sums(self, total: int) -> None:
        """Channels and places must add up; kinds may be more, as one complaint can be of several."""
        for kind, name in _NAMES.items():
            parts = self.figures.get(kind, {})
            added = sum(parts.values()) if isinstance(parts, dict) else 0
            if kind == "by_type" and added > total:
                self.warnings.append(
                    f"{name}相加为{added}个，多于总数{total}件：可能一件涉及几类，也可能有误。"
                )
            elif kind != "by_type" and len(parts) > 1 and added != total:
                self.warnings.append(f"{name}相加为{added}件，与总数{total}件不符。")
        priority = self.figures.get("priority", 0)
        if isinstance(priority, int) and priority > total:
            self.warnings.append(f"重点事项{priority}件，多于总数{total}件。")
