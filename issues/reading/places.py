"""Where: names of estates, roads, villages and sites in a story, joined to chains, and the finest that it is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from issues.reading.names import find_start
from issues.reading.offices import find_offices
from issues.reading.shapes import Finding
from issues.reading.telling import Telling
from issues.reading.words import load_terms

# How fine a place of each kind is: a village group or an estate says more than its road, a road more than its town.
FINENESS = {"estate": 4.0, "site": 3.0, "road": 3.0, "village": 3.2, "town": 0.6}
_NUMBER = re.compile(
    r"(?:[A-Za-z]?\d{1,4}(?:[-~、]\d{1,4})*(?:号楼|号院|号地块|号|栋|幢|单元|期|区|组|段)|[A-Z]\d?(?:区|组团|座|栋)"
    r"|[一二三四五六七八九十]{1,3}(?:组|期|区|单元|栋|号院)|(?:东|南|西|北|中)[段侧口](?!人|里))+"
)
_JUNCTION = re.compile(r"[与和、]?(?:交叉口|交汇处|交叉路口|交界处|路口|交汇口|相交处|相交路口)")
_NUMBERED = re.compile(r"(?<![\d第.])(?:[A-Z]\d?区)?\d{1,3}(?:号楼|栋|幢)")
# The words that end every _NUMBERED, and begin every _TOWN.
_HOUSES, _TOWNS = ("号楼", "栋", "幢"), ("镇", "乡", "街道")
_TOWN = re.compile(r"(?:街道办事处|街道|镇|乡)(?!政府|党|办|级|道|干部|村|里人|上|长|民)")
# Measures and bus lines end like roads and estates: 三百米路, 12路, 一坡, 四户人家.
_ODD = re.compile(
    r"[\d一二两三四五六七八九十百千几多半]+(?:余|多)?(?:米|公里|里(?:路|地)?$|路$|户|坡$|桥$|个|条|平方|亩|层|楼|栋|家)|[一两]?[大小老新各全整满这那](?:路|街|巷|桥|河|湖|沟|坡|厂|村|寨|院|城|苑|小区|社区)$"
    r"|.*(?:某|一|两|几|多|各|家|等)(?:小区|工地|村|楼盘|商场|学校|幼儿园|路段|市场|超市|医院|餐馆)$|.*[月年]一号$|(?![一二三四五六七八九大]马路$).*(?:走|修|让|赶|绕|跑|铺|问|认|堵|拦|探|马|道|线|网|电|水泥|柏油|沥青|土|泥|记|照)路$"
    r"|[的了着是把被]|.*家庭$|.*法庭$|.*[查办检访测考评专]组$|[一二两三四五六七八九十几\d]+村|.*[烟水气直猛俯反对]冲$|[一两二三四五六七八九十几\d]+[次棵把只辆排堆片滩袋桶车根]|.*(?:渣土|泥|雨|管道|下来|下)冲$|.*(?:督察|专班|栏目|节目|项目|工作|领导|调查|专家|巡查|检查|来信|信|极性|小|机|模|词|分)组$"
)
_SECTION = re.compile(
    r"[\u4e00-\u9fff]{2,4}?(?:[管监]理所|所|中队|大队|站|分局)(?=[\u4e00-\u9fff,。、;:“”)]|$)"
)
# The exit of a station, and a phase of an estate whose name has no ending of its own: 万年场站B口, 云麓二期.
_EXIT = re.compile(r"站(?:[A-Z]\d?|[东西南北一二三四五\d]{1,2}号?)?(?:出入?|进站)?口")
# The number comes first in the pattern: it is searched for faster than what must not stand before it.
_PHASE = re.compile(r"[一二三四五](?<![项工目程].)期(?!工程|项目|间|限|待|投|款|建设|改造|贷|付)")
_GROUP = re.compile(
    r"[一二两三四五六七八九十\d]{1,3}组$|[乌长]?[江河]$|..江$|[芜洪巢太]湖$|[\u4e00-\u9fff]{2}新区$|.*(?:开发|高新|经开)区$"
)
# Roads by their number: 县道X016线, G210国道, 205国道.
_CODED = re.compile(
    r"(?:[国省县乡村]道)?[GSXYC]\d{2,4}(?:线|[国省县乡]道|高速)|(?<!\d)\d{3}(?:国道|省道|县道)"
)
# 珠江商报 is on no river.
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,4}(?:日报|晚报|早报|商报|晨报|时报|新报|导报|都市报|都会报)")
# An estate in quotation marks, whatever its name ends with: “和润名轩”1座, "世纪海港"小区.
_QUOTED = re.compile(
    r"[“\"](?P<name>[\u4e00-\u9fffA-Za-z0-9·]{2,8})[”\"](?=小区|楼盘|社区|公寓|家园|[A-Z]?\d{1,2}(?:座|栋|号楼|幢|期))"
)
# What people call themselves on the net is no place: 网友“环城公园晨练人”.
_ALIAS = re.compile(r"(?:网友|网名|昵称|账号|公众号|用户)[“\"](?P<name>[^”\"\n]{1,16})[”\"]")
# A name without an ending of its own, between its town and those who live there: 苍山街道星河的住户, 石板镇建设圩里.
_BARE = re.compile(
    r"(?:街道|镇|乡|区)“?(?P<name>[\u4e00-\u9fff]{2,3}(?:·[\u4e00-\u9fff]{2,3})?|[\u4e00-\u9fff]{4,5})”?"
    r"(?=(?:的)?(?:住户|居民|业主|租户|村民|商户)|里的|内的|[一二三四五六七八九\d]期)"
)
# A name without an ending of its own behind its town, where the clause stops: 台北街道桃源坊, 六栋老楼.
_TOLD = re.compile(
    r"(?<![城村乡])(?:街道|镇|乡)(?!镇)(?P<name>(?:(?![办政党的了是在有和与及将已正会对为说称把被让给从到]|书记|主任|干部|工作|负责|表示|回应|答复|回复|介绍|组织"
    r"|联合|派|居民|村民|市民|业主|住户|商户|群众|辖区|境内|片区|一|某|多|各|先生|女士|人|民|中心|方面|情况|反映|卫生|综合|应急|社会|城管|执法|司法|财政|农业|纪委|人大|武装|企业|公司|附近|境|内|上|里|下)[\u4e00-\u9fff]){2,5})"
    r"(?=[,。、(《])"
)
_PERSON = re.compile(
    r"(?:主任|局长|科长|站长|队长|书记|经理|所长|镇长|村民|记者|师傅|股长|工程师|院长|听众)\s?(?P<name>[\u4e00-\u9fff]{2,3})(?=[::,。、 \n说介告表指(])"
)
# A village's last word that goes on in the name of its road or estate: 徐家冲南路, 石桥湾小区.
_SOFT = "冲湾坳坪塘坡沟坝堡庄营屯桥河湖江溪山厂"
_HOME = re.compile(r"(?:家住|住在|位于|地处|在|来到|反映的?|投诉|是|:|“|^)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A chain of names that touch: `name` from `start` to `end` of the passage; `core` is its finest part."""

    start: int
    end: int
    kind: str
    name: str
    core: str


