"""What stands around a date: the cues that tell its part in a story. Weighs nothing and picks nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from operator import attrgetter

from issues.reading.dates import Dated, find_dates
from issues.reading.durations import find_durations
from issues.reading.parts import Part
from issues.reading.status import is_done
from issues.reading.telling import Telling

_AFTER = {
    "since": re.compile(r"[^。,;]{0,6}?(?:起|开始|以来|至今|到现在)"),
    # 今天晚上十二点之前: the hour may stand between.
    "until": re.compile(
        r"(?:[早中晚上下午凌晨夜里]{1,2}(?:[\d一二两三四五六七八九十]{1,3}[点时](?:\d+分|半|整)?)?)?[^。,;]{0,3}?(?:前(?!后)|之前|以前|底前|内)"
    ),
    "to": re.compile(r"[^。,;]{0,2}?(?:至|到|—|-)"),
    "then": re.compile(r"[^。,;]{0,3}?(?:后|之后|过后)"),
    "which": re.compile(r"[^。,;]{0,8}的[,。;]|建的|的老"),
    "closes": re.compile(r"\)?:"),
    # 11月3日,本报以《…》为题报道: the day that the paper made it known.
    "printed": re.compile(
        r",?[^。;,]{0,6}(?:本[报刊台栏]|[晚日早晨商时都]报|记者|栏目|频道|节目)[^。;,《]{0,12}(?:以《|以“|刊[发登]|播出|报道了|曾报道|曝光)"
    ),
    "recalled": re.compile(r"[^。;,]{0,14}(?:报道|曝光|反映|关注)过的"),
    "citizen": re.compile(
        r",?[^。;,]{0,10}?(?:市民|居民|业主|网友|读者|村民|家长|住户|街坊|热心人|听众|观众|乘客|租户|商户|群众)"
    ),
    "dates": re.compile(
        r"(?:的|年)?(?:就)?(?:交付|交房|建成|竣工|投用|投入使用|入住|建的|修建|落成|启用|开业|成立|的(?=\d|[^,。;]{0,4}[管墙楼房桥路梯站网]))"
    ),
    "earlier": re.compile(r"[^。,;]{0,8}?[做改修清治装换补建拆]过"),
}
_BEFORE = {
    "from": re.compile(r"(?:从|自从?|打从|打)$"),
    "till": re.compile(r"(?:至|到|—|-)$"),
    "by": re.compile(r"(?:已经?于|已|于|在)$"),
    "promises": re.compile(
        r"(?:将|拟|计划|预计|争取|力争|承诺|约定|答应|确保|限|责令|要求|须|待|最迟|最晚|定在|保证|卡死在|协议|不迟于|方案[是为:]|一定)[^。;]{0,18}$"
    ),
    # 说好11月1日供暖: what was due on a day and did not come began to fail then.
    "due": re.compile(r"(?:说好|本该|原定|应该?|本应|理应|按(?:规定|合同|约定|理)|法定|约定)[^。;,]{0,6}$"),
    "recall": re.compile(r"(?:还记得|记得|曾在|曾于|早在)[^。;,]{0,4}$"),
    "passed": re.compile(r"(?:受理|收悉|接单|登记|转办|交办|立案)[^。;,]{0,6}$"),
    "reporter": re.compile(r"记者[^。;]{0,6}$"),
    "quoted": re.compile(r"“[^”]*$"),
    "term": re.compile(r"(?:时限|期限|限期)[:为是至]{0,2}$"),
    "asked": re.compile(r"(?:留言|来电|投诉|反映|举报|来信|发帖|咨询|提问|诉求)(?:时间|日期|于)?[:(]{0,2}$"),
    "taken": re.compile(r"(?:交办|受理|登记|转办|派单|接件|接单|立案)(?:时间|日期)?[:(]{0,2}$"),
    "closed": re.compile(r"(?:办结|完成|销号)(?:时间|日期)[:(]{0,2}$"),
    "bracket": re.compile(r"[(\[【:]$"),
    "reported": re.compile(r"(?:反映|投诉|留言|来电|来信|接听|举报)[^。]{0,10}$"),
}
_WITHIN = re.compile(r"工期|.*内$")
_UNTIL = re.compile(r".*[前]$")
_STOP = re.compile(r"[,;。!?]")
_RELATIVE = re.compile(r"[今昨前明即当次同翌]|第二天")
_CUES = frozenset(("accepted", "acting", "complain", "complainant", "confirm", "done", "handed", "onsite", "promise", "reopened", "reply",
    "stalled", "trouble", "unresolved", "visit", "wish", "numbers", "relieved", "joint"))  # fmt: skip
# Each with the name that its weight has.
_SEARCHES = [(f"b.{name}", form.search) for name, form in _BEFORE.items()]
_MATCHES = [(f"a.{name}", form.match) for name, form in _AFTER.items()]
_start = attrgetter("start")
OVER = ("resolved", "verified", "reopened")
REACH = 40
"""So many characters after a date can still say what happened then."""


@dataclass(frozen=True, slots=True)
class Said:
    """A date of a part, and what speaks for a part of its own: 1.0 or a share for each cue that it has."""

    dated: Dated
    cues: dict[str, float]
    telling: Telling
    """Whose text holds it: of a row, the story's where its lead says the date."""


