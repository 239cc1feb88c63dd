"""Where a letter stands: asked with its tracking code, by nobody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ..limits import find_wait
from ..models import Letter
from ..voice.codes import hash_code, read_code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request: HttpRequest) -> HttpResponse:
    """A field for the code; what was typed never stands in an address that is not the letter's own."""
    typed = request.POST.get("code", "")[:60]
    code = read_code(typed)
    if code:
        return HttpResponseRedirect(reverse("issues:track", args=[code]))
    wrong = _("A code has sixteen letters and digits, as in 7KQM-2XWP-9RTD-4HNB.") if typed else ""
    return render(
        request, "issues/track_ask.html", {"typed": typed, "wrong": wrong}, status=422 if wrong else 200
    )


@never_cache
@require_safe
def track_letter(request: HttpRequest, code: str) -> HttpResponse:
    """What the desk has made of the letter and what it answers; 404 for a code that was never given out."""
    if find_wait(request, "track"):
        return render(
            request, "issues/track_ask.html", {"wrong": _("Too many questions; wait a minute.")}, status=429
        )
    letters = Letter.objects.select_related("issue", "led_to")
    letter = letters.filter(code_hash=hash_code(read_code(code))).first()
    if letter is None:
        raise Http404
    led_to = letter.led_to if letter.led_to_id and letter.led_to.is_public else None
    return render(request, "issues/track.html", {"letter": letter, "led_to": led_to})
