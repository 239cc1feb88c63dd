"""A draft of a new reading against the issue that it is: which fields differ, and which differences are news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.contrib.auth.models import AbstractUser

from ..actions import NewEvidence, NewIssue, NewParty
from ..actions.differences import SPEAKS_FOR
from ..actions.parties import is_among
from ..actions.timeline import quote_page
from ..choices import DifferenceState, EventKind, Role
from ..models import Difference, Evidence, Issue, Page

DATES = ("began", "reported", "accepted", "promised", "resolved")
FIELDS = ("title", "summary", "category", "district", "place", "printed_status", *DATES)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that the new reading reads otherwise; plain values, as Difference stores them."""

    field: str
    old: object
    new: object
    old_words: list[dict]
    new_words: list[dict]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What persons have decided about an issue's fields before."""

    setters: Mapping[str, tuple[AbstractUser | None, datetime]] = field(default_factory=dict)
    """Field → the person who set its present value, and when."""
    settled: Mapping[str, list] = field(default_factory=dict)
    """Field → values that a person has replaced or refused: no news when a reading finds them once more."""

    def is_news(self, change: Change) -> bool:
        """Whether no person has turned this value down before."""
        return change.new not in self.settled.get(change.field, [])


def compare(issue: Issue, new: NewIssue) -> list[Change]:
    """The fields in which the new reading differs from the issue. Wants `evidence` and `parties__evidence` fetched."""
    page = new.story.page
    told = read_new(new)
    old_words, new_words = _words_of_issue(issue, page), _words_of_draft(new, page)
    changes = [
        Change(name, old, told[name], old_words.get(name, []), new_words.get(name, []))
        for name, old in read_known(issue).items()
        if old != told[name]
    ]
    return changes + _compare_responsible(issue, new, page)


def read_known(issue: Issue) -> dict[str, object]:
    """The compared fields of an issue, or of a row of its history, as plain values."""
    return {name: getattr(issue, Issue._meta.get_field(name).attname) for name in FIELDS}


def read_new(new: NewIssue) -> dict[str, object]:
    """The same of a new draft, cut to the lengths that open_issue stores."""
    return {
        "title": new.title[:80],
        "summary": new.summary,
        "category": new.category and new.category.pk,
        "district": new.district and new.district.pk,
        "place": new.place[:120],
        "printed_status": str(new.printed_status),
        **{name: new.dates.get(name, "")[:32] for name in DATES},
    }


def find_decisions(issue: Issue) -> Decisions:
    """What the issue's history, timeline and earlier differences say that persons have decided."""
    setters, settled = {}, {}
    rows = issue.history.select_related("history_user").order_by("version", "pk")
    for before, after in pairwise(rows):
        old, new = read_known(before), read_known(after)
        for name in FIELDS:
            if old[name] != new[name] and after.history_user:
                setters[name] = (after.history_user, after.history_date)
                settled.setdefault(name, []).append(old[name])
    for difference in issue.differences.filter(state=DifferenceState.REFUSED):
        settled.setdefault(difference.field, []).append(difference.new)
    return Decisions({**_find_setters_of_all(issue), **setters, **_find_setters_of_parties(issue)}, settled)


def is_by_hand(issue: Issue) -> bool:
    """Whether a person opened it: no reading ever found it, so none can lose it."""
    return any(event.kind == EventKind.OPENED and event.by_id for event in issue.events.all())


def _find_setters_of_all(issue: Issue) -> dict:
    """Who opened an issue by hand has set each of its fields."""
    opened = [event for event in issue.events.all() if event.kind == EventKind.OPENED and event.by]
    return {
        name: (event.by, event.recorded_at) for event in opened for name in (*FIELDS, Difference.RESPONSIBLE)
    }


def _find_setters_of_parties(issue: Issue) -> dict:
    """Parties have no history rows: the lines of the timeline say who changed them."""
    edits = [event for event in issue.events.all() if event.by and Difference.RESPONSIBLE in event.fields]
    last = max(edits, key=lambda event: event.recorded_at, default=None)
    return {Difference.RESPONSIBLE: (last.by, last.recorded_at)} if last else {}


def _compare_responsible(issue: Issue, new: NewIssue, page: Page) -> list[Change]:
    parties = [party for party in issue.parties.all() if party.role == Role.RESPONSIBLE]
    bodies = list(
        {party.name[:120]: party for party in new.parties if party.role == Role.RESPONSIBLE}.values()
    )
    old = sorted([party.name, party.agency_id] for party in parties)
    read = sorted([party.name[:120], party.agency and party.agency.pk] for party in bodies)
    if all(is_among(body, read) for body in old) and all(is_among(body, old) for body in read):
        return []
    old_words = [
        _words_of_evidence(words) | {"name": party.name}
        for party in parties
        for words in party.evidence.all()
        if words.page_id == page.pk
    ]
    new_words = [_words_of(page, party) | {"name": party.name[:120]} for party in bodies if party.spans]
    return [Change(Difference.RESPONSIBLE, old, read, old_words, new_words)]


def _words_of_issue(issue: Issue, page: Page) -> dict[str, list[dict]]:
    fields = {SPEAKS_FOR.get(name, name): name for name in FIELDS}
    words: dict[str, list[dict]] = {}
    for row in issue.evidence.all():
        if row.page_id == page.pk and row.field in fields and not (row.party_id or row.event_id):
            words.setdefault(fields[row.field], []).append(_words_of_evidence(row))
    return words


def _words_of_draft(new: NewIssue, page: Page) -> dict[str, list[dict]]:
    fields = {SPEAKS_FOR.get(name, name): name for name in FIELDS}
    told: Iterable[NewEvidence] = (row for row in new.evidence if row.field in fields and row.spans)
    words: dict[str, list[dict]] = {}
    for row in told:
        words.setdefault(fields[row.field], []).append(_words_of(page, row) | {"score": row.score})
    return words


def _words_of_evidence(row: Evidence) -> dict:
    return {"spans": row.spans, "quote": row.quote, "because": row.because, "score": row.score}


def _words_of(page: Page, told: NewEvidence | NewParty) -> dict:
    spans = [list(span) for span in told.spans]
    return {"spans": spans, "quote": quote_page(page, spans), "because": list(told.because), "score": 1.0}
