"""Words of a page → the divisions of the directory that they name, for a person to choose from. Chooses none itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..choices import DivisionLevel
from ..models import Division, Page
from ..reading.text import fold
from .directory import weigh_division

MOST = 6
"""Matches offered at most: beyond, typing is quicker than looking."""
_LOOKED_AT = 200
"""Divisions weighed at most: a page of a thousand towns is a list of towns."""
_LEVELS = (DivisionLevel.COUNTY, DivisionLevel.TOWN, DivisionLevel.PREFECTURE)


@dataclass(frozen=True, slots=True)
class Match:
    """A division that the page names; `label` tells it from another of the same name."""

    division: Division
    label: str


@dataclass(frozen=True, slots=True)
class Matches:
    """What the page's words may mean: the divisions of an issue, and the towns and streets where it may be."""

    districts: tuple[Match, ...] = ()
    towns: tuple[Match, ...] = ()


def match_divisions(page: Page, spans: Iterable[Sequence[int]]) -> Matches:
    """What the words at `spans` name, or the whole page where they name nothing; likelier ones first. Two queries.

    Counties, else the counties of the named towns, else prefectures: the nearest that is known.
    """
    text, names = fold(page.text), _list_names()
    story = "\n".join(text[start:end] for start, end in spans)
    keys = _find_keys(story, names) or _find_keys(text, names)
    if not keys:
        return Matches()
    rows = Division.objects.filter(pk__in=keys[:_LOOKED_AT]).select_related("parent__parent__parent")
    by_level = defaultdict(list)
    for division in rows:
        by_level[division.level].append(division)
    towns = by_level[DivisionLevel.TOWN]
    above = {town.parent_id: town.parent for town in towns if town.parent_id}
    districts = by_level[DivisionLevel.COUNTY] or list(above.values()) or by_level[DivisionLevel.PREFECTURE]
    return Matches(_offer(districts, page, keys), _offer(towns, page, keys))


def _list_names() -> dict[str, dict[bool, dict[str, list[int]]]]:
    """Level → is it a full name → name → divisions. A short form (云岩) lacks the word for what it is."""
    names = {level: {True: defaultdict(list), False: defaultdict(list)} for level in _LEVELS}
    rows = Division.objects.filter(level__in=_LEVELS).order_by()
    for key, level, name, aliases in rows.values_list("pk", "level", "name", "aliases"):
        for form in {name, *aliases}:
            if len(form) > 1:
                names[level][form[-1] == name[-1]][form].append(key)
    return names


def _find_keys(text: str, names: dict[str, dict[bool, dict[str, list[int]]]]) -> list[int]:
    """The divisions of each level by the full names in `text`; by short forms where a level has none in full."""
    found = {}
    for level in _LEVELS:
        full, short = names[level][True], names[level][False]
        known = full if any(name in text for name in full) else short
        found |= {name: known[name] for name in known if name in text}
    kept = _drop_contained(text, found)
    return list(dict.fromkeys(key for name in sorted(kept, key=text.find) for key in found[name]))


def _drop_contained(text: str, names: Iterable[str]) -> list[str]:
    """The names that stand somewhere outside of a longer one: 城东区 names no 东区."""
    kept = []
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            kept.append(name)
            text = text.replace(name, "\n")
    return kept


def _offer(found: list[Division], page: Page, keys: list[int]) -> tuple[Match, ...]:
    place = {key: at for at, key in enumerate(keys)}
    found.sort(key=lambda row: (-weigh_division(row, page), place.get(row.pk, len(place)), row.code))
    found = found[:MOST]
    names = [row.name for row in found]
    return tuple(Match(row, _label(row, names.count(row.name) > 1)) for row in found)


def _label(division: Division, is_shared: bool) -> str:
    return f"{division.name}（{division.parent.name}）" if is_shared and division.parent else division.name
