"""My account: who one is here, the password, the second factor and its recovery codes. Only ever one's own."""

from __future__ import annotations

from base64 import b32encode

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ..groups import LABELS
from ..models import Membership
from .forms import FirstCodeForm, NewPasswordForm, PasswordAgainForm
from .second_factor import (
    begin_factor,
    count_codes,
    draw_secret,
    end_factor,
    find_begun,
    finish_factor,
    has_factor,
    write_codes,
)


@never_cache
@sensitive_post_parameters()
@login_required(login_url="admin:login")
@require_http_methods(["GET", "POST"])
def show_account(request: HttpRequest) -> HttpResponse:
    """Show the page, or do what the pressed button says."""
    do = DEEDS.get(request.POST.get("do", "")) if request.method == "POST" else None
    return do(request) if do else _show(request)


def _change_password(request: HttpRequest) -> HttpResponse:
    form = NewPasswordForm(request, request.POST)
    if not form.is_valid():
        return _show(request, password_form=form)
    form.save()
    update_session_auth_hash(request, form.user)  # every other session is at its end: its hash is the old one
    messages.success(request, _("The password is changed. All other sessions of this account have ended."))
    return _back()


def _begin(request: HttpRequest) -> HttpResponse:
    form = PasswordAgainForm(request, request.POST)
    if not form.is_valid():
        return _show(request, again_form=form)
    begin_factor(request.user)
    return _back()


def _finish(request: HttpRequest) -> HttpResponse:
    codes = finish_factor(request.user, request.POST.get("code", ""))
    if codes:
        return _show(request, codes=codes)
    messages.error(
        request, _("This code was not right. Check the clock of your telephone, and take a new one.")
    )
    return _back()


def _write_codes(request: HttpRequest) -> HttpResponse:
    form = PasswordAgainForm(request, request.POST)
    if not form.is_valid() or not has_factor(request.user):
        return _show(request, again_form=form)
    return _show(request, codes=write_codes(request.user))


def _end(request: HttpRequest) -> HttpResponse:
    form = PasswordAgainForm(request, request.POST)
    if not form.is_valid():
        return _show(request, again_form=form)
    end_factor(request.user)
    messages.success(request, _("Two-step sign-in is off."))
    return _back()


DEEDS = {
    "password": _change_password,
    "begin": _begin,
    "finish": _finish,
    "codes": _write_codes,
    "end": _end,
}


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("issues:account"))


def _show(request: HttpRequest, **more) -> HttpResponse:
    begun = find_begun(request.user)
    context = {
        "membership": Membership.objects.select_related("agency").filter(user=request.user).first(),
        "groups": [LABELS.get(name, name) for name in request.user.groups.values_list("name", flat=True)],
        "has_factor": has_factor(request.user),
        "codes_left": count_codes(request.user),
        "password_form": NewPasswordForm(request),
        "again_form": PasswordAgainForm(request),
        "begun": begun,
        "picture": draw_secret(begun) if begun else "",
        "secret": b32encode(begun.bin_key).decode() if begun else "",
        "code_form": FirstCodeForm(),
        **more,
    }
    return render(request, "issues/accounts/account.html", context)
