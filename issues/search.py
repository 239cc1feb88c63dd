"""Finding issues by the words that they show in public: exact for Chinese, on SQLite and PostgreSQL; and marking them.

Words are not cut by a dictionary: 观山湖 must find 观山湖区, which jieba cuts into 观 and 山湖区. Every pair of
neighbouring characters is a term; a phrase of pairs is the substring itself. SQLite keeps the pairs in an FTS5 table and
asks for the phrase; PostgreSQL keeps them in an array under a GIN index and rechecks the few candidates with LIKE.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from .models import Agency, Issue
from .privacy import mask
from .querysets import IssueQuerySet
from .reading.text import fold
from .workflow import HIDDEN

MOST_WORDS = 8
LONGEST_WORD = 60
MOST_RANKED = 1000
_QUOTED_OR_WORD = re.compile(r'"([^"]*)"?|([^\s"]+)')


def search_issues(queryset: IssueQuerySet, text: str, *, many: bool = False) -> IssueQuerySet:
    """The issues of `queryset` whose public text holds every word of `text`; a “quoted phrase” counts as one word.

    Exact for any number of characters; width, case and traditional forms do not matter. Nothing to look for: all.
    `many`: the words are known to be common, so that a database had better go through the list and look each row up.
    """
    words = find_words(text)
    if not words:
        return queryset
    if connection.vendor == "postgresql":
        return queryset.filter(pk__in=_read_postgresql(words) if many else _ask_postgresql(words))
    if many:  # a key that is computed is no way into the table
        return queryset.alias(computed_key=F("pk") + 0).filter(computed_key__in=_ask_sqlite(words))
    return queryset.filter(pk__in=_ask_sqlite(words))


def find_words(text: str) -> list[str]:
    """What a person typed, as words and phrases to look for, folded."""
    plain = normalise(text).replace("“", '"').replace("”", '"')
    found = [" ".join((match[1] or match[2] or "").split()) for match in _QUOTED_OR_WORD.finditer(plain)]
    return [word[:LONGEST_WORD] for word in found if word][:MOST_WORDS]


def rank_matches(text: str, found: int) -> list[Q]:
    """What makes an issue a better match, the best first: all words in the title, all in the place.

    A row that fits none of them tells the words elsewhere, in its timeline or a quotation. Where more than MOST_RANKED
    issues were `found`, nothing is ranked and the newest stand first: a word that common says little about a title, and
    no index has its titles (1 s at a million issues).
    """
    words = find_words(text)
    return [_all_in(field, words) for field in ("title", "place")] if words and found <= MOST_RANKED else []


def _all_in(field: str, words: list[str]) -> Q:
    found = Q()
    for word in words:
        found &= Q(**{f"{field}__icontains": word})
    return found


def normalise(text: str) -> str:
    """The form in which texts are compared: one width, one case, simplified, single spaces."""
    return " ".join(fold(text).casefold().split())


def mark_words(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is one of `words` (folded, as find_words gives them)."""
    plain = fold(text).lower()
    if len(plain) != len(text):  # a few letters grow when they are lowered: nothing is marked then
        return [(text, False)]
    marked = bytearray(len(text))
    for word in words:
        at = plain.find(word)
        while at >= 0:
            marked[at : at + len(word)] = b"\x01" * len(word)
            at = plain.find(word, at + len(word))
    return _cut_pieces(text, marked)


def _cut_pieces(text: str, marked: bytearray) -> list[tuple[str, bool]]:
    pieces, start = [], 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] != marked[start]:
            pieces.append((text[start:at], bool(marked[start])))
            start = at
    return pieces


def public_text(issue: Issue) -> str:
    """Everything that an issue's page shows in words, masked as it is shown, a line break between the parts.

    And the short names of its agencies: whoever looks for 住建局 means what the page calls by its full name.
    """
    parts = [issue.title, issue.summary, issue.place, issue.resolution_notes]
    for party in issue.parties.select_related("agency"):
        parts += [party.name, *_names_of(party.agency)]
    for event in issue.events.filter(internal=False).select_related("agency"):
        parts += [event.text, event.agency_name, *_names_of(event.agency)]
    parts += issue.evidence.exclude(event__internal=True).values_list("quote", flat=True)
    return "\n".join(dict.fromkeys(normalise(mask(part, issue.private_names)) for part in parts if part))


