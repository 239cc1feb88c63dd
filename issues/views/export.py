"""Any selection of the list as a file, the description of its fields, and the nightly dump."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..filters import find_public_issues
from ..public.answers import answer_if_changed, find_site
from ..public.dumping import find_dump, read_manifest
from ..public.formats import FORMATS, Format
from ..public.records import FIELDS, read_records

MOST = 100_000
"""Rows of one export at most: a whole city's years are in the nightly dump."""


@require_safe
def export_issues(request: HttpRequest, form: str) -> HttpResponse:
    """The public issues under the filters of the address, the last change first, streamed."""
    if form not in FORMATS:
        raise Http404
    return answer_if_changed(request, lambda: _stream(request, FORMATS[form]))


@require_safe
def show_data(request: HttpRequest) -> HttpResponse:
    """Every way to take the data along, what the fields mean, and under which licence."""
    context = {
        "fields": FIELDS,
        "formats": FORMATS.values(),
        "most": MOST,
        "dump": read_manifest(),
        "licence": settings.CIVICTRACK_LICENCE,
    }
    return render(request, "issues/data.html", context)


@require_safe
def send_dump(request: HttpRequest, name: str) -> FileResponse:
    """One file of the nightly dump."""
    path = find_dump(name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


def _stream(request: HttpRequest, form: Format) -> StreamingHttpResponse:
    issues = find_public_issues(request.GET)
    if issues.order_by()[: MOST + 1].count() > MOST:
        raise ValidationError(
            _("More than %(most)s issues fit. Narrow the selection, or take the nightly dump.")
            % {"most": MOST}
        )
    rows = () if request.method == "HEAD" else form.write(read_records(issues, find_site(request)))
    name = f"issues-{timezone.localdate()}.{form.name}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Access-Control-Allow-Origin": "*"}
    return StreamingHttpResponse(rows, content_type=form.content_type, headers=headers)
