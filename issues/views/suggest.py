"""Suggestions while typing, for the script of the search field. Without it nothing is lost: the list searches as well."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..limits import find_wait
from ..public.answers import find_last_change
from ..public.masking import strip_controls
from ..suggesting import LONGEST, find_suggestions

KEPT_SECONDS = 300


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """At most fifteen suggestions for `q`. Kept until something public changes; 429 where too much is asked."""
    if find_wait(request, "suggest"):
        return JsonResponse({"suggestions": []}, status=429)
    typed = strip_controls(request.GET.get("q", ""))[: LONGEST * 2]
    asked = repr((typed, get_language(), find_last_change()))
    key = f"suggest:{hashlib.sha256(asked.encode()).hexdigest()[:32]}"
    found = cache.get_or_set(key, lambda: find_suggestions(typed), KEPT_SECONDS)
    return JsonResponse({"suggestions": found}, headers={"Cache-Control": "private, max-age=60"})
