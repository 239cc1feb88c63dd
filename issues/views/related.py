"""Issues beside one: at the same place, of the same agency, of the same kind in the district. Bounded at any size."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..choices import Role, Status
from ..models import Issue, Party

SHOWN = 4
LOOKED_AT = 200
"""Newest rows of an agency or a category among which to look: what is older is in their lists."""


@dataclass(frozen=True, slots=True)
class Related:
    """Why some issues stand beside this one."""

    why: str
    issues: list[Issue]


def find_related(issue: Issue) -> list[Related]:
    """The groups that have any; each issue is told once, for the strongest reason. Keys first, then all rows at once."""
    groups = (
        (_("At the same place"), _at_place(issue)),
        (_("Of the same kind in the district"), _of_kind(issue)),
        (_("For the same agency"), _of_agency(issue)),
    )
    shown = Issue.objects.public().exclude(status=Status.DUPLICATE).defer("spans")
    rows = shown.in_bulk({key for _why, keys in groups for key in keys} - {issue.pk, issue.joined_to_id})
    related = []
    for why, keys in groups:
        found = [rows.pop(key) for key in [key for key in keys if key in rows][:SHOWN]]
        if found:
            related.append(Related(why, found))
    return related


def _at_place(issue: Issue) -> list[int]:
    if not issue.place_key:
        return []
    there = Issue.objects.public().filter(place_key=issue.place_key, district=issue.district_id)
    return sorted(there.values_list("pk", flat=True)[:LOOKED_AT], reverse=True)[: 3 * SHOWN]


def _of_kind(issue: Issue) -> list[int]:
    """The newest of the category are looked through, by their keys alone; no index has category and district in order."""
    if not (issue.category_id and issue.district_id):
        return []
    newest = Issue.objects.public().filter(category=issue.category_id).newest()
    looked_at = newest.values_list("pk", "district_id")[:LOOKED_AT]
    return [key for key, district in looked_at if district == issue.district_id][: 5 * SHOWN]


def _of_agency(issue: Issue) -> list[int]:
    named = [party.agency_id for party in issue.parties.all() if party.role == Role.RESPONSIBLE]
    agency = next(filter(None, named), None)
    if agency is None:
        return []
    newest = Party.objects.filter(agency=agency).order_by("-issue_id").values_list("issue_id", flat=True)
    return list(dict.fromkeys(newest[: 10 * SHOWN]))
