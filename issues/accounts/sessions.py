"""Sessions that end: an account that does nothing for too long is signed out. Asks nothing of visitors without one."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

SEEN = "seen_at"
STEP = 60
"""Seconds between two notes of "seen": not every request writes the session."""


class EndIdleSessions:
    """Middleware behind those for sessions, accounts and messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Who has no session is not asked for one: public pages stay the same for all, and caches may keep them.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            end_idle(request, time.time())
        return self.get_response(request)


def end_idle(request: HttpRequest, now: float) -> None:
    """Sign out whoever was last seen too long ago, else note that they were seen.

    What a page fetches by itself (the progress of an import) is no sign that a person is there.
    """
    seen = request.session.get(SEEN, now)
    minutes = (
        settings.CIVICTRACK_STAFF_IDLE_MINUTES
        if request.user.is_staff
        else settings.CIVICTRACK_AGENCY_IDLE_MINUTES
    )
    if now - seen > minutes * 60:
        logout(request)
        messages.info(request, _("You were signed out because nothing was done for a while. Sign in again."))
    elif SEEN not in request.session or (now - seen > STEP and "HX-Request" not in request.headers):
        request.session[SEEN] = now
