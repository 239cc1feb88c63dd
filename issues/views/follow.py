"""Following by mail: the form, the page that confirms, the page that stops. Tells nobody which addresses are known."""

from __future__ import annotations

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..choices import Rhythm
from ..filters import IssueFilterSet, find_public_issues, read_query
from ..following.asking import ask_to_follow, confirm, name_subscription, stop
from ..following.links import read_confirm, read_stop
from ..limits import find_wait
from ..models import Issue
from ..public.answers import find_site
from ..voice.seals import BrokenSeal, make_seal, open_seal
from .chips import find_chips

LONGEST_QUERY = 1000


class FollowForm(forms.Form):
    """An address and how often; `website` is for robots alone."""

    email = forms.EmailField(max_length=254)
    rhythm = forms.ChoiceField(choices=Rhythm.choices, initial=Rhythm.NOW)
    seal = forms.CharField(required=False)
    website = forms.CharField(required=False)

    def clean(self):
        cleaned = super().clean()
        try:
            open_seal(cleaned.get("seal") or "")
        except BrokenSeal:
            self.add_error(
                None, _("This was very quick, or the form lay open for long. Look it over and press again.")
            )
        if cleaned.get("website"):
            self.add_error(
                None, _("A field that nobody sees was filled in, as robots do. It is empty now: press again.")
            )
        return cleaned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_issue(request: HttpRequest, number: int) -> HttpResponse:
    """Follow one public issue."""
    return _follow(request, issue=get_object_or_404(Issue.objects.public(), pk=number))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_list(request: HttpRequest) -> HttpResponse:
    """Follow the public issues under the filters of the address."""
    query = read_query(request.GET)
    for name in ("order", "after", "before"):
        query.pop(name, None)
    try:
        find_public_issues(query)
    except ValidationError as wrong:
        return _refuse(request, wrong.messages)
    if len(query.urlencode()) > LONGEST_QUERY:
        return _refuse(request, [_("These are too many filters for one subscription.")])
    return _follow(request, query=query)


def _refuse(request: HttpRequest, told: list[str]) -> HttpResponse:
    """A selection that nobody can follow, and the way back to the lists."""
    return render(request, "issues/follow_refused.html", {"told": told}, status=400)


def _follow(request: HttpRequest, issue: Issue | None = None, query: QueryDict | None = None) -> HttpResponse:
    form = FollowForm(request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "issue": issue,
        "chips": _find_chips(query) if query else [],
        "rhythms": Rhythm.choices,
        "seal": make_seal(),
    }
    if request.method != "POST":
        return render(request, "issues/follow.html", context)
    if find_wait(request, "follow", "follow_all"):
        return render(request, "issues/follow.html", {**context, "wait": True}, status=429)
    if not form.is_valid():
        context["seal"] = request.POST.get("seal", "") if _holds(request) else make_seal()
        return render(request, "issues/follow.html", context, status=422)
    email = form.cleaned_data["email"].lower()
    fingerprint = hashlib.sha256(email.encode()).hexdigest()
    if not find_wait(
        request, "follow_mail", who=fingerprint
    ):  # who is asked too often is not asked, and not told of
        filters = query.urlencode() if query else ""
        rhythm = Rhythm(form.cleaned_data["rhythm"])
        ask_to_follow(email, site=find_site(request), rhythm=rhythm, issue=issue, query=filters)
    return render(request, "issues/follow_asked.html", {"email": email})


def _holds(request: HttpRequest) -> bool:
    try:
        open_seal(request.POST.get("seal", ""))
    except BrokenSeal:
        return False
    return True


def _find_chips(query: QueryDict) -> list:
    filterset = IssueFilterSet(query, queryset=Issue.objects.none())
    filterset.is_valid()  # what cannot be read has no chip
    return find_chips(filterset, query, {})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_following(request: HttpRequest, token: str) -> HttpResponse:
    """A button that confirms: programs that look into mails open links, but press nothing."""
    row = read_confirm(token)
    if row is None:
        raise Http404
    if request.method == "POST":
        confirm(row)
    done = request.method == "POST" or row.confirmed_at is not None
    return render(request, "issues/follow_confirm.html", {"what": name_subscription(row), "done": done})


@csrf_exempt  # a mail program posts without a cookie (RFC 8058); the signed link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_following(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription by one press, or by the mail program's own button. Ended already is ended too."""
    row = read_stop(token)
    if row is not None and request.method == "POST":
        stop(row)
    done = row is None or request.method == "POST"
    what = name_subscription(row) if row and not done else ""
    return render(request, "issues/follow_stop.html", {"what": what, "done": done})
