"""What offices and platforms print of their own work, beside our count, and where it contradicts. Changes no figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from ..choices import StoryKind
from ..models import Batch, Issue, Page, Story
from ..tallies import Rate, Tally
from .contradictions import tell_warning
from .quotations import Quotation, quote_words

MOST = 20
LOOKED_AT = 100
"""Stories with figures that are looked at for rates: most only say how many went to a fair."""
NEAR = timedelta(days=60)
"""Two notices of batches with one number, printed so near to each other, speak of the same batch."""
_RECEIVED = re.compile(r"受理|接听|接到|收到|登记")
_DONE = re.compile(r"办结|办理完|解决")
_DONE_RATE = re.compile(r"(?:按[时期])?(?:办结|解决|化解)率")
_RATE = re.compile(r".*(?:办结|解决|化解|满意|响应|答复|回复)[率度]")
_POWERS = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure as printed, and what these pages count of the same kind: a rate, a number or nothing."""

    what: str
    value: float
    unit: str
    our_rate: Rate | None = None
    our_count: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What one story prints: its figures, what contradicts in them, the words."""

    page: Page
    figures: list[Printed]
    contradictions: list[str]
    quotations: list[Quotation]


@dataclass(frozen=True, slots=True)
class Notice:
    """One batch as printed, the public issues that we have of it, and what contradicts."""

    batch: Batch
    ours: int
    contradictions: list[str]


def find_notices() -> list[Notice]:
    """The newest batches that a person has published issues of."""
    issues = Issue.objects.public().filter(story=OuterRef("story"))
    counted = Count("story__issues", filter=Q(story__issues__is_public=True))
    batches = Batch.objects.filter(Exists(issues)).select_related("story__page").order_by("-pk")
    batches = list(batches.defer("story__page__text", "story__page__blocks").annotate(ours=counted)[:MOST])
    return [
        Notice(batch, batch.ours, [*_check_batch(batch, batches), *map(tell_warning, batch.warnings)])
        for batch in batches
    ]


def find_results(tally: Tally) -> list[Result]:
    """The newest stories with rates, on pages that a person has published issues of; `tally` is our own count."""
    seen = Issue.objects.public().filter(story__page=OuterRef("page"))
    stories = Story.objects.filter(Exists(seen), kind=StoryKind.FIGURES).select_related("page")
    stories = stories.defer("page__blocks", "page__doubtful").order_by("-pk")[:LOOKED_AT]
    told = [story for story in stories if any(_RATE.fullmatch(one["what"]) for one in story.figures)]
    return [_tell(story, tally) for story in told[:MOST]]


def _tell(story: Story, tally: Tally) -> Result:
    kept = [one for one in story.figures if _RATE.fullmatch(one["what"]) or _find_kind(one)]
    figures = [_set_beside(one, tally) for one in kept]
    spans = sorted({tuple(span) for one in kept for span in one["spans"]})
    return Result(story.page, figures, list(find_contradictions(kept)), [quote_words(story.page, spans)])


def _set_beside(figure: Mapping, tally: Tally) -> Printed:
    told = (figure["what"], figure["value"], figure["unit"])
    if _DONE_RATE.fullmatch(figure["what"]):
        return Printed(*told, our_rate=tally.solved_rate)
    ours = {"received": tally.received, "done": tally.solved}
    return Printed(*told, our_count=ours.get(_find_kind(figure)))


def _find_kind(figure: Mapping) -> str:
    """What a printed count counts: `received` or `done` complaints; empty for all others."""
    if not re.search(r"[件条个宗]$", figure["unit"]):
        return ""
    if _DONE.match(figure["what"]):
        return "done"
    return "received" if _RECEIVED.match(figure["what"]) else ""


def find_contradictions(figures: Sequence[Mapping]) -> Iterator[str]:
    """What cannot be true of the figures of one story, in words. More than one count of a kind is not compared."""
    rates = [one for one in figures if one["unit"] == "%"]
    for rate in rates:
        if rate["value"] > 100:
            yield _("%(what)s: %(value)s %% is more than a hundred.") % rate
    received, done = ([one for one in figures if _find_kind(one) == kind] for kind in ("received", "done"))
    if len(received) != 1 or len(done) != 1:
        return
    of, part = _count(received[0]), _count(done[0])
    if part > of:
        told = {"part": part, "whole": of}
        yield _("More done than received: %(part)s of %(whole)s. It may be work of earlier months.") % told
    for rate in rates:
        if (
            _DONE_RATE.fullmatch(rate["what"])
            and of
            and abs(100 * part / of - rate["value"]) > _precision(rate)
        ):
            told = {"part": part, "whole": of, "computed": round(100 * part / of, 2), **rate}
            yield (
                _("%(part)s of %(whole)s would be %(computed)s %%; %(what)s is printed as %(value)s %%.")
                % told
            )


def _count(figure: Mapping) -> int:
    power = next((power for sign, power in _POWERS.items() if figure["unit"].startswith(sign)), 1)
    return round(figure["value"] * power)


def _precision(rate: Mapping) -> float:
    """How far a rate may stand from the true one: it was cut or rounded at its last printed place."""
    _whole, _dot, places = str(rate["value"]).partition(".")
    return 10 ** -len(places)


def _check_batch(batch: Batch, batches: Sequence[Batch]) -> Iterator[str]:
    if batch.total is not None and batch.ours > batch.total:
        told = {"ours": batch.ours, "total": batch.total}
        yield _("There are %(ours)s issues of it here, more than the %(total)s that are printed.") % told
    for other in batches:
        if other != batch and _is_same(batch, other) and None is not other.total != batch.total is not None:
            told = {"source": other.story.page.source_line, "total": other.total}
            yield _("%(source)s prints another total: %(total)s.") % told


def _is_same(one: Batch, other: Batch) -> bool:
    days = [batch.story.page.published for batch in (one, other)]
    return (
        one.number is not None and one.number == other.number and all(days) and abs(days[0] - days[1]) < NEAR
    )