@cache
def _plain() -> frozenset[str]:
    return frozenset(load_terms("notplaces"))


def find_places(telling: Telling, start: int = 0, end: int | None = None) -> Sequence[Place]:
    """All chains of place names in passage[start:end]; the whole passage is looked through once."""
    places, starts = _all_places(telling)
    end = len(telling.text) if end is None else end
    near = places[bisect_left(starts, start) : bisect_left(starts, end)]
    return [place for place in near if place.end <= end]


@lru_cache(maxsize=8)
def _all_places(telling: Telling) -> tuple[tuple[Place, ...], list[int]]:
    places = read_places(telling, 0, len(telling.text))
    return places, [place.start for place in places]


@lru_cache(maxsize=16)
def read_places(telling: Telling, start: int, end: int) -> tuple[Place, ...]:
    """The chains of place names in one stretch of the passage only: for a look at a lead or a line."""
    return tuple(_chain(telling.text, sorted(_units(telling, start, end))))


def _units(telling: Telling, start: int, end: int) -> Iterable[tuple[int, int, str]]:
    text, floor = telling.text, start
    tails = _tails(telling, start, end)
    houses = _has_any(_HOUSES, text, start, end)
    borders = _borders(telling, start, end) if tails or houses else []
    for at, tail_end, kind in tails:
        floor = max(floor, borders[bisect_right(borders, at) - 1])
        begin = find_start(text, at, floor, longest=9 if kind != "road" else 6)
        begin = (
            _with_division(telling, begin)
            if kind == "site" and tail_end - begin > 1 and text[begin:tail_end] in _plain()
            else begin
        )
        if (
            at - begin == 1 and kind == "estate" and begin > floor and text[begin - 1] > "\u3400"
        ):  # 纳小区: the stop was part of 维也纳
            begin = find_start(text, begin - 1, floor, longest=4)
        name = text[begin:tail_end]
        if (
            kind == "road"
            and text[begin - 1 : begin] in ("“", "‘")
            and text[tail_end : tail_end + 1] in ("”", "’")
        ):
            continue  # “搓板路”, “断头路”: what people call it
        if begin < at and _is_name(telling, name) and not _follows_on(text, tail_end):
            yield begin, tail_end, kind
            floor = begin if text[tail_end - 1] in _SOFT else tail_end
    for hit in _NUMBERED.finditer(text, start, end) if houses else ():
        begin = find_start(text, hit.start(), borders[bisect_right(borders, hit.start()) - 1], longest=7)
        if hit.start() - begin >= 2 and not _ODD.match(text[begin : hit.start()]):
            yield begin, hit.start(), "estate"
    for hit in _CODED.finditer(text, start, end):
        yield *hit.span(), "road"
    exits = [hit.span() for hit in _EXIT.finditer(text, start, end)]
    for at, name_end in exits + [(hit.start(), hit.start()) for hit in _PHASE.finditer(text, start, end)]:
        begin = find_start(text, at, start, longest=6)
        if at - begin >= 2 and _is_name(telling, text[begin:name_end]):
            yield begin, name_end, "estate"
    for hit in _QUOTED.finditer(text, start, end):
        yield *hit.span("name"), "estate"
    for hit in chain(_BARE.finditer(text, start, end), _TOLD.finditer(text, start, end)):
        if find_start(text, hit.end("name"), hit.start("name")) == hit.start("name") and _is_name(
            telling, hit["name"]
        ):
            yield *hit.span("name"), "estate"


def _has_any(words: tuple[str, ...], text: str, start: int, end: int) -> bool:
    """Whether one of the words stands in text[start:end]: asking costs far less than the pattern that needs one."""
    return max([text.find(word, start, end) for word in words]) >= 0


def _is_name(telling: Telling, name: str) -> bool:
    return name not in _plain() and not _ODD.match(name) and name not in _people(telling)


@lru_cache(maxsize=8)
def _people(telling: Telling) -> frozenset[str]:
    """Who is named after a title: 主任 费长河 is no river."""
    return frozenset(hit["name"] for hit in _PERSON.finditer(telling.text))


def _with_division(telling: Telling, begin: int) -> int:
    """A plain word for a site becomes a name after a division: 兴仁市人民医院."""
    return next((hit.start for hit in telling.divisions if hit.full and hit.end == begin), begin)


def _tails(telling: Telling, start: int, end: int) -> list[tuple[int, int, str]]:
    """Where the last words of place names stand, those inside the names of divisions and bodies left out."""
    text = telling.text
    hits = telling.scan.owned("places", start, end)
    tails = [(hit.start, hit.end, name[7:]) for hit in hits for name, _ in hit.owners]
    if _has_any(_TOWNS, text, start, end):
        tails += [(hit.start(), hit.end(), "town") for hit in _TOWN.finditer(text, start, end)]
    taken = _taken(telling) if tails else ()
    return sorted(tail for tail in tails if tail[1] - 1 not in taken)


@lru_cache(maxsize=8)
def _taken(telling: Telling) -> frozenset[int]:
    """The offsets inside names of bodies, and of divisions above the town."""
    names = [(hit.start, hit.end) for hit in telling.divisions if hit.full and "town" not in hit.levels]
    offices = [_with_section(telling.text, start, end) for start, end, _ in find_offices(telling)]
    aliases = [hit.span() for hit in _PAPER.finditer(telling.text)]
    aliases += [hit.span("name") for hit in _ALIAS.finditer(telling.text)]
    return frozenset().union(*[range(start, end) for start, end in (*names, *offices, *aliases)])


def _with_section(text: str, start: int, end: int) -> tuple[int, int]:
    """An office with the station that is named after a town: 生态环境局某分局石桥所 is in no place called 石桥."""
    section = _SECTION.match(text, end) if text.endswith("局", start, end) else None
    return start, section.end() if section else end


@lru_cache(maxsize=8)
def _ends(telling: Telling) -> list[int]:
    ends = {hit.end for hit in telling.divisions if hit.full and "town" not in hit.levels}
    ends |= {hit.end for hit in telling.scan["bodies/bureaus"]}
    ends |= {hit.end() for hit in _TOWN.finditer(telling.text)}
    return sorted(ends)


