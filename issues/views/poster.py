"""A page to print and hang up: a QR code that opens the form with the place filled in."""

from __future__ import annotations

from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from ..models import Category, Division, Issue
from ..public.answers import find_site
from ..public.masking import show
from .letter_form import find_served_districts

LONGEST_PLACE = 60


@require_safe
def show_poster(request: HttpRequest) -> HttpResponse:
    """The poster of a place (`district`, `place`, `category`) or of an issue (`issue`), with a form for another one."""
    number = request.GET.get("issue", "")
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        issue = get_object_or_404(Issue.objects.public(), pk=int(number))
        return _show(request, reverse("issues:tell", args=[issue.pk]), {"issue": issue})
    place = show(" ".join(request.GET.get("place", "").split())[:LONGEST_PLACE])
    district = Division.objects.filter(code=request.GET.get("district", "")[:12]).first()
    category = Category.objects.filter(code=request.GET.get("category", "")[:40]).first()
    asked = {"district": district and district.code, "place": place, "category": category and category.code}
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse("issues:report") + (f"?{query}" if query else "")
    context = {
        "place": place,
        "district": district,
        "category": category,
        "districts": find_served_districts(),
        "categories": Category.objects.all(),
        "longest_place": LONGEST_PLACE,
    }
    return _show(request, address, context)


def _show(request: HttpRequest, path: str, context: dict) -> HttpResponse:
    site = find_site(request)
    return render(request, "issues/poster.html", {**context, "qr": draw_code(site + path), "site": site})


def draw_code(address: str) -> str:
    """The address as an SVG whose size the style sheet decides; a quarter of it may be torn or dirty."""
    code = segno.make_qr(address, error="q", boost_error=False)
    return mark_safe(code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None))  # noqa: S308 - made here