def find_said(part: Part, dates: list[Dated], status: str, published: str | None) -> list[Said]:
    """The dates of the part's sentences, then those of the story's opening that all its parts share."""
    lasting = find_durations(part.telling.text, published)
    own = list(_own(part, sorted([*dates, *lasting], key=_start)))
    past = [dated.edtf for dated, _ in own if not published or dated.edtf[:10] <= published]
    bounds = (min(past), max(past)) if past else ("", "")
    said = []
    for (dated, number), end in zip(own, _reaches(own), strict=True):
        cues = _around(part, dated, number, status, end) | _order(dated, bounds, published)
        said.append(Said(dated, {cue: amount for cue, amount in cues.items() if amount}, part.telling))
    if said:
        said[0].cues["first"] = said[-1].cues["last"] = 1.0
        _relate(said, part.telling.text)
    if said and "heads" in said[0].cues:
        return said
    telling = part.lead or part.telling
    shared = _shared(part, telling, find_dates(telling.text, published) if part.lead else dates, published)
    return said + [Said(dated, {"lead": 1.0, "exact": float(dated.exact)}, telling) for dated in shared]


def _relate(said: list[Said], text: str) -> None:
    """What the dates of a problem say of each other: a period's end, a length that tells the same year, a second end."""
    ended = False
    for number, each in enumerate(said):
        before = said[number - 1].dated if number else None
        if before and text[before.end : each.dated.start].strip("底初日号末份 ") in ("到", "至", "-", "—"):
            each.cues["closing"] = 1.0
            said[number - 1].cues["opening"] = 1.0
        lasted = (other.dated.edtf for other in said if other.dated.lasted and other is not each)
        if any(each.dated.edtf.startswith(edtf) for edtf in lasted):
            each.cues["agreed"] = 1.0
        if ended and "near" not in each.cues:
            each.cues["afterwards"] = 1.0
        ended = ended or "near" in each.cues and "a.until" not in each.cues


def _reaches(own: list[tuple[Dated, int]]) -> list[int]:
    """Up to where the words after each date tell of it: the next date, but not the end of a period."""
    ends, border = [], 10**9
    for dated, _ in reversed(own):
        ends.append(min(border, dated.end + REACH) if border - dated.end > 3 else dated.end + REACH)
        if not dated.lasted:
            border = dated.start
    return ends[::-1]


def _own(part: Part, dates: list[Dated]) -> Iterator[tuple[Dated, int]]:
    passage, numbers = part.telling.passage, set(part.numbers)
    low, high = part.window()
    first = bisect_left(dates, low, key=_start)
    within = dates[first : bisect_left(dates, high, key=_start)]
    for dated, after in zip_longest(within, within[1:]):
        number = passage.sentence_at(dated.start)
        # 今年“五一”: the year by itself says nothing.
        whole = after and after.start - dated.end <= 1 and len(dated.edtf) == 4 and not dated.lasted
        if number in numbers and not (whole and after.edtf.startswith(dated.edtf)):
            yield dated, number


