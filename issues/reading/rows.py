"""Complaint lists to rows: tables with rules, tables without, `label: value` lines and numbered complaints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from issues.reading.shapes import Row, Span, Story
from issues.reading.text import fold, trim
from issues.reading.words import load_terms

_HEADS = dict(term.split("=") for term in load_terms("table_heads"))
_HEAD = re.compile("|".join(sorted(map(re.escape, _HEADS), key=len, reverse=True)))
_RULE = re.compile(r"^[|:\-\s]+$")
_CELL = re.compile(r"\|([^|\n]*)(?=\|)")
_MARK = re.compile(r"[:】\]]")
_LABEL = re.compile(rf"(?:^|[\n。;,、\s(【\[*|.])(?P<head>{_HEAD.pattern})[】\]*)]*\s*$")
_AFTER_LABEL = re.compile(r"[】\]*)]*\s*:?\s*\**\s*")
LONGEST_LABEL = 16
# A label ends with one of these: looking at that character first spares most colons the pattern.
_LABEL_ENDS = frozenset(head[-1] for head in _HEADS)
_NUMBERING = re.compile(
    r"[\s【\[(*|#]*(?:\d{1,3}[.、)]|[一二三四五六七八九十]{1,3}、|[①-⑳]|第?[一二三四五六七八九十\d]{1,3}[件条])?[\s【\[(*]*$"
)
_ROW_START = re.compile(
    r"(?:^|\n)\s*\d{1,3}[ 、.]\s*(?P<number>[A-Z][A-Z0-9\-]{5,24}|\d{6,16}|\d{1,2}月\d{1,2}日|\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)\s+"
)
# Where no cell but the last says how it stands: … 没法住人。 甲区住房和城乡建设局 2月24日清掏…。已办结
_ANSWER = re.compile(
    r"[。;!?]\s+(?P<body>[㐀-鿿\n]{3,30}?(?:局|大\n?队|政府|办事处|街道|镇|乡|中心|公司|委员会|处|所))\s"
)
_STATE = re.compile(
    r"(?P<done>阶段性办结|已办结|未办结|办结|正在办理|办理中|已转办|已受理|不属实|部分属实|不实|在办|暂缓(?:办理)?)[。;]?\s*$"
)
_NUMBER = re.compile(r"\d{1,3}")
_CAME = re.compile(r"\((?P<asked>\d{1,2}月\d{1,2}日)[^()]{0,24}\)")
_PAGE_FOOT = re.compile(r"\n[^\n]{0,40}第\s*\d+\s*页|\n\s*(?:备注|注|说明)\s*:")
_REGION = re.compile(
    r"\s(?P<region>[㐀-鿿]{2,14}[区县市旗州盟])\s+(?P<type>[㐀-鿿]{1,6}(?:[、,]\s*[㐀-鿿]{1,6}){0,5})\s"
)
_VERDICT = re.compile(r"\s(?P<verdict>(?:部分|基本)?属实|不属实|是|否)\s")
_DONE = re.compile(
    r"(?P<done>阶段性办结|已办结|未办结|办结|正在办理|办理中)[。;]?\s+(?P<accountability>[^\n]{1,60})\s*$"
)
_ONE_LINE = frozenset(("number", "region", "type", "verdict", "done", "asked", "taken", "charged", "helping"))
_TOLD = ("body", "subhead", "deck")
# A numbered line shorter than this is a heading, and its text the next paragraph; shorter than the other no complaint.
SHORT_ITEM, SHORTEST_ITEM = 40, 18
_ITEM = re.compile(
    r"^\s*(?:[①-⑳]|\d{1,2}[.、)]|\(\d{1,2}\)|[一二三四五六七八九十]{1,3}、|[▶►▷●○◎◆◇■□★※·])\s*"
)
_LISTING = re.compile(
    r"以下|如下|摘登|选登|速记|汇总|转(?:办|交|相关)|交办|(?:来电|来信|投诉|举报|留言|诉求).{0,8}\d+[个件条]"
)
_ANNOUNCES = re.compile(
    r"(?:以下|如下|其中|部分|摘登|选登)[^。]{0,40}(?:转|交|核处|办理|督办|摘登|选登|[:]$)"
)
_PASSED = re.compile(
    r"(?:转|交)(?:至|给|由|请|办|[㐀-鿿]{2,12}(?:局|委|办|街道|公司|中心|所|处|大队|部门))|督办|核处"
)
_COMPLAINT = re.compile(r"反映|投诉|举报|来电|来信|留言|求助|已转|希望|女士|先生|市民|居民|读者|业主")


def find_rows(text: str, story: Story) -> tuple[Row, ...]:
    """The complaints that a list prints, one row each, in its order; empty where the story is no such list."""
    folded = fold(text)
    for reader in (_ruled, _unruled, _labelled, _numbered, _passed_on):
        rows = tuple(reader(folded, story))
        if rows:
            return rows
    return ()


def _ruled(folded: str, story: Story) -> Iterator[Row]:
    """Rows of a table with | between its cells, below a line that names at least two of its columns."""
    keys: list[str] = []
    for block in story.blocks:
        line = block.span.of(folded)
        if block.kind != "table" or not line.startswith("|") or _RULE.match(line):
            continue
        cells = [
            Span(block.span.start + hit.start(1), block.span.start + hit.end(1))
            for hit in _CELL.finditer(line)
        ]
        heads = [_key(cell.of(folded)) for cell in cells]
        if (
            "complaint" in heads
            and sum(map(bool, heads)) >= 2
            and max(len(cell.of(folded)) for cell in cells) < 24
        ):
            keys = heads
        elif keys:
            yield _row(folded, (block.span,), zip(keys, cells, strict=False))


def _key(head: str) -> str:
    hit = _HEAD.search(head)
    return _HEADS[hit[0]] if hit else ""


def _row(folded: str, spans: Sequence[Span], cells: Iterator[tuple[str, Span]]) -> Row:
    named: dict[str, Span] = {}
    for key, span in cells:
        inner = trim(folded, span)
        if key and inner and key not in named:
            named[key] = inner
    return Row(tuple(spans), named)


def _unruled(folded: str, story: Story) -> Iterator[Row]:
    """Rows of a table whose cells run together: each begins with its place and its number."""
    spans = [block.span for block in story.blocks if block.kind == "table"]
    if not spans or spans[0].of(folded).startswith("|"):
        return
    start, end = spans[0].start, spans[-1].end
    begins = [(hit.start("number"), hit.start()) for hit in _ROW_START.finditer(folded, start, end)]
    if not begins:
        yield from _glued(folded, spans)
    stops = [line for _, line in begins[1:]] + [end]
    for (number, _), stop in zip(begins, stops, strict=False):
        foot = _PAGE_FOOT.search(folded, number, stop)
        head = next((hit.start() for hit in _HEAD.finditer(folded, number, stop) if hit[0] == "序号"), stop)
        yield _read_run(folded, number, min(stop, foot.start() if foot else stop, head))


def _glued(folded: str, spans: Sequence[Span]) -> Iterator[Row]:
    """Rows whose cells stand without anything between them, each on lines that begin with the next number: 1芦塘村口…(7月23日,来电)环卫站…办结."""
    begins: list[Span] = []
    for span in spans:
        number = _NUMBER.match(folded, span.start, span.end)
        if number and int(number[0]) == len(begins) + 1:
            begins.append(Span(*number.span()))
    ends = [*(number.start for number in begins[1:]), spans[-1].end]
    for number, end in zip(begins, ends, strict=False):
        yield _read_glued(folded, number.end, end)


def _read_glued(folded: str, start: int, end: int) -> Row:
    """The complaint up to the bracket that says when it came, what was done, and how it stands."""
    came, state = _CAME.search(folded, start, end), _STATE.search(folded, max(start, end - 20), end)
    stop = state.start("done") if state else end
    cells = {"complaint": Span(start, came.start() if came else stop)}
    if came:
        cells |= {"asked": Span(*came.span("asked")), "result": Span(came.end(), stop)}
    if state:
        cells["done"] = Span(*state.span("done"))
    whole = trim(folded, Span(start, end)) or Span(start, end)
    return _row(folded, (whole,), iter(cells.items()))


def _read_run(folded: str, start: int, end: int) -> Row:
    """Cells of one run-together row, found by the few words that only one column can hold."""
    cells: dict[str, Span] = {}
    after = _ends(folded, start, end)
    cells["number"] = Span(start, after)
    region = _REGION.search(folded, after, end)
    if region:
        cells["complaint"] = Span(after, region.start())
        cells["region"], cells["type"] = Span(*region.span("region")), Span(*region.span("type"))
        after = region.end() - 1
    verdict = _VERDICT.search(folded, after, end)
    if not (region or verdict):
        return _read_answered(folded, start, after, end)
    if verdict:
        cells["finding" if region else "complaint"] = Span(after, verdict.start())
        cells["verdict"] = Span(*verdict.span("verdict"))
        after = verdict.end() - 1
    done = _DONE.search(folded, max(after, end - 120), end)
    if done:
        cells["done"], cells["accountability"] = Span(*done.span("done")), Span(*done.span("accountability"))
    cells["result" if verdict else "finding"] = Span(after, done.end("done") if done else end)
    whole = trim(folded, Span(start, end)) or Span(start, end)
    return _row(folded, (whole,), iter(cells.items()))


def _read_answered(folded: str, start: int, after: int, end: int) -> Row:
    """The cells of a row in which the body that answers follows the complaint's full stop."""
    answer, state = _ANSWER.search(folded, after, end), _STATE.search(folded, max(after, end - 20), end)
    stop = state.start("done") if state else end
    cells = {"number": Span(start, after), "complaint": Span(after, answer.start() + 1 if answer else stop)}
    if answer:
        cells["result"] = Span(answer.start("body"), stop)
    if state:
        cells["done"] = Span(*state.span("done"))
    whole = trim(folded, Span(start, end)) or Span(start, end)
    return _row(folded, (whole,), iter(cells.items()))


