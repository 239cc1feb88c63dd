"""Evidence → the page's text cut into marked pieces for the review screen. Knows spans, makes no HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import EventKind, Role
from .models import Evidence, Issue, Page
from .reading.text import fold

Spans = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that speak for a field: where they stand and what decided."""

    field: str
    start: int
    end: int
    because: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of the page that tells no story: where it stands and which of ASIDES it is."""

    kind: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """What a reader is told that it is."""
        return str(ASIDES[self.kind])


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the same marks on all of it, the widest mark first; `own` is the issue's part of the story."""

    text: str
    marks: tuple[Mark, ...] = ()
    own: bool = True
    anchors: tuple[str, ...] = ()
    """Fields whose first words begin here: where a click on the field's name leads."""
    aside: Aside | None = None
    begins: bool = False
    """Whether its aside begins here: the place of the label."""

    @property
    def told(self) -> str:
        """What a hovering reader is told: each field, and what decided it."""
        return "；".join(
            dict.fromkeys(
                name_field(mark.field) + (f"（{_('because')}：{mark.because}）" if mark.because else "")
                for mark in self.marks
            )
        )

    @property
    def layers(self) -> list[tuple[str, str, str]]:
        """(field, its name where its first words begin, id) of each mark, widest first, one a field."""
        return [
            (
                name,
                name_field(name) if name in self.anchors else "",
                f"words-{name}" if name in self.anchors else "",
            )
            for name in dict.fromkeys(mark.field for mark in self.marks)
        ]


DOUBTFUL = "doubtful"
"""What words are marked with that text recognition was not sure of; no field of an issue."""
SHARED = "shared"
"""What words are marked with that stand in two texts about one matter; no field of an issue."""

ASIDES = {
    "advert": gettext_lazy("advert"),
    "caption": gettext_lazy("caption"),
    "repeat": gettext_lazy("repeat"),
    "continuation": gettext_lazy("continued"),
    "furniture": gettext_lazy("page matter"),
}
"""What reading takes for no part of any story's telling."""
_ASIDE_OF_BLOCK = {**{kind: kind for kind in ASIDES}, "jump": "continuation"}
_SHORTEST_REPEAT = 12
"""Characters from which the same words twice are no chance: a heading such as “编者按” stands on a page often."""


def name_field(name: str) -> str:
    """The name of what a piece of evidence speaks for: a field, a role or a line of the timeline."""
    if name in Role.values:
        return str(Role(name).label)
    if name == DOUBTFUL:
        return _("read with doubt")
    if name == SHARED:
        return _("said in both")
    if name in EventKind.values or name == "event":
        return _("timeline")
    if name in {found.name for found in Issue._meta.fields}:
        return str(Issue._meta.get_field(name).verbose_name)
    return name


def collect_marks(evidence: Iterable[Evidence], page_id: int) -> list[Mark]:
    """The marks on one page."""
    return [
        Mark(words.field, start, end, "、".join(map(str, words.because)))
        for words in evidence
        if words.page_id == page_id
        for start, end in words.spans
        if start < end
    ]


def find_words(text: str, words: str, within: Spans) -> list[list[int]]:
    """Where `words` first stand inside one of the spans `within`, as a list of one span; empty where they do not.

    Punctuation, width and traditional characters may differ: a person types them otherwise than the page has them.
    """
    folded, wanted = fold(text), fold(words)
    for start, end in within:
        at = folded.find(wanted, start, end) if wanted.strip() else -1
        if at >= 0:
            return [[at, at + len(wanted)]]
    return []


def mark_doubtful(page: Page) -> list[Mark]:
    """The marks of the words that text recognition was not sure of."""
    return [Mark(DOUBTFUL, start, end) for start, end in page.doubtful if start < end]


