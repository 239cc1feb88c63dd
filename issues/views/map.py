"""The map: issues by district as tiles, and the same numbers as a table. Counting is in facets.py, drawing in schematic.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..choices import DivisionLevel
from ..facets import CACHE_SECONDS, MOST_COUNTED, count_districts
from ..filters import IssueFilterSet, read_query
from ..models import Division, Issue
from ..public.formats import FORMATS
from ..schematic import SIGNS, Place, draw_tiles, find_cells
from .chips import find_chips, find_unread, make_link

UPWARDS = ("parent", "parent__parent", "parent__parent__parent")


@dataclass(frozen=True, slots=True)
class District:
    """A part of the shown division: its number of issues, and the address of their list."""

    division: Division
    count: int
    url: str
    chosen: bool


@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    """The districts around the asked one, or of the division with most issues, under the filters of the address."""
    query = read_query(request.GET)
    filterset = IssueFilterSet(query, queryset=Issue.objects.public(counting=True), request=request)
    filterset.is_valid()  # what cannot be read is left out and told, as in the list
    counted, bounded = count_districts(filterset)
    asked = filterset.form.cleaned_data.get("district")
    lines = _find_lines({*filter(None, counted), *([asked.pk] if asked else [])})
    wholes = _find_wholes(lines, counted)
    whole = _choose_whole(asked, lines, wholes)
    districts = _find_districts(whole, lines, counted, query, asked) if whole else []
    sheet = draw_tiles(whole.code if whole else "", [_place(one) for one in districts])
    inside = sum(one.count for one in districts)
    shown = inside + (counted[whole.pk] if whole else 0)
    if whole and all(division != whole for division, _count in wholes):
        wholes.insert(0, (whole, shown))
    context = {
        "whole": whole,
        "wholes": wholes,
        "query": query,
        "kept": [(name, value) for name, values in query.lists() if name not in _PLACED for value in values],
        "chips": find_chips(filterset, query),
        "problems": find_unread(filterset),
        "sheet": sheet,
        "tiles": list(zip(sheet.tiles, districts, strict=True)),
        "districts": districts,
        "undistricted": shown - inside,
        "elsewhere": counted.total() - shown - counted[None],
        "unplaced": counted[None],
        "total": counted.total(),
        "list_query": make_link(query).rstrip("?"),
        "selection": make_link(query, ("order",)).rstrip("?"),
        "formats": FORMATS.values(),
        "bounded": bounded,
        "most_counted": MOST_COUNTED,
        "minutes": CACHE_SECONDS // 60,
        "approval": settings.CIVICTRACK_MAP_APPROVAL if _find_layer() else "",
    }
    return render(request, "issues/map.html", context)


@require_safe
def send_layer(request: HttpRequest) -> FileResponse:
    """The operator's own map, where there is one."""
    path = _find_layer()
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"))


_PLACED = ("district", "after", "before")

Line = tuple[int, ...]
"""The keys of a division, of what it is part of, and so on upwards."""


def _find_layer() -> Path | None:
    """The file that the operator has put beneath media/; None without one."""
    path = Path(settings.MEDIA_ROOT) / settings.CIVICTRACK_MAP_LAYER
    return path if settings.CIVICTRACK_MAP_LAYER and path.is_file() else None


def _find_lines(keys: Iterable[int]) -> dict[int, Line]:
    rows = Division.objects.filter(pk__in=keys).order_by().values_list("pk", *UPWARDS)
    return {row[0]: tuple(filter(None, row)) for row in rows}


def _find_wholes(lines: dict[int, Line], counted: Counter) -> list[tuple[Division, int]]:
    """The divisions that can be shown, in order of code, each with the issues in it: those whose parts are counties."""
    inside: Counter = Counter()
    for key, line in lines.items():
        for above in line:
            inside[above] += counted[key]
    parts = Division.objects.filter(pk__in=inside, level=DivisionLevel.COUNTY)
    found = Division.objects.filter(pk__in=parts.values("parent")).select_related("parent").order_by("code")
    return [(division, inside[division.pk]) for division in found]


def _choose_whole(
    asked: Division | None, lines: dict[int, Line], wholes: list[tuple[Division, int]]
) -> Division | None:
    """The asked division; for a district or a street what it is part of; unasked the one with most issues."""
    if asked is None:
        found = max(wholes, key=lambda one: one[1], default=(None, 0))[0]
        return found or Division.objects.filter(code__in=find_cells()).order_by("code").first()
    if asked.level in {DivisionLevel.PROVINCE, DivisionLevel.PREFECTURE}:
        return asked
    above = Division.objects.filter(pk__in=lines[asked.pk][1:]).exclude(level=DivisionLevel.COUNTY)
    return above.order_by("-code").first() or asked


def _find_districts(
    whole: Division, lines: dict[int, Line], counted: Counter, query: QueryDict, asked: Division | None
) -> list[District]:
    inside: Counter = Counter()
    for key, line in lines.items():
        if whole.pk in line[1:]:
            inside[line[line.index(whole.pk) - 1]] += counted[key]
    line = lines[asked.pk] if asked else ()
    return [
        District(one, inside[one.pk], make_link(query, district=one.code), one.pk in line)
        for one in whole.children.order_by("code")
    ]


def _place(district: District) -> Place:
    return Place(district.division.code, _shorten(district.division), district.count)


def _shorten(division: Division) -> str:
    """What fits on a tile: the name, or the shortest other name that still says what it is."""
    if len(division.name) <= SIGNS:
        return division.name
    others = [name for name in division.aliases if len(name) > 2]
    return min(others, key=len, default=division.name)
