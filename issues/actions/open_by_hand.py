"""Opening an issue by hand: a person saw a problem in a story that the reader passed over, and marked the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..choices import Status
from ..models import Issue, Story
from .errors import ActionRefused
from .open_issue import NewEvidence, NewIssue, Spans, next_position, open_issue
from .timeline import quote_page

PROBLEM = "category"
"""The field that the words telling of the problem speak for."""


@transaction.atomic
def open_by_hand(story: Story, new: NewIssue, words: Mapping[str, Spans], *, by: AbstractUser) -> Issue:
    """Open a draft on `story` with the title, category, district, place and status of `new`. Returns the issue.

    `words` are spans on the story's page by the name of the field that they speak for. Raises ActionRefused where the
    problem, the place or a status other than “reported” has none; ValueError where a span is not in the page.
    """
    _check_words(new, words)
    marked = sorted({tuple(span) for spans in words.values() for span in spans})
    new = replace(
        new,
        story=story,
        summary=new.summary or quote_lines(story, words[PROBLEM]),
        position=next_position(story),
        spans=_join_spans(marked),
        evidence=[
            NewEvidence(name, spans, because=[_("marked by hand")]) for name, spans in words.items() if spans
        ]
        + ([] if new.summary else [NewEvidence("summary", words[PROBLEM])]),
    )
    return open_issue(new, by=by, reason=_("opened by hand"))


def quote_lines(story: Story, spans: Spans) -> str:
    """The words at `spans`, a passage a line."""
    return "\n".join(quote_page(story.page, [span]) for span in spans)


def _check_words(new: NewIssue, words: Mapping[str, Spans]) -> None:
    if not words.get(PROBLEM):
        raise ActionRefused(
            _("Mark the words that tell of the problem: nothing stands without its sentence.")
        )
    if new.place and not words.get("place"):
        raise ActionRefused(_("Mark the words that name the place."))
    if new.printed_status != Status.REPORTED and not words.get("status"):
        raise ActionRefused(_("Mark the words that tell the status, or leave it at “reported”."))


def _join_spans(spans: list[tuple[int, int]]) -> list[list[int]]:
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined
