"""Adding a line to an issue's timeline, with the words behind it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from ..choices import EventKind
from ..edtf import first_day
from ..models import Agency, Event, Issue, Page, Story
from ..search import index_issue


@transaction.atomic
def add_event(issue: Issue, kind: EventKind, *, internal: bool = False, **told) -> Event:
    """Add a line of the desk's own to the timeline, as write_event does, and let the search find it."""
    event = write_event(issue, kind, internal=internal, **told)
    if not internal:
        index_issue(issue)
    return event


def write_event(
    issue: Issue,
    kind: EventKind,
    *,
    text: str = "",
    happened: str = "",
    by: AbstractUser | None = None,
    agency: Agency | None = None,
    internal: bool = False,
    fields: Sequence[str] = (),
    from_status: str = "",
    to_status: str = "",
    story: Story | None = None,
) -> Event:
    """Write a line of the desk's own (lines of a page come with open_issue). Returns the event.

    The caller brings the search index up to date: most save the issue afterwards, which does it.
    """
    return Event.objects.create(
        issue=issue,
        kind=kind,
        text=text,
        happened=happened,
        happened_on=first_day(happened),
        by=by,
        agency=agency,
        internal=internal,
        fields=list(fields),
        from_status=from_status,
        to_status=to_status,
        story=story,
    )


def quote_page(page: Page, spans: Sequence[Sequence[int]]) -> str:
    """The page's words at `spans`. Raises ValueError for a span outside of the text or without words."""
    for start, end in spans:
        if not 0 <= start < end <= len(page.text):
            raise ValueError(
                f"span {start}–{end} is not in page {page.pk}, which has {len(page.text)} characters"
            )
    return "".join(page.text[start:end] for start, end in spans)