def _borders(telling: Telling, start: int, end: int) -> list[int]:
    """Where a name can begin at the earliest: after a division, a body, a town."""
    ends = _ends(telling)
    return [start, *ends[bisect_right(ends, start) : bisect_right(ends, end)]]


def _follows_on(text: str, at: int) -> bool:
    """Whether the word goes on, so that its end is not a place's: 路灯, 村民, 街道, 河道, 桥梁."""
    after = text[at : at + 1]
    onward = bool(after) and after in _ONWARD.get(text[at - 1], "")
    return onward or text.startswith(("街道", "镇", "乡"), at) or bool(_STREET.match(text, at))


# What stands at a street that is named after it: 二七区大学路, 医院巷.
_STREET = re.compile(r"(?:路(?![口段边灯面上])|街(?![道边头上坊])|巷|大道)(?!路)")
_ONWARD = {
    "路": "灯面边人径段况线过基障政网由牌费","学": "城生校院界期习区", "街": "道坊巷上头边区面", "村": "民委里级支干组集头医史", "河": "道水里面边岸长床沟湖段流北南池源",
    "组": "织成长建团委员合", "寨": "子", "社": "会", "庄": "稼重严", "桥": "梁面洞下上头", "巷": "道子口", "江": "水面苏西", "湖": "水面南北州",
    "厂": "家里房区长商", "溪": "水流", "庭": "审院长", "弄": "清虚懂得不错坏丢脏好成", "营": "业运商", "塘": "子", "坡": "上度道面", "坝": "子上",
    "沟": "通里渠头", "冲": "突击洗刷动", "湾": "湾", "堡": "垒", "坪": "米", "屯": "", "坳": "", "苑": "", "里": "",
}  # fmt: skip


def _chain(text: str, units: list[tuple[int, int, str]]) -> Iterable[Place]:
    links: list[tuple[int, int, str]] = []
    for unit in units:
        if links and unit[0] < links[-1][1]:
            if unit[1] > links[-1][1] and unit[0] == links[-1][0]:
                number = _NUMBER.match(text, unit[1])
                links[-1] = (unit[0], number.end() if number else unit[1], unit[2])
            continue
        if links and unit[0] != links[-1][1] and not _joined(text, links[-1], unit):
            yield _place(text, links)
            links = []
        number = _NUMBER.match(text, unit[1])
        links.append((unit[0], number.end() if number else unit[1], unit[2]))
    if links:
        yield _place(text, links)


def _joined(text: str, last: tuple[int, int, str], unit: tuple[int, int, str]) -> bool:
    """Whether a crossing of two roads is meant: 林城西路与诚信路交叉口."""
    return text[last[1] : unit[0]] in ("与", "和") and bool(_JUNCTION.match(text, unit[1]))


def _place(text: str, chain: list[tuple[int, int, str]]) -> Place:
    finest = max(chain, key=lambda unit: (FINENESS[unit[2]], unit[0]))
    start, end = chain[0][0], chain[-1][1]
    junction = _JUNCTION.match(text, end) if chain[-1][2] == "road" else None
    end = junction.end() if junction else end
    return Place(start, end, finest[2], text[start:end], text[finest[0] : finest[1]])


def _fineness(telling: Telling, place: Place) -> float:
    """By its kind; a name after its town or county is where it happens, a bare group or a great river says little."""
    placed = place.kind != "town" and (bool(_TOWN.search(place.name)) or place.start in _ends(telling))
    return FINENESS["town" if _GROUP.fullmatch(place.core) else place.kind] * (1.5 if placed else 1.0)


def find_place(telling: Telling, ranges: Iterable[tuple[int, int, float]]) -> Finding | None:
    """The finest place that weighs most. `ranges` are parts of the passage with the weight of being named there."""
    scores: dict[str, float] = {}
    first: dict[str, Place] = {}
    for start, end, weight in ranges:
        for place in find_places(telling, start, end):
            key = next((core for core in first if core in place.core or place.core in core), place.core)
            home = 1.5 if _HOME.search(telling.text, max(0, place.start - 4), place.start) else 1.0
            scores[key] = scores.get(key, 0.0) + weight * home * _fineness(telling, place)
            best = first.get(key)
            if best is None or len(place.name) > len(best.name) and best.start < telling.passage.head:
                first[key] = place
    if not scores:
        return None
    key = max(scores, key=lambda name: scores[name])
    place = first[key]
    sure = scores[key] / sum(scores.values())
    return Finding(
        place.name, telling.spans(place.start, place.end), (f"文中称“{place.name}”",), round(sure, 3)
    )
