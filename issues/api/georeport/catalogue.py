"""Services of GeoReport v2: the categories, and where the endpoint is."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ...models import Category
from ...public.answers import find_site
from ...public.masking import strip_controls
from .forms import GeoReportView

UNKNOWN = "unknown"
"""The service_code of issues without a category, which the specification does not know."""
CHANGESET = "2026-11-21T00:00:00+08:00"
"""When the endpoint last changed its form."""


def make_services() -> list[dict]:
    """Every category as a service. Nothing is to be filled in: nothing is reported here."""
    services = [_make_service(one.code, one.name, one.words, one.group) for one in Category.objects.all()]
    return [*services, _make_service(UNKNOWN, _("not stated"), "", "")]


def _make_service(code: str, name: str, words: str, group: str) -> dict:
    return {
        "service_code": code,
        "service_name": strip_controls(name),
        "description": strip_controls(words.replace("/", "、")),
        "metadata": False,
        "type": "realtime",
        "keywords": ", ".join(words.split("/")),
        "group": strip_controls(group),
    }


@extend_schema(exclude=True)
class ListServices(GeoReportView):
    """GET Service List."""

    root = "services"

    def get(self, request: Request, format: str) -> Response:
        """All categories."""
        return Response(make_services())


@extend_schema(exclude=True)
class ShowService(GeoReportView):
    """GET Service Definition: the code, without attributes."""

    root = "service_definition"

    def get(self, request: Request, code: str, format: str) -> Response:
        """404 for a code that services.xml does not list."""
        if code != UNKNOWN and not Category.objects.filter(code=code).exists():
            raise Http404
        return Response({"service_code": code, "attributes": []})


@extend_schema(exclude=True)
class ShowDiscovery(GeoReportView):
    """Service Discovery: where clients find the endpoint."""

    root = "discovery"

    def get(self, request: Request, format: str) -> Response:
        """One endpoint, in production."""
        base = reverse("issues:open311_services", args=["xml"]).removesuffix("/services.xml")
        endpoint = {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": f"{find_site(request)}{base}",
            "changeset": CHANGESET,
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }
        told = {"changeset": CHANGESET, "contact": settings.CIVICTRACK_CONTACT, "key_service": ""}
        return Response({**told, "endpoints": [endpoint]})
