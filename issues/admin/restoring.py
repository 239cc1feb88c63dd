"""An earlier version of an issue, shown field by field before it is put back. The putting back is an action."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..actions import ActionRefused, find_restorable, restore_issue
from ..actions.saving import show_value
from ..models import Issue
from .keys import read_key


def restore_version(model_admin, request: HttpRequest, issue_id: int, version: int) -> HttpResponse:
    """Show what would change, or change it and lead to the history."""
    issue = get_object_or_404(Issue, pk=issue_id)
    if not model_admin.has_change_permission(request, issue):
        raise PermissionDenied
    history = reverse("admin:issues_issue_history", args=[issue.pk])
    try:
        if request.method == "POST":
            _restore(request, issue, version)
            return HttpResponseRedirect(history)
        changes = find_restorable(issue, version)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(history)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Restore version %d") % version,
        "opts": model_admin.opts,
        "original": issue,
        "issue": issue,
        "changes": [_tell(issue, name, value) for name, value in sorted(changes.items())],
    }
    return render(request, "issues/desk/restore.html", context)


def _restore(request: HttpRequest, issue: Issue, to: int) -> None:
    shown = read_key(request.POST.get("version", ""))
    if shown is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:200]
    restore_issue(issue, to, by=request.user, version=shown, reason=reason)
    messages.success(request, _("Restored. The change stands in the history like any other."))


def _tell(issue: Issue, name: str, value: object) -> tuple[str, str, str]:
    field = Issue._meta.get_field(name)
    now, then = getattr(issue, field.attname), getattr(value, "pk", value)
    return str(field.verbose_name), show_value(name, now), show_value(name, then)
