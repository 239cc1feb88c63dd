"""One problem of a story to one draft: each field asked of its own module, then a title and a summary."""

from __future__ import annotations

import re

from issues.reading.agencies import find_agencies
from issues.reading.dates import find_dates
from issues.reading.districts import find_district
from issues.reading.learned import NOTHING, Learned
from issues.reading.milestones import find_milestones
from issues.reading.parts import Part
from issues.reading.places import find_place
from issues.reading.progress import find_notes
from issues.reading.shapes import Draft, Finding, Spans, quote
from issues.reading.status import find_status
from issues.reading.topics import find_category

_CLAUSE = re.compile(r"[,，。;；:：!！?？]")
TITLE_LENGTH = 40
SUMMARY_LENGTH = 120


def draft_issue(
    page: str, part: Part, *, published: str | None, sure: float, learned: Learned = NOTHING
) -> Draft:
    """Everything that the part says of its problem. `sure` is the verdict's score."""
    telling, ranges = part.telling, tuple(part.ranges())
    whole = ((0, len(telling.text) if part.frame is None else part.frame, 1.0),)
    district = find_district(telling, ranges) or find_district(telling, whole) or _find_heads_district(part)
    place = find_place(telling, ranges) or find_place(telling, whole)
    category = find_category(telling, ranges, learned.category, alone=part.theme is None)
    agencies = find_agencies(part, district.value if district else None)
    dates = find_dates(telling.text, published)
    status = find_status(page, part, dates, any(body.role == "responsible" for body in agencies))
    summary = _summary(part, category)
    return Draft(
        title=_title(page, part, place, category, summary),
        summary=quote(page, summary),
        category=category
        if category.spans
        else Finding(category.value, summary, category.because, category.score),
        status=status,
        spans=part.spans(),
        district=district,
        place=place,
        agencies=agencies,
        dates=find_milestones(part, dates, status.value, published),
        notes=find_notes(page, part, dates, agencies),
        summary_spans=summary,
        confidence=round((sure + category.score) / 2, 3),
    )


def _find_heads_district(part: Part) -> Finding | None:
    """The district that a list of complaints is of, where its row says none."""
    return find_district(part.lead, ((0, part.lead.passage.head, 1.0),)) if part.row and part.lead else None


def _summary(part: Part, category: Finding) -> Spans:
    """The sentence that says what is wrong: of those that complain, the one with most words of the category."""
    telling = part.telling
    sentences = telling.passage.sentences
    told = part.own_numbers() or part.numbers
    body = [n for n in told if telling.zones[n] not in ("head", "region")] or list(part.numbers)
    complaint = [n for n in body if telling.zones[n] == "complaint"] or body[
        : max(1, round(0.45 * len(body)))
    ]
    name = f"topics/{category.value}"

    def worth(number: int) -> tuple[float, int]:
        start, end = sentences[number].start, sentences[number].end
        hits = telling.scan.owned("topics", start, end)
        words = sum([weight for hit in hits for owner, weight in hit.owners if owner == name])
        answers = telling.zones[number] in ("reply", "after") or telling.scan.has(
            "bodies/bureaus", start, end
        )
        troubled = telling.scan.has("cues/trouble", start, end) or telling.scan.has(
            "cues/unresolved", start, end
        )
        complains = telling.scan.has("cues/complain", start, end)
        return min(words, 8.0) + 2.0 * complains + 2.0 * troubled - 5.0 * answers, -number

    sentence = sentences[max(complaint, key=worth)]
    return telling.spans(sentence.start, min(sentence.end, sentence.start + SUMMARY_LENGTH))


def _title(page: str, part: Part, place: Finding | None, category: Finding, summary: Spans) -> str:
    """The headline where it names the matter itself; else the place and the clause that says what is wrong."""
    headline = "".join((part.telling.story.headline or "").split())
    words = [quote(page, [span]) for span in category.spans]
    names = place is not None and place.value in headline and any(word in headline for word in words)
    if names and not part.theme and not part.row and len(headline) <= TITLE_LENGTH:
        return headline
    clauses = _CLAUSE.split(quote(page, summary))
    clause = max(clauses, key=lambda each: sum(word in each for word in words))
    where = place.value if place and place.value not in clause else ""
    return _say_once("".join(where.split()), "".join(clause.strip("“”\"'】 ").split()))[:TITLE_LENGTH]


def _say_once(where: str, clause: str) -> str:
    """The place and the clause; what ends the one and begins the other once: 2单元 and 单元里的电梯 are 2单元里的电梯."""
    for length in range(min(len(where), len(clause)), 1, -1):
        if where.endswith(clause[:length]):
            return where + clause[length:]
    return where + clause
