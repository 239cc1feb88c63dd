"""A public issue as one flat record: the fields of exports, API and dump, with what each means. Writes no format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..choices import Role, Status
from ..models import Agency, Issue, Page, Party
from ..querysets import IssueQuerySet
from ..workflow import OPEN
from .masking import show

CHUNK = 500
"""Issues in memory at once while many are read."""

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record. `kind` is text, number, day, time, truth, list or link."""

    name: str
    kind: str
    meaning: object
    value: Callable[[Issue], object]


def read_records(issues: IssueQuerySet, site: str) -> Iterator[Record]:
    """The records of `issues`, one by one: memory stays the same for any number."""
    for issue in issues.with_record().iterator(chunk_size=CHUNK):
        yield make_record(issue, site)
        issue._prefetched_objects_cache.clear()  # it points back at the issue: a circle that only gc would open


def make_record(issue: Issue, site: str) -> Record:
    """`issue` as a record, its address on `site`; expects a row with_record()."""
    record = {field.name: field.value(issue) for field in FIELDS}
    record["url"] = f"{site}{record['url']}"
    return record


def show_party(party: Party, issue: Issue) -> str:
    """The name of a party: the agency's, else the word of the page."""
    return show_agency(party.agency) if party.agency else show(party.name, issue)


def show_agency(agency: Agency) -> str:
    """The name of an agency."""
    return show(agency.name)


def find_source(issue: Issue) -> Page | None:
    """The page that told of the issue first."""
    return issue.story.page if issue.story else None


def find_successor(issue: Issue) -> int | None:
    """The number of the issue that this report was joined to, while that is public."""
    return issue.joined_to_id if issue.joined_to_id and issue.joined_to.is_public else None


def is_overdue(issue: Issue, today: date) -> bool:
    """Whether the promised day has passed while the problem still stands."""
    return issue.status in OPEN and issue.due_on is not None and issue.due_on < today


def name_status(status: str) -> str:
    """A status in the reader's language; programs go by its code."""
    return _name_status(status, get_language())


@cache
def _name_status(status: str, language: str) -> str:
    return str(Status(status).label)


def _masked(name: str) -> Callable[[Issue], str]:
    return lambda issue: show(getattr(issue, name), issue)


def _plain(name: str) -> Callable[[Issue], object]:
    return lambda issue: getattr(issue, name)


def _moment(name: str) -> Callable[[Issue], datetime | None]:
    """A time in the site's zone."""
    return lambda issue: getattr(issue, name) and timezone.localtime(getattr(issue, name))


def _of(row: str, name: str) -> Callable[[Issue], object]:
    """A field of the category or district; None where the issue has none."""
    return lambda issue: getattr(getattr(issue, row), name, None)


def _city(issue: Issue) -> str | None:
    return issue.district.parent.name if issue.district and issue.district.parent else None


def _with_role(role: Role) -> Callable[[Issue], list[str]]:
    return lambda issue: list(_names(issue, role))


def _names(issue: Issue, role: Role) -> Iterable[str]:
    named = (show_party(party, issue) for party in issue.parties.all() if party.role == role)
    return dict.fromkeys(named)


def _publication(issue: Issue) -> str | None:
    page = find_source(issue)
    return show(page.publication) if page and page.publication else None


def _printed_on(issue: Issue) -> date | None:
    page = find_source(issue)
    return page.published if page else None


FIELDS = (
    Field("number", "number", _("The issue's number on this site; it never changes."), _plain("pk")),
    Field("title", "text", _("What is wrong, in one line."), _masked("title")),
    Field("summary", "text", _("The same in a few sentences; may be empty."), _masked("summary")),
    Field(
        "category", "text", _("Code of the category; empty where none was found."), _of("category", "code")
    ),
    Field("category_name", "text", _("Its name."), _of("category", "local_name")),
    Field(
        "district",
        "text",
        _("Code of the division (GB/T 2260); no coordinates are known."),
        _of("district", "code"),
    ),
    Field("district_name", "text", _("Its name."), _of("district", "name")),
    Field("city", "text", _("What the division is part of."), _city),
    Field("place", "text", _("The place as it is printed, without doors."), _masked("place")),
    Field("status", "text", _("Where it stands, as a code."), _plain("status")),
    Field("status_name", "text", _("The same in words."), lambda issue: name_status(issue.status)),
    Field("open", "truth", _("Whether the problem still stands."), lambda issue: issue.status in OPEN),
    Field(
        "overdue",
        "truth",
        _("Whether the promised day has passed while the problem still stands, on the day of the export."),
        lambda issue: is_overdue(issue, timezone.localdate()),
    ),
    Field(
        "printed_status",
        "text",
        _("What the newspaper said, which is not what we found out since."),
        _plain("printed_status"),
    ),
    Field(
        "began",
        "text",
        _("When it began: a day, a month or a year, as precise as the page."),
        _plain("began"),
    ),
    Field("reported", "text", _("When it was reported, in the same form."), _plain("reported")),
    Field("accepted", "text", _("When a body took it on, in the same form."), _plain("accepted")),
    Field("promised", "text", _("By when it was promised, in the same form."), _plain("promised")),
    Field("resolved", "text", _("When it was said to be done, in the same form."), _plain("resolved")),
    Field("reported_on", "day", _("The first day that `reported` can mean."), _plain("reported_on")),
    Field("due_on", "day", _("The last day that `promised` can mean."), _plain("due_on")),
    Field("responsible", "list", _("Who has to act."), _with_role(Role.RESPONSIBLE)),
    Field("assisting", "list", _("Who helps."), _with_role(Role.ASSISTING)),
    Field("operator", "list", _("Who runs what is broken."), _with_role(Role.OPERATOR)),
    Field("supervising", "list", _("Who watches over it."), _with_role(Role.SUPERVISING)),
    Field(
        "resolution_notes",
        "text",
        _("What was done and what remains, in the editors' words."),
        _masked("resolution_notes"),
    ),
    Field(
        "joined_to",
        "number",
        _("The number of the known issue that this report was joined to."),
        find_successor,
    ),
    Field("publication", "text", _("The newspaper that told of it."), _publication),
    Field("printed_on", "day", _("The day of that newspaper."), _printed_on),
    Field("published_at", "time", _("When the issue was made public here."), _moment("published_at")),
    Field("changed_at", "time", _("The last change here."), _moment("changed_at")),
    Field("url", "link", _("The issue's page."), Issue.get_absolute_url),
)
