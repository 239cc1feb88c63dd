"""The list component of the front page and of agency, district and category pages. Shows no single issue."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from ..choices import Role
from ..facets import CACHE_SECONDS, MOST_COUNTED, Facets, count_facets
from ..filters import IssueFilterSet, find_contradiction, read_query
from ..models import Agency, Issue, Page
from ..paging import CAP, ORDERS, Found, Order, count_capped, find_keys, read_issue_page
from ..public.formats import FORMATS
from ..querysets import IssueQuerySet
from ..search import find_words, rank_matches
from ..selections import name_agency
from .chips import Chip, find_chips, find_unread, make_link
from .snippets import find_snippets

MOST_LOOSENED, LOOSENED_CAP = 6, 100
"""How many filters an empty list offers to take away, and how far it counts what each brings back: that there is much is
enough to choose by, and counting to a thousand took six times as long at 200,000 issues as at 10,000."""
MOST_SUGGESTED = 30
SUGGESTING_ISSUES = 300
SUGGESTION_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Loosened:
    """What taking one filter away would bring back."""

    chip: Chip
    count: int


def list_issues(request: HttpRequest, **fixed: str) -> dict:
    """What listing.html shows for the address of `request`; `fixed` filters belong to the page and stay."""
    query = read_query(request.GET)
    for name, value in fixed.items():
        query[name] = value
    filterset = IssueFilterSet(query, queryset=Issue.objects.public(), request=request)
    filterset.is_valid()  # what cannot be read is left out and told
    words = find_words(query.get("q", ""))
    orders = {name: order for name, order in ORDERS.items() if words or name != "best"}
    order = orders.get(query.get("order", ""), next(iter(orders.values())))
    cursors = {name: query.get(name, "") for name in ("after", "before")}
    found = find_keys(filterset.find_counted().unresolved()) if order.open_only else filterset.find_keys()
    tiers = rank_matches(query.get("q", ""), found.count)
    listed = _pin(filterset, found)
    shown = Issue.objects.public().with_names()
    page = read_issue_page(listed, order, **cursors, tiers=tiers, shown=shown)
    facets = count_facets(filterset)
    chips = find_chips(filterset, query, fixed)
    return {
        "filterset": filterset,
        "fixed": fixed,
        "query": query,
        "agency_text": name_agency(query.get("agency", "")),
        "agencies": _suggest_agencies(),
        "selection": _select(query),
        "formats": FORMATS.values(),
        "sources": suggest_sources(),
        "roles": Role.choices,
        "facets": facets,
        "most_counted": MOST_COUNTED,
        "counted_within": CACHE_SECONDS // 60,
        "orders": orders.values(),
        "words": words,
        "snippets": find_snippets(page.rows, words),
        "order": order,
        "page": page,
        "next_url": page.after and _turn(query, fixed, "after", page.after),
        "previous_url": page.before and _turn(query, fixed, "before", page.before),
        "unranked": order.name == "best" and not tiers,
        **_tell_count(found, facets, order),
        "chips": chips,
        "loosened_cap": LOOSENED_CAP,
        "loosened": [] if page.rows else _loosen(filterset, chips),
        "contradiction": find_contradiction(filterset.form.cleaned_data),
        "problems": find_unread(filterset),
    }


def _pin(filterset: IssueFilterSet, found: Found) -> IssueQuerySet:
    """The issues under the filters, asked for by the keys that were found where they are few, and as many where they are not.

    Else a planner that takes a rare word for a common one reads the whole list for it (9 s at a million issues).
    """
    public = Issue.objects.public()
    return filterset.find_many(public) if found.many else public.filter(pk__in=found.keys)


def _tell_count(found: Found, facets: Facets, order: Order) -> dict[str, int]:
    """How many issues there are, and from where on that is only a lower bound: CAP, unless the facets counted them all."""
    if found.many and not (facets.bounded or order.open_only):
        return {"count": max(facets.total, found.count), "cap": sys.maxsize}
    return {"count": found.count, "cap": CAP}


def _select(query) -> str:
    """The query part of what is listed, for feeds and exports: its filters, without order and page."""
    return make_link(query, ("order",)).rstrip("?")


def _turn(query, fixed, side: str, cursor: str) -> str:
    return make_link(query, fixed, **{side: cursor})


def _loosen(filterset: IssueFilterSet, chips: list[Chip]) -> list[Loosened]:
    """For an empty list: what each filter alone keeps away."""
    found = []
    for chip in {chip.name: chip for chip in chips}.values():
        count = count_capped(filterset.find_counted(without={chip.name}), LOOSENED_CAP)
        found.append(Loosened(chip, count))
    return [one for one in found if one.count][:MOST_LOOSENED]


def _suggest_agencies() -> list[str]:
    """Names of the agencies that the newest public issues name most, for the text field's suggestions."""
    newest = Issue.objects.public().newest().values("pk")[:SUGGESTING_ISSUES]
    named = Agency.objects.filter(parties__issue__in=newest).annotate(n=Count("parties"))
    return _keep("agencies:suggested", named.order_by("-n", "name").values_list("name", flat=True))


def suggest_sources() -> list[str]:
    """The publications that printed the newest public issues."""
    newest = Issue.objects.public().newest().values("story__page")[:SUGGESTING_ISSUES]
    printed = Page.objects.filter(pk__in=newest).exclude(publication="").values("publication")
    named = printed.annotate(n=Count("pk")).order_by("-n", "publication")
    return _keep("sources:suggested", named.values_list("publication", flat=True))


def _keep(key: str, names: QuerySet) -> list[str]:
    """The first of `names`, asked of the database once in SUGGESTION_SECONDS; while there are none, each time."""
    found = cache.get(key)
    if not found:
        found = list(names[:MOST_SUGGESTED])
        cache.set(key, found, SUGGESTION_SECONDS)
    return found
