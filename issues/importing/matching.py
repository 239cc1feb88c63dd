"""Which story or draft of a new reading is which of an earlier one. Compares places on the page, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..actions import NewIssue
from ..actions.saving import place_key
from ..models import Issue

Spans = Sequence[Sequence[int]]

ALIKE = 0.3
"""Two stories are one when they share this much of the words that either has."""

COVERED = 0.5
"""A draft and an issue can be one when this much of the shorter one lies in the other."""


def share_words(left: Spans, right: Spans) -> int:
    """How many code points lie in both."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)


def liken_spans(left: Spans, right: Spans) -> float:
    """Shared words of all words of both, 0 to 1."""
    shared = share_words(left, right)
    return shared / (_count(left) + _count(right) - shared) if shared else 0.0


def liken_stories(new: Spans, old: Spans) -> float:
    """How much two stories are one, 0 where they are not."""
    alike = liken_spans(new, old)
    return alike if alike >= ALIKE else 0.0


def liken_issue(new: NewIssue, known: Issue) -> float:
    """How much a new draft is a known issue, 0 where it is not.

    They share words, or place and kind. A position alone is no sign: one draft more moves all behind it.
    """
    covered = share_words(new.spans, known.spans) >= COVERED * (
        min(_count(new.spans), _count(known.spans)) or 1
    )
    same_matter = _is_same_matter(new, known)
    if not covered and not same_matter:
        return 0.0
    same_position = covered and (new.story.pk, new.position) == (known.story_id, known.position)
    return same_position + liken_spans(new.spans, known.spans) + 0.5 * same_matter


def pair_up(new: Sequence, old: Sequence, liken: Callable[..., float]) -> dict[int, int]:
    """New index → old index, the likest pairs first, each at most once; what is like nothing is left out."""
    likeness = [
        (liken(left, right), number, other)
        for number, left in enumerate(new)
        for other, right in enumerate(old)
    ]
    pairs: dict[int, int] = {}
    for score, number, other in sorted(likeness, key=lambda row: (-row[0], row[1], row[2])):
        if score > 0 and number not in pairs and other not in pairs.values():
            pairs[number] = other
    return pairs


def _is_same_matter(new: NewIssue, known: Issue) -> bool:
    key = place_key(new.place)
    same_kind = new.category is not None and new.category.pk == known.category_id
    return same_kind and bool(key) and key == known.place_key


def _count(spans: Spans) -> int:
    return sum(end - start for start, end in spans)
