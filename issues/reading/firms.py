"""Companies where they stand in a text, with their branches. Knows nothing of public bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from issues.reading.names import find_start
from issues.reading.offices import find_named
from issues.reading.telling import Telling
from issues.reading.words import load_terms

_FIRM = re.compile(r"股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|项目部")
# 物业 ends a company's name only where somebody or something of it follows.
_MANAGED = re.compile(
    r"(?:公司|负责人|经理|项目|服务|管理|工作人员|集团|有限|主任|站|客服|\"|”|[说称:,。;、]|表示|回[应复]|答复|方面|[已将也则]|承诺|派|多次|解释|告诉|坦言|前台|值班|给出|拿出)"
)
# 长沙水务, 南宁公交: the utility by the name of its city, where it says or does something.
_UTILITY = re.compile(
    r"(?:公交|水务|燃气|热力|供热|供电|地铁|轨道|城投|电力|自来水|水投|交投|建投)(?:集团)?(?=方面|回应|答复|回复|表示|介绍|[称说:]|客服|工作人员|负责人|师傅|抢修)"
)
_BODY = re.compile(r"[局委府]|街道|镇|社区")
_BRANCH = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}?(?:分公司|营业所|供电所|项目部|管理处|营业厅|供水所|客服中心|水厂))"
)


# 建工地, 公司章程: the word goes on, so that no company's name ends there.
_GOES_ON = {"建工": ("地", "程"), "物流园": ("区",), "水厂": ("路",), "中介": ("费",)}
# 中铁某局, 中建三局: works companies that call themselves bureaus.
_WORKS = re.compile(
    r"中(?:铁|建|交|冶|水|电建|核|国铁建)(?:[一二三四五六七八九十\d]{1,3}|某)局(?:集团)?(?:[一二三四五\d某]公司)?"
)
_QUOTED = re.compile(r"[“\"](?P<name>[\u4e00-\u9fffA-Za-z0-9·]{2,10})[”\"]")
_CALLED = re.compile(r"(?:叫|叫做|名为|名叫|店名|取名|招牌|店招|一家|这家|该|租给)(?:[:了]?|是)$")
_PLACED = ("province", "prefecture")


def find_firms(telling: Telling) -> Iterable[tuple[int, int, str]]:
    """Start, end and kind of every company that is named: by its last word, its brand, its sign in quotes."""
    text = telling.text
    tails = {hit.end(): hit.start() for hit in _FIRM.finditer(text)}
    tails.update({hit.end: hit.start for hit in telling.scan["bodies/firms"] if hit.end not in tails})
    for end, at in sorted(tails.items()):
        start, branch = _start(telling, at), _BRANCH.match(text, end)
        if _ends_here(telling, start, at, end) and start < at:
            yield start, branch.end() if branch else end, "firm"
    yield from ((*span, "firm") for span in _placed(telling))
    yield from ((*hit.span(), "firm") for hit in _WORKS.finditer(text))
    yield from ((*hit.span("name"), "firm") for hit in _QUOTED.finditer(text) if _is_shop(text, hit))
    yield from ((hit.start, hit.end, "firm") for hit in telling.scan["bodies/carriers"])


def _start(telling: Telling, at: int) -> int:
    """Where a company's name begins: with its province or city, where that stands near enough before."""
    start = find_start(telling.text, at, longest=20)
    for hit in find_named(telling, at - 20, at):
        split = hit.end <= start and _SPLIT.fullmatch(telling.text, hit.end, start)
        inside = hit.start < start < hit.end
        before = hit.end <= start and _NEAR.fullmatch(telling.text, hit.end, at)
        after = hit.start - start > 2 and not telling.text.startswith("中国", start)
        if split and hit.full or hit.levels & set(_PLACED) and (inside or before or after):
            return hit.start
    return start


# 山西安顺和(物业): what stands between a province and the kind of company is its name, whatever words it is made of.
_NEAR = re.compile(r"(?:(?![区县市局府镇街村委厅的])[\u4e00-\u9fff]){2,4}")
# 福泉市城市建设(投资有限公司): the word for works is part of it.
_SPLIT = re.compile(r"[\u4e00-\u9fff]{0,6}(?:建设|改造|治理|施工)")


def _ends_here(telling: Telling, start: int, at: int, end: int) -> bool:
    text = telling.text
    if text.startswith(_GOES_ON.get(text[at:end], ()), end) or text[at - 1] in "无没有换":
        return False
    if text[start:at] == text[at:end]:  # 找物业物业说管不了
        return False
    if text[at:end] in ("物业", "物管") and any(
        hit.start == start and hit.end == at for hit in find_named(telling, start, at)
    ):
        return False
    if text[at:end] == "物业" and (at - start < 2 or _BODY.search(text, start, at)):
        return False
    if text[at:end] not in ("物业", "物管") or _MANAGED.match(text, end) or _BRANCH.match(text, end):
        return True
    regions = (hit for hit in find_named(telling, start, at) if hit.levels & set(_PLACED))
    return any(hit.start == start and at - hit.end > 1 for hit in regions)


def _placed(telling: Telling) -> Iterable[tuple[int, int]]:
    """A province or city, a short name and a trade: 陕西恒屹建设."""
    for hit in telling.divisions:
        found = _UTILITY.match(telling.text, hit.end)
        found = found or (_trade().match(telling.text, hit.end) if hit.levels & set(_PLACED) else None)
        if found:
            yield hit.start, found.end()


@cache
def _trade() -> re.Pattern[str]:
    words = "|".join(load_terms("bodies/trades"))
    return re.compile(
        rf"(?:(?![全加高推重大新城乡美生现平开正在的市区县省各和与及市政经文])[\u4e00-\u9fff]){{2,4}}?(?:{words})"
        r"(?![局委厅中部项工管厂指基标和、单银资的路用])"
    )


def _is_shop(text: str, hit: re.Match[str]) -> bool:
    """Whether words in quotes are the sign of a shop: “云上人家”农家乐, “丝语造型”, 一家叫“麻二哥”的江湖菜."""
    kinds = load_terms("bodies/shops")
    if (
        hit["name"].endswith(kinds)
        and hit["name"] not in load_terms("bodies/shops")
        and len(hit["name"]) > 2
        or text.startswith(kinds, hit.end())
    ):
        return True
    called = _CALLED.search(text, max(0, hit.start() - 4), hit.start())
    return bool(called) and any(kind in text[hit.end() : hit.end() + 8] for kind in kinds)
