"""What every view of the API is: read-only, anonymous, throttled, conditional, readable from pages of any origin."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
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


MOST_TOLD = 20


class PublicView(APIView):
    """Cookies and logins change nothing here, so that nobody's rights ever leak into a shared answer.

    `takes` are the names of its parameters: a misspelt filter must not answer with everything. None lets any be.
    """

    takes: Collection[str] | None = None
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

    def initial(self, request: Request, *args, **kwargs) -> None:
        """Parameters that are not known are refused, each with its name."""
        super().initial(request, *args, **kwargs)
        if self.takes is None:
            return
        unknown = [name for name in request.query_params if name not in self.takes]
        if unknown:
            raise ValidationError({name: [_tell_unknown(name, self.takes)] for name in unknown[:MOST_TOLD]})

    def options(self, request: Request, *args, **kwargs) -> Response:
        """What a browser asks before it reads from another origin."""
        return Response(status=204)


def _tell_unknown(name: str, known: Collection[str]) -> str:
    if not known:
        return _("There is no parameter “%(name)s”; this address takes none.") % {"name": name}
    told = {"name": name, "known": ", ".join(known)}
    return _("There is no parameter “%(name)s”. There are: %(known)s") % told
