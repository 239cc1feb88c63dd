"""What an address asks for, in words: its filters as a person reads them. Asks for no issue; the filters are in filters.py."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import QueryDict
from django.utils.translation import gettext as _

from .choices import Role
from .edtf import in_words
from .filters import STATUS_CHOICES, IssueFilterSet
from .models import Agency, Issue
from .public.masking import show

FREE = frozenset({"q", "agency", "source"})
"""The filters whose values are what somebody typed."""


def tell_selection(query: QueryDict, *, free: bool) -> str:
    """The filters of `query` in one line, e.g. “状态 未了结、区县 云岩区”; what cannot be read narrows nothing and is left out.

    Without `free` what was typed is left out too: nobody may have words of his own mailed to another's address.
    """
    filterset = IssueFilterSet(query, queryset=Issue.objects.none())
    filterset.is_valid()
    return _(", ").join(_tell(filterset, query, free=free))


def _tell(filterset: IssueFilterSet, query: QueryDict, *, free: bool) -> Iterator[str]:
    for name, found in filterset.filters.items():
        if not filterset.form.cleaned_data.get(name):
            continue
        for value in query.getlist(name):
            known = free or name not in FREE or name_agency(value) != value
            yield (
                f"{found.label} {show(describe_value(filterset, name, value))}" if known else str(found.label)
            )


def describe_value(filterset: IssueFilterSet, name: str, value: str) -> str:
    """A value in words: a category's name instead of its code, an agency's instead of its number."""
    asked = filterset.form.cleaned_data.get(name)
    if name == "category":
        return next((one.local_name for one in asked if one.code == value), value)
    if name == "group":
        return next((one.local_group for one in asked if one.group == value), value)
    if name == "district":
        return str(asked)
    if name == "status":
        return str(dict(STATUS_CHOICES).get(value, value))
    if name == "role":
        return str(dict(Role.choices).get(value, value))
    if name in {"overdue", "awaited", "returned"}:
        return _("yes")
    if name == "agency":
        return name_agency(value)
    return in_words(asked.isoformat()) if hasattr(asked, "isoformat") else value


def name_agency(value: str) -> str:
    """The name of the agency with this number; anything else is a name already."""
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        return value
    agency = Agency.objects.filter(pk=int(value)).first()
    return agency.name if agency else value
