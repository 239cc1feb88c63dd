"""What somebody may mean who begins to type: places, bodies, districts, categories, titles. A few looks into indexes.

What begins with the typed words comes first. Places are also found by what stands inside of their names, for papers
print 泉湖街道泽溪雅居 and people type 泽溪雅居: no index has that, but the search has the issues that tell it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice

from django.core.cache import cache
from django.db import connection
from django.db.models import Exists, F, Max, OuterRef
from django.db.models.functions import Collate
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .models import Agency, Category, Division, Issue
from .pinyin import spell_initials
from .public.masking import show
from .querysets import IssueQuerySet
from .reading.text import fold
from .search import search_issues

LONGEST = 40
MOST = {"place": 4, "agency": 3, "district": 2, "category": 2, "title": 4}
MOST_LOOKS = 12
"""Places looked at for one answer: some are hidden, because they show only with stars what was typed."""
FEWEST_SIGNS = 2
"""One sign alone stands inside of too many names to mean one of them."""
MOST_SEARCHED = 500
"""Issues whose places are looked through, as the index of words gives them: of a million that takes 5 to 40 ms. To have
the newest of them took up to 0.7 s for words that neither few nor very many issues tell; typing on narrows it as well."""
KEPT_SECONDS = 600
_LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line below the field: of which kind, its words, and where it leads."""

    kind: str
    text: str
    url: str


def find_suggestions(typed: str) -> list[dict[str, str]]:
    """The suggestions for `typed`, each as a dict; nothing that is not public, in the form in which it is shown."""
    text = " ".join(fold(typed).split())[:LONGEST]
    if not text:
        return []
    found = {
        "place": (Suggestion(_("place"), place, _list(q=f'"{place}"')) for place in _find_places(text)),
        "agency": _find_agencies(text),
        "district": _find_districts(text),
        "category": _find_categories(text),
        "title": _find_titles(text),
    }
    return [asdict(one) for kind, some in found.items() for one in islice(some, MOST[kind])]


def _list(**query: object) -> str:
    return f"{reverse('issues:list')}?{urlencode(query)}"


def _begin_with(field: str, text: str) -> IssueQuerySet:
    """Public issues whose `field` begins with `text`, in the order of the index."""
    key = Collate(F(field), "C") if connection.vendor == "postgresql" else F(field)
    issues = Issue.objects.public().annotate(begins=key)
    return issues.filter(begins__gte=text, begins__lt=text + _LAST_SIGN).order_by("begins", "pk")


def _find_places(text: str) -> Iterator[str]:
    """Each place once: those that begin with `text`, and only where they are too few those that have it inside."""
    seen = set()
    for places in (_find_places_beginning, _find_places_holding):
        for place in places(text):
            if place not in seen:
                seen.add(place)
                yield place


def _find_places_beginning(text: str) -> Iterator[str]:
    """From one to the next in the index, however many issues lie at it."""
    beyond = _begin_with("place", text)
    for _look in range(MOST_LOOKS):
        issue = beyond.only("place", "hidden_names").first()
        if issue is None:
            return
        shown = show(issue.place, issue)
        if shown.startswith(text):  # else the stars would answer a guess
            yield shown
        beyond = _begin_with("place", text).filter(begins__gt=issue.place)


def _find_places_holding(text: str) -> Iterator[str]:
    """Places of issues that tell `text` anywhere, those of the newest issues first."""
    if len(text) < FEWEST_SIGNS:
        return
    telling = search_issues(Issue.objects.public(), f'"{text}"').order_by()
    keys = list(telling.values_list("pk", flat=True)[:MOST_SEARCHED])
    issues = Issue.objects.public().filter(pk__in=keys, place__icontains=text)
    places = issues.order_by().values_list("place", "hidden_names").annotate(last=Max("changed_at"))
    for place, hidden, _last in places.order_by("-last", "place")[:MOST_LOOKS]:
        shown = show(place, Issue(hidden_names=hidden))
        if text.lower() in shown.lower():  # else the stars would answer a guess
            yield shown


def _find_titles(text: str) -> Iterator[Suggestion]:
    for issue in _begin_with("title", text).only("title", "hidden_names")[: MOST["title"] * 2]:
        shown = show(issue.title, issue)
        if shown.startswith(text):
            yield Suggestion(_("issue"), shown, issue.get_absolute_url())


def _fits(text: str, names: list[str], initials: str) -> bool:
    """Whether a name holds the text, or a spelling begins with the letters."""
    return any(text in name for name in names) or any(
        word.startswith(text.lower()) for word in initials.split()
    )


def _find_agencies(text: str) -> Iterator[Suggestion]:
    for key, name, names, initials in cache.get_or_set("suggest:agencies", _public_agencies, KEPT_SECONDS):
        if _fits(text, names, initials):
            yield Suggestion(_("agency"), name, _list(agency=key))


def _public_agencies() -> list[tuple]:
    issues = Issue.objects.public().filter(parties__agency=OuterRef("pk"))
    agencies = Agency.objects.filter(Exists(issues)).order_by("name")
    return [(one.pk, show(one.name), one.known_as.split("\n"), one.initials) for one in agencies]


def _find_districts(text: str) -> Iterator[Suggestion]:
    for code, name, names, initials in cache.get_or_set("suggest:districts", _public_districts, KEPT_SECONDS):
        if _fits(text, names, initials):
            yield Suggestion(_("district"), name, _list(district=code))


def _public_districts() -> list[tuple]:
    issues = Issue.objects.public().filter(district=OuterRef("pk"))
    districts = Division.objects.filter(Exists(issues)).order_by("code")
    named = [(one.code, one.name, [one.name, *map(str, one.aliases)]) for one in districts]
    return [(*told, spell_initials(*told[2])) for told in named]


def _find_categories(text: str) -> Iterator[Suggestion]:
    for one in Category.objects.all():
        names = [one.name, one.name_en.lower(), *one.words.split("、")]
        if _fits(text.lower(), names, spell_initials(one.name)):
            yield Suggestion(_("category"), one.local_name, _list(category=one.code))
