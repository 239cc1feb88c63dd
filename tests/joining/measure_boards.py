"""Do messages about one matter come together? Measured on a real board; `pytest tests/joining -s` prints the figures.

Each message is an issue of its own, known only by its subject and text (no place, no kind: the reader's findings would
move the figures with every change to the reader). In the order of their dates each is asked for the issue that it
continues, and proposed to it as finish_run does; what is proposed to one issue is a cluster with it. A pair counts where at least one of the two is in the list of boards.txt.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from issues.importing.joining import find_known_issue
from issues.models import Issue

from ..make import store_told

BOARD = Path(__file__).parents[3] / "shared" / "boards" / "messages.xlsx"
LISTS = Path(__file__).with_name("boards.txt")


@dataclass(frozen=True, slots=True)
class Figures:
    """How well one matter of the list came together."""

    matter: str
    messages: int
    precision: float
    recall: float
    largest: int


def read_board() -> list[tuple[int, str, str]]:
    """(number, subject, text) of every message, oldest first."""
    rows = openpyxl.load_workbook(BOARD, read_only=True).active.iter_rows(min_row=2, values_only=True)
    dated = sorted((_read_time(str(row[3])), row[0], row[2].strip(), "".join(row[4].split())) for row in rows)
    return [row[1:] for row in dated]


def read_lists() -> dict[str, set[int]]:
    """The numbers of the messages about each matter."""
    lists, name = {}, ""
    for line in LISTS.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            name = line.strip("[]")
        elif line:
            lists.setdefault(name, set()).update(map(int, line.split()))
    return lists


def find_clusters(messages: Iterable[tuple[int, str, str]]) -> tuple[list[set[int]], int]:
    """Clusters of message numbers by connected proposals, and how many proposals there were. Writes to the database."""
    root, proposals = {}, 0
    numbers = store_told(messages)
    for draft, number in numbers:
        known = find_known_issue(draft)
        Issue.objects.filter(pk=draft.pk).update(follows=known and known.issue)
        root[draft.pk] = root[known.issue.pk] if known else number
        proposals += known is not None
    clusters = defaultdict(set)
    for draft, number in numbers:
        clusters[root[draft.pk]].add(number)
    return list(clusters.values()), proposals


def rate_clusters(clusters: Iterable[set[int]]) -> Iterator[Figures]:
    """Pairwise precision and recall of each listed matter."""
    for matter, listed in read_lists().items():
        both = sum(_pairs(len(cluster & listed)) for cluster in clusters)
        either = sum(_pairs(len(cluster)) - _pairs(len(cluster - listed)) for cluster in clusters)
        largest = max(len(cluster & listed) for cluster in clusters)
        yield Figures(matter, len(listed), both / max(1, either), both / _pairs(len(listed)), largest)


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def _read_time(text: str) -> datetime.datetime:
    day, _, time = text.replace("/", "-").partition(" ")
    parts = [int(part) for part in (*day.split("-"), *(time or "0:0:0").split(":"))]
    return datetime.datetime(*parts)
