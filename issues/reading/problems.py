"""Does a story tell of a concrete local problem, and which cues say so or not. Of what kind is settled in topics.py."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from issues.reading.grams import Blocks, join_grams
from issues.reading.learned import Weights
from issues.reading.places import read_places
from issues.reading.shapes import Verdict
from issues.reading.telling import Telling
from issues.reading.themes import announces
from issues.reading.topics import sum_topics
from issues.reading.wording import load_wording
from issues.reading.words import list_vocabularies, load_weights

_TITLES = re.compile(r"(?:先生|女士|阿姨|大爷|大妈|大姐|师傅|奶奶|爷爷|婆婆|大叔|孃|嬢|大哥|老师)")
_ASKS = re.compile(r"[?]|为何|何时|咋|怎么|到底|谁来|啥时|难(?=[,\n ]|$)|盼|停|又")
_GUARD = re.compile(r"防止|避免|杜绝|严防|谨防|以防|不反弹|防反弹")
_NEAR = 8
_LEAD = 220
SHORTEST = 0.25
"""A brief of so many times 500 characters, or fewer: what it says counts as in a story four times as short as most."""
SHOWN = 6
LESSON = 60
"""Characters of a story that a verdict is learned from, its first words: more would cost time."""
WORDING = 6.0
"""What the wording of a story counts beside its cues. On three sets that it was not fitted on 4 to 9 do about as well."""
LONGEST = 300
"""Characters of a story whose wording is looked at: more of them told nothing more."""
# On three sets whose wording was not fitted on: precision .92, .96, .88 (.85, .93, .85 with 0.25), recall .98, .94, .97 (.98, .98, .97).
LEAST = 0.5

# What each cue is called for an editor. Their weights are fitted (vocabulary/weights/verdict.txt).
_WORDS = {
    "complain": "有人反映、投诉", "complainant": "说到居民、业主", "visit": "记者到现场或追问", "reply": "有人答复",
    "wish": "盼解决", "unresolved": "还没有解决", "stalled": "卡住了", "acting": "在办", "done": "办成了",
    "confirm": "有人说好", "promise": "答应要办", "accepted": "已转办", "deny": "说不归它管", "reopened": "又坏了",
    "unfounded": "查了不是这样", "campaign": "像工作部署或成绩", "meeting": "像会议、讲话", "statistics": "像统计数字",
    "court": "像法院、公安案件", "notice": "像通知、公告", "award": "像表扬、感谢", "feature": "像人物、文化、产业报道",
    "policy": "像政策、问答、评论", "contrast": "今昔对比", "handed": "交给谁办", "numbers": "有处罚、资金", "guard": "防止反弹",
    "joint": "几家一起", "onsite": "当面督办", "letter": "来信的口气", "trouble": "说日子怎样难过", "place": "开头就有具体地点", "genre": "标题写明是综述、评论一类", "consult": "像问政策", "themes": "写明要解决的几个问题", "counties": "说到好几个区县", "named": "有名有姓的诉说人", "asks": "标题在发问", "sections": "分“反映”“答复”各段",
    "after": "有回访", "bureau": "说到部门", "firm": "说到企业", "topic": "说的集中在一类问题", "topics": "说到问题的词", "length": "篇幅", "learned": "本站编辑以往的判断", "wording": "行文像",
}  # fmt: skip


def judge_story(telling: Telling, learned: Weights | None = None) -> Verdict:
    """Problem or other, with a score from 0 to 1 and the cues in an editor's words, weightiest first.

    `learned` weights (learned.py) move the score.
    """
    base = load_weights("weights/verdict")["base"]
    cues = find_cues(telling)
    points = _weigh(telling, cues)
    taught = ""
    if learned:
        blocks = verdict_grams(telling, cues)
        scores = learned.score(blocks)
        points["learned"] = scores["problem"] - scores["other"]
        taught = _tell_learned(learned, blocks, "problem" if points["learned"] > 0 else "other")
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, base + sum(points.values())))))
    return Verdict(
        "problem" if score >= LEAST else "other",
        round(score, 3),
        tuple(
            _say(telling, cue, taught, "problem")
            for cue in sorted((c for c in points if points[c] > 0.1), key=lambda c: -points[c])[:SHOWN]
        ),
        tuple(
            _say(telling, cue, taught, "other")
            for cue in sorted((c for c in points if points[c] < -0.1), key=lambda c: points[c])[:SHOWN]
        ),
    )


def verdict_stretches(telling: Telling) -> tuple[str, ...]:
    """What a verdict's wording is read from, and was fitted on."""
    return (telling.text[:LONGEST],)


def verdict_grams(telling: Telling, cues: Mapping[str, float]) -> Blocks:
    """What a verdict is learned from and, later, moved by: its first words, and which cues there are."""
    return join_grams(telling.text[:LESSON], (cue for cue, amount in cues.items() if amount > 0))


