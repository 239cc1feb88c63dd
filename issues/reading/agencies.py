"""Who has a part in a problem, and which: responsible, assisting, operator or supervising."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from issues.reading.bodies import Mention, find_mentions
from issues.reading.parts import Part
from issues.reading.shapes import Body
from issues.reading.telling import Telling
from issues.reading.text import merge
from issues.reading.words import load_weights

_PUBLIC = ("bureau", "state", "town", "village", "police")
_ANSWERS = re.compile(
    r"[^。!?\n,]{0,14}?(?:回复|答复|反馈|回应)|(?:[\u4e00-\u9fff]{1,8}(?:科|股|处|室|队|站|办|中心))?(?:\([^()]{2,14}\))?[:]|[^。!?\n,]{0,8}[ \u3000]*\d{4}-\d"
)
_SPEAKS = re.compile(r"[^。!?\n,]{0,22}?(?:表示|告诉记者|介绍|说|称|坦言|承认|解释|回忆|答复)")
_HANDED = re.compile(
    r"(?:已?转[至交给到往]?|交[由办给]|责成|督促|移送|转办|由|组织|安排|要求|责令|(?:承办|主办|责任|办理|牵头|主责)(?:单位|部门|机构)?:)(?:了)?$"
)
_WITH = re.compile(
    r"(?:会同|联合|协同|联系|配合|协调|邀请|商请|请|与|和|同|及|征求|抄告|移交|移送|函告|报请?|向|协助|约请|经与|把|让|找|给|打了|打过|协办(?:单位)?:|配合单位:)$"
)
_AND = re.compile(r"(?:、|和|与|及|会同|联合)$")
_ANAPHORA = re.compile(
    r"(?<!各)(?:该|我)(局|中心|所|大队|中队|街道|镇|乡|支队|办|委|科|处|队|站)|(?<=[。,;])(街道|镇里|执法局|镇政府)(?=已|随即|将|也|立即|组织|承诺)"
)
_DELEGATES = re.compile(r"[^。;]{0,12}?(?:组织|安排|责成|要求|调度|高度重视|批转|召开)")
_HELPERS = re.compile(r"消防|派出所|法院|检察院|公安|信访|督查|疾控|监测站|残联|工会")
# So far a speaker's own words are looked through.
_ALOUD = 40
# The section that a body is named with is no farther behind its name: 住建局旧改科, 该科.
_SECTION = 8
# A second body is responsible only where the text shows it at work or asked.
_SHOWS = ("answers", "heading", "speaks", "handed", "acting", "again", "promise", "fined")
# The least that a body must be believed to be responsible (fitted), and how near the first a second must come.
_LEAST, _OWN, _NEAR = 0.50, 0.70, 4.0

_SAID = {
    "answers": "作出答复", "speaks": "对记者说明情况", "handed": "事情交给它办", "acting": "在办这件事", "promise": "说了要怎么做",
    "fined": "作出处罚或检测", "deny": "说不归它管", "with": "由别的部门带上", "first": "最先出面的部门", "row": "由它核实", "again": "后文又说它在办",
    "bureau": "是主管部门", "state": "是地方政府", "town": "是街道乡镇", "complained": "只在诉说里提到",
}  # fmt: skip


def find_agencies(part: Part, district: str | None) -> tuple[Body, ...]:
    """The bodies of a problem in the order of the text. Nobody is responsible where none accepts or acts."""
    groups = _groups(part, district)
    cues = _cues(part, groups)
    sure = {key: _believe(found) for key, found in cues.items()}
    responsible = _choose(part.telling, groups, cues, sure)
    return tuple(
        _body(part.telling, group, key in responsible, cues.get(key, {}), sure.get(key, 0.5))
        for key, group in groups.items()
    )


def weigh_bodies(part: Part, district: str | None) -> list[tuple[str, Mapping[str, float]]]:
    """Every public body of a problem by its longest name, with the cues that make it responsible or not."""
    groups = _groups(part, district)
    return [(_longest(groups[key]).name, cues) for key, cues in _cues(part, groups).items()]


def _groups(part: Part, district: str | None) -> Mapping[str, list[Mention]]:
    """The mentions of each body in the part's own sentences."""
    low, high = part.window()
    known = find_mentions(part.telling, district)
    near = known[bisect_left(known, low, key=_place) : bisect_left(known, high, key=_place)]
    numbers = set(part.numbers)
    return _by_key(
        [mention for mention in near if part.telling.passage.sentence_at(mention.start) in numbers]
    )


