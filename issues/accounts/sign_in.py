"""What both sign-in forms share: a field for the code, and one sentence for all that is wrong. No page of its own."""

from __future__ import annotations

from django import forms
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm as DeskAuthenticationForm

from .second_factor import has_factor, verify_code

WRONG = _("Name, password or code is wrong. Capital and small letters count in both name and password.")


class CodeForm(forms.Form):
    """A sign-in form that asks accounts with a second factor for its code.

    The sentence is the same whether password or code is wrong: it tells a guesser nothing. A wrong code counts
    towards the lock like a wrong password.
    """

    code = forms.CharField(
        label=_("One-time code"),
        required=False,
        max_length=20,
        help_text=_("Only where two-step sign-in is on: from your telephone, or a recovery code."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if has_factor(user) and not verify_code(user, self.cleaned_data.get("code", "")):
            credentials = {"username": self.cleaned_data.get("username")}
            user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
            raise ValidationError(WRONG, code="invalid_login")


class DeskSignInForm(CodeForm, DeskAuthenticationForm):
    """The desk's form: staff alone."""

    field_order = ["username", "password", "code"]
    error_messages = {**DeskAuthenticationForm.error_messages, "invalid_login": WRONG}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["class"] = self.fields["username"].widget.attrs["class"]
