"""Several problems told in one story: the themes that it announces, and which sentences belong to which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from issues.reading.passage import Sentence
from issues.reading.places import find_places
from issues.reading.telling import Telling
from issues.reading.topics import best_topic
from issues.reading.words import load_terms

_ANNOUNCED = re.compile(
    r"(?:聚焦|围绕|针对|就|关注|直面|反映了?)(?P<themes>[^。;!?\n]{8,90}?(?:问题|难题|乱象|顽疾|事项|烦心事))(?![、与和及]|整治|治理)"
)
_AND = re.compile(r"、|与(?!业主|居民|村民)|以及|及(?!周边|时|其|附近)|和(?!平|美|谐)")
_ANSWERED = re.compile(
    r"(?:关于|针对|对于|至于|就)(?:您|你|其|市民|居民|网友|群众|业主|村民|读者|来信|所)*(?:反映|提出|提到|投诉|所说|关心)?的?"
    r"(?P<theme>[^。;,:!?\n]{2,26}?)的?(?:问题|情况|诉求|事宜|一事|反映|投诉)"
)
_ADDED = re.compile(
    r"(?:另外|此外|除此之外|除了?[^,。]{2,24}?(?:外|之外)?,|还有(?!的|人)|同时,|与此同时|不仅如此|更[^,。]{0,8}的是|再一个|再就是|还(?:想)?反映|顺便|一并"
    r"|不光[^,。]{2,20},|不仅[^,。]{2,20},|还有一|另一[件个桩]|第二件|麻烦事?还不止|雪上加霜)"
)
_SPOKEN = re.compile(r"(?:先|再|接着|最后|又)(?:来)?(?:说|看|讲)[^。,:]{1,8}[。,:]")


_CLAUSE = re.compile(r"[^,;。!?:\n]+")
# How much of a story without sections is complaint before anybody answers.
_COMPLAINING = 0.45


@dataclass(frozen=True, slots=True)
class Theme:
    """A problem that the story announces: its category, its places, and the words of the passage that name it."""

    start: int
    end: int
    topic: str | None
    places: frozenset[str]


def find_themes(telling: Telling) -> tuple[Theme, ...]:
    """Two or more themes of different kinds, or nothing: one problem is the rule."""
    for clauses in (
        *_announced(telling), _answered(telling), *_added(telling), _spoken(telling), _echoed(telling)
    ):  # fmt: skip
        themes = _themes(telling, clauses)
        if len({theme.topic for theme in themes}) >= 2:
            return tuple({theme.topic: theme for theme in reversed(themes)}.values())[::-1]
    return _placed(telling)


def _placed(telling: Telling) -> tuple[Theme, ...]:
    """Two places that are each complained of and each answered for, in sentences of their own."""
    early = set(_early(telling))
    told: dict[str, list[int]] = {}
    for place in find_places(telling, telling.passage.head):
        if place.kind != "town":
            told.setdefault(place.core, []).append(telling.passage.sentence_at(place.start))
    echoed = {
        core: set(numbers) for core, numbers in told.items() if early & set(numbers) and set(numbers) - early
    }
    themes = []
    for core, numbers in echoed.items():
        alone = sorted(numbers - set().union(*(other for name, other in echoed.items() if name != core)))
        if alone:
            sentence = telling.passage.sentences[alone[0]]
            topic = best_topic(telling, sentence.start, sentence.end)
            themes += [Theme(sentence.start, sentence.end, topic, frozenset((core,)))] if topic else []
    return tuple(themes) if len(themes) >= 2 else ()


def _early(telling: Telling) -> list[int]:
    """The sentences that complain: those of its section, else the first of the story."""
    told = [n for n, zone in enumerate(telling.zones) if zone != "head"]
    complaint = [n for n in told if telling.zones[n] == "complaint"]
    return complaint or told[: max(1, round(_COMPLAINING * len(told)))]


def announces(telling: Telling) -> bool:
    """Whether the story says outright which problems of which places it is about."""
    return any(
        len({theme.topic for theme in _themes(telling, clauses)}) >= 2 for clauses in _announced(telling)
    )


def _themes(telling: Telling, clauses: list[tuple[int, int]]) -> list[Theme]:
    return [theme for start, end in clauses if (theme := _theme(telling, start, end))]


def _announced(telling: Telling) -> list[list[tuple[int, int]]]:
    """聚焦…与…问题: both sides must name a place."""
    found = []
    for hit in _ANNOUNCED.finditer(telling.text):
        clauses = _split(hit.start("themes"), hit.group("themes"), _AND)
        placed = [(start, end) for start, end in clauses if find_places(telling, start, end)]
        if len(placed) >= 2:
            found.append(placed)
    return found


def _answered(telling: Telling) -> list[tuple[int, int]]:
    """关于…问题, …; 关于…问题, …: an answer that takes the problems one by one."""
    hits = [hit.span("theme") for hit in _ANSWERED.finditer(telling.text, telling.passage.head)]
    return hits if len({telling.passage.sentence_at(start) for start, _ in hits}) >= 2 else []


def _added(telling: Telling) -> list[list[tuple[int, int]]]:
    """…。另外, …: a second problem that the complaint adds and that is spoken of again afterwards."""
    found = []
    sentences = telling.passage.sentences
    told = [n for n, zone in enumerate(telling.zones) if zone != "head"]
    early = {n for n in told if telling.zones[n] == "complaint"} or set(told[: len(told) // 2 + 1])
    for hit in _ADDED.finditer(telling.text, telling.passage.head):
        number = telling.passage.sentence_at(hit.start())
        if number not in early:
            continue
        end = sentences[number].end
        topic = best_topic(telling, hit.end(), end, least=4.0)
        later = [
            n
            for n in told
            if n > number and best_topic(telling, sentences[n].start, sentences[n].end, least=4.0) == topic
        ]
        if topic and later:
            found.append([(sentences[told[0]].start, hit.start()), (hit.end(), end)])
    return found


def _echoed(telling: Telling) -> list[tuple[int, int]]:
    """Kinds of trouble that the complaint has a clause for, and the answer or visit another: told apart all along."""
    told = [n for n, zone in enumerate(telling.zones) if zone != "head"]
    early = _early(telling)
    complained = _kinds(telling, early)
    answered = _kinds(telling, [n for n in told if n not in early])
    both = {topic: clause for topic, clause in complained.items() if topic in answered}
    return [clause for topic, clause in both.items() if not _related(topic, both)]


def _kinds(telling: Telling, numbers: list[int]) -> dict[str, tuple[int, int]]:
    """The kinds that clauses of these sentences speak of alone, each with its first such clause."""
    found: dict[str, tuple[int, int]] = {}
    for number in numbers:
        sentence = telling.passage.sentences[number]
        if not best_topic(telling, sentence.start, sentence.end, least=4.0):
            continue
        for clause in _CLAUSE.finditer(telling.text, sentence.start, sentence.end):
            topic = best_topic(telling, *clause.span(), least=4.0)
            if topic:
                found.setdefault(topic, clause.span())
    return found


def _related(topic: str, others: Iterable[str]) -> bool:
    """Whether another kind is told first that often is the same matter's other side."""
    for other in others:
        if other == topic:
            return False
        if f"{topic} {other}" in load_terms("related") or f"{other} {topic}" in load_terms("related"):
            return True
    return False


