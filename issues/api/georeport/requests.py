"""Service requests of GeoReport v2: public issues as a client of Open311 knows them."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ...models import Category, Issue
from ...public.masking import show
from ...public.records import name_status, show_party
from ...querysets import IssueQuerySet
from ...workflow import CLOSED, OPEN
from .asking import MOST, Asked, read_asked
from .catalogue import UNKNOWN
from .forms import GeoReportView

_LONGEST = 4000  # characters of a description
_STATUSES = {"open": OPEN, "closed": CLOSED}


@extend_schema(exclude=True)
class ListRequests(GeoReportView):
    """GET Service Requests: 90 days and 1000 requests at most, the newest first."""

    root = "service_requests"

    def get(self, request: Request, format: str) -> Response:
        """The requests that were asked for."""
        codes = {UNKNOWN, *Category.objects.values_list("code", flat=True)}
        found = find_requests(read_asked(request.query_params, codes))
        return Response([make_request(issue) for issue in found])


@extend_schema(exclude=True)
class ShowRequest(GeoReportView):
    """GET Service Request."""

    root = "service_requests"

    def get(self, request: Request, number: str, format: str) -> Response:
        """A list of one; 404 where the issue is not public."""
        public = _with_what_is_told(Issue.objects.public())
        found = public.filter(pk=int(number)).first() if number.isdigit() else None
        if found is None:
            raise Http404
        return Response([make_request(found)])


def find_requests(asked: Asked) -> list[Issue]:
    """The newest requests. Dated and undated issues are looked up apart, each in the order of an index, by keys alone."""
    public, shown = Issue.objects.public(), _with_what_is_told(Issue.objects.public())
    if asked.numbers is not None:
        return list(shown.filter(pk__in=asked.numbers).newest()[:MOST])
    issues = _narrow(public, asked)
    first, last = _first_day_from(asked.start), timezone.localdate(asked.end)
    dated = issues.filter(reported_on__gte=first, reported_on__lte=last).order_by("-reported_on", "-id")
    undated = issues.filter(reported_on=None, published_at__gte=asked.start, published_at__lte=asked.end)
    found = [
        row
        for rows in (dated, undated.order_by("-published_at", "-id"))
        for row in rows.values_list("pk", "reported_on", "published_at")[:MOST]
    ]
    newest = sorted(found, key=lambda row: find_requested(*row[1:]), reverse=True)[:MOST]
    return shown.in_order([key for key, *_days in newest])


def find_requested(reported_on: date | None, published_at: datetime) -> datetime:
    """When it was requested: the day of the report, else the time at which it became public here."""
    return _midnight(reported_on) if reported_on else timezone.localtime(published_at)


def make_request(issue: Issue) -> dict:
    """One request. Newspapers print no coordinates, so `lat` and `long` are empty and `address` says the place."""
    named = [show_party(party, issue) for party in issue.responsible]
    requested = find_requested(issue.reported_on, issue.published_at)
    notes = [name_status(issue.status), show(issue.resolution_notes, issue)]
    where = [show(issue.place, issue), *_name_divisions(issue)]
    return {
        "service_request_id": str(issue.pk),
        "status": "open" if issue.status in OPEN else "closed",
        "status_notes": _(": ").join(filter(None, notes)),
        "service_name": issue.category.name if issue.category else None,
        "service_code": issue.category.code if issue.category else UNKNOWN,
        "description": "\n".join(filter(None, [show(issue.title, issue), show(issue.summary, issue)]))[
            :_LONGEST
        ],
        "agency_responsible": "、".join(dict.fromkeys(named)) or None,
        "service_notice": None,
        "requested_datetime": _write_time(requested),
        "updated_datetime": _write_time(max(requested, _find_updated(issue))),
        "expected_datetime": _write_time(_midnight(issue.due_on)) if issue.due_on else None,
        "address": "，".join(filter(None, where)),
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _with_what_is_told(issues: IssueQuerySet) -> IssueQuerySet:
    """What a request says and nothing more."""
    told = [
        "title",
        "summary",
        "place",
        "resolution_notes",
        "hidden_names",
        "status",
        "published_at",
        "changed_at",
    ]
    days = ["reported_on", "due_on", "resolved_on"]
    named = ["category__code", "category__name", "district__name", "district__parent__name"]
    rows = issues.select_related("category", "district__parent").only(*told, *days, *named)
    return rows.with_responsible()


def _narrow(issues: IssueQuerySet, asked: Asked) -> IssueQuerySet:
    if asked.codes:
        named = Q(category__code__in=[code for code in asked.codes if code != UNKNOWN])
        issues = issues.filter(named | Q(category=None) if UNKNOWN in asked.codes else named)
    if asked.statuses:
        issues = issues.filter(status__in=frozenset().union(*(_STATUSES[one] for one in asked.statuses)))
    return issues


def _find_updated(issue: Issue) -> datetime:
    """The last change; for a closed request the day on which it was closed, where that is known.

    That day may lie before the issue came here, which is when an undated one counts as requested.
    """
    closed = issue.status in CLOSED and issue.resolved_on
    return _midnight(issue.resolved_on) if closed else timezone.localtime(issue.changed_at)


def _name_divisions(issue: Issue) -> list[str]:
    """From the smallest to the largest, as the specification asks."""
    district = issue.district
    return [one.name for one in (district, district and district.parent) if one]


def _first_day_from(moment: datetime) -> date:
    """The first day whose midnight is not before `moment`: requests of a day are made at its midnight."""
    day = timezone.localdate(moment)
    return day if _midnight(day) >= moment else date.fromordinal(day.toordinal() + 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _write_time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
