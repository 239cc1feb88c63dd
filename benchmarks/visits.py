"""The inside of lists.py, in a process with Django: builds a city, asks each address many times, prints times."""

import os
import random
import statistics
import time
from collections.abc import Iterator
from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.facets import count_ahead
from issues.groups import AGENCY, load_groups
from issues.models import Agency, Category, Division, Issue, Membership, Party, Proposal
from issues.paging import ORDERS, write_cursor
from issues.querysets import IssueQuerySet
from issues.workflow import OPEN

from .city import build_city
from .databases import fresh_database

ROUNDS = int(os.environ.get("CIVICTRACK_BENCHMARK_ROUNDS", "25"))


def run(number: str) -> None:
    """Print for each kind of address: name, median, 95th percentile, queries, the first answer with beat's counts alone."""
    import_module("civictrack.wsgi")  # as a server does: see there what is done with memory
    with fresh_database("lists"):
        build_city(int(number))
        settings.CIVICTRACK_API_RATE = "1000000/min"
        desk = Client(HTTP_HOST="127.0.0.1")
        desk.force_login(User.objects.create_superuser("bench", password="bench"))  # noqa: S106 - thrown away
        office = Client(HTTP_HOST="127.0.0.1")
        office.force_login(_make_member())
        for name, addresses, client in [
            *((name, addresses, Client(HTTP_HOST="127.0.0.1")) for name, addresses in _public_addresses()),
            *((name, addresses, desk) for name, addresses in _desk_addresses()),
            *((name, addresses, office) for name, addresses in _office_addresses()),
        ]:
            print(name, *_visit(client, addresses), sep="\t", flush=True)


def _visit(client: Client, addresses: list[str]) -> tuple[float, float, int, float]:
    """With no cache but what beat keeps warm for lists: the counts of all issues."""
    cache.clear()
    count_ahead()
    times = []
    for turn in range(ROUNDS + 1):
        address = addresses[turn % len(addresses)]
        began = time.perf_counter()
        answer = client.get(address)
        answer.getvalue() if answer.streaming else answer.content
        times.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(addresses[0])
    return statistics.median(times[1:]), statistics.quantiles(times[1:], n=20)[18], len(queries), times[0]


def _public_addresses() -> Iterator[tuple[str, list[str]]]:
    chance = random.Random(5)  # noqa: S311 - repeatable, no secret
    codes = chance.sample(list(Category.objects.values_list("code", flat=True)), 5)
    busy = list(Division.objects.filter(code__startswith="5201").order_by("code")[1:6])
    rare = Division.objects.filter(code__startswith="5226").order_by("-code")[:3]
    agencies = list(Party.objects.filter(pk__lte=40).values_list("agency", flat=True)[:5])
    issues = list(Issue.objects.public().filter(pk__lte=500).values_list("pk", flat=True)[:10])
    singles = {
        "category": [f"category={code}" for code in codes],
        "group": [f"group={group}" for group in set(Category.objects.values_list("group", flat=True)[:3])],
        "busy district": [f"district={one.code}" for one in busy],
        "rare district": [f"district={one.code}" for one in rare],
        "status": [f"status={status}" for status in ("open", "closed", "stalled", "verified")],
        "agency": [f"agency={agency}" for agency in agencies],
        "agency by name": ["agency=住建局", "agency=水务"],
        "reported": ["reported_from=2026-01-01&reported_to=2026-01-31", "reported_from=2025-05-01"],
        "changed": ["changed_to=2025-12-31"],
        "closed": ["closed_from=2025-01-01&closed_to=2025-03-01"],
        "overdue": ["overdue=1"],
        "awaited": ["awaited=1"],
        "returned": ["returned=1"],
        "role": ["role=responsible"],
        "source": ["source=云河晚报", "source=没有的报"],
        "words": ["q=停水", "q=噪音", "q=路灯", "q=鱼龙"],
        "long words": ["q=没有人知道的事", "q=谁来管", "q=居民反映"],
    }
    home = reverse("issues:list")
    yield "list", [home]
    for name, queries in singles.items():
        yield f"list, {name}", [f"{home}?{query}" for query in queries]
    names = [name for name in singles if name not in {"long words", "rare district", "agency by name"}]
    pairs = [(one, two) for at, one in enumerate(names) for two in names[at + 1 :]]
    for one, two in pairs:
        yield f"list, {one} + {two}", [f"{home}?{a}&{b}" for a in singles[one][:2] for b in singles[two][:2]]
    yield "list, page 1,000", [_find_deep_address(Issue.objects.public())]
    yield "list, newest report", [f"{home}?order=reported"]
    yield "list, longest open", [f"{home}?order=longest"]
    yield "list, most sources", [f"{home}?order=sources", f"{home}?order=sources&status=open"]
    yield "map", [reverse("issues:map"), reverse("issues:map") + "?district=520103&status=open"]
    yield "map, words", [reverse("issues:map") + "?q=停水"]
    yield "feed of an issue", [reverse("issues:feed_issue", args=[pk]) for pk in issues]
    yield "issue", [reverse("issues:issue", args=[pk]) for pk in issues]
    yield "agency", [reverse("issues:agency", args=[agency]) for agency in agencies]
    yield "district", [reverse("issues:district", args=[one.code]) for one in busy]
    yield "source", [reverse("issues:source", args=["云河晚报"])]
    yield "category", [reverse("issues:category", args=[code]) for code in codes]
    yield "agencies", [reverse("issues:agencies")]
    yield "districts", [reverse("issues:districts")]
    yield "figures", [reverse("issues:figures"), reverse("issues:figures") + "?district=520103"]
    yield "feed of changes", [reverse("issues:feed_changes"), reverse("issues:feed_changes") + "?status=open"]
    yield "feed of new issues", [reverse("issues:feed_new")]
    yield "calendar", [reverse("issues:feed_promises")]
    yield "API list", [reverse("issues:api_issues"), reverse("issues:api_issues") + f"?category={codes[0]}"]
    yield "API issue", [reverse("issues:api_issue", args=[pk]) for pk in issues]
    yield "Open311 requests", [reverse("issues:open311_requests", args=["json"])]


