"""Pages of a long list without counting the whole table."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

CAP = 10_001
"""Nobody leafs further than ten thousand rows; filters and search lead there."""


class CappedPaginator(Paginator):
    """Counts at most CAP rows."""

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[:CAP].count()
