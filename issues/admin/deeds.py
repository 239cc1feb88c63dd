"""The deeds of life.py on the screen of one issue and, row by row, on many chosen in the list. Each is refused in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ..actions import ActionRefused
from ..choices import Status
from ..models import Issue
from ..workflow import HIDDEN, MOVES
from .life import DEEDS, Deed
from .waiting import QUEUE

MANY = 200
"""Each issue is locked, checked and saved on its own; more at once would hold the page for too long."""
TOLD = 8
"""Refusals that the sentence about many spells out; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed on the screen of an issue: its form, or why it is not offered."""

    name: str
    deed: Deed
    form: forms.Form | None
    why_not: str


def offer_deeds(issue: Issue) -> list[Offer]:
    """Every deed for this issue, the possible ones with their forms."""
    offers = []
    for name, deed in DEEDS.items():
        why_not = deed.why_not(issue)
        offers.append(Offer(name, deed, None if why_not else make_form(name, issue=issue), why_not))
    return sorted(offers, key=lambda offer: bool(offer.why_not))


def make_form(name: str, data=None, issue: Issue | None = None) -> forms.Form:
    """The deed's form with ids of its own; for one issue it offers the moves of the table alone."""
    form = DEEDS[name].form(data, auto_id=f"id_{name}_%s")
    if issue is not None and "status" in form.fields:
        allowed = MOVES[issue.status] - HIDDEN - {Status.DUPLICATE}
        form.fields["status"].choices = [(s.value, s.label) for s in Status if s in allowed]
    return form


def tell_moves(issue: Issue) -> str:
    """Which statuses cannot follow the issue's own, in a sentence; empty for a draft, which is published."""
    if issue.status in HIDDEN | {Status.DUPLICATE}:
        return ""
    shut = [str(s.label) for s in Status if s not in MOVES[issue.status] | HIDDEN | {issue.status}]
    told = {"status": issue.get_status_display(), "others": "、".join(shut)}
    return _("An issue that is “%(status)s” cannot go straight to: %(others)s.") % told if shut else ""


@require_POST
def do_deed(request: HttpRequest, issue_id: int, name: str) -> HttpResponse:
    """Do one deed to one issue, say so or say why not, and lead back to its screen."""
    if not request.user.has_perms(["issues.change_issue", "issues.publish_issue"]):
        raise PermissionDenied
    if name not in DEEDS:
        raise Http404
    issue = get_object_or_404(Issue, pk=issue_id)
    form = make_form(name, request.POST)
    if form.is_valid():
        try:
            DEEDS[name].act(issue, form.cleaned_data, request.user)
            messages.success(request, _("Done: %s.") % DEEDS[name].label)
        except ActionRefused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, "；".join(_tell_errors(form)))
    return HttpResponseRedirect(reverse("admin:issues_issue_review", args=[issue.pk]) + "#life")


def _tell_errors(form: forms.Form) -> Iterable[str]:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        yield f"{label}：{'；'.join(errors)}"


def do_to_many(model_admin, request: HttpRequest, queryset, name: str) -> HttpResponse | None:
    """Ask what the deed needs, then do it to each chosen issue on its own and report in one sentence."""
    if not model_admin.has_publish_permission(request):
        raise PermissionDenied
    if queryset[: MANY + 1].count() > MANY:
        messages.error(request, _("At most %d issues at once: filter the list first.") % MANY)
        return None
    asks = bool(DEEDS[name].form.base_fields)
    form = make_form(name, request.POST if not asks or "confirmed" in request.POST else None)
    if not form.is_valid():
        return _ask(model_admin, request, queryset, name, form)
    _report(request, *_do_each(queryset, DEEDS[name], form.cleaned_data, request.user))
    return None


def _do_each(queryset, deed: Deed, asked, by) -> tuple[int, list[str]]:
    done, refusals = 0, []
    for issue in queryset.order_by(*QUEUE):
        try:
            deed.act(issue, asked, by)
            done += 1
        except ActionRefused as refused:
            refusals.append(f"{issue.title}：{refused}")
    return done, refusals


def _report(request: HttpRequest, done: int, refusals: list[str]) -> None:
    told = ngettext("%d issue done.", "%d issues done.", done) % done
    if not refusals:
        messages.success(request, told)
        return
    told += ngettext("%d refused:", "%d refused:", len(refusals)) % len(refusals)
    told += "；".join(refusals[:TOLD]) + ("……" if len(refusals) > TOLD else "")
    messages.warning(request, told)


def _ask(model_admin, request: HttpRequest, queryset, name: str, form: forms.Form) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(DEEDS[name].label),
        "opts": model_admin.opts,
        "issues": queryset,
        "form": form,
        "media": form.media,
        "deed": DEEDS[name],
        "action": request.POST.get("action", ""),
    }
    return render(request, "issues/desk/many.html", context)
