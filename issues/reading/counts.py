"""Lists of words with their counts, 大气13个、噪声9个 or 水、土壤分别为18个、12个, and by what they divide a total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from issues.reading.shapes import Span
from issues.reading.words import load_terms

UNIT = r"[件个条项宗起例封通]"
_PAIR = re.compile(
    rf"(?P<word>[㐀-鿿“”\d]{{0,14}}?[㐀-鿿”])[,:]?\s?(?:各|共|有|为|占)?\s?(?P<count>\d{{1,6}})\s?(?P<unit>{UNIT}|(?=[、,;。)]))"
)
_GAP = re.compile(r"^[、,;和及与以\s()]*$")
_TOGETHER = re.compile(
    rf"(?P<words>[㐀-鿿、]{{3,90}}?)分别(?:为|有|是|占|达)?\s?(?P<counts>\d{{1,6}}\s?{UNIT}?(?:[、,和]\s?\d{{1,6}}\s?{UNIT}?){{1,30}})"
)
_TURN = re.compile(r"其中|涉及|主要|按|从|另")
_WHOLE = re.compile(
    r"重点|重要|重大|紧急|(?:举报|信访|投诉|案)件$|事项$|线索$|案件$|共$|批$|来电来信$|来信来电$|来信来访$|来电来访$|信访$"
)
_LEAD = re.compile(
    r"^.*(?:其中|涉及|涉|主要是|主要为|包括|以及|另有|从.{0,8}看|按.{0,8}分|类型为|[是为有的和及与在])(?=.)|^(?:群众|反映|通过|收到|接到|受理|新增)+"
)
_TAIL = re.compile(r"(?:环境|污染|破坏|问题|方面|类型|类|等|举报件|举报|信访件|信访|事项|的|共|有|为|占)+$")
_REGION = re.compile(
    r"^[^该本各全某].{0,9}(?:[市区县州盟旗镇乡村]|街道|社区|新城|管委会|市直|省直|部门|单位)$"
)
# 云岩8件、南明9件: districts without 区, told from what was done (办结10件) by having none of its characters.
_PLAIN = re.compile(r"[^办结罚改查处约谈责立整停销回的]{2,8}")
_LEADS_TYPES = re.compile(r"类型|类别|问题|诉求|涉及|反映|内容")
_CHANNELS, _TYPES = frozenset(load_terms("batch_channels")), frozenset(load_terms("batch_types"))


@dataclass(frozen=True, slots=True)
class Count:
    """A word, its count, and where both stand."""

    word: str
    count: int
    span: Span


def find_lists(folded: str, sentence: Span) -> Iterator[tuple[str, list[Count]]]:
    """Runs of counts in a sentence with what they divide by: by_channel, by_type, by_region, or "" if unknown."""
    for counts in _runs(folded, sentence):
        kind = _kind(counts) or _kind_by_lead(
            folded[max(sentence.start, counts[0].span.start - 24) : counts[0].span.start], counts
        )
        yield kind, [Count(_bare(one.word), one.count, one.span) for one in counts]


def read_table(folded: str, lines: Sequence[Span]) -> tuple[str, list[Count]]:
    """A table of words and their counts: each row's first cell and its first number, 合计 included."""
    counts = []
    for line in lines:
        cells = [cell.strip() for cell in line.of(folded).strip("| \n").split("|")]
        count = next((cell for cell in cells[1:] if cell.rstrip("件个条宗").isdecimal()), None)
        if count and cells[0]:
            counts.append(Count(_bare(cells[0]), int(count.rstrip("件个条宗")), line))
    return _kind(counts), counts


def _runs(folded: str, sentence: Span) -> Iterator[list[Count]]:
    at = sentence.start
    for hit in _TOGETHER.finditer(folded, sentence.start, sentence.end):
        yield from _pair_runs(folded, at, hit.start())
        words = [word for word in re.split(r"[、,]|和|及|与", hit["words"]) if word]
        counts = list(re.finditer(r"\d+", hit["counts"]))
        if len(words) >= len(counts):
            offset = hit.start("counts")
            places = [Span(offset + one.start(), offset + one.end()) for one in counts]
            named = zip(words[-len(counts) :], counts, places, strict=False)
            yield [Count(word, int(one[0]), place) for word, one, place in named]
        at = hit.end()
    yield from _pair_runs(folded, at, sentence.end)


def _pair_runs(folded: str, start: int, end: int) -> Iterator[list[Count]]:
    run: list[Count] = []
    last = start
    for hit in _PAIR.finditer(folded, start, end):
        if run and (_TURN.match(hit["word"]) or not _GAP.match(folded[last : hit.start()])):
            yield run
            run = []
        last = hit.end()
        if not _WHOLE.search(hit["word"]):
            run.append(Count(hit["word"], int(hit["count"]), Span(*hit.span())))
    if run:
        yield run


def _kind(counts: list[Count]) -> str:
    """What the words of a run are, where a third of them at least are known."""
    votes = {"by_channel": 0, "by_type": 0, "by_region": 0}
    for one in counts:
        bare = _bare(one.word)
        votes["by_channel"] += bare in _CHANNELS
        votes["by_type"] += bare in _TYPES
        votes["by_region"] += bool(_REGION.search(bare))
    kind = max(votes, key=lambda name: votes[name])
    return kind if votes[kind] and votes[kind] * 3 >= len(counts) else ""


def _kind_by_lead(lead: str, counts: list[Count]) -> str:
    """What a run of three or more unknown words divides by, as the words before it say."""
    if len(counts) < 3 or not all(_PLAIN.fullmatch(_bare(one.word)) for one in counts):
        return ""
    if _LEADS_TYPES.search(lead):
        return "by_type"
    return "by_region" if all(len(_bare(one.word)) <= 4 for one in counts) else ""


def _bare(word: str) -> str:
    """The word that a count is printed under, without what leads in and 污染, 破坏, 问题 behind it."""
    cut = _TAIL.sub("", word) or word
    if cut in _TYPES:
        return cut
    channel = max((known for known in _CHANNELS if cut.endswith(known)), key=len, default="")
    if channel:
        return channel
    return _TAIL.sub("", _LEAD.sub("", cut)) or cut
