"""Opening an issue: from what was read on a page, with its parties, timeline and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from ..choices import EventKind, Role, Status
from ..edtf import first_day
from ..matters import body_of, weigh_terms, write_terms
from ..models import Agency, Category, Division, Event, Evidence, Issue, Page, Party, Story
from ..search import index_drafts
from .hidden_names import find_hidden_names
from .saving import stamp_issue
from .timeline import quote_page

Spans = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """Words for one field, named as the Issue field is."""

    field: str
    spans: Spans
    because: Sequence[str] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class NewParty:
    """An agency's part, as printed; `agency` where the directory knows it."""

    name: str
    role: Role
    spans: Spans
    agency: Agency | None = None
    because: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A printed line of the timeline."""

    kind: EventKind
    text: str
    spans: Spans
    happened: str = ""
    agency: Agency | None = None
    agency_name: str = ""


@dataclass(frozen=True, slots=True)
class NewIssue:
    """Everything that a draft starts with; plain values, so that any door can open one."""

    title: str
    summary: str = ""
    category: Category | None = None
    district: Division | None = None
    place: str = ""
    printed_status: Status = Status.REPORTED
    dates: dict[str, str] = field(default_factory=dict)
    mention: bool = False
    confidence: float = 1.0
    story: Story | None = None
    position: int = 0
    spans: Spans = ()
    follows: Issue | None = None
    parties: Sequence[NewParty] = ()
    events: Sequence[NewEvent] = ()
    evidence: Sequence[NewEvidence] = ()


@dataclass(frozen=True, slots=True)
class IssueRows:
    """The rows of an issue that is about to be opened, and its terms in the index of like matters."""

    issue: Issue
    parties: list[Party]
    events: list[Event]
    evidence: list[Evidence]
    terms: Mapping[int, int]


def open_issue(new: NewIssue, *, by: AbstractUser | None = None, reason: str = "") -> Issue:
    """Open a draft. Nobody outside the desk sees it before publish_issue. Returns the issue.

    `reason` says what opened it where it was not the first reading of its page.
    Raises ValueError where a span does not lie in the page: evidence is never stored untrue.
    """
    return open_issues([new], by=by, reason=reason)[0]


def open_issues(news: Sequence[NewIssue], *, by: AbstractUser | None = None, reason: str = "") -> list[Issue]:
    """Open the drafts together: as many queries as for one. As open_issue otherwise."""
    return store_issues(prepare_issues(news, by=by, reason=reason), by=by, reason=reason)


def prepare_issues(
    news: Iterable[NewIssue], *, by: AbstractUser | None = None, reason: str = ""
) -> list[IssueRows]:
    """The rows of the drafts, for store_issues. Asks the database nothing: it is most of the work, and holds nobody up.

    Raises ValueError as open_issue does.
    """
    names: dict[int, str] = {}
    return [_prepare(new, names, by, reason) for new in news]


def _prepare(new: NewIssue, names: dict[int, str], by: AbstractUser | None, reason: str) -> IssueRows:
    issue = _issue(new)
    if new.story:
        story = id(new.story)  # it may have no key yet
        names[story] = issue.hidden_names = names[story] if story in names else find_hidden_names(new.story)
    stamp_issue(issue)
    parties, events = _parties(issue, new), _events(issue, new)
    evidence = list(_evidence_of(issue, new, parties, events)) if new.story else []
    opened = {"kind": EventKind.OPENED, "text": reason, "by": by, "to_status": Status.DRAFT}
    opening = Event(issue=issue, internal=True, **opened)
    terms = weigh_terms(issue.title, body_of(issue))
    return IssueRows(issue, parties, [opening, *events], evidence, terms)


@transaction.atomic
def store_issues(
    rows: Sequence[IssueRows], *, by: AbstractUser | None = None, reason: str = ""
) -> list[Issue]:
    """Store what prepare_issues has made, whose stories are stored by now. Returns the issues."""
    issues = [each.issue for each in rows]
    bulk_create_with_history(issues, Issue, default_user=by, default_change_reason=reason[:100])
    index_drafts(issues)
    Party.objects.bulk_create(row for each in rows for row in each.parties)
    Event.objects.bulk_create(row for each in rows for row in each.events)
    Evidence.objects.bulk_create(row for each in rows for row in each.evidence)
    write_terms((each.issue.pk, each.terms) for each in rows)
    return issues


def next_position(story: Story) -> int:
    """The position behind the story's last issue; the story stays locked until the transaction ends."""
    Story.objects.select_for_update().get(pk=story.pk)
    last = story.issues.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _issue(new: NewIssue) -> Issue:
    return Issue(
        title=new.title[:80],
        summary=new.summary,
        category=new.category,
        district=new.district,
        place=new.place[:120],
        printed_status=new.printed_status,
        mention=new.mention,
        confidence=new.confidence,
        story=new.story,
        sources=1 if new.story else 0,
        position=new.position,
        spans=[list(span) for span in new.spans],
        follows=new.follows,
        version=0,
        opened_at=timezone.now(),
        **{name: value[:32] for name, value in new.dates.items()},
    )


def _parties(issue: Issue, new: NewIssue) -> list[Party]:
    return [
        Party(issue=issue, agency=party.agency, name=name, role=role) for (name, role), party in _once(new)
    ]


def _once(new: NewIssue) -> Iterable[tuple[tuple[str, Role], NewParty]]:
    """Each body once in each role, as it was named last."""
    return {(party.name[:120], party.role): party for party in new.parties}.items()


def _events(issue: Issue, new: NewIssue) -> list[Event]:
    return [
        Event(
            issue=issue,
            kind=event.kind,
            text=event.text,
            happened=event.happened,
            happened_on=first_day(event.happened),
            agency=event.agency,
            agency_name=event.agency_name[:120],
            story=new.story,
        )
        for event in new.events
    ]


def _evidence_of(
    issue: Issue, new: NewIssue, parties: Sequence[Party], events: Sequence[Event]
) -> Iterator[Evidence]:
    """The words behind its fields, its parties and its lines."""
    page = new.story.page
    for words in new.evidence:
        yield make_evidence(issue, page, words.field, words.spans, words.because, score=words.score)
    for row, (_key, party) in zip(parties, _once(new), strict=True):
        if party.spans:
            yield make_evidence(issue, page, row.role, party.spans, party.because, party=row)
    for row, event in zip(events, new.events, strict=True):
        if event.spans:
            yield make_evidence(issue, page, "event", event.spans, event=row)


def make_evidence(
    issue: Issue, page: Page, name: str, spans: Spans, because: Sequence[str] = (), **links
) -> Evidence:
    """A row, not saved yet, for the words of one field. Raises ValueError where a span is not in the page."""
    return Evidence(
        issue=issue,
        page=page,
        field=name,
        spans=[list(span) for span in spans],
        quote=quote_page(page, spans),
        because=list(because),
        **links,
    )
