"""What every view of the API is: read-only, anonymous, throttled, conditional, readable from pages of any origin."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from ..public.answers import answer_if_changed

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Access-Control-Max-Age": "86400",
}


class ByAddress(BaseContentNegotiation):
    """The form is the one that the address ends in, whatever the Accept header says; without one it is the first."""

    def select_parser(self, request, parsers):
        """Nothing is ever parsed."""
        return

    def select_renderer(self, request, renderers, format_suffix=None):
        """The renderer with this suffix."""
        for renderer in renderers:
            if format_suffix in (None, renderer.format):
                return renderer, renderer.media_type
        raise Http404


class PublicView(APIView):
    """Cookies and logins change nothing here, so that nobody's rights ever leak into a shared answer."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    throttle_classes = (AnonRateThrottle,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = ByAddress
    http_method_names = ("get", "head", "options")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """A reader whose copy still holds costs neither work nor its share of requests."""
        asks = request.method in ("GET", "HEAD")
        make = super().dispatch
        answer = (
            answer_if_changed(request, lambda: make(request, *args, **kwargs))
            if asks
            else make(request, *args, **kwargs)
        )
        for name, value in CORS.items():
            answer.headers[name] = value
        return answer

    def options(self, request: Request, *args, **kwargs) -> Response:
        """What a browser asks before it reads from another origin."""
        return Response(status=204)
