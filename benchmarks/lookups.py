"""The inside of joining.py, in a process with Django: stores made-up stories, times lookups, shows the plan."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext

from issues.importing.joining import find_known_issue
from issues.matters import find_like, weigh_issues, weigh_terms
from issues.models import Issue, IssueTerm
from tests.make import store_told

from .databases import fresh_database
from .stories import make_stories

LOOKUPS = 300
BATCH = 10_000


def run(words: str) -> None:
    """Print the figures for so many stories, in a database that is made for them and thrown away."""
    number = int(words)
    with fresh_database("joining"):
        began = time.perf_counter()
        drafts = _store(number)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        loaded = time.perf_counter() - began
        asked = random.Random(8).sample(drafts, LOOKUPS)  # noqa: S311 - repeatable, no secret
        found = sum(find_known_issue(Issue.objects.get(pk=pk)) is not None for pk in asked)
        print(
            f"{number:,} stories, {IssueTerm.objects.count():,} terms, stored in {loaded:.0f} s; {found} of {LOOKUPS} found"
        )
        steps = {
            "find_known_issue": find_known_issue,
            "of it find_like": lambda draft: find_like(weigh_issues([draft])[draft.pk]),
            "cutting words, which the index spares": lambda draft: weigh_terms(
                draft.title, draft.story.page.text
            ),
        }
        for name, step in steps.items():
            print(f"    {name:40} {_time(step, asked)}")
        for line in _explain(Issue.objects.get(pk=asked[0])):
            print(f"    {line}")


def _store(number: int) -> list[int]:
    stories = list(make_stories(number))
    batches = (stories[at : at + BATCH] for at in range(0, number, BATCH))
    return [draft.pk for batch in batches for draft, _key in store_told(batch)]


def _time(step: Callable, asked: Sequence[int]) -> str:
    """Wall clock, and the processor time of this process: on a busy machine the first tells of the others too."""
    walls, processor = [], []
    for pk in asked:
        draft = Issue.objects.select_related("story__page", "category").get(pk=pk)
        began, busy = time.perf_counter(), time.process_time()
        step(draft)
        walls.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - busy))
    p95 = statistics.quantiles(walls, n=100)[94]
    return f"{statistics.median(walls):5.1f} ms (p95 {p95:.1f}, processor here {statistics.median(processor):.1f})"


def _explain(draft: Issue) -> Iterator[str]:
    """How the database finds the terms: each query of one lookup that touches their table, by its plan's lines on it."""
    with CaptureQueriesContext(connection) as queries:
        find_known_issue(draft)
    ask = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        for query in queries:
            if IssueTerm._meta.db_table in query["sql"]:
                cursor.execute(ask + query["sql"].replace("%", "%%"))
                lines = [str(row[-1]).strip() for row in cursor.fetchall()]
                yield "; ".join(line for line in lines if IssueTerm._meta.db_table in line or "few" in line)