def _ends(folded: str, start: int, end: int) -> int:
    """Where the word at `start` ends."""
    while start < end and not folded[start].isspace():
        start += 1
    return start


def _labelled(folded: str, story: Story) -> Iterator[Row]:
    """Rows of `受理编号: …`, a label a line or several in one: a new row begins where a label comes again."""
    told = [block.span for block in story.blocks if block.kind in _TOLD]
    if not told:
        return
    end = told[-1].end
    labels = [label for span in told for label in _find_labels(folded, span)]
    cells: dict[str, Span] = {}
    for (key, label), after in zip(labels, [*labels[1:], None], strict=False):
        if key in cells:
            yield from _labelled_row(folded, cells)
            cells = {}
        stop = after[1].start if after else end
        stop = _line_end(folded, label.end, stop) if key in _ONE_LINE else stop
        # Who has it and who helps is told by the label.
        start = label.start if key in ("charged", "helping") else label.end
        cells[key] = Span(start, _before_numbering(folded, label.end, stop))
    yield from _labelled_row(folded, cells)


def _find_labels(folded: str, span: Span) -> Iterator[tuple[str, Span]]:
    """Labels with the cell that each names: a column head right before a colon or in brackets."""
    last = span.start
    for mark in _MARK.finditer(folded, span.start, span.end):
        begin = max(last, mark.start() - LONGEST_LABEL)
        words = folded[begin : mark.start()]
        ends = words.rstrip().rstrip("】]*)")[-1:] in _LABEL_ENDS
        hit = _LABEL.search(words) if ends else None
        if hit and _HEADS[hit["head"]]:
            after = _AFTER_LABEL.match(folded, mark.start(), span.end)
            last = after.end() if after else mark.end()
            yield _HEADS[hit["head"]], Span(begin + hit.start("head"), last)