def _shared(part: Part, telling: Telling, dates: list[Dated], published: str | None) -> list[Dated]:
    """Dates of the first two sentences of a story that has several parts, where they are not the part's own.

    The page's own date, printed in full, is that of its head.
    """
    passage = telling.passage
    opening = [sentence for sentence in passage.sentences if sentence.start >= passage.head][:2]
    if not opening or not part.row and not part.numbers[0]:
        return []
    first = part.spans()[0].start
    early = (
        dated
        for dated in dates[:4]
        if dated.start < opening[-1].end and not (dated.edtf == published and dated.end - dated.start > 5)
    )
    return [dated for dated in early if telling.spans(dated.start, dated.end)[0].start < first]


def _around(part: Part, dated: Dated, number: int, status: str, reach: int) -> dict[str, float]:
    telling = part.telling
    text, sentence = telling.text, telling.passage.sentences[number]
    end = min(reach, sentence.end)
    start = max(sentence.start, text.rfind(",", sentence.start, dated.start) + 1)
    before = text[max(sentence.start, dated.start - 24) : dated.start]
    cut = _STOP.search(text, dated.end + 3, end)
    clause = cut.start() if cut else end
    late = bisect_left(part.numbers, number) / max(1, len(part.numbers) - 1)
    names = [name for name, match in _MATCHES if match(text, dated.end, sentence.end)]
    names += [name for name, search in _SEARCHES if search(before)]
    said = dated.said(text)
    names += ["a.until"] if _UNTIL.match(said) else []
    names += _cells(part, dated)
    names += [f"cue.{name}" for name in _CUES & _lists(telling, "cues", start, end)]
    done = is_done(telling, start, end)
    heads = dated.start - part.window()[0] < 3
    zone = "item" if heads and part.numbers[0] else telling.zones[number]
    return dict.fromkeys(names, 1.0) | _told(telling, dated, start, clause, end) | {
        f"zone.{zone}": 1.0, "late": late, "done": float(done), "near": float(is_done(telling, start, clause)),
        "over": float(done and status in OVER), "open": float(status not in OVER), "opens": float(dated.start - sentence.start < 12),
        "heads": float(heads), "within": float(bool(_WITHIN.match(said))), "signs": float(_signs(text, dated)),
        "relative": float(bool(_RELATIVE.match(said))), "row": float(part.row is not None),
    }  # fmt: skip


def _cells(part: Part, dated: Dated) -> list[str]:
    """The cues of a date by the cell of a list that it stands in: when the complaint came, when it was passed on."""
    cells = part.row.cells if part.row else {}
    at = part.telling.spans(dated.start, dated.end)
    return [
        f"b.{key}"
        for key in ("asked", "taken")
        if key in cells and at and cells[key].start <= at[0].start < cells[key].end
    ]


def _told(telling: Telling, dated: Dated, start: int, clause: int, end: int) -> dict[str, float]:
    """What vocabulary/told says after the date, most in its own clause (`t.`), and before it there (`p.`)."""
    later = dict.fromkeys((f"t.{name}" for name in _lists(telling, "told", clause, end)), 0.5)
    near = dict.fromkeys((f"t.{name}" for name in _lists(telling, "told", dated.end, clause)), 1.0)
    before = dict.fromkeys((f"p.{name}" for name in _lists(telling, "told", start, dated.start)), 1.0)
    return later | near | before


def _signs(text: str, dated: Dated) -> bool:
    """Whether the date ends a short line, as under a letter."""
    line = text.rfind("\n", 0, dated.start) + 1
    return 0 < dated.start - line <= 16 and text[dated.end : dated.end + 1] in ("", "\n", ")")


def _lists(telling: Telling, folder: str, start: int, end: int) -> set[str]:
    """The names of a folder's lists that have a word in [start, end)."""
    hits = telling.scan.owned(folder, start, end)
    return {name.partition("/")[2] for hit in hits for name, _ in hit.owners}


def _order(dated: Dated, bounds: tuple[str, str], published: str | None) -> dict[str, float]:
    """Its form, and its place among the dates of the problem; `bounds` are the first and last that are past."""
    edtf = dated.edtf
    ahead = bool(published) and edtf[:10] > str(published)
    return {
        "exact": float(dated.exact), "year": float(len(edtf) == 4), "lasted": float(dated.lasted), "first": 0.0, "last": 0.0,
        "ahead": float(ahead), "earliest": float(edtf == bounds[0]),
        "latest": float(edtf == bounds[1]), "printed": float(edtf == published),
    }  # fmt: skip
