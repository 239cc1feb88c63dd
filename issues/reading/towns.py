"""Towns, streets and communities as bodies: where they do something, not where they only say where."""

from __future__ import annotations

import re
from collections.abc import Iterable

from issues.reading.names import find_start
from issues.reading.offices import LONGEST, before_divisions, find_named
from issues.reading.telling import Telling

_TOWN_BODY = re.compile(
    r"(?:街道办事处|街道办|街道|街办(?!理)|镇人民政府|镇政府|镇|乡人民政府|乡政府|乡|办事处)"
    r"(?:(?:(?![的了已将在对向由把被与及、])[\u4e00-\u9fff]){0,12}?(?:(?<!办)办公室|中心(?!小学|村|路|广场|医院|卫生)|工作站|司法所|派出所|水利站|林业站|水务站|市政所|环卫所|环卫站"
    r"|河长办|林长办|执法队|执法局|执法中队|执法大队|城管中队|[应急城管平安物业综治法执行建设发展生态民政环保水利房农规划务合会济安]{2}办(?!理|事|公|结|好|完|妥|证|过|法|学|得)))?"
)
# What a town or a community does or is asked for; without it its bare name says where.
_ACTS = re.compile(
    r"(?:(?:的?(?:相关|有关)?(?:工作人员|负责人|主任|书记|副?[镇乡]长|干部|网格员|城管|值班|党工委|党委|一名|一位))|已|将|正|也|会|则|还|又|曾|拟|先|就|再|都"
    r"|一直|一起|表示|回复|答复|回应|反馈|介绍|[说称讲]|坦言|承诺|组织|安排|派|牵头|协调|负责|采纳|联系|处理|处置|督促|责令|计划|立即|多次|随即|先后|及时|第一时间|调[查解]|接到|收到|登记|统计"
    r"|核[查实]|现场|[与和及](?=[\u4e00-\u9fff]{0,12}?(?:局|委|办|处|所|队|公司|社区|部门|政府|中心|站|院|物业|业主))|等|、|[,;:)]|综合|正在|出[了资面]|帮|给|跟|上报|决定|投入|要求|答应|代|做|为[了何])"
)
_ASKED = re.compile(
    r"(?:转[至交给到往]?|交[由办给]|责成|督促|移送|转办|由|组织|安排|要求|责令|会同|联合|协同|联系|联络|配合|协调|邀请|请|与|和|同|、|及|向|找|经|让|给|召集|分送|询问|致电|问|据|报|打过|[:;])(?:了)?$"
)
# A town that is known by now and does or says something: 镇里回电, 镇上的说法.
SHORT_TOWN = re.compile(
    r"(?<![\u4e00-\u9fff])[镇乡][里上](?=回电|回复|答复|说|称|表示|派|组织|承诺|答应|已|正|将|先|当天|紧急|连夜|立即|也|会同|把|的(?:说法|答复|回答|解释))"
)
# 城镇, 乡镇, 集镇 are kinds of towns, not one.
_NO_TOWN = tuple("城乡村集各全市")
_VILLAGE = re.compile(r"(?:社区居委会|社区居民委员会|居委会|村委会|村民委员会|社区党支部|社区服务中心|社区)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# The name of a place goes on: 沙岭街道沙岭九年制学校.
_ONWARD = re.compile(
    r"的|[\u4e00-\u9fff]{1,8}?(?:社区|村|路|街|小区|苑|园|大道|组|寨|城|厂|巷|号|学|院|店|市场|桥|河|湾|庄|站|中心|\d)"
)
# What a verb of theirs may begin with.
_VERBS = frozenset(
    "拿提请约找拆修清贴装送开到去来受垫批同拒没不未往只能想愿跑查看管办劝登才连让打投报摸走收召主动应迅专自按根通给进引划联参着依在此共又增设"
)
_ABOVE = ("街道", "镇", "乡")


def find_towns(telling: Telling) -> Iterable[tuple[int, int, str]]:
    """Start, end and kind of every town or street that does something; a bare name that only says where is left out."""
    text = telling.text
    yield from (
        (*hit.span(), "town") for hit in SHORT_TOWN.finditer(text) if town_before(telling, hit.start())
    )
    for hit in _TOWN_BODY.finditer(text):
        start, floor = _town_start(telling, hit)
        if (
            start < hit.start()
            and text[hit.start() - 1] != "副"  # 亭江镇副镇长
            and text[start : hit.start()] not in _NO_TOWN
            and not _says_where(text, hit.group(), start, hit.end())
        ):
            kind = "police" if hit.group().endswith("派出所") else "town"
            yield (before_divisions(telling, start) if floor == start else start), hit.end(), kind


def _town_start(telling: Telling, hit: re.Match[str]) -> tuple[int, int]:
    """Where a town's name begins, and where the county before it ends."""
    near = find_named(telling, max(0, hit.start() - LONGEST), hit.end())
    counties = [each.end for each in near if each.full and "town" not in each.levels]
    floor = max((end for end in counties if end <= hit.start()), default=0)
    known = [each.start for each in near if "town" in each.levels and hit.start() < each.end <= hit.end()]
    return known[0] if known else find_start(telling.text, hit.start(), floor, longest=8), floor


def town_before(telling: Telling, at: int) -> str:
    """The last town that is named before `at`, as 镇里 means it; nothing where none is."""
    hits = [hit for hit in _TOWN_BODY.finditer(telling.text, 0, at) if telling.text[hit.start()] in "镇乡"]
    names = (telling.text[_town_start(telling, hit)[0] : hit.start() + 1] for hit in reversed(hits))
    return next((name for name in names if len(name) > 2), "")


def _says_where(text: str, name: str, start: int, end: int) -> bool:
    """Whether the bare name only says where: 普陀路街道盐务社区, 玉舍镇前进村, 金山街道的住户."""
    if name not in ("街道", "镇", "乡", "社区"):
        return False
    if _ACTS.match(text, end) or _ASKED.search(text, max(0, start - 4), start) and not _HAN.match(text, end):
        return False
    return bool(_ONWARD.match(text, end)) or text[end : end + 1] not in _VERBS


def find_villages(telling: Telling) -> Iterable[tuple[int, int, str]]:
    """Start, end and kind of every community or village committee that does something."""
    text = telling.text
    for hit in _VILLAGE.finditer(text):
        floor = max(text.rfind(word, max(0, hit.start() - 7), hit.start()) + len(word) for word in _ABOVE)
        floor = floor if floor > 2 else 0
        start = find_start(text, hit.start(), floor, longest=5)
        if (
            start < hit.start()
            and not _says_where(text, hit.group(), start, hit.end())
            or hit.group() != "社区"
        ):
            yield start, hit.end(), "village"
