"""Accounts for agencies' own people: made here by the chief in one step, taken away by deleting. Never staff."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import UserCreationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from ..groups import AGENCY
from ..models import Agency, Membership
from .paging import LongList


class NewAccountForm(UserCreationForm):
    """A new account with its agency: name, person, first password. `save` gives the membership."""

    agency = forms.ModelChoiceField(
        Agency.objects.all(),
        label=_("agency"),
        widget=AutocompleteSelect(Membership._meta.get_field("agency"), admin.site),
    )
    last_name = forms.CharField(
        label=_("person"), max_length=60, required=False, widget=UnfoldAdminTextInputWidget
    )
    field_order = ("agency", "username", "last_name", "password1", "password2")

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username",)

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)  # the admin hands in a membership; what is made first is the user
        self.fields.pop("usable_password", None)
        self.fields["username"].widget = UnfoldAdminTextInputWidget()

    @transaction.atomic
    def save(self, commit=True):
        user = super().save(commit=False)
        user.last_name, user.is_staff = self.cleaned_data["last_name"], False
        user.save()
        user.groups.add(Group.objects.get_or_create(name=AGENCY)[0])
        return Membership(user=user, agency=self.cleaned_data["agency"])

    def save_m2m(self):
        """Nothing is left: the group was given with the user."""


@admin.register(Membership)
class MembershipAdmin(LongList, ModelAdmin):
    """Whose people may answer for which agency. Deleting one ends the access; what was written stays."""

    list_display = ("user", "person", "agency", "issued_by", "issued_at", "last_seen")
    list_select_related = ("user", "agency", "issued_by")
    search_fields = ("user__username", "user__last_name", "agency__name")
    autocomplete_fields = ("agency",)
    readonly_fields = ("user", "issued_by", "issued_at", "last_seen")

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **kwargs) if obj else NewAccountForm

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": NewAccountForm.field_order})]
        return [(None, {"fields": ("user", "agency", "issued_by", "issued_at", "last_seen")})]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        if not change:
            obj.issued_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=_("person"))
    def person(self, obj):
        return obj.user.get_full_name() or None

    @admin.display(description=_("last sign-in"))
    def last_seen(self, obj):
        return obj.user.last_login
