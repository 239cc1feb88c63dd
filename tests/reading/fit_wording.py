"""Fit the weights of wordings (vocabulary/wording/) on labelled stories: what runs of characters say of verdict, status and category.

    python -m tests.reading.fit_wording [verdict|status|category …] [--labelled DIR …] [--dry]

The sets in sets/, shared/reading where it is, and the texts of endings.txt, stories.txt, problems.txt and others.txt. Each is
first measured on every set of pages in turn with weights fitted without it; then fitted on all and written, unless --dry.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from issues.reading.blocks import find_blocks
from issues.reading.parts import Part
from issues.reading.problems import verdict_stretches
from issues.reading.status import status_stretches
from issues.reading.stories import find_stories
from issues.reading.svm import Row, fit_plane
from issues.reading.telling import Telling, read_telling
from issues.reading.text import fold
from issues.reading.topics import category_stretches
from issues.reading.wording import (
    HUNDREDTH,
    Wording,
    dump_wording,
    make_table,
    measure_stretch,
    name_run,
    number_runs,
)
from issues.reading.words import VOCABULARY
from tests.reading.labelled import (
    Page,
    load_endings,
    load_pages,
    load_stories,
    read_cut_problems,
    read_tellings,
)

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "reading"
SETS = sorted(path for path in (HERE / "sets").iterdir() if path.is_dir())
FEWEST = 2
"""A run that fewer texts have tells nothing of the next text."""
LIGHTEST = 4
"""Runs whose weights are all within so many hundredths are left out: it keeps the files small, and within 5 it cost no status on set b."""


class Lesson(NamedTuple):
    """The stretches of one text, the classes that are right for it, and the set it came in."""

    stretches: tuple[str, ...]
    right: frozenset[str]
    source: str


class Model(NamedTuple):
    """What a wording is fitted on: lessons of labelled pages, and of our own short texts."""

    of_page: Callable[[Page], Iterable[Lesson]]
    of_texts: Callable[[], Iterable[Lesson]]
    longest: int = 2


def verdict_of_page(page: Page) -> Iterator[Lesson]:
    """Problem or other, for each story."""
    for telling, tells in read_tellings(page):
        yield Lesson(verdict_stretches(telling), frozenset(("problem" if tells else "other",)), page.source)


def verdict_of_texts() -> Iterator[Lesson]:
    """Stories of problems, and what is none."""
    told = [text for _, _, text in read_problem_lines()] + [each.ending.text for each in load_stories()]
    for text, kind in [
        *((each, "problem") for each in told),
        *((each, "other") for each in read_other_lines()),
    ]:
        telling = read_one(text)
        if telling:
            yield Lesson(verdict_stretches(telling), frozenset((kind,)), "texts")


def status_of_page(page: Page) -> Iterator[Lesson]:
    """How each problem stands."""
    for part, issue in read_cut_problems(page):
        if issue.get("status"):
            yield Lesson(status_stretches(part), frozenset(issue["status"]), page.source)


def status_of_texts() -> Iterator[Lesson]:
    """The same for every text of our own."""
    told = [(each.text, each.statuses) for each in load_endings()]
    told += [(each.ending.text, each.ending.statuses) for each in load_stories() if not each.aside]
    told += [(text, statuses) for statuses, _, text in read_problem_lines()]
    for text, statuses in told:
        telling = read_one(text)
        if telling and telling.zones:
            part = Part(telling, tuple(range(len(telling.zones))))
            yield Lesson(status_stretches(part), frozenset(statuses), "texts")


def category_of_page(page: Page) -> Iterator[Lesson]:
    """Of which kind each problem is."""
    for part, issue in read_cut_problems(page):
        if issue.get("category"):
            yield Lesson(
                category_stretches(part.telling, tuple(part.ranges())),
                frozenset(issue["category"]),
                page.source,
            )


def category_of_texts() -> Iterator[Lesson]:
    """The same for our own texts, where they say of which kind they are."""
    for _, categories, text in read_problem_lines():
        telling = read_one(text)
        if telling and categories:
            part = Part(telling, tuple(range(len(telling.zones))))
            yield Lesson(category_stretches(telling, tuple(part.ranges())), frozenset(categories), "texts")


def read_problem_lines() -> list[tuple[list[str], list[str], str]]:
    """The lines of problems.txt: statuses, categories, story."""
    rows = [line.split(" | ", 2) for line in _read_lines("problems.txt")]
    return [(statuses.split(), [] if kinds == "-" else kinds.split(), text) for statuses, kinds, text in rows]


def read_other_lines() -> list[str]:
    """The lines of others.txt."""
    return _read_lines("others.txt")


def _read_lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and line[0] != "#"]


def read_one(text: str) -> Telling | None:
    """The longest story of a short text; None where it has none."""
    page = text.strip() + "\n"
    stories = find_stories(page, find_blocks(page))
    length = {story: sum(span.end - span.start for span in story.spans) for story in stories}
    return read_telling(fold(page), max(stories, key=length.__getitem__)) if stories else None


MODELS = {
    "verdict": Model(verdict_of_page, verdict_of_texts),
    "status": Model(status_of_page, status_of_texts, longest=3),
    "category": Model(category_of_page, category_of_texts),
}


def fit(lessons: Sequence[Lesson], longest: int, *, seed: int = 0) -> Wording:
    """Weights of one class against the rest, for each class: a linear support vector machine over the runs of each stretch."""
    cut = [[number_runs(stretch, longest).tolist() for stretch in lesson.stretches] for lesson in lessons]
    columns = _number_columns(cut)
    rows = [_row(stretches, columns) for stretches in cut]
    classes = tuple(sorted(frozenset().union(*(lesson.right for lesson in lessons))))
    planes = []
    for name in classes:
        signs = [1.0 if name in lesson.right else -1.0 for lesson in lessons]
        planes.append(fit_plane(rows, signs, len(columns) + 1, seed))
    tables: list[dict[str, tuple[int, ...]]] = [{} for _ in lessons[0].stretches]
    for (number, run), (column, rarity) in columns.items():
        weights = tuple(round(HUNDREDTH * plane[column] * rarity) for plane in planes)
        if max(map(abs, weights)) > LIGHTEST:
            tables[number][name_run(run)] = weights
    bias = tuple(round(HUNDREDTH * plane[-1]) for plane in planes)
    return Wording(classes, bias, tuple(make_table(table, len(classes)) for table in tables), longest)


def _number_columns(cut: Sequence[Sequence[list[int]]]) -> dict[tuple[int, int], tuple[int, float]]:
    """For each run of each stretch its column, and how rare it is."""
    seen = Counter(
        (number, run) for stretches in cut for number, runs in enumerate(stretches) for run in runs
    )
    kept = sorted(key for key, times in seen.items() if times >= FEWEST)
    return {key: (column, math.log((1 + len(cut)) / (1 + seen[key])) + 1) for column, key in enumerate(kept)}


def _row(stretches: Sequence[list[int]], columns: dict[tuple[int, int], tuple[int, float]]) -> Row:
    """Each stretch counts the same, however long it is."""
    found: dict[int, float] = {}
    for number, runs in enumerate(stretches):
        scale = 1 / measure_stretch(len(runs))
        known = (columns[number, run] for run in runs if (number, run) in columns)
        found |= {column: rarity * scale for column, rarity in known}
    return Row((*found, len(columns), len(columns)), (*found.values(), 1.0, 0.0))


def measure(lessons: Sequence[Lesson], longest: int) -> Iterator[str]:
    """How the lessons of each set fare with weights that were fitted without it."""
    for source in sorted({lesson.source for lesson in lessons}):
        wording = fit([lesson for lesson in lessons if lesson.source != source], longest)
        held = [lesson for lesson in lessons if lesson.source == source]
        scores = [wording.score(lesson.stretches) for lesson in held]
        right = sum(
            max(said, key=said.__getitem__) in each.right for said, each in zip(scores, held, strict=True)
        )
        yield f"without {source}: {right / len(held):.3f} of {len(held)} there"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", nargs="*", choices=[*MODELS, []], metavar="MODEL", help=", ".join(MODELS))
    parser.add_argument(
        "--labelled", action="append", type=Path, metavar="DIR", help="a further set: gold/ and pages/"
    )
    parser.add_argument(
        "--without", action="append", default=[], metavar="NAME", help="leave a set out, to measure on it"
    )
    parser.add_argument("--dry", action="store_true", help="only report")
    options = parser.parse_args()
    folders = [*SETS, *([SHARED] if SHARED.exists() else []), *(options.labelled or [])]
    pages = [page for folder in folders if folder.name not in options.without for page in load_pages(folder)]
    for name in options.models or MODELS:
        model = MODELS[name]
        lessons = [*(lesson for page in pages for lesson in model.of_page(page)), *model.of_texts()]
        for line in [] if options.without else measure(lessons, model.longest):
            sys.stdout.write(f"{name}: {line}\n")
        if not options.dry:
            about = f"各段行文的分量：在 {len(lessons)} 例上拟合；tests/reading/fit_wording.py 可重做"
            path = VOCABULARY / "wording" / f"{name}.txt"
            path.write_text(dump_wording(fit(lessons, model.longest), [about]), encoding="utf-8")


if __name__ == "__main__":
    main()
