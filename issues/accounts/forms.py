"""The forms of the account page. Each that weakens or widens an account asks for the password again."""

from __future__ import annotations

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def check_password(request: HttpRequest, given: str) -> str:
    """The password in force. Raises ValidationError for any other; it counts towards the lock like one at the sign-in."""
    user = request.user
    if authenticate(request, username=user.get_username(), password=given) != user:
        raise ValidationError(_("This is not your password."))
    return given


class PasswordAgainForm(forms.Form):
    """The password that is in force."""

    password = forms.CharField(
        label=_("your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.request = request

    def clean_password(self):
        return check_password(self.request, self.cleaned_data["password"])


class NewPasswordForm(PasswordChangeForm):
    """Django's, with guesses at the old password counted, and without its grip on the cursor: it is last on the page."""

    def __init__(self, request, data=None):
        super().__init__(request.user, data)
        self.request = request
        self.fields["old_password"].widget.attrs.pop("autofocus", None)

    def clean_old_password(self):
        return check_password(self.request, self.cleaned_data["old_password"])


class FirstCodeForm(forms.Form):
    """The first code of a new secret: it shows that the telephone has it."""

    code = forms.CharField(
        label=_("the six digits that your telephone shows now"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
