"""The desk's page for purging private words: type them, see where they stand, say why, purge. 管理 only."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from ..actions import ActionRefused, check_purge, purge_words, show_found
from ..models import Issue

SHOWN = 100
PERMISSION = "issues.purge_issue"
"""Nothing else overwrites pages and histories: whoever may change or publish issues may not do this."""


class PurgeForm(forms.Form):
    """What is to go, and why. The words are sent by POST alone: no log of addresses holds them."""

    words = forms.CharField(
        label=gettext_lazy("Words to purge"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


@sensitive_post_parameters("words")
def purge_private(request: HttpRequest, model_admin, issue_id: int) -> HttpResponse:
    """First show where the words stand; where `confirmed` names the words that were shown, purge them."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    issue = get_object_or_404(Issue, pk=issue_id)
    form = PurgeForm(request.POST or None)
    found = None
    if form.is_valid():
        try:
            if request.POST.get("confirmed") == form.cleaned_data["words"]:
                return _purge(request, issue, form.cleaned_data)
            _reason, found_forms = check_purge(issue, **form.cleaned_data)
            found = show_found(found_forms, SHOWN)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Purge private data"),
        "opts": model_admin.opts,
        "issue": issue,
        "form": form,
        "found": found,
        "shown": SHOWN,
    }
    return render(request, "issues/desk/purge.html", context)


def _purge(request: HttpRequest, issue: Issue, asked: dict) -> HttpResponse:
    rows = purge_words(issue, asked["words"], by=request.user, reason=asked["reason"])
    told = ngettext("Purged from %d row.", "Purged from %d rows.", rows) % rows
    messages.success(request, told + _("Backups and files already taken along still hold it."))
    return HttpResponseRedirect(reverse("admin:issues_issue_review", args=[issue.pk]))
