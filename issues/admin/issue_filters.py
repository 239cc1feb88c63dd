"""The filters of the list of issues that ask for more than one column's value. Each is one of the heaps of the queue."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from .waiting import BANDS, in_band


class FollowUpFilter(DropdownFilter):
    """Drafts that the reading takes for the continuation of a known issue."""

    title = _("follow-up")
    parameter_name = "follow_up"

    def lookups(self, request, model_admin):
        return [("yes", _("seems to continue another")), ("no", _("stands alone"))]

    def queryset(self, request, queryset):
        if self.value() in {"yes", "no"}:
            return queryset.filter(follows__isnull=self.value() == "no")
        return queryset


class PromiseFilter(DropdownFilter):
    """Open issues whose promised day has passed, or comes within a week."""

    title = _("promise")
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", _("overdue")), ("soon", _("due within seven days"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "yes":
            return queryset.overdue(today)
        return queryset.due_soon(today) if self.value() == "soon" else queryset


class SurenessFilter(DropdownFilter):
    """Drafts by how sure the reading is."""

    title = _("confidence")
    parameter_name = "sure"

    def lookups(self, request, model_admin):
        return list(BANDS.items())

    def queryset(self, request, queryset):
        return in_band(queryset, self.value()) if self.value() in BANDS else queryset


class AgeFilter(DropdownFilter):
    """Drafts by how long they have waited."""

    title = _("waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [("day", _("for less than a day")), ("week", _("for more than a week"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        if self.value() == "day":
            return queryset.drafts().filter(opened_at__gte=now - timedelta(days=1))
        if self.value() == "week":
            return queryset.drafts().filter(opened_at__lt=now - timedelta(days=7))
        return queryset


class HeldFilter(DropdownFilter):
    """Drafts by who has them in hand."""

    title = _("in the hands of")
    parameter_name = "held"

    def lookups(self, request, model_admin):
        return [("mine", _("me")), ("others", _("others")), ("free", _("nobody else"))]

    def queryset(self, request, queryset):
        rows = {"mine": queryset.held_by, "others": queryset.held_by_others, "free": queryset.free_for}
        ask = rows.get(self.value())
        return ask(request.user, timezone.now()) if ask else queryset