def _spoken(telling: Telling) -> list[tuple[int, int]]:
    """先说电。… 再说气。…: the paragraphs that open so, and others of the complaint that speak of a third kind."""
    paragraphs = _paragraphs(telling)
    spoken = [each for each in paragraphs if _SPOKEN.match(telling.text, each[0])]
    if len(spoken) < 2:
        return []
    known = {best_topic(telling, *each) for each in spoken}
    before = [each for each in paragraphs if each[1] <= spoken[0][0] and each[0] >= telling.passage.head]
    return spoken + [each for each in before if best_topic(telling, *each, least=8.0) not in (None, *known)]


def _paragraphs(telling: Telling) -> list[tuple[int, int]]:
    bounds: dict[int, tuple[int, int]] = {}
    for sentence in telling.passage.sentences:
        start, _ = bounds.get(sentence.paragraph, (sentence.start, 0))
        bounds[sentence.paragraph] = (start, sentence.end)
    return list(bounds.values())


def _split(at: int, text: str, border: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [0, *(place for hit in border.finditer(text) for place in hit.span()), len(text)]
    return [(at + low, at + high) for low, high in zip(cuts[::2], cuts[1::2], strict=True)]


def _theme(telling: Telling, start: int, end: int) -> Theme | None:
    topic = best_topic(telling, start, end)
    places = frozenset(place.core for place in find_places(telling, start, end))
    return Theme(start, end, topic, places) if topic else None


def share_sentences(telling: Telling, themes: tuple[Theme, ...]) -> list[tuple[int, ...]]:
    """The sentences of each theme: by its words and places; one that says neither goes with the one before it."""
    shares: list[list[int]] = [[] for _ in themes]
    last: list[int] = []
    for number, sentence in enumerate(telling.passage.sentences):
        points = _weigh(telling, themes, sentence)
        chosen = _best(points)
        last = chosen or last
        for theme in chosen or (last if not any(points) and last else range(len(themes))):
            shares[theme].append(number)
    return [tuple(share) for share in shares]


def choose_theme(telling: Telling, themes: Sequence[Theme], sentence: Sentence) -> list[int]:
    """The one theme that a sentence speaks of more than of any other, or none."""
    return _best(_weigh(telling, themes, sentence))


def _weigh(telling: Telling, themes: Sequence[Theme], sentence: Sentence) -> list[float]:
    return [_affinity(telling, theme, sentence.start, sentence.end) for theme in themes]


def _best(points: list[float]) -> list[int]:
    best = max(points)
    return [points.index(best)] if best > 0 and points.count(best) == 1 else []


def _affinity(telling: Telling, theme: Theme, start: int, end: int) -> float:
    name = f"topics/{theme.topic}"
    hits = telling.scan.owned("topics", start, end)
    words = sum([weight for hit in hits for owner, weight in hit.owners if owner == name])
    return words + 3.0 * sum(place in telling.text[start:end] for place in theme.places)
