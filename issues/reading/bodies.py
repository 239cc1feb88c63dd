"""Who is named: public bodies, companies and channels where they stand in a text, made whole where it abbreviates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick

from issues.reading.firms import find_firms
from issues.reading.offices import before_divisions, find_offices
from issues.reading.telling import Telling
from issues.reading.towns import SHORT_TOWN, find_towns, find_villages, town_before
from issues.reading.words import load_names, load_terms

_HAN = re.compile(r"[\u4e00-\u9fff]")
# A government meant by its place alone: 由南明区负责, 花溪区、市有关部门负责人.
_MEANT = re.compile(
    r"(?=(?:、|和|及)?[省市州]?(?:有关|相关)(?:部门|单位)|负责|牵头|承诺|政府(?!工作报告)|人民政府|[,:]?请按时)"
)
_STATE = re.compile(
    r"(?:[省市州区县旗](?:人民)?政府|[市州区县]委|管委会|管理委员会)(?!督查|信箱|工作报告|办公|热线|常委|书记|副)"
)
# A body whose name goes on so is a landmark: 气象局宿舍, 供销社地块.
_AT_SITE = re.compile(
    r"的?(?:宿舍|家属|小区|大院|大楼|地块|旁|对面|附近|门口|门前|后面|背后|片区|楼下|旧址|院内)"
)
# What a body's other name in brackets stands behind.
_OFFICE_ENDS = ("局(", "委(", "办(")
_FORMERLY = re.compile(r"(?:原属|原隶属|曾属|原来属于|前身[是为])于?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A body where it is named. `kind`: bureau, state, town, village, police, firm, channel; `key` is one for each body."""

    start: int
    end: int
    name: str
    kind: str
    key: str


@lru_cache(maxsize=8)
def find_mentions(telling: Telling, district: str | None) -> list[Mention]:
    """All bodies in the order of the text, of two at one place the longer. `district` makes 区住建局 whole."""
    found = [
        *find_offices(telling),
        *_states(telling),
        *find_towns(telling),
        *find_villages(telling),
        *find_firms(telling),
    ]
    found += [(hit.start, hit.end, "channel") for hit in telling.scan["bodies/platforms"]]
    found.sort(key=lambda each: (each[0], -each[1]))
    mentions: list[Mention] = []
    for start, end, kind in found:
        if mentions and start < mentions[-1].end:
            continue
        placed = kind in ("town", "state") and _heads(telling, start, end)
        if placed or _names_nobody(telling.text, start, end):
            continue
        mentions.append(_same_branch(_mention(telling, start, end, kind, district), mentions))
    return mentions


def _same_branch(mention: Mention, before: list[Mention]) -> Mention:
    """马尾分局 behind 福州市自然资源和规划局马尾分局 is the same body."""
    if not mention.name.endswith("分局"):
        return mention
    keys = (each.key for each in reversed(before) if each.name.endswith(mention.name))
    return replace(mention, key=next(keys, mention.key))


def _names_nobody(text: str, start: int, end: int) -> bool:
    """Whether a name is anybody's, says where something is or whose it was, or is another of the body before it: 有关部门,
    气象局宿舍, 这栋楼原属市第二轻工局, 城市管理局(综合行政执法局)."""
    if text[start:end] in load_terms("bodies/generic"):
        return True
    other_name = text.endswith(_OFFICE_ENDS, 0, start) and text.startswith(")", end)
    return other_name or bool(_AT_SITE.match(text, end) or _FORMERLY.search(text, max(0, start - 4), start))


def _heads(telling: Telling, start: int, end: int) -> bool:
    """Whether a heading opens with its place: 灞桥区席王街道:地铁口共享单车堆成山. Who speaks there is named below too."""
    line = telling.text.rfind("\n", 0, start) + 1
    opens = end <= telling.passage.head and not _HAN.search(telling.text, line, start)
    return opens and telling.text.startswith(":", end)


def _states(telling: Telling) -> Iterable[tuple[int, int, str]]:
    for hit in _STATE.finditer(telling.text):
        start = before_divisions(telling, hit.start() + 1)
        yield min(start, hit.start()), hit.end(), "state"
    for hit in telling.divisions:
        meant = hit.full and "county" in hit.levels and _MEANT.match(telling.text, hit.end)
        if meant or "county" in hit.levels and telling.text.endswith("已转", 0, hit.start):
            yield hit.start, hit.end, "state"


def _mention(telling: Telling, start: int, end: int, kind: str, district: str | None) -> Mention:
    raw = telling.text[start:end]
    if kind not in ("bureau", "police", "state", "town"):
        return Mention(start, end, raw, kind, raw)
    name = town_before(telling, start) if SHORT_TOWN.match(telling.text, start) else ""
    name = name or _made_whole(telling, raw, district)
    return Mention(start, end, name, kind, _key(name, kind, district))


def _made_whole(telling: Telling, raw: str, district: str | None) -> str:
    """区住建局 -> 云岩区住建局, 州局 stays as it is: only what the text itself says is added."""
    if not district or raw[0] != district[-1] or raw[0] not in "区县市旗" or raw.startswith(district):
        return raw
    branch = raw.endswith("分局") and district[:-1] in raw
    return raw if branch else district + raw[1:]


def _key(name: str, kind: str, district: str | None) -> str:
    """One key for the long and the short name of a body: its county and its full form; a bare 林业局 is the county's."""
    if kind == "town":
        return re.sub(
            r"(?:办事处|办|人民政府|政府)$", "", re.match(r".*?(?:街道|镇|乡|办事处|街(?=办))", name).group()
        )[-6:]
    if kind == "state":
        return re.sub(r"(?:人民)?政府$", "", name)
    finder, bureaus = _bureau_names()
    for number in sorted({hit[0] for hit in finder.find_matches_as_indexes(name, overlapping=True)}):
        form, full = bureaus[number]
        before, _, after = name.partition(form)
        if not _HAN.search(after.removesuffix("分局")):
            return (before[-3:] or (district or "")) + full
    return name


@cache
def _bureau_names() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    """All forms of the bureaus' names in the order of their file, with the full ones."""
    names = load_names("bodies/bureaus")
    return AhoCorasick(tuple(names)), tuple(names.items())
