"""Printed names → rows of the directory: which district, which agency. Makes no row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max

from ..choices import DivisionLevel
from ..models import Agency, Division, Page
from ..reading.shapes import Draft


@dataclass(frozen=True, slots=True)
class Directory:
    """The districts and agencies that one page can mean, fetched once a page."""

    districts: dict[str, Division]
    agencies: dict[str, Agency]

    @classmethod
    def of_page(cls, page: Page, drafts: Collection[Draft]) -> Directory:
        """Fetch what the page's drafts name: their districts, and the agencies of these and of the whole city."""
        districts = _choose_districts({d.district.value for d in drafts if d.district}, page)
        names = {body.name for d in drafts for body in d.agencies} | {
            note.agency for d in drafts for note in d.notes if note.agency
        }
        return cls(districts, _fetch_agencies(names, districts.values()))

    def find_district(self, name: str | None) -> Division | None:
        """The county-level division that the page means by `name`; None where two could be meant."""
        return self.districts.get(name) if name else None

    def find_agency(self, name: str) -> Agency | None:
        """The agency of that full or short name, where only one is meant."""
        return self.agencies.get(name)


def _choose_districts(names: set[str], page: Page) -> dict[str, Division]:
    if not names:
        return {}
    rows = Division.objects.filter(name__in=names, level=DivisionLevel.COUNTY).select_related(
        "parent__parent"
    )
    by_name = defaultdict(list)
    for row in rows:
        by_name[row.name].append(row)
    chosen = {name: _choose(found, page) for name, found in by_name.items()}
    return {name: division for name, division in chosen.items() if division}


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


def _fetch_agencies(names: set[str], districts: Iterable[Division]) -> dict[str, Agency]:
    """Full names first; a short name counts where the page's districts and their cities have one such agency."""
    if not names:
        return {}
    stamp = Agency.objects.aggregate(rows=Count("pk"), changed=Max("changed_at"))
    full, short = _load_agencies(stamp["rows"], stamp["changed"])
    divisions = {key for d in districts for key in (d.pk, d.parent_id) if key}
    found = {}
    for name in names:
        near = [agency for agency in short.get(name, ()) if agency.division_id in divisions]
        if name in full or len(near) == 1:
            found[name] = full.get(name) or near[0]
    return found


@lru_cache(maxsize=1)
def _load_agencies(rows: int, changed: datetime | None) -> tuple[dict[str, Agency], dict[str, list[Agency]]]:
    """Agencies by full and by short name, fetched once until one changes: as cheap for a page as two numbers."""
    full, short = {}, defaultdict(list)
    for agency in Agency.objects.select_related("division"):
        full[agency.name] = agency
        for alias in set(_aliases(agency)):
            short[alias].append(agency)
    return full, short


def _aliases(agency: Agency) -> Iterable[str]:
    """住建局 of 云岩区 is printed 云岩区住建局 too."""
    for name in agency.short_names:
        yield name
        if agency.division and not name.startswith(agency.division.name):
            yield agency.division.name + name