def _cues(part: Part, groups: Mapping[str, list[Mention]]) -> Mapping[str, Mapping[str, float]]:
    mentions = sorted((mention for group in groups.values() for mention in group), key=_place)
    again = _later(part.telling, mentions)
    return {
        key: find_body_cues(part.telling, group, mentions, again.get(key, 0.0))
        for key, group in groups.items()
        if group[0].kind in _PUBLIC
    }


def _longest(group: list[Mention]) -> Mention:
    return max(group, key=lambda mention: len(mention.name))


def _place(mention: Mention) -> int:
    return mention.start


def _by_key(mentions: list[Mention]) -> Mapping[str, list[Mention]]:
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.key].append(mention)
    return groups


def _believe(cues: Mapping[str, float]) -> float:
    weights = load_weights("weights/responsible")
    total = weights["base"] + sum(weights.get(cue, 0.0) * amount for cue, amount in cues.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def find_body_cues(
    telling: Telling, group: list[Mention], mentions: list[Mention], again: float
) -> Mapping[str, float]:
    """What is said around a body's name, over all its mentions in a problem; `again` is of its later ones (_later)."""
    public = [m for m in mentions if m.kind in _PUBLIC and _zone(telling, m) != "complaint"]
    cues: dict[str, float] = defaultdict(float)
    cues[group[0].kind] = 1.0
    cues["helper"] = float(bool(_HELPERS.search(group[0].name)))
    for mention in group:
        for cue, amount in _mention_cues(telling, mention).items():
            cues[cue] += amount
    cues["complained"] = float(all(_zone(telling, m) == "complaint" for m in group))
    cues["first"] = float(bool(public) and public[0].key == group[0].key)
    cues["row"] = float(cues["first"] and "region" in telling.zones)
    cues["alone"] = float(len({m.key for m in mentions if m.kind in _PUBLIC and m.kind != "village"}) == 1)
    if cues["deny"] and not cues["acting"] + cues["handed"]:
        cues["first"] = cues["alone"] = 0.0  # who only denies has not come forward
    cues["with"] /= len(group)
    cues["again"] = again
    for cue in ("acting", "promise", "fined", "again"):
        cues[cue] = math.log1p(cues[cue])
    for cue in ("answers", "heading", "speaks", "handed", "deny", "delegates", "quoted"):
        cues[cue] = min(1.0, cues[cue])
    return cues


def _zone(telling: Telling, mention: Mention) -> str:
    return telling.zones[telling.passage.sentence_at(mention.start)]


def _mention_cues(telling: Telling, mention: Mention) -> Mapping[str, float]:
    text, scan = telling.text, telling.scan
    sentence = telling.passage.sentences[telling.passage.sentence_at(mention.start)]
    before = text[max(0, mention.start - 6) : mention.start]
    at, end = mention.end, min(sentence.end, mention.end + 45)
    aloud = text.rfind("“", at, sentence.end) >= 0 or text.count('"', at, sentence.end) > 0
    denies = scan.has("cues/deny", at, min(len(text), sentence.end + _ALOUD * aloud))
    answers = bool(_ANSWERS.match(text, at, sentence.end)) and not denies
    helps = bool(_WITH.search(before))
    charged = _zone(telling, mention) == "region" and not helps  # the cell of a list that says who has it
    return {
        "quoted": float(_is_quoted(telling, mention)),
        "answers": float(answers),
        "heading": float(answers and mention.start - sentence.start <= 24),
        "speaks": float(bool(_SPEAKS.match(text, at, sentence.end))),
        "handed": float(bool(_HANDED.search(before)) or charged),
        "with": float(helps or text.endswith("、", 0, mention.start)),
        "acting": float(len(scan.within("cues/acting", at, end))),
        "promise": float(len(scan.within("cues/promise", at, end))),
        "fined": float(len(scan.within("cues/numbers", at, end))),
        "delegates": float(mention.kind == "state" and bool(_DELEGATES.match(text, at))),
        "deny": float(denies),
    }


def _is_quoted(telling: Telling, mention: Mention) -> bool:
    """Whether somebody else speaks of it: inside quotation marks."""
    text = telling.text
    opened = max(text.rfind(mark, max(0, mention.start - _ALOUD), mention.start) for mark in '“"')
    closed = text.rfind("”", max(0, mention.start - _ALOUD), mention.start)
    said = text[mention.end : mention.end + _ALOUD].partition("”")[0].partition('"')[0]
    return opened > closed and len(said) < _ALOUD


def _later(telling: Telling, mentions: list[Mention]) -> Mapping[str, float]:
    """“该局”“我局” speak of the last such body before them; what it does there counts for it, by its key."""
    totals: dict[str, float] = defaultdict(float)
    reach = _reach(telling, mentions[-1]) if mentions else 0
    for hit in _ANAPHORA.finditer(telling.text, mentions[0].start, reach) if mentions else ():
        word = hit.group(1) or hit.group(2)
        earlier = [
            m
            for m in mentions
            if m.end <= hit.start() and m.kind in _PUBLIC and word in telling.text[m.start : m.end + _SECTION]
        ]
        if earlier:
            end = telling.passage.sentences[telling.passage.sentence_at(hit.start())].end
            acts = telling.scan.within("cues/acting", hit.end(), min(end, hit.end() + 45))
            totals[earlier[-1].key] += 1.0 + len(acts)
    return totals


def _reach(telling: Telling, mention: Mention) -> int:
    """Two sentences beyond a mention: what “该局” does further on is not about it."""
    sentences = telling.passage.sentences
    return sentences[min(len(sentences) - 1, telling.passage.sentence_at(mention.start) + 2)].end


def _choose(
    telling: Telling,
    groups: Mapping[str, list[Mention]],
    cues: Mapping[str, Mapping[str, float]],
    sure: Mapping[str, float],
) -> set[str]:
    """The body most believed, the bureaus that act in one breath with it, and one that comes near it by itself."""
    best = max(sure, key=lambda key: sure[key], default=None)
    if best is None or sure[best] < _LEAST:
        return set()
    near = {key for key in sure if _is_near(sure[key], sure[best]) and _is_at_work(cues[key])}
    chosen = {best} | {key for key in near if groups[key][0].kind != "state"}
    partners = {key for key in sure if key not in chosen and _joined(telling, groups[best], groups[key])}
    return chosen | partners


def _is_at_work(cues: Mapping[str, float]) -> bool:
    return not cues["helper"] and any(cues[cue] for cue in _SHOWS)


def _is_near(sure: float, best: float) -> bool:
    return sure >= _OWN and _odds(best) - _odds(sure) <= _NEAR


def _odds(sure: float) -> float:
    return math.log(sure / (1 - sure)) if 0 < sure < 1 else math.copysign(30.0, sure - 0.5)


def _joined(telling: Telling, best: list[Mention], other: list[Mention]) -> bool:
    """A会同B, A、B联合: both bureaus, side by side."""
    if other[0].kind != "bureau" or best[0].kind != "bureau" or _HELPERS.search(other[0].name):
        return False
    return any(
        first.end <= second.start <= first.end + 3 and _AND.match(telling.text, first.end, second.start)
        for a in best for b in other for first, second in ((a, b), (b, a))
    )  # fmt: skip


def _body(
    telling: Telling, group: list[Mention], responsible: bool, cues: Mapping[str, float], sure: float
) -> Body:
    mention = _longest(group)
    spans = merge(span for m in group for span in telling.spans(m.start, m.end))
    role = {"firm": "operator", "channel": "supervising"}.get(mention.kind, "assisting")
    because = tuple(words for cue, words in _SAID.items() if cues.get(cue, 0.0) > 0)
    plain = {"operator": "是企业", "supervising": "是受理、督办的平台"}.get(role, "文中提到")
    role = "responsible" if responsible else role
    return Body(mention.name, role, spans, because or (plain,), round(sure if responsible else 1 - sure, 3))