def find_asides(page: Page) -> list[Aside]:
    """The stretches of `page` that tell no story, in its order, neighbours of one kind made one: what reading took for
    an advert, a caption, a continuation's mark or the page's own matter, and what stands on the page a second time."""
    folded, told, found = fold(page.text), set(), []
    for kind, start, end in page.blocks:
        words = folded[start:end].strip()
        again = words in told and len(words) >= _SHORTEST_REPEAT
        told.add(words)
        kind = _ASIDE_OF_BLOCK.get(kind, "repeat" if again else "")
        if kind:
            found.append(Aside(kind, start, end))
    return _join_asides(page.text, found)


def _join_asides(text: str, found: Iterable[Aside]) -> list[Aside]:
    joined: list[Aside] = []
    for aside in found:
        last = joined[-1] if joined else None
        if last and last.kind == aside.kind and not text[last.end : aside.start].strip():
            joined[-1] = Aside(last.kind, last.start, max(last.end, aside.end))
        else:
            joined.append(aside)
    return joined


def cut_shared(issue: Issue, shared: Spans) -> list[list[Piece]]:
    """The issue's words on its page, or its summary where it has no page, cut where the spans `shared` are marked."""
    text = issue.story.page.text if issue.story else issue.summary
    shown = (issue.spans or issue.story.spans) if issue.story else [[0, len(text)]]
    marks = [Mark(SHARED, start, end) for start, end in shared if start < end]
    return cut_text(text, marks, shown, anchored={SHARED})  # it stands beside another text: no anchor


def cut_text(
    text: str,
    marks: Sequence[Mark],
    shown: Spans,
    own: Spans = (),
    anchored: set[str] | None = None,
    asides: Sequence[Aside] = (),
) -> list[list[Piece]]:
    """The parts `shown` of `text`, each cut where a mark, the issue's own part or an aside begins or ends.

    Any overlap is possible and no character is lost: the pieces of a part, joined, are that part. `anchored` are the
    fields that already have their anchor; new ones are added to it.
    """
    anchored = set() if anchored is None else anchored
    return [_cut_part(text, _Layers(marks, own, asides, anchored), start, end) for start, end in shown]


@dataclass(frozen=True, slots=True)
class _Layers:
    """What lies over a text."""

    marks: Sequence[Mark]
    own: Spans
    asides: Sequence[Aside]
    anchored: set[str]

    def near(self, start: int, end: int) -> _Layers:
        """The same with the marks and asides alone that touch start to end."""
        marks = [mark for mark in self.marks if mark.start < end and mark.end > start]
        asides = [aside for aside in self.asides if aside.start < end and aside.end > start]
        return _Layers(marks, self.own, asides, self.anchored)

    def edges(self, start: int, end: int) -> list[int]:
        """Where something begins or ends between start and end, both included."""
        spans = [*((one.start, one.end) for one in (*self.marks, *self.asides)), *self.own]
        cuts = {cut for span in spans for cut in span if start < cut < end}
        return sorted(cuts | {start, end})


def _cut_part(text: str, layers: _Layers, start: int, end: int) -> list[Piece]:
    start, end = max(0, start), min(len(text), end)
    layers = layers.near(start, end)
    edges = layers.edges(start, end)
    return [
        _make_piece(text, layers, left, right, start) for left, right in zip(edges, edges[1:], strict=False)
    ]


def _make_piece(text: str, layers: _Layers, left: int, right: int, first: int) -> Piece:
    here = sorted(
        (mark for mark in layers.marks if mark.start <= left and mark.end >= right),
        key=lambda mark: (mark.start - mark.end, mark.field),
    )
    fresh = tuple(dict.fromkeys(mark.field for mark in here if mark.field not in layers.anchored))
    layers.anchored.update(fresh)
    is_own = not layers.own or any(start <= left and right <= end for start, end in layers.own)
    aside = next((one for one in layers.asides if one.start <= left and right <= one.end), None)
    begins = aside is not None and left == max(aside.start, first)
    return Piece(text[left:right], tuple(here), is_own, fresh, aside, begins)
