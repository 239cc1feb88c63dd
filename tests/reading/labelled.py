"""Labelled pages and endings as the fitting of weights needs them: stories and problems as read, each with its gold."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from issues.reading.batches import find_rows
from issues.reading.blocks import find_blocks
from issues.reading.parts import Part, find_parts
from issues.reading.shapes import Span, Story
from issues.reading.stories import find_stories
from issues.reading.telling import Telling, read_row, read_telling
from issues.reading.text import fold

# A problem as read is the labelled one where they share this much of the shorter (as score.py counts).
SHARED = 0.3
# What the reader cuts out less like than this is cut anew by the labels: its ending may be another problem's.
ALIKE = 0.75
ENDINGS = Path(__file__).with_name("endings.txt")
STORIES = Path(__file__).with_name("stories.txt")
ASIDE = "# Kept aside"


@dataclass(eq=False)
class Page:
    """One page with its gold file. `source` is the set it came in."""

    source: str
    text: str
    gold: dict
    folded: str = field(init=False)

    def __post_init__(self):
        self.folded = fold(self.text)

    @property
    def name(self) -> str:
        return f"{self.source}/{self.gold['page']}"

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        return find_stories(self.text, find_blocks(self.text))

    @cached_property
    def places(self) -> dict[str, frozenset[int]]:
        """The characters of each labelled story, by its id."""
        return {story["id"]: self._chars(story["segments"]) for story in self.gold["stories"]}

    def owner(self, spans: Iterable[Span]) -> str | None:
        """The labelled story that has most of the characters; None where no story has any."""
        here = self.chars(spans)
        shares = {story: len(here & chars) for story, chars in self.places.items()}
        best = max(shares, key=shares.__getitem__, default=None)
        return best if best and shares[best] else None

    @cached_property
    def issues(self) -> list[tuple[dict, frozenset[int]]]:
        """The labelled problems that count, with their characters."""
        return [
            (issue, self._chars(issue["segments"]) if issue.get("segments") else self.places[issue["story"]])
            for issue in self.gold["issues"]
            if not issue.get("mention") and not issue.get("optional")
        ]

    def _chars(self, segments: list[list[str]]) -> frozenset[int]:
        spans = []
        for first, *_, last in segments:
            start, _ = self._find(first, 0)
            _, end = self._find(last, start)
            spans.append(Span(start, end))
        return self.chars(spans)

    def _find(self, quote: str, at: int) -> tuple[int, int]:
        pattern = r"\s*".join(re.escape(char) for char in quote if not char.isspace())
        hit = re.compile(pattern).search(self.text, at)
        if not hit:
            raise ValueError(f"{self.name}: not in the page: {quote}")
        return hit.span()

    def chars(self, spans: Iterable[Span]) -> frozenset[int]:
        """The printed characters of spans, white space left out."""
        return frozenset(
            i for span in spans for i in range(span.start, span.end) if not self.text[i].isspace()
        )


def load_pages(directory: Path) -> list[Page]:
    """The pages of one labelled set: gold/*.json and pages/. Raises ValueError where there are none."""
    pages = []
    for path in sorted((directory / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (directory / "pages" / gold["page"]).read_text(encoding="utf-8")
        pages.append(Page(directory.name, text, gold))
    if not pages:
        raise ValueError(f"{directory}: no gold/*.json; name a directory of labelled pages")
    return pages


def read_tellings(page: Page) -> list[tuple[Telling, bool]]:
    """Every story but lists of complaints, and whether a labelled problem is told in it."""
    troubled = [chars for _, chars in page.issues]
    found = []
    for story in page.stories:
        if not find_rows(page.text, story):
            here = page.chars(story.spans)
            tells = any(len(here & chars) > SHARED * min(len(here), len(chars)) for chars in troubled)
            found.append((read_telling(page.folded, story), tells))
    return found


def read_problems(page: Page) -> list[tuple[Part, dict]]:
    """Each problem as read with the labelled problem that it shares most with; others are left out."""
    found, taken = [], set()
    for part in _parts(page):
        here = page.chars(part.spans())
        shared, number = max(
            ((_likeness(here, chars), n) for n, (_, chars) in enumerate(page.issues)), default=(0.0, 0)
        )
        if shared and number not in taken:
            taken.add(number)
            found.append((part, page.issues[number][0]))
    return found


def read_cut_problems(page: Page) -> list[tuple[Part, dict]]:
    """Every labelled problem that counts: as the reader cuts it, where that is much like it, else as the label does."""
    as_read = {id(issue): part for part, issue in read_problems(page)}
    tellings = [
        telling for telling in (read_telling(page.folded, story) for story in page.stories) if telling.zones
    ]
    found = []
    for issue, chars in page.issues:
        part = as_read.get(id(issue))
        here = page.chars(part.spans()) if part else frozenset()
        alike = len(here & chars) / max(1, len(here | chars))
        kept = part if part and (part.row or alike > ALIKE) else _cut_out(page, tellings, chars)
        found += [(kept, issue)] if kept else []
    return found


def _cut_out(page: Page, tellings: list[Telling], chars: frozenset[int]) -> Part | None:
    """The sentences of the labelled characters, in the story that has most of them."""
    where = {
        telling: [page.chars(telling.spans(each.start, each.end)) for each in telling.passage.sentences]
        for telling in tellings
    }
    telling = max(where, key=lambda each: sum(len(here & chars) for here in where[each]))
    numbers = [n for n, here in enumerate(where[telling]) if here and len(here & chars) > len(here) / 2]
    return Part(telling, tuple(numbers)) if numbers else None


class Ending(NamedTuple):
    """A short story of our own writing and the statuses that are right for it; `sure` where the reader gets it right."""

    text: str
    statuses: tuple[str, ...]
    sure: bool

    def read(self) -> Part:
        """All of it as one problem."""
        story = find_stories(self.text, find_blocks(self.text))[0]
        telling = read_telling(fold(self.text), story)
        return Part(telling, tuple(range(len(telling.zones))))


def load_endings() -> list[Ending]:
    """The lines `status… | story` of endings.txt; a `?` before them marks what the reader gets wrong so far."""
    lines = [line for line in ENDINGS.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    split = [line.partition("|") for line in lines]
    return [
        Ending(text.strip(), tuple(statuses.lstrip("?").split()), not statuses.startswith("?"))
        for statuses, _, text in split
    ]


class Told(NamedTuple):
    """A story of our own writing as printed on a day, with its statuses and dates; `aside` where nothing is fitted on it."""

    ending: Ending
    published: str
    dates: dict[str, str]
    aside: bool


def load_stories() -> list[Told]:
    """The lines `status… | published | key=EDTF … | story` of stories.txt; `-` for no dates, `?` as in endings.txt."""
    fitted, _, aside = STORIES.read_text(encoding="utf-8").partition(ASIDE)
    return [
        _told(line, aside=number > 0)
        for number, lines in enumerate((fitted, aside))
        for line in lines.splitlines()
        if " | " in line and line[0] != "#"
    ]


def _told(line: str, *, aside: bool) -> Told:
    statuses, published, dates, text = (cell.strip() for cell in line.split("|", 3))
    ending = Ending(text, tuple(statuses.lstrip("?").split()), not statuses.startswith("?"))
    said = {} if dates == "-" else dict(each.split("=") for each in dates.split())
    return Told(ending, published, said, aside)


def _likeness(here: frozenset[int], chars: frozenset[int]) -> float:
    common = len(here & chars)
    return common / len(here | chars) if common > SHARED * min(len(here), len(chars)) else 0.0


def _parts(page: Page) -> Iterable[Part]:
    """As read_page cuts stories into problems, whatever its verdict on them."""
    for story in page.stories:
        rows = [(row, read_row(page.folded, story, row)) for row in find_rows(page.text, story)]
        telling = read_telling(page.folded, story)
        listed = [
            Part(each, tuple(range(len(each.zones))), row=row, lead=telling)
            for row, each in rows
            if each.zones
        ]
        yield from listed or (find_parts(telling) if telling.zones else ())