def weigh_verdict(telling: Telling, cues: Mapping[str, float]) -> float:
    """How far the reader's own weights are above the least that a problem needs: 0 decides."""
    base = load_weights("weights/verdict")["base"]
    return base + sum(_weigh(telling, cues).values()) - math.log(LEAST / (1 - LEAST))


def _weigh(telling: Telling, cues: Mapping[str, float]) -> dict[str, float]:
    """What each cue, and the wording as one more, adds to the verdict."""
    weights = load_weights("weights/verdict")
    wording = load_wording("verdict").score(verdict_stretches(telling))
    points = {cue: weights.get(cue, 0.0) * amount for cue, amount in cues.items()}
    return points | {"wording": WORDING * wording["problem"]}


@cache
def _cues() -> frozenset[str]:
    return frozenset(list_vocabularies("cues"))


def find_cues(telling: Telling) -> Mapping[str, float]:
    """How much of each cue the story has, about 0 to 3, those it has nothing of left out; `lead.` cues stand in its first 220 characters."""
    scan, text, head = telling.scan, telling.text, telling.passage.head
    size = max(SHORTEST, len(text) / 500)
    lead = Counter(name for hit in scan.owned("cues", 0, head + _LEAD) for name, _ in hit.owners)
    cues = _cues()
    amounts = {
        name[5:]: math.log1p(2 * len(hits) / size) for name, hits in scan.lists.items() if name in cues
    }
    amounts |= _relapses(telling, size)
    amounts |= {f"lead.{name[5:]}": math.log1p(count) for name, count in lead.items()}
    zones = set(telling.zones)
    return amounts | {
        "named": math.log1p(_count_named(text) / size),
        "genre": float(scan.has("cues/genre", 0, head)),
        "themes": float(announces(telling)),
        "asks": float(bool(_ASKS.search(text, 0, head))),
        "sections": float("complaint" in zones) + float("reply" in zones),
        "after": float("after" in zones),
        "bureau": math.log1p(len(scan["bodies/bureaus"]) / size),
        "firm": math.log1p(len(scan["bodies/firms"]) / size),
        "length": math.log(size),
        **_topical(telling, size),
        **_local(telling),
    }


def _count_named(text: str) -> int:
    """How often a title stands after a name: 王女士. To ask for the name in the pattern would try it at every character."""
    return sum(
        ["\u4e00" <= text[hit.start() - 1 : hit.start()] <= "\u9fff" for hit in _TITLES.finditer(text)]
    )


def _relapses(telling: Telling, size: float) -> Mapping[str, float]:
    """What has come back; 防止反弹, 杜绝回潮 only say that it must not."""
    hits = telling.scan["cues/reopened"]
    told = [hit for hit in hits if not _GUARD.search(telling.text, max(0, hit.start - _NEAR), hit.start)]
    return {"reopened": math.log1p(2 * len(told) / size)} if hits else {}


def _local(telling: Telling) -> Mapping[str, float]:
    """Whether it speaks of one place: a name of an estate, road or village in the lead, and how many counties."""
    lead = telling.passage.head + _LEAD
    places = {
        place.core for place in read_places(telling, 0, min(lead, len(telling.text))) if place.kind != "town"
    }
    counties = {hit.name for hit in telling.divisions if hit.full and "county" in hit.levels}
    return {"place": math.log1p(len(places)), "counties": math.log(max(1, len(counties)))}


def _topical(telling: Telling, size: float) -> Mapping[str, float]:
    """Words of the categories: how many of the telling ones, and how far they speak of one kind only."""
    sums = sum_topics(telling)
    total = sum(sums.values())
    return {"topics": math.log1p(total / size), "topic": max(sums.values()) / total if total else 0.0}


def _tell_learned(learned: Weights, blocks: Blocks, kind: str) -> str:
    """The story's own words by which staff's decisions speak for `kind`."""
    runs = learned.tell_grams((run for run in blocks[0] if len(run) > 1 and run.isalnum()), kind)
    return f"（{'、'.join(runs)}）" if runs else ""


def _tell_wording(telling: Telling, kind: str) -> str:
    """The story's own words by which its wording speaks for `kind`."""
    runs = load_wording("verdict").tell(verdict_stretches(telling)[0], 0, kind)
    return f"（{'、'.join(runs)}）" if runs else ""


def _say(telling: Telling, cue: str, taught: str, kind: str) -> str:
    if cue == "learned":
        return _WORDS[cue] + taught
    if cue == "wording":
        return _WORDS[cue] + _tell_wording(telling, kind)
    lead, _, name = cue.rpartition(".")
    terms = dict.fromkeys([hit.term for hit in telling.scan[f"cues/{name}"]])
    said = f"（{'、'.join(list(terms)[:3])}）" if terms else ""
    return f"{'开头就' if lead else ''}{_WORDS.get(name, name)}{said}"
