"""One issue: what, where, who, where it stands, and the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..choices import EventKind, Role, Status
from ..models import Agency, Event, Evidence, Issue, Page, Party, Photo
from ..public.promises import read_clock
from ..public.quotations import Quotation, quote_all
from ..public.statements import find_speakers
from ..public.timeline import Line, Words, sort_evidence, tell_timeline
from .related import find_related
from .standing import find_records

MOST_PHOTOS = 12
MOST_JOINED = 50
MOST_RECORDS = 3
DATES = ("began", "reported", "accepted", "promised", "resolved")


@dataclass(frozen=True, slots=True)
class Part:
    """The agencies of one role, each with the words that name it."""

    role: str
    parties: list[tuple[Party, list[Quotation]]]


@require_safe
def show_issue(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a public issue; any other is not found."""
    issues = Issue.objects.public().with_timeline().select_related("story__page", "joined_to")
    return render(request, "issues/issue.html", describe_issue(get_object_or_404(issues, pk=number)))


def describe_issue(issue: Issue, coming: Sequence[Event] = ()) -> dict[str, object]:
    """What the page of `issue` shows, with lines of its timeline that are still `coming`. Expects with_timeline()."""
    words = sort_evidence(issue)
    lines = tell_timeline(issue, words, coming)
    joined = _find_joined(issue)
    return {
        "issue": issue,
        "facts": {name: quote_all(found) for name, found in words.fields.items()},
        "places": quote_all([*words.fields["district"], *words.fields["place"]]),
        "dates": [_date_fact(issue, name, words) for name in DATES if getattr(issue, name)],
        "responsible": quote_all(_find_responsible_words(issue, words)),
        "parts": _sort_parties(issue, words),
        "lines": lines,
        "checked": _last_check(issue, lines),
        "published": next((line.event for line in lines if line.event.from_status == Status.DRAFT), None),
        "clock": read_clock(issue, lines, timezone.localdate()),
        "speakers": find_speakers(lines),
        "records": find_records(_find_responsible(issue)),
        "related": find_related(issue),
        "selection": _select_like(issue),
        "joined_to": issue.joined_to if issue.joined_to_id and issue.joined_to.is_public else None,
        "reports": [report for report in joined if report.is_public],
        "pages": _find_pages(issue, words, lines, joined),
        "photos": Photo.objects.filter(letter__led_to=issue, shown_at__isnull=False)[:MOST_PHOTOS],
    }


def _date_fact(issue: Issue, name: str, words: Words) -> tuple[str, str, list[Quotation]]:
    label = Issue._meta.get_field(name).verbose_name
    return str(label), getattr(issue, name), quote_all(words.fields[name])


def _find_responsible_words(issue: Issue, words: Words) -> list[Evidence]:
    named = [party.pk for party in issue.parties.all() if party.role == Role.RESPONSIBLE]
    return [one for key in named for one in words.parties[key]]


def _find_responsible(issue: Issue) -> list[Agency]:
    found = [party.agency for party in issue.parties.all() if party.role == Role.RESPONSIBLE and party.agency]
    return found[:MOST_RECORDS]


def _select_like(issue: Issue) -> str:
    """The query part of the list of issues like this one, for its feeds; empty where its kind and place are not known."""
    asked = {
        "district": issue.district.code if issue.district else "",
        "category": issue.category.code if issue.category else "",
    }
    asked = {name: value for name, value in asked.items() if value}
    return "?" + urlencode(asked) if asked else ""


def _sort_parties(issue: Issue, words: Words) -> list[Part]:
    parties = list(issue.parties.all())
    parts = [
        Part(
            role.label,
            [(party, quote_all(words.parties[party.pk])) for party in parties if party.role == role],
        )
        for role in Role
    ]
    return [part for part in parts if part.parties]


def _last_check(issue: Issue, lines: list[Line]) -> Event | None:
    """The latest move by the desk: what we say ourselves, not what a paper printed. None before the first."""
    moved = [line.event for line in lines if line.event.kind in {EventKind.MOVED, EventKind.UNDONE}]
    said = [
        event
        for event in moved
        if event.from_status != Status.DRAFT or event.to_status != issue.printed_status
    ]
    return max(said, key=lambda event: event.pk, default=None)


def _find_joined(issue: Issue) -> list[Issue]:
    """The reports that joined the issue, by their days, those without one last."""
    reports = Issue.objects.select_related("story__page").order_by("reported_on", "id")
    found = reports.joined_into(issue, MOST_JOINED)
    return sorted(found, key=lambda each: (each.reported_on is None, each.reported_on, each.pk))


def _find_pages(issue: Issue, words: Words, lines: list[Line], joined: list[Issue]) -> list[Page]:
    """The pages that tell of the issue, oldest first: those that actions/saving.py counts as its sources."""
    pages = [one.story.page for one in (issue, *joined) if one.story]
    pages += [one.page for found in words.fields.values() for one in found]
    pages += [line.page for line in lines if line.page]
    once = {page.pk: page for page in pages}
    return sorted(once.values(), key=lambda page: (page.published is None, page.published, page.pk))
