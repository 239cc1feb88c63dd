"""An issue's address as a QR code, for paper and for a second screen."""

from __future__ import annotations

import io

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ..models import Issue
from ..public.answers import find_site


@require_safe
@cache_control(public=True, max_age=86_400)
def show_issue_code(request: HttpRequest, number: int) -> HttpResponse:
    """The address of a public issue as SVG; any other is not found. Dark on white in every scheme, or no phone reads it."""
    issue = get_object_or_404(Issue.objects.public().only("pk"), pk=number)
    drawn = io.BytesIO()
    code = segno.make(find_site(request) + issue.get_absolute_url(), error="m", micro=False)
    code.save(drawn, kind="svg", border=4, scale=4, dark="#000", light="#fff", xmldecl=False, nl=False)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
