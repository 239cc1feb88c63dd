"""Issues of the desk as a sheet for Excel: those that were chosen, or all under the list's filters. Changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..public.formats import FORMATS
from .addresses import list_url
from .sheet_columns import list_heads, read_rows

MOST = 20_000
"""Rows of one sheet: more nobody edits, and programs have the API."""
OFFERED = ("csv", "xlsx")


def send_sheet(issues, form: str) -> StreamingHttpResponse:
    """The issues as a download, written while they are read."""
    if form not in OFFERED:
        raise Http404
    name = f"issues-{timezone.localdate()}.{form}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    rows = FORMATS[form].write(read_rows(issues), list_heads())
    return StreamingHttpResponse(rows, content_type=FORMATS[form].content_type, headers=headers)


def send_filtered(model_admin, request: HttpRequest, form: str) -> HttpResponse:
    """What the list shows under the filters of the address, every page of it."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    rows = model_admin.get_changelist_instance(request).queryset
    return send_bounded(request, rows, form)


def send_bounded(request: HttpRequest, rows, form: str) -> HttpResponse:
    """The sheet, or back to the list with a sentence where it would be too long."""
    if rows.order_by().values("pk")[: MOST + 1].count() > MOST:
        messages.error(request, _("More than %d issues: filter the list first.") % MOST)
        return HttpResponseRedirect(f"{list_url('issue')}?{request.GET.urlencode()}")
    return send_sheet(rows, form)
