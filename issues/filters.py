"""Which issues are asked for: one FilterSet behind lists, feeds, exports and the API. Counts are in facets.py."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import (
    BooleanFilter,
    CharFilter,
    FilterSet,
    ModelChoiceFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
    NumberFilter,
)

from .choices import Role, Status
from .day_filter import DayFilter
from .models import Agency, Category, Division, Issue, Page, Party, Story
from .paging import MANY, Found, find_keys
from .querysets import IssueQuerySet
from .questions import name_question
from .reading.text import fold
from .search import search_issues
from .workflow import CLOSED, HIDDEN, OPEN

STATUS_GROUPS = {"open": OPEN, "closed": CLOSED}
STATUS_CHOICES = [
    ("open", _("open")),
    ("closed", _("closed")),
    *((status.value, status.label) for status in Status if status not in HIDDEN),
]
INDEXED = frozenset({"category", "group", "district", "status"})
"""The filters that the index of the counts begins with."""
FACETS = INDEXED | {"overdue", "awaited", "returned"}
"""The filters that facets.py counts for; the rest decides what it counts."""

LONGEST_VALUE = 200
MOST_VALUES = 60
MOST_AGENCIES = 50
MANY_PAGES = 10_000
"""From here on a publication's stories are not gathered before its issues are asked for: SQLite took 150 ms for 66,000."""
MANY_SECONDS = 180
"""That many issues fit a question is believed so long: to find it out anew took as long as the page itself."""
MOST_BATCH = 2**31 - 1
"""The largest number that both databases keep in the column."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def read_query(data: QueryDict) -> QueryDict:
    """What an address asks for, made safe: known names, no control characters, no endless values."""
    names = [*IssueFilterSet.base_filters, "order", "after", "before"]
    query = QueryDict(mutable=True)
    for name in names:
        values = [
            _CONTROL.sub("", value).strip()[:LONGEST_VALUE] for value in data.getlist(name)[:MOST_VALUES]
        ]
        values = list(dict.fromkeys(filter(None, values)))
        if values:
            query.setlist(name, values)
    return query


def find_public_issues(data: QueryDict) -> IssueQuerySet:
    """The public issues under the filters of an address, for programs: what a list leaves out and tells is refused.

    Raises ValidationError: nobody must take all issues for the answer to a question that could not be read.
    """
    filterset = IssueFilterSet(read_query(data), queryset=Issue.objects.public())
    if not filterset.is_valid():
        raise ValidationError(filterset.errors.as_data())
    return filterset.qs


class IssueFilterSet(FilterSet):
    """The filters of the public list. Wrong input is left out and told in a sentence; it never fails."""

    q = CharFilter(method="filter_words", label=_("words"))
    category = ModelMultipleChoiceFilter(
        method="filter_later",
        queryset=Category.objects.all(),
        to_field_name="code",
        label=_("category"),
        error_messages={"invalid_choice": _("There is no category “%(value)s”.")},
    )
    group = ModelMultipleChoiceFilter(
        method="filter_later",
        queryset=Category.objects.all(),
        to_field_name="group",
        label=_("group of categories"),
        error_messages={"invalid_choice": _("There is no group of categories “%(value)s”.")},
    )
    district = ModelChoiceFilter(
        method="filter_district",
        queryset=Division.objects.all(),
        to_field_name="code",
        label=_("district"),
        error_messages={"invalid_choice": _("This district is not known here.")},
    )
    status = MultipleChoiceFilter(
        method="filter_status",
        choices=STATUS_CHOICES,
        label=_("status"),
        error_messages={"invalid_choice": _("There is no status “%(value)s”.")},
    )
    agency = CharFilter(method="filter_later", label=_("agency"))
    reported_from = DayFilter("reported_on", "gte", label=_("reported from"))
    reported_to = DayFilter("reported_on", "lte", label=_("reported until"))
    changed_from = DayFilter(method="filter_changed_from", label=_("changed from"))
    changed_to = DayFilter(method="filter_changed_to", label=_("changed until"))
    closed_from = DayFilter("resolved_on", "gte", label=_("solved from"))
    closed_to = DayFilter("resolved_on", "lte", label=_("solved until"))
    overdue = BooleanFilter(method="filter_overdue", widget=forms.CheckboxInput, label=_("overdue"))
    awaited = BooleanFilter(method="filter_awaited", widget=forms.CheckboxInput, label=_("promise still due"))
    returned = BooleanFilter(method="filter_returned", widget=forms.CheckboxInput, label=_("has come back"))
    role = MultipleChoiceFilter(
        method="filter_later",
        choices=Role.choices,
        label=_("part of the agency"),
        error_messages={"invalid_choice": _("There is no part “%(value)s”.")},
    )
    source = CharFilter(method="filter_source", label=_("publication"))
    batch = NumberFilter("story__batch__number", max_value=MOST_BATCH, label=_("batch number"))

    class Meta:
        model = Issue
        fields = []

    many = False
    """Whether the issues are known to be many; see find_many."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._found: dict[str, Found] = {}

    def find_many(self, queryset: IssueQuerySet, *, without: Collection[str] = ()) -> IssueQuerySet:
        """`queryset` under all filters except those named in `without`, asked so that the first rows of an order come without the others.

        For selections that are large: rows are taken in the list's order and each is looked up. SQLite would otherwise
        fetch and sort all of them (of 200,000 issues in 0.3 s instead of 0.02 s); for a small one it would read the
        whole list in vain.
        """
        self.many = True
        found = self.filter_queryset(queryset, without=without)
        self.many = False
        return found

    def find_counted(self, *, without: Collection[str] = ()) -> IssueQuerySet:
        """The public issues under the filters, without those named in `without`, in the form that is counted quickly.

        The counts' own index begins with some filters; SQLite takes it, and only it, for the form made for counting.
        """
        asked = {name for name, value in self.form.cleaned_data.items() if value and name not in without}
        return self.filter_queryset(Issue.objects.public(counting=asked <= INDEXED), without=without)

    def find_keys(self, *, without: Collection[str] = ()) -> Found:
        """The keys of the public issues under the filters but `without`, or that they are many, which is kept for a while.

        The same question is asked once: that of the list is that of its counts where no facet is chosen.
        """
        question = name_question("many", self.form.cleaned_data, without=without)
        if question not in self._found:
            known = cache.get(question)
            self._found[question] = MANY if known else find_keys(self.find_counted(without=without))
            if not known and self._found[question].many:
                cache.set(question, True, MANY_SECONDS)
        return self._found[question]

    def filter_queryset(self, queryset: IssueQuerySet, *, without: Collection[str] = ()) -> IssueQuerySet:
        """`queryset` under all valid filters except those named in `without`."""
        kept = {name: value for name, value in self.form.cleaned_data.items() if name not in without}
        if find_contradiction(kept):
            return queryset.none()
        for name, value in kept.items():
            queryset = self.filters[name].filter(queryset, value)
        queryset = _filter_parties(queryset, kept, self.many)
        categories = {*(kept.get("category") or ()), *(kept.get("group") or ())}
        return queryset.filter(category__in=categories) if categories else queryset

    def filter_words(self, queryset, name, value):
        return search_issues(queryset, value, many=self.many)

    def filter_later(self, queryset, name, value):
        """Categories and their groups widen each other, an agency and its part belong together: filter_queryset does it."""
        return queryset

    def filter_district(self, queryset, name, value):
        return queryset.filter(district__in=find_divisions_within(value))

    def filter_status(self, queryset, name, value):
        return queryset.filter(status__in=spread_statuses(value)) if value else queryset

    def filter_changed_from(self, queryset, name, value):
        return queryset.filter(changed_at__gte=_midnight(value))

    def filter_changed_to(self, queryset, name, value):
        return queryset.filter(changed_at__lt=_midnight(value + timedelta(days=1)))

    def filter_overdue(self, queryset, name, value):
        today = timezone.localdate()
        if value and self.many and connection.vendor == "sqlite":  # as in search.py: no way into the table
            computed = queryset.unresolved().alias(computed_day=Coalesce("due_on", "due_on"))
            return computed.filter(computed_day__lt=today)
        return queryset.overdue(today) if value else queryset

    def filter_awaited(self, queryset, name, value):
        return queryset.awaited(timezone.localdate()) if value else queryset

    def filter_returned(self, queryset, name, value):
        return queryset.filter(returned=True) if value else queryset

    def filter_source(self, queryset, name, value):
        return filter_printed(queryset, value, many=self.many)


