"""Printed names → rows of the directory: which district, which agency. Makes no row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max

from ..choices import DivisionLevel
from ..models import Agency, Category, Division, Page
from ..reading.shapes import Draft

Agencies = tuple[dict[str, Agency], dict[str, list[Agency]]]
"""Agencies by full and by short name."""


@dataclass(frozen=True, slots=True)
class Directory:
    """What the directory knows of the names on some pages, fetched once for all of them."""

    divisions: Mapping[str, list[Division]]
    categories: Mapping[str, Category]
    agencies: Agencies

    @classmethod
    def of_drafts(cls, drafts: Collection[Draft]) -> Directory:
        """Fetch the categories of the drafts, and the districts and agencies that their names may mean."""
        codes = {draft.category.value for draft in drafts}
        categories = Category.objects.filter(code__in=codes).order_by()
        divisions = _fetch_divisions({draft.district.value for draft in drafts if draft.district})
        agencies = _fetch_agencies() if any(map(_name_agencies, drafts)) else ({}, {})
        return cls(divisions, {category.code: category for category in categories}, agencies)

    def on_page(self, page: Page, drafts: Collection[Draft]) -> PageDirectory:
        """What the page's drafts mean by their names: districts, and agencies of these and of the whole city."""
        named = {draft.district.value for draft in drafts if draft.district}
        chosen = {name: _choose(self.divisions[name], page) for name in named if name in self.divisions}
        districts = {name: division for name, division in chosen.items() if division}
        names = set().union(*map(_name_agencies, drafts))
        return PageDirectory(self.categories, districts, self._find_agencies(names, districts.values()))

    def _find_agencies(self, names: set[str], districts: Iterable[Division]) -> dict[str, Agency]:
        """Full names first; a short name counts where the page's districts and their cities have one such agency."""
        full, short = self.agencies
        divisions = {key for d in districts for key in (d.pk, d.parent_id) if key}
        found = {}
        for name in names:
            near = [agency for agency in short.get(name, ()) if agency.division_id in divisions]
            if name in full or len(near) == 1:
                found[name] = full.get(name) or near[0]
        return found


@dataclass(frozen=True, slots=True)
class PageDirectory:
    """The categories, districts and agencies that one page means."""

    categories: Mapping[str, Category]
    districts: dict[str, Division]
    agencies: dict[str, Agency]

    def find_district(self, name: str | None) -> Division | None:
        """The county-level division that the page means by `name`; None where two could be meant."""
        return self.districts.get(name) if name else None

    def find_agency(self, name: str) -> Agency | None:
        """The agency of that full or short name, where only one is meant."""
        return self.agencies.get(name)


def _fetch_divisions(names: set[str]) -> dict[str, list[Division]]:
    if not names:
        return {}
    rows = Division.objects.filter(name__in=names, level=DivisionLevel.COUNTY)
    by_name = defaultdict(list)
    for row in rows.select_related("parent__parent"):
        by_name[row.name].append(row)
    return by_name


def _choose(found: list[Division], page: Page) -> Division | None:
    """白云区 is in Guiyang and in Guangzhou: take the one whose city the paper's name or the page names most."""
    if len(found) == 1:
        return found[0]
    weights = [weigh_division(division, page) for division in found]
    best = max(weights)
    return found[weights.index(best)] if best > 0 and weights.count(best) == 1 else None


def weigh_division(division: Division, page: Page) -> int:
    """How often the page, and above all the paper's name, names what the division is part of."""
    weight, parent = 0, division.parent
    while parent is not None:
        names = {parent.name, *parent.aliases}
        weight += 100 * any(name in page.publication for name in names)
        weight += max((page.text.count(name) for name in names), default=0)
        parent = parent.parent if parent.parent_id else None
    return weight


def _name_agencies(draft: Draft) -> set[str]:
    return {body.name for body in draft.agencies} | {note.agency for note in draft.notes if note.agency}


def _fetch_agencies() -> Agencies:
    stamp = Agency.objects.aggregate(rows=Count("pk"), changed=Max("changed_at"))
    return _load_agencies(stamp["rows"], stamp["changed"])


@lru_cache(maxsize=1)
def _load_agencies(rows: int, changed: datetime | None) -> Agencies:
    """Agencies by full and by short name, fetched once until one changes: as cheap for a page as two numbers."""
    full, short = {}, defaultdict(list)
    for agency in Agency.objects.select_related("division"):
        full[agency.name] = agency
        for alias in set(agency.list_aliases()):
            short[alias].append(agency)
    return full, short
