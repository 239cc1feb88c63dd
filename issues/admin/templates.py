"""Reply templates in the admin: texts that the desk writes again and again, kept by the chief."""

from django.contrib import admin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from ..models import ReplyTemplate
from .paging import CappedPaginator


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(ModelAdmin):
    """They are offered beside the comment and beside every reason; what was sent stays as it was sent."""

    list_display = ("name", "use", "text", "position")
    list_filter = (("use", ChoicesDropdownFilter),)
    list_filter_submit = True
    search_fields = ("name", "text")
    fields = ("name", "use", "text", "position")
    list_per_page = 50
    list_max_show_all = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
