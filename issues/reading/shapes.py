"""The values that pass between the steps of reading: frozen, slotted, and no step of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range of code points in the page's text as received; a named tuple, as a page has hundreds."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


Spans = tuple[Span, ...]


def quote(text: str, spans: Iterable[Span]) -> str:
    """The page's own words at `spans`, joined: what every piece of evidence must equal."""
    return "".join(text[span.start : span.end] for span in spans)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines with one job on the page: headline, kicker, byline, caption, furniture, advert, table, body…"""

    kind: str
    span: Span
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One article: its blocks in reading order, wherever the columns have put them."""

    headline: str | None
    blocks: tuple[Block, ...]
    spans: Spans
    reporters: tuple[str, ...] = ()
    body: Spans = ()
    """The parts that tell the story: no headline, byline, caption or furniture; for the steps that look for facts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint of an inspection list. Cell keys: number, complaint, region, type, finding (调查核实情况),
    verdict (是否属实), result (处理和整改情况), done (是否办结), accountability, asked and taken (when it came, when it was passed on),
    charged and helping (主责, 协办); only those that the list prints."""

    spans: Spans
    cells: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing we believe, the words that say so, the cues that decided, and how sure we are (0 to 1)."""

    value: str
    spans: Spans
    because: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Body:
    """An agency or company with its part in an issue: responsible, assisting, operator or supervising."""

    name: str
    role: str
    spans: Spans
    because: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Note:
    """One dated line of what happened: a finding, action, promise, result or visit, in the page's words."""

    kind: str
    text: str
    spans: Spans
    date: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One problem at one place, as a story tells it. A draft is never public until a person says so."""

    title: str
    summary: str
    category: Finding
    status: Finding
    spans: Spans
    district: Finding | None = None
    place: Finding | None = None
    agencies: tuple[Body, ...] = ()
    dates: Mapping[str, Finding] = field(default_factory=dict)
    """Keys began, reported, accepted, promised, resolved; values in EDTF."""
    notes: tuple[Note, ...] = ()
    summary_spans: Spans = ()
    mention: bool = False
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """Complaints handed over together, with the official figures as printed and what is wrong with them."""

    figures: Mapping[str, object]
    """Keys: number, from, to, handed_over, total, priority, by_channel, by_type, by_region."""
    spans: Mapping[str, Spans] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline result of a platform or campaign: 受理 86619 件."""

    what: str
    value: float | int
    unit: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a story tells of a problem, and the cues for and against, for a person to read."""

    kind: str
    score: float
    cues_for: tuple[str, ...] = ()
    cues_against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryReading:
    """A story with everything that was read from it, and why."""

    story: Story
    verdict: Verdict
    drafts: tuple[Draft, ...] = ()
    batch: Batch | None = None
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page says. `blocks` are all of its lines, those that belong to no story included."""

    text: str
    publication: str | None
    published: str | None
    stories: tuple[StoryReading, ...]
    blocks: tuple[Block, ...] = ()
