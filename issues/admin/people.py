"""Users and groups in the admin, in the desk's dress; what a group may do is in groups.py."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from ..accounts.second_factor import end_factor, has_factor
from ..groups import GROUPS

for model in (User, Group, AccessAttempt, AccessFailureLog, AccessLog, TOTPDevice, StaticDevice):
    if admin.site.is_registered(model):
        admin.site.unregister(
            model
        )  # the stock pages; a locked account opens again by itself, a secret is nobody's to read

VERBS = {
    "view": _("see"),
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "publish": _("publish, reject and move"),
    "answer": _("answer for the agency"),
    "purge": _("purge private words"),
}


def name_permission(permission: Permission) -> str:
    """`issues.change_issue` → 问题：修改. Django keeps the names of permissions in English, in the database."""
    verb = permission.codename.partition("_")[0]
    return f"{permission.content_type.name}：{VERBS.get(verb, verb)}"


class PermissionsInWords:
    """Offers the permissions that the desk knows, by names that a person reads, as boxes to tick."""

    filter_horizontal = ()  # its script speaks English

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.remote_field.model is Permission:
            known = {permission.partition(".")[2] for wanted in GROUPS.values() for permission in wanted}
            rows = Permission.objects.select_related("content_type").filter(codename__in=known)
            field.queryset = rows.order_by("content_type__app_label", "content_type__model", "codename")
            field.label_from_instance = name_permission
        return field


@admin.register(User)
class PersonAdmin(PermissionsInWords, UserAdmin, ModelAdmin):
    """Somebody of the desk. Only a superuser makes superusers or hands out single permissions."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "person", "in_groups", "is_active", "two_step", "last_login")
    list_display_links = ("username",)
    list_filter = ("is_active", "groups", "is_superuser")
    actions = ("end_second_factor",)

    @admin.action(description=_("Turn off two-step sign-in (telephone lost)"), permissions=["change"])
    def end_second_factor(self, request, queryset):
        """For who has lost telephone and recovery codes; what was done is in the account's history."""
        done = 0
        for user in queryset:
            if has_factor(user) and self.has_change_permission(request, user):
                end_factor(user)
                self.log_change(request, user, gettext("Two-step sign-in was turned off."))
                done += 1
        messages.success(request, gettext("Two-step sign-in turned off for accounts: %d.") % done)

    def get_queryset(self, request):
        factors = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).prefetch_related("groups").annotate(factor=Exists(factors))

    @admin.display(description=_("person"), ordering="last_name")
    def person(self, obj):
        return obj.get_full_name() or None

    @admin.display(description=_("group"))
    def in_groups(self, obj):
        return "、".join(group.name for group in obj.groups.all()) or None

    @admin.display(description=_("Two-step sign-in"), boolean=True, ordering="factor")
    def two_step(self, obj):
        return obj.factor

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        beyond = {"is_superuser", "user_permissions"}
        return [
            (name, {**told, "fields": tuple(field for field in told["fields"] if field not in beyond)})
            for name, told in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "last_login", "date_joined")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)


@admin.register(Group)
class DeskGroupAdmin(PermissionsInWords, GroupAdmin, ModelAdmin):
    """What each group may do: changed by superusers, seen by the chief."""

    def get_fields(self, request, obj=None):
        return ("name", "permissions") if request.user.is_superuser else ("name", "powers")

    def get_readonly_fields(self, request, obj=None):
        return () if request.user.is_superuser else ("powers",)

    @admin.display(description=_("may"))
    def powers(self, obj):
        rows = obj.permissions.select_related("content_type").order_by("content_type__model", "codename")
        return "；".join(map(name_permission, rows))


def _may_touch(request, obj) -> bool:
    """Nobody but a superuser changes a superuser: a password would be enough to become one."""
    return obj is None or not obj.is_superuser or request.user.is_superuser
