"""What a list is narrowed by, one removable chip for each value. Reads the query, asks for no issue."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from ..filters import IssueFilterSet
from ..selections import describe_value

_PAGING = ("after", "before")


@dataclass(frozen=True, slots=True)
class Chip:
    """One value of one filter, and the address of the list without it."""

    name: str
    label: str
    text: str
    url: str


def make_link(query: QueryDict, fixed=(), **changes: str) -> str:
    """The query part of the same list with `changes` and from its start; an empty value takes a filter away."""
    changed = query.copy()
    for name in (*_PAGING, *fixed):
        changed.pop(name, None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return "?" + changed.urlencode()


def find_chips(filterset: IssueFilterSet, query: QueryDict, fixed=()) -> list[Chip]:
    """A chip for each value that narrows the list, in the order of the form."""
    chips = []
    for name, found in filterset.filters.items():
        if name in fixed or not filterset.form.cleaned_data.get(name):
            continue
        for value in query.getlist(name):
            text = describe_value(filterset, name, value)
            chips.append(Chip(name, str(found.label), text, _without(query, fixed, name, value)))
    return chips


def find_unread(filterset: IssueFilterSet) -> list[tuple[str, str]]:
    """(filter, sentence) for what was asked for in a form that cannot be read, and so narrows nothing."""
    errors = filterset.form.errors
    return [(str(filterset.filters[name].label), " ".join(errors[name])) for name in errors]


def _without(query: QueryDict, fixed, name: str, value: str) -> str:
    changed = query.copy()
    changed.setlist(name, [other for other in query.getlist(name) if other != value])
    return make_link(changed, fixed)