def filter_printed(queryset: IssueQuerySet, publication: str, *, many: bool = False) -> IssueQuerySet:
    """Issues of `queryset` that the publication told of. Under `many`, or where it has many pages, each is looked up."""
    pages = Page.objects.filter(publication=publication)
    if many or pages.order_by()[:MANY_PAGES].count() == MANY_PAGES:
        return queryset.filter(
            Exists(Story.objects.filter(pk=OuterRef("story"), page__publication=publication))
        )
    return queryset.filter(story__in=Story.objects.filter(page__in=pages).values("pk"))


def _filter_parties(queryset: IssueQuerySet, asked: Mapping[str, object], many: bool) -> IssueQuerySet:
    """Issues in which the agency has a part, or the asked one; without an agency, those in which anybody has it."""
    parts = Party.objects.all()
    if agency := asked.get("agency"):
        parts = parts.filter(agency__in=find_agencies(agency))
    if roles := asked.get("role"):
        parts = parts.filter(role__in=roles)
    if not (agency or roles):
        return queryset
    if many or (not agency and Role.RESPONSIBLE in roles):  # almost every issue has one who is responsible
        return queryset.filter(Exists(parts.filter(issue=OuterRef("pk"))))
    return queryset.filter(pk__in=parts.values("issue"))


def find_contradiction(asked: Mapping[str, object]) -> str:
    """Why no issue can ever fit these filters, in a sentence; empty where one could.

    Databases do not see it: at a million issues they looked through all of one filter for those of the other.
    """
    statuses = spread_statuses(asked.get("status") or ())
    if (asked.get("overdue") or asked.get("awaited")) and statuses and not statuses & OPEN:
        return _("A promise is due only while an issue is open.")
    if asked.get("overdue") and asked.get("awaited"):
        return _("A promised day cannot have passed and be still to come.")
    days = (
        (asked.get(f"{name}_from"), asked.get(f"{name}_to")) for name in ("reported", "changed", "closed")
    )
    if any(first and last and first > last for first, last in days):
        return _("The last day is before the first.")
    return ""


def spread_statuses(chosen: Collection[str]) -> set[str]:
    """`open` and `closed` become the statuses that they stand for."""
    return {status for name in chosen for status in STATUS_GROUPS.get(name, [name])}


def find_divisions_within(division: Division) -> list[int]:
    """The keys of `division` and of everything in it: a city's list has the issues of its districts."""
    steps = ("pk", "parent", "parent__parent", "parent__parent__parent")
    within = Q()
    for step in steps:
        within |= Q(**{step: division.pk})
    return list(Division.objects.filter(within).order_by("pk").values_list("pk", flat=True))


def find_agencies(text: str) -> list[int]:
    """Keys of the agencies meant by `text`: an agency's number, or a part of one of its names."""
    plain = fold(text)
    if re.fullmatch(r"[0-9]{1,18}", plain):
        return [int(plain)]
    named = Agency.objects.filter(known_as__contains=plain).order_by("pk")
    return list(named.values_list("pk", flat=True)[:MOST_AGENCIES])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
