"""Pages about the site itself: how issues are made, what robots may read, whether it is well."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..actions import LETTERS_KEPT
from ..choices import Status
from ..voice.photos import MOST_PHOTOS

MEANINGS = {
    Status.REPORTED: _("A page tells of it; no body has answered."),
    Status.ACCEPTED: _("A body has taken it on."),
    Status.IN_PROGRESS: _("Somebody is working on it, or has said how and when."),
    Status.STALLED: _("Work has stopped, or nobody moves."),
    Status.RESOLVED: _("The body in charge says that it is done."),
    Status.VERIFIED: _("Somebody went there afterwards and it held."),
    Status.REOPENED: _("It was closed and has come back."),
    Status.UNFOUNDED: _("It was looked into and is not so."),
    Status.DUPLICATE: _("Another report of a known issue; its story goes on there."),
}


@require_safe
def show_about(request: HttpRequest) -> HttpResponse:
    """How issues are made, what the statuses mean, what is quoted, and how to ask for a correction."""
    asked_about = request.GET.get("issue", "")[:12]
    context = {
        "contact": settings.CIVICTRACK_CONTACT,
        "statuses": MEANINGS.items(),
        "asked_about": asked_about,
        "asked_number": int(asked_about) if asked_about.isascii() and asked_about.isdecimal() else None,
        "most_photos": MOST_PHOTOS,
        "days_kept": LETTERS_KEPT.days,
    }
    return render(request, "issues/about.html", context)


@require_safe
def show_robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read, except the endless mixtures of filters."""
    return render(request, "issues/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def show_health(request: HttpRequest) -> HttpResponse:
    """200 where the database answers, 503 where it does not. Says nothing else: anybody may ask."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
