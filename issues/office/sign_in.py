"""Signing in and out for agencies' people; staff have the desk's own page. Guessing is locked by axes."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from ..accounts.sign_in import WRONG, CodeForm
from .access import find_membership


class OfficeSignInForm(CodeForm, AuthenticationForm):
    """Lets in only accounts that answer for an agency."""

    field_order = ["username", "password", "code"]
    error_messages = {**AuthenticationForm.error_messages, "invalid_login": WRONG}

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if find_membership(user) is None:
            raise ValidationError(
                _("This account answers for no agency. Staff sign in at the desk; agencies ask the desk.")
            )


class OfficeSignIn(LoginView):
    """The page with name and password."""

    form_class = OfficeSignInForm
    template_name = "issues/office/sign_in.html"
    next_page = reverse_lazy("issues:office")


class OfficeSignOut(LogoutView):
    """Out, and back to the page."""

    next_page = reverse_lazy("issues:office_login")
