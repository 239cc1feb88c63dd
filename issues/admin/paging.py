"""Pages of a long list without counting or sorting the whole table."""

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ORDER_VAR
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from unfold.views import ChangeList

CAP = 10_001
"""Nobody leafs further than ten thousand rows; filters and search lead there."""


class CappedPaginator(Paginator):
    """Counts at most CAP rows."""

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[:CAP].count()


class LongList:
    """What every list of the desk is: fifty rows a page, nothing counted beyond CAP."""

    list_per_page = 50
    list_max_show_all = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # each facet counts the whole table


class SortedWhereFew(ChangeList):
    """A click on a column's head sorts up to CAP rows: no index serves every column, and a million are not sorted."""

    def get_ordering(self, request, queryset):
        wanted = self.params.get(ORDER_VAR)
        if wanted and not self.query and CappedPaginator(queryset, 1).count >= CAP:
            self.params = {name: value for name, value in self.params.items() if name != ORDER_VAR}
            messages.info(request, _("Too many rows to sort them: filter the list first."))
        return super().get_ordering(request, queryset)
