"""XML and JSON as GeoReport v2 writes them, errors included. Knows no issue."""

from __future__ import annotations

from xml.etree import ElementTree

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, MethodNotAllowed, NotFound
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ...public.answers import find_site
from ...public.masking import strip_controls
from ..view import PublicView

_ITEMS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}


class GeoReportXML(BaseRenderer):
    """The view's root with an element for each field; a list has one for each of its items."""

    media_type = "text/xml"
    format = "xml"
    charset = "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        """The whole document with its declaration."""
        if data is None:
            return b""
        root = ElementTree.Element(_find_root(renderer_context))
        _fill(root, data)
        return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


class GeoReportJSON(JSONRenderer):
    """A list, or for a definition and for discovery an object, without a root."""

    charset = "utf-8"


class GeoReportView(PublicView):
    """One resource of GeoReport v2; `root` is the XML element around its answer."""

    renderer_classes = (GeoReportXML, GeoReportJSON)
    root = ""

    def initial(self, request: Request, *args, **kwargs) -> None:
        """This endpoint serves one jurisdiction: naming it is allowed, naming another one is an error."""
        super().initial(request, *args, **kwargs)
        asked = request.query_params.get("jurisdiction_id")
        if asked and settings.CIVICTRACK_JURISDICTION not in ("", asked):
            raise NotFound(_("jurisdiction_id was not found."))

    def http_method_not_allowed(self, request: Request, *args, **kwargs):
        """Programs cannot report; persons can, and are told where."""
        told = _("This endpoint takes no reports. Write to %(address)s instead.")
        address = find_site(request) + reverse("issues:report")
        raise MethodNotAllowed(request.method, detail=told % {"address": address})

    def handle_exception(self, exc: Exception) -> Response:
        """Errors in the form of the specification, with its codes: the HTTP status."""
        response = super().handle_exception(exc)
        told = str(exc.detail) if isinstance(exc, APIException) else str(_("not found"))
        response.data = [{"code": response.status_code, "description": told}]
        return response


def _find_root(context: dict) -> str:
    return "errors" if context["response"].status_code >= 400 else context["view"].root


def _fill(element: ElementTree.Element, value: object) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _fill(ElementTree.SubElement(element, name), inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(ElementTree.SubElement(element, _ITEMS[element.tag]), inner)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = strip_controls(str(value))
