"""The index that finds what may tell of the same matter: terms of likeness.py in a table. Judges and proposes nothing.

A term that very many issues have tells nothing and would cost the most: it finds no candidates. What remains is a bounded
number of rows, whatever the number of issues; both databases read them from the primary key. The few candidates are then
compared by all their terms, common ones too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from .likeness import Told, hash_term, is_name, reduce_text
from .models import Issue, IssueTerm

COMMON = 400
"""Terms of more issues than this find no candidates."""
MOST_ROWS = 2000
"""Rows that one question may read, rarest terms first."""
MOST_CANDIDATES = 60
ASKED = 20
"""Texts of one question: what they share is counted and read once."""
WRITTEN = 300
"""Rows of one INSERT: SQLite takes 999 values where it is old."""
CORE = 0.75
"""A term that so many of a matter's issues have belongs to what the matter is about."""
SCALE = 10_000
"""Weights are kept as whole numbers: sums of them do not depend on the order in which they are added.

The weight of a name is kept below zero: the product of two weights of one term is above it either way.
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like an issue is to what was asked for, 0 to 1, and how much of it comes from other words than names."""

    score: float
    beside_names: float


def told_by(issue: Issue) -> Told:
    """The issue as a text to compare: its title and its part of the page, or its summary where no page told of it."""
    kind = issue.category.name if issue.category else ""
    names = tuple(party.name for party in issue.parties.all()) if issue.pk else ()
    return Told(issue.title, body_of(issue), issue.place_key, kind, names)


def body_of(issue: Issue) -> str:
    """The issue's part of its page, or its summary where no page told of it."""
    if not issue.story:
        return issue.summary
    text = issue.story.page.text
    return "".join(text[start:end] for start, end in issue.spans or issue.story.spans)


def index_matters(issues: Iterable[Issue]) -> None:
    """Write the issues' terms into the index, once: the text that they were read from never changes."""
    write_terms((issue.pk, weigh_terms(issue.title, body_of(issue))) for issue in issues)


def write_terms(weighed: Iterable[tuple[int, Mapping[int, int]]]) -> None:
    """Write the terms of these issues, weighed already, into the index."""
    rows = [(term, key, weight) for key, terms in weighed for term, weight in terms.items()]
    with connection.cursor() as cursor:
        for at in range(0, len(rows), WRITTEN):
            some = rows[at : at + WRITTEN]
            sql = _INSERT.format(values=", ".join(["(%s, %s, %s)"] * len(some)))
            cursor.execute(sql, [value for row in some for value in row])


def weigh_terms(title: str, body: str) -> dict[int, int]:
    """The terms of a text, hashed, with their weights as the index keeps them."""
    terms = reduce_text(title, body)
    return {
        hash_term(term): round(weight * SCALE) * (-1 if is_name(term) else 1)
        for term, weight in terms.items()
    }


def weigh_issues(issues: Collection[Issue]) -> dict[int, dict[int, int]]:
    """The issues' terms out of the index, by issue; out of their texts where they are not in the index yet."""
    kept: dict[int, dict[int, int]] = {issue.pk: {} for issue in issues}
    for term, issue_id, weight in _read_terms(issues=kept):
        kept[issue_id][term] = weight
    return {issue.pk: kept[issue.pk] or weigh_terms(issue.title, body_of(issue)) for issue in issues}


def find_like(weights: Mapping[int, int]) -> dict[int, Likeness]:
    """The issues that are likest to what has these terms, by id: some tens at most, itself among them where it is indexed.

    Equal texts are all in or all out: the answer does not depend on the order in which issues were opened.
    """
    return find_all_like([weights])[0]


def find_all_like(asked: Sequence[Mapping[int, int]]) -> list[dict[int, Likeness]]:
    """As find_like for each of the texts; what they share is read once for ASKED of them."""
    return [
        _liken(weights, candidates)
        for at in range(0, len(asked), ASKED)
        for weights, candidates in _find_candidates(asked[at : at + ASKED])
    ]


