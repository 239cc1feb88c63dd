"""The forms of the account page. Each that weakens or widens an account asks for the password again."""

from __future__ import annotations

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PasswordAgainForm(forms.Form):
    """The password that is in force. Guesses here count towards the lock like those at the sign-in."""

    password = forms.CharField(
        label=_("your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.request = request

    def clean_password(self):
        given, user = self.cleaned_data["password"], self.request.user
        if authenticate(self.request, username=user.get_username(), password=given) != user:
            raise ValidationError(_("This is not your password."))
        return given


class NewPasswordForm(PasswordChangeForm):
    """Django's, without its grip on the cursor: it is the last thing on the page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].widget.attrs.pop("autofocus", None)


class FirstCodeForm(forms.Form):
    """The first code of a new secret: it shows that the telephone has it."""

    code = forms.CharField(
        label=_("the six digits that your telephone shows now"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
