"""What every answer to a program has: ETag and Last-Modified, 304 before any work, refusals in a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language

from ..choices import Status
from ..models import Agency, Issue

FORM = "2"
"""Raise it when answers change their form: what readers have kept is then out of date."""


def answer_if_changed(
    request: HttpRequest, make: Callable[[], HttpResponse], *, changed: datetime | None = None
) -> HttpResponse:
    """304 where the reader's copy still holds, else what `make` returns, with the marks to ask for it next time.

    `changed` is when the answer last changed, where that is known better than for all public issues together.
    ValidationError becomes 400 with its sentences.
    """
    changed = changed or find_last_change()
    etag, stamp = _make_etag(request, changed), int(changed.timestamp())
    if unchanged := get_conditional_response(request, etag=etag, last_modified=stamp):
        return unchanged
    try:
        response = make()
    except ValidationError as wrong:
        return HttpResponse("\n".join(wrong.messages) + "\n", "text/plain; charset=utf-8", status=400)
    if response.status_code == 200:
        response.headers.setdefault("ETag", etag)
        response.headers.setdefault("Last-Modified", http_date(stamp))
    return response


def find_last_change() -> datetime:
    """The latest time at which any public answer may have changed: a few looks into indexes, whatever is asked for.

    What was withdrawn counts, for it is missing now; so does the name of an agency, and a new day, for promises fall due.
    """
    withdrawn = Issue.objects.filter(status=Status.WITHDRAWN, published_at__isnull=False)
    newest = [
        issues.order_by("-changed_at").values_list("changed_at", flat=True).first()
        for issues in (Issue.objects.public(), withdrawn)
    ]
    renamed = Agency.objects.aggregate(last=Max("changed_at"))["last"]
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return max(filter(None, [*newest, renamed, today]))


def find_site(request: HttpRequest) -> str:
    """What stands before a path to make it a whole address: what the operator has set, else what was asked."""
    return settings.CIVICTRACK_SITE or request.build_absolute_uri("/").rstrip("/")


def _make_etag(request: HttpRequest, changed: datetime) -> str:
    """Weak: the same selection in the same language, not the same bytes."""
    asked = (FORM, changed.isoformat(), get_language(), request.get_full_path())
    return f'W/"{hashlib.sha256(repr(asked).encode()).hexdigest()[:32]}"'
