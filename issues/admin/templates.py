"""Reply templates in the admin: texts that the desk writes again and again, kept by the chief."""

from django.contrib import admin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from ..models import ReplyTemplate
from .paging import LongList


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(LongList, ModelAdmin):
    """They are offered beside the comment and beside every reason; what was sent stays as it was sent."""

    list_display = ("name", "use", "text", "position")
    list_filter = (("use", ChoicesDropdownFilter),)
    list_filter_submit = True
    search_fields = ("name", "text")
    fields = ("name", "use", "text", "position")
