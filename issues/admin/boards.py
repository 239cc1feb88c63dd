"""Profiles of message boards in the admin: looked at, and deleted where one was confirmed wrongly."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from ..importing.boards import FIELDS
from ..models import BoardProfile
from .columns import LABELS
from .paging import LongList


@admin.register(BoardProfile)
class BoardProfileAdmin(LongList, ModelAdmin):
    """They are made on the columns page. A deleted one is asked for again at the next upload of such a table."""

    list_display = ("heads_line", "chosen", "by", "confirmed_at")
    list_display_links = ("heads_line",)
    list_select_related = ("by",)
    fields = readonly_fields = ("heads_line", "chosen", "by", "confirmed_at")

    @admin.display(description=_("heads"))
    def heads_line(self, obj):
        return "、".join(obj.heads)

    @admin.display(description=_("columns"))
    def chosen(self, obj):
        named = [f"{LABELS[name]}：{obj.matching[name]}" for name in FIELDS if name in obj.matching]
        return "；".join(named) or _("the table is one page")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
