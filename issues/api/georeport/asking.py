"""What a GeoReport v2 client asks of requests.xml, read by the rules of the specification. Asks for no issue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ParseError

LONGEST_SPAN = timedelta(days=90)
MOST = 1000
STATUSES = ("open", "closed")
# https://www.w3.org/TR/NOTE-datetime with a time and its zone; a + that an address turned into a blank is one.
_W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+ -]\d\d:\d\d)", re.ASCII)
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to requests.xml. Where numbers are given, no other argument counts."""

    numbers: list[int] | None
    codes: list[str]
    statuses: list[str]
    start: datetime
    end: datetime


def read_asked(query: QueryDict, known_codes: set[str]) -> Asked:
    """The arguments of `query`. Raises ParseError (400) or NotFound (404) with a description.

    Numbers override all other arguments, as the specification says: those are not even read then.
    """
    if numbers := _split(query, "service_request_id"):
        return Asked(_read_numbers(numbers), [], [], *_read_span("", ""))
    codes, statuses = _split(query, "service_code"), _split(query, "status")
    if not known_codes.issuperset(codes):
        raise NotFound(_("service_code was not found."))
    if [status for status in statuses if status not in STATUSES]:
        raise ParseError(_("status must be open or closed."))
    start, end = _read_span(query.get("start_date", "").strip(), query.get("end_date", "").strip())
    return Asked(None, codes, statuses, start, end)


def _split(query: QueryDict, name: str) -> list[str]:
    """Arguments may come several times, and with commas."""
    values = ",".join(query.getlist(name)).split(",")
    return list(dict.fromkeys(value.strip() for value in values if value.strip()))[:MOST]


def _read_numbers(texts: list[str]) -> list[int]:
    """What is no number is no request: it is left out, as one that does not exist."""
    digits = [text for text in texts if text.isascii() and text.isdigit() and len(text) <= 19]
    return [number for number in map(int, digits) if number <= _LARGEST_ID]


def _read_span(first: str, last: str) -> tuple[datetime, datetime]:
    """90 days up to now where nothing is said; where one end is said, 90 days from there."""
    start, end = _read_time(first, "start_date"), _read_time(last, "end_date")
    now = timezone.now()
    if start and end:
        if not timedelta(0) <= end - start <= LONGEST_SPAN:
            raise ParseError(_("end_date must follow start_date by at most 90 days."))
        return start, end
    if start:
        return start, min(start + LONGEST_SPAN, max(now, start))
    end = end or now
    return end - LONGEST_SPAN, end


def _read_time(text: str, name: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = parse_datetime(text.replace(" ", "+")) if _W3C.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None or not 1900 <= moment.year <= 2200:
        told = _("%(name)s must be a time of the W3C's form with its zone, e.g. 2010-01-01T00:00:00Z.")
        raise ParseError(told % {"name": name})
    return moment