def _line_end(folded: str, start: int, stop: int) -> int:
    """The end of the line that a short cell begins on: what stands below it is of the next row."""
    begin = start + len(folded[start:stop]) - len(folded[start:stop].lstrip())
    line = folded.find("\n", begin, stop)
    return line if line > begin else stop


def _before_numbering(folded: str, start: int, stop: int) -> int:
    """Where a cell ends: before the place number or the bracket that leads the next label in."""
    line = max(start, folded.rfind("\n", start, stop), stop - 12)
    lead = _NUMBERING.search(folded, line, stop)
    return lead.start() if lead else stop


def _labelled_row(folded: str, cells: Mapping[str, Span]) -> Iterator[Row]:
    if "complaint" in cells and len(cells) > 1:
        spans = sorted(cells.values())
        whole = trim(folded, Span(spans[0].start, spans[-1].end))
        if whole:
            yield _row(folded, (whole,), iter(cells.items()))


def _numbered(folded: str, story: Story) -> Iterator[Row]:
    """Numbered paragraphs of a story that says it lists complaints, where most of them sound like one."""
    items: list[Span] = []
    lead = ""
    for block in story.blocks:
        words = block.span.of(folded)
        hit = _ITEM.match(words)
        if block.kind in _TOLD and hit:
            items.append(Span(block.span.start + hit.end(), block.span.end))
        elif items and block.kind == "body" and len(items[-1].of(folded)) < SHORT_ITEM:
            items[-1] = Span(items[-1].start, block.span.end)
        elif not items and block.kind in (*_TOLD, "headline", "kicker"):
            lead += words[-200:]
    sound = sum(bool(_COMPLAINT.search(item.of(folded))) for item in items)
    whole = all(item.end - item.start > SHORTEST_ITEM for item in items)
    if len(items) >= 2 and whole and sound > 0.6 * len(items) and _LISTING.search(lead[-600:]):
        for item in items:
            yield Row((item,), {"complaint": item})


def _passed_on(folded: str, story: Story) -> Iterator[Row]:
    """Paragraphs without numbers below a line that announces a list, each a complaint that was passed on."""
    bodies = [block.span for block in story.blocks if block.kind == "body"]
    lead = next((at for at, span in enumerate(bodies[:3]) if _ANNOUNCES.search(span.of(folded))), None)
    items = bodies[lead + 1 :] if lead is not None else []
    told = ((item, item.of(folded)) for item in items)
    passed = [item for item, words in told if _PASSED.search(words) and _COMPLAINT.search(words)]
    if len(passed) >= 2 and len(passed) >= 0.7 * len(items):
        for item in passed:
            yield Row((item,), {"complaint": item})
