"""A story's problems: usually one, at times several, each with the sentences that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from issues.reading import briefs, items, series, themes
from issues.reading.passage import Sentence
from issues.reading.places import find_places
from issues.reading.shapes import Row, Spans
from issues.reading.telling import Telling
from issues.reading.text import merge

# How much a sentence says about what and where the problem is, by where it stands.
_WEIGHTS = {"head": 2.5, "complaint": 2.0, "reply": 0.7, "after": 0.5, "region": 3.0}
_EARLY, _LATE = 1.5, 0.7
# What a sentence outside the numbered problem itself says of it, compared with one inside.
_SHARED = 0.3


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences (by number) that tell of one problem; `topic` where the split already knows its category."""

    telling: Telling
    numbers: tuple[int, ...]
    topic: str | None = None
    theme: tuple[int, int] | None = None
    row: Row | None = None
    frame: int | None = None
    """Up to where the story speaks of all its problems, if what stands after it is of other places."""
    own: tuple[tuple[int, int], ...] = ()
    """Where only this problem is told, if its pieces are numbered."""
    lead: Telling | None = None
    """The whole story of a row, which has its lead."""

    def ranges(self) -> Iterable[tuple[int, int, float]]:
        """Start, end and weight of each sentence for the question what the problem is and where."""
        sentences = self.telling.passage.sentences
        body = [number for number in self.numbers if self.telling.zones[number] != "head"]
        early = set(body[: max(2, len(body) // 3)])
        if self.theme:
            yield *self.theme, 6.0
        for number in self.numbers:
            sentence, zone = sentences[number], self.telling.zones[number]
            weight = _WEIGHTS.get(zone, _EARLY if number in early else _LATE)
            shared = self.own and not _overlaps(self.own, sentence)
            yield sentence.start, sentence.end, weight * (_SHARED if shared else 1.0)

    def own_numbers(self) -> tuple[int, ...]:
        """The sentences that tell of this problem only; none where nothing is numbered."""
        sentences = self.telling.passage.sentences
        return tuple(n for n in self.numbers if _overlaps(self.own, sentences[n]))

    def bounds(self) -> list[tuple[int, int]]:
        """Start and end of each of its sentences."""
        sentences = self.telling.passage.sentences
        return [(sentences[number].start, sentences[number].end) for number in self.numbers]

    def window(self) -> tuple[int, int]:
        """From its first sentence to the end of its last: where alone its facts can stand."""
        sentences = self.telling.passage.sentences
        return sentences[self.numbers[0]].start, sentences[self.numbers[-1]].end

    def spans(self) -> Spans:
        if self.row:
            return self.row.spans
        telling = self.telling
        return merge(span for start, end in self.bounds() for span in telling.spans(start, end))


def find_parts(telling: Telling) -> tuple[Part, ...]:
    """The problems that a story tells of, in its order: items with marks of their own, named themes, or all of it."""
    numbered = series.find_series(telling)
    if numbered:
        return tuple(_numbered(telling, numbered))
    brief = briefs.find_briefs(telling)
    if brief:
        return tuple(_brief_parts(telling, brief))
    listed = items.find_items(telling)
    if listed:
        return tuple(Part(telling, numbers) for numbers in listed)
    named = themes.find_themes(telling)
    shares = themes.share_sentences(telling, named) if named else []
    parts = tuple(
        Part(telling, numbers, theme.topic, (theme.start, theme.end))
        for theme, numbers in zip(named, shares, strict=True)
        if any(telling.zones[number] != "head" for number in numbers)
    )
    return parts if len(parts) > 1 else (Part(telling, tuple(range(len(telling.passage.sentences)))),)


def find_briefs(telling: Telling) -> tuple[Part, ...]:
    """The matters of a column of briefs that as a whole tells of no problem."""
    return tuple(_brief_parts(telling, briefs.find_briefs(telling, doubtful=True)))


def _brief_parts(telling: Telling, listed: Sequence[tuple[int, ...]]) -> Iterable[Part]:
    for numbers in listed:
        yield Part(telling, numbers, frame=telling.passage.sentences[listed[0][0]].start)


def _numbered(telling: Telling, problems: Sequence[series.Numbered]) -> Iterable[Part]:
    """Each numbered problem with its pieces; what stands outside them goes by its words, or is told of all."""
    named = [themes.Theme(*each.pieces[0], each.topic, _places(telling, each)) for each in problems]
    shares: list[list[int]] = [[] for _ in problems]
    for number, sentence in enumerate(telling.passage.sentences):
        inside = [at for at, each in enumerate(problems) if _overlaps(each.pieces, sentence)]
        for at in inside or themes.choose_theme(telling, named, sentence) or range(len(problems)):
            shares[at].append(number)
    for each, theme, numbers in zip(problems, named, shares, strict=True):
        yield Part(telling, tuple(numbers), theme.topic, (theme.start, theme.end), own=each.pieces)


def _places(telling: Telling, problem: series.Numbered) -> frozenset[str]:
    return frozenset(place.core for place in find_places(telling, *problem.pieces[0]))


def _overlaps(pieces: Iterable[tuple[int, int]], sentence: Sentence) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in pieces)
