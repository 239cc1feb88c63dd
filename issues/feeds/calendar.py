"""iCalendar (RFC 5545): the days on which promises fall due, of any selection, for a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..filters import find_public_issues
from ..models import Issue
from ..public.answers import answer_if_changed, find_site
from ..public.masking import show
from ..public.records import name_status, show_party
from ..querysets import IssueQuerySet

ENTRIES = 500
LONGEST_PAST = timedelta(days=90)
"""Promises that were broken longer ago than this are in the list under “overdue”, not in a calendar."""
_LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


@require_safe
def feed_promises(request: HttpRequest) -> HttpResponse:
    """The promised days of the open issues under the filters of the address, the earliest first."""
    return answer_if_changed(request, lambda: _write_calendar(request))


def _write_calendar(request: HttpRequest) -> HttpResponse:
    since = timezone.localdate() - LONGEST_PAST
    issues = find_public_issues(request.GET).unresolved().filter(due_on__gte=since).order_by("due_on", "id")
    keys = list(issues.values_list("pk", flat=True)[:ENTRIES])
    find_page = _name_pages(find_site(request))
    language = (get_language() or "")[:2].upper()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//civictrack//promises//{language}",
        "CALSCALE:GREGORIAN",
    ]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escape_text(_('Promises that fall due'))}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for issue in _with_what_is_told(Issue.objects.public()).in_order(keys):
        lines += _write_event(issue, find_page(issue.pk), request.get_host())
    lines.append("END:VCALENDAR")
    text = "".join(f"{fold_line(line)}\r\n" for line in lines)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _with_what_is_told(issues: IssueQuerySet) -> IssueQuerySet:
    """What an event says and nothing more: whole rows with all their parties took half of the time of 500 events."""
    told = ("title", "summary", "place", "hidden_names", "status", "due_on", "changed_at", "version")
    return issues.select_related("district").only(*told, "district__name").with_responsible()


def _name_pages(site: str) -> Callable[[int], str]:
    """Gives the address of an issue's page: reversing each of 500 took a fifth of the time."""
    before, _number, behind = reverse("issues:issue", args=[0]).rpartition("0")
    return lambda number: f"{site}{before}{number}{behind}"


def _write_event(issue: Issue, page: str, host: str) -> Iterator[str]:
    """The same UID for ever: a promise that is moved moves in the subscriber's calendar."""
    named = [show_party(party, issue) for party in issue.responsible]
    told = [name_status(issue.status), _(", ").join(dict.fromkeys(named)), show(issue.summary, issue)]
    yield "BEGIN:VEVENT"
    yield f"UID:promise-{issue.pk}@{host}"
    yield f"DTSTAMP:{_to_utc(issue.changed_at)}"
    yield f"LAST-MODIFIED:{_to_utc(issue.changed_at)}"
    yield f"SEQUENCE:{issue.version}"
    yield f"DTSTART;VALUE=DATE:{_to_day(issue.due_on)}"
    yield f"DTEND;VALUE=DATE:{_to_day(issue.due_on + timedelta(days=1))}"
    yield f"SUMMARY:{escape_text(_('Promise due: %(title)s') % {'title': show(issue.title, issue)})}"
    yield f"DESCRIPTION:{escape_text(chr(10).join(filter(None, told)))}"
    if issue.place or issue.district:
        where = [issue.district.name if issue.district else "", show(issue.place, issue)]
        yield f"LOCATION:{escape_text(' '.join(filter(None, where)))}"
    yield f"URL:{page}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escape_text(text: str) -> str:
    """TEXT of RFC 5545 section 3.3.11."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def fold_line(line: str) -> str:
    """Lines of at most 75 octets, the following ones begun with a blank; no character is cut in two."""
    octets = line.encode()
    parts, start, room = [], 0, _LONGEST_LINE
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # inside of a character
            end -= 1
        parts.append(octets[start:end].decode())
        start, room = end, _LONGEST_LINE - 1
    return "\r\n ".join([*parts, octets[start:].decode()])


def _to_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _to_day(day: date) -> str:
    return day.strftime("%Y%m%d")