def _liken(weights: Mapping[int, int], candidates: Collection[int]) -> dict[int, Likeness]:
    whole: dict[int, int] = defaultdict(int)
    plain: dict[int, int] = defaultdict(int)
    for term, issue_id, weight in _read_terms(weights, candidates):
        product = weights[term] * weight
        whole[issue_id] += product
        plain[issue_id] += product if weight > 0 else 0
    return {pk: Likeness(score / SCALE**2, plain[pk] / SCALE**2) for pk, score in whole.items()}


def find_core(issues: Collection[int]) -> dict[int, int]:
    """What these issues of one matter are about: the terms that nearly all of them have, with all their weight."""
    weights: dict[int, list[int]] = defaultdict(list)
    for term, _issue, weight in _read_terms(issues=issues):
        weights[term].append(abs(weight))
    return {term: sum(found) for term, found in weights.items() if len(found) >= CORE * len(issues)}


# Plain SQL: the ORM takes longer to build these than the databases to answer. One question counts all terms, and stops
# at the limit: the order keeps PostgreSQL from gathering all rows of a common term first.
_TABLE = IssueTerm._meta.db_table
_INSERT = f"INSERT INTO {_TABLE} (term, issue_id, weight) VALUES {{values}} ON CONFLICT DO NOTHING"  # noqa: S608
_COUNT = f"""
    SELECT v.column1, (
        SELECT COUNT(*) FROM (
            SELECT 1 FROM {_TABLE} WHERE term = v.column1 ORDER BY term, issue_id LIMIT {COMMON + 1}
        ) few
    ) FROM (VALUES {{values}}) v
"""  # noqa: S608 - names of our own


def _find_candidates(asked: Sequence[Mapping[int, int]]) -> Iterator[tuple[Mapping[int, int], list[int]]]:
    """With each text the issues that share most with it by its rarer terms: at most MOST_CANDIDATES and their equals."""
    counts = _count_terms({term for weights in asked for term in weights})
    chosen = [_choose_terms(weights, counts) for weights in asked]
    issues: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for term, issue_id, weight in _read_terms(set().union(*chosen)):
        issues[term].append((issue_id, weight))
    for weights, terms in zip(asked, chosen, strict=True):
        scores: dict[int, int] = defaultdict(int)
        for term in terms:
            own = weights[term]
            for issue_id, weight in issues[term]:
                scores[issue_id] += own * weight
        lowest = sorted(scores.values(), reverse=True)[:MOST_CANDIDATES][-1:]
        yield weights, [issue_id for issue_id, score in scores.items() if score >= lowest[0]]


def _choose_terms(terms: Iterable[int], counts: Mapping[int, int]) -> list[int]:
    """The terms worth asking for, rarest first, as many as fit into MOST_ROWS."""
    chosen, rows = [], 0
    for count, term in sorted((counts[term], term) for term in terms if term in counts):
        rows += count
        if rows > MOST_ROWS:
            break
        chosen.append(term)
    return chosen


def _count_terms(terms: Collection[int]) -> dict[int, int]:
    """How many issues have each of the terms, of those that any and no more than COMMON have. Counts no further."""
    found: list[tuple[int, int]] = []
    asked = sorted(terms)
    with connection.cursor() as cursor:
        for at in range(0, len(asked), WRITTEN):
            some = asked[at : at + WRITTEN]
            cursor.execute(_COUNT.format(values=", ".join(["(%s)"] * len(some))), some)
            found += cursor.fetchall()
    return {int(term): count for term, count in found if 0 < count <= COMMON}


def _read_terms(
    terms: Collection[int] | None = None, issues: Collection[int] | None = None
) -> list[tuple[int, int, int]]:
    """(term, issue, weight) of these terms, of these issues, or of these terms in these issues; None: whichever."""
    wanted = {name: keys for name, keys in (("term", terms), ("issue_id", issues)) if keys is not None}
    if not all(wanted.values()):
        return []
    conditions = [f"{name} IN ({', '.join(['%s'] * len(keys))})" for name, keys in wanted.items()]
    sql = f"SELECT term, issue_id, weight FROM {_TABLE} WHERE {' AND '.join(conditions)}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [key for keys in wanted.values() for key in keys])
        return cursor.fetchall()