def _names_of(agency: Agency | None) -> list[str]:
    return agency.known_as.split("\n") if agency else []


def desk_text(issue: Issue) -> str:
    """What the desk finds an issue by that is not public: its title, summary and place, as they are."""
    return normalise(f"{issue.title}\n{issue.summary}\n{issue.place}")


def index_issue(issue: Issue) -> None:
    """Put the words of `issue` into the index: all that its page shows, or desk_text where it is not public.

    Every public door asks for public issues first, so that nobody finds a hidden one by its words.
    """
    public = issue.published_at and issue.status not in HIDDEN
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM issue_words WHERE {_KEY[connection.vendor]} = %s", [issue.pk])
        _write(cursor, [(issue.pk, public_text(issue) if public else desk_text(issue))])


def index_drafts(issues: Sequence[Issue]) -> None:
    """Put new drafts into the index, in one go."""
    with connection.cursor() as cursor:
        _write(cursor, [(issue.pk, desk_text(issue)) for issue in issues])


def clear_index() -> None:
    """Empty the index, for a rebuild."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM issue_words")


# --- Terms --------------------------------------------------------------------------------------------------------

_KEY = {"sqlite": "rowid", "postgresql": "issue_id"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def find_pairs(text: str) -> list[str]:
    """Every two neighbouring characters, and the last one alone, so that each character begins a term."""
    return [text[at : at + 2] for at in range(len(text))]


@lru_cache(maxsize=20_000)
def spell(pair: str) -> str:
    """A pair as a word that FTS5's tokenizer leaves whole, whatever its characters are: four letters for each."""
    return "".join(_LETTERS[code // place % 36] for code in map(ord, pair) for place in (46656, 1296, 36, 1))


def _write(cursor, texts: Sequence[tuple[int, str]]) -> None:
    if connection.vendor == "sqlite":
        rows = [(key, " ".join(map(spell, find_pairs(text)))) for key, text in texts]
        cursor.executemany("INSERT INTO issue_words (rowid, pairs) VALUES (%s, %s)", rows)
        return
    rows = [(key, text, sorted({*find_pairs(text), *text})) for key, text in texts]
    cursor.executemany("INSERT INTO issue_words (issue_id, words, pairs) VALUES (%s, %s, %s)", rows)


def _ask_sqlite(words: list[str]) -> RawSQL:
    asked = " AND ".join(map(_phrase, words))
    return RawSQL("SELECT rowid FROM issue_words WHERE issue_words MATCH %s", [asked])


def _phrase(word: str) -> str:
    """What FTS5 is asked for: pairs in a row, or for one character every term that begins with it."""
    if len(word) == 1:
        return spell(word) + "*"
    return '"' + " ".join(map(spell, find_pairs(word)[:-1])) + '"'


def _ask_postgresql(words: list[str]) -> RawSQL:
    """All pairs must be there; whether they stand in a row is read from the few texts that have them."""
    pairs = {pair for word in words for pair in (find_pairs(word)[:-1] or [word])}
    recheck, values = _match_texts([word for word in words if len(word) > 2])
    return RawSQL(f"SELECT issue_id FROM issue_words WHERE pairs @> %s{recheck}", [sorted(pairs), *values])


def _read_postgresql(words: list[str]) -> RawSQL:
    """The words are looked for in each text: it lies in the row, while the pairs of a longer text lie elsewhere."""
    texts, values = _match_texts(words)
    return RawSQL(f"SELECT issue_id FROM issue_words WHERE TRUE{texts}", values)


def _match_texts(words: list[str]) -> tuple[str, list[str]]:
    values = ["%" + re.sub(r"([\\%_])", r"\\\1", word) + "%" for word in words]
    return " AND words LIKE %s" * len(words), values
