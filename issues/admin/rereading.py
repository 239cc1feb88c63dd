"""The button that has a stored page read again: sends the task, says so. The reading is importing/'s."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..importing.reader_version import name_reader
from ..importing.runs import REREAD_TASK, send_tasks
from ..models import Difference, Page


def may_reread(request: HttpRequest) -> bool:
    """Whoever decides about differences may have them looked for."""
    return request.user.has_perms(["issues.view_page", "issues.publish_issue"])


def reread_one(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send the page to be read again and lead back to it."""
    if not may_reread(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    page = get_object_or_404(Page.objects.defer("text", "blocks"), pk=page_id)
    send_pages(request, [page.pk])
    return HttpResponseRedirect(reverse("admin:issues_page_change", args=[page.pk]))


def send_pages(request: HttpRequest, keys: list[int]) -> None:
    """Send these pages to be read again, and say what becomes of it."""
    if send_tasks([(REREAD_TASK, key, None) for key in keys]):
        told = ngettext("%d page is being read again.", "%d pages are being read again.", len(keys)) % len(
            keys
        )
        waits = _("What differs will wait under “Differences between readings”.")
        messages.success(request, f"{told} {waits}")
    else:
        messages.error(request, _("The queue does not answer. Start the worker, or run: manage.py reread"))


def tell_reader(page: Page) -> dict[str, object]:
    """For the page's own screen: whether another reader has read it, and how much waits."""
    return {
        "read_by_another": bool(page.read_at) and page.reader != name_reader(),
        "waiting": Difference.objects.open().filter(issue__story__page=page).count(),
    }