def _find_deep_address(rows: IssueQuerySet) -> str:
    """The list from about the 20,000th row on: the cursor of a page made there (in a small city, of the last rows)."""
    at = min(20_000, max(0, rows[:20_001].count() - 40))
    row = rows.newest()[at]
    row.list_part = 0
    return f"{reverse('issues:list')}?after={write_cursor(row, ORDERS['changed'])}"


def _make_member() -> User:
    """Somebody who answers for the agency that has most issues."""
    busiest = Agency.objects.annotate(n=Count("parties")).order_by("-n").first()
    user = User.objects.create_user("member", password="bench")  # noqa: S106 - thrown away
    load_groups()
    user.groups.add(Group.objects.get(name=AGENCY))
    Membership.objects.create(user=user, agency=busiest)
    return user


def _office_addresses() -> Iterator[tuple[str, list[str]]]:
    agency = Membership.objects.get().agency
    own = Issue.objects.for_agency(agency).order_by("pk").values_list("pk", flat=True)[:8]
    yield "office, open issues", [reverse("issues:office")]
    yield "office, all issues", [reverse("issues:office") + "?show=all"]
    yield "office, an issue", [reverse("issues:office_issue", args=[pk]) for pk in own]
    yield "account", [reverse("issues:account")]


def _desk_addresses() -> Iterator[tuple[str, list[str]]]:
    issues = reverse("admin:issues_issue_changelist")
    drafts = list(Issue.objects.drafts().filter(pk__lte=500).values_list("pk", flat=True)[:8])
    known = list(Issue.objects.filter(pk__lte=200, status__in=OPEN).values_list("pk", flat=True)[:8])
    yield "desk, first page", [reverse("admin:index")]
    yield "desk, issues", [issues]
    yield "desk, queue", [f"{issues}?status__exact=draft"]
    yield "desk, follow-ups", [f"{issues}?status__exact=draft&follow_up=yes"]
    category, district = Category.objects.first(), Division.objects.get(code="520103")
    yield "desk, issues by category", [f"{issues}?category__id__exact={category.pk}"]
    yield "desk, issues by district", [f"{issues}?district__id__exact={district.pk}"]
    yield "desk, issues overdue", [f"{issues}?overdue=yes"]
    yield "desk, issues by report day", [f"{issues}?reported_on_from=2026-01-01&reported_on_to=2026-01-31"]
    yield "desk, sorted by title", [f"{issues}?o=1"]
    yield "desk, sheet to import", [reverse("admin:issues_issue_import_sheet")]
    yield "desk, slip", [reverse("admin:issues_issue_slip", args=[pk]) for pk in known]
    sent = list(Proposal.objects.filter(pk__lte=200).values_list("pk", flat=True)[:8])
    proposals = reverse("admin:issues_proposal_changelist")
    yield "desk, sent in by agencies", [proposals, f"{proposals}?state__exact=waiting"]
    yield "desk, a proposal", [reverse("admin:issues_proposal_decide", args=[pk]) for pk in sent]
    yield "desk, issues by status", [f"{issues}?status__exact=stalled", f"{issues}?status__exact=draft"]
    yield "desk, search", [f"{issues}?q=停水", f"{issues}?q=没有人知道"]
    yield "desk, review of a draft", [reverse("admin:issues_issue_review", args=[pk]) for pk in drafts]
    yield "desk, an open issue", [reverse("admin:issues_issue_review", args=[pk]) for pk in known]
    yield "desk, history", [reverse("admin:issues_issue_history", args=[pk]) for pk in known]
    for model in ("page", "story", "agency", "division"):
        yield f"desk, {model} list", [reverse(f"admin:issues_{model}_changelist")]
    yield (
        "desk, agencies searched",
        [reverse(f"admin:issues_{Agency._meta.model_name}_changelist") + "?q=住建"],
    )
