"""Fit the reader's weight files anew on labelled pages, with cross-validation. Run by hand; priors are in priors/.

    python -m tests.reading.fit_weights [status|verdict|responsible|notes|strands ...] --labelled DIR [--labelled DIR ...]

Without a name all are fitted. A set named twice counts double: so the reader's own pages keep to their floors. Each model is first measured on pages it has not seen: by the set they came in, and by
page in ten parts; then fitted on all and written, unless --dry is given.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from issues.reading.agencies import find_agencies
from issues.reading.agencies import weigh_bodies as find_body_cues
from issues.reading.blocks import find_blocks
from issues.reading.dates import Dated, find_dates
from issues.reading.districts import find_district
from issues.reading.likeness import of_page
from issues.reading.parts import Part
from issues.reading.problems import LEAST, find_cues
from issues.reading.progress import find_note_cues
from issues.reading.status import find_status_claims, read_status_cues
from issues.reading.strand_cues import find_options
from issues.reading.strands import divide
from issues.reading.words import VOCABULARY, load_weights
from tests.reading.labelled import (
    Page,
    load_endings,
    load_pages,
    load_stories,
    read_cut_problems,
    read_problems,
    read_tellings,
)
from tests.reading.regression import Example, choose, fit, weigh

ROOT = Path(__file__).parents[2]
PRIORS = Path(__file__).with_name("priors")
FOLDS = 10
# Where a story is called a problem comes off best on left-out sets: F1 .87, a little more recall than precision.
CALLED = 0.45
# A small word that weighs less is left out of the file.
LEAST_SMALL = 0.08
STATUSES = ("reported", "accepted", "in_progress", "stalled", "resolved", "verified", "reopened", "unfounded")


class Model(NamedTuple):
    """A weight file: what it weighs, its examples, the strength of its prior, and how a fit is judged."""

    title: str
    examples: Callable[[Page], Iterable[Example]]
    strength: float
    judge: Callable[[dict[str, float], Sequence[Example]], list[float]]


def status_examples(page: Page) -> Iterator[Example]:
    """One choice of eight for each problem, cut by the labels and once more as it is read; the cue `done` of an option is named `resolved.done` and so on."""
    for part, issue in [*read_cut_problems(page), *read_problems(page)]:
        if set(STATUSES) & set(issue.get("status", ())):
            dates = find_dates(part.telling.text, page.gold.get("published"))
            yield _status_example(page.text, part, dates, issue["status"], page.name, page.source)


def ending_examples() -> Iterator[Example]:
    """The same for endings.txt and stories.txt, each as a page of its own."""
    for number, ending in enumerate(load_endings()):
        part = ending.read()
        dates = find_dates(part.telling.text, None)
        yield _status_example(ending.text, part, dates, ending.statuses, f"endings/{number}", "endings")
    for number, told in enumerate(each for each in load_stories() if not each.aside):
        part = told.ending.read()
        dates = find_dates(part.telling.text, told.published)
        yield _status_example(
            told.ending.text, part, dates, told.ending.statuses, f"stories/{number}", "stories"
        )


def _status_example(
    text: str, part: Part, dates: list[Dated], statuses: Iterable[str], page: str, source: str
) -> Example:
    cues = read_status_cues(text, part, _answered(part), find_status_claims(part, dates))
    options = tuple({f"{status}.{cue}": n for cue, n in cues.items() if n} for status in STATUSES)
    return Example(options, frozenset(map(STATUSES.index, statuses)), page, source)


def _answered(part) -> bool:
    return any(body.role == "responsible" for body in find_agencies(part, _district(part)))


def _district(part) -> str | None:
    found = find_district(part.telling, tuple(part.ranges())) or find_district(
        part.telling, ((0, len(part.telling.text), 1.0),)
    )
    return found.value if found else None


def verdict_examples(page: Page) -> Iterator[Example]:
    """Problem or not, for each story."""
    for telling, tells in read_tellings(page):
        yield _yes_or_no(find_cues(telling), tells, page)


def responsible_examples(page: Page) -> Iterator[Example]:
    """One choice for each problem: of its public bodies the responsible one, or none; one that may be is left out."""
    for part, issue in read_cut_problems(page):
        if "responsible" in issue:
            groups, maybe = issue["responsible"], issue.get("responsible_too", ())
            bodies = [
                (cues, any(_agree(name, group) for group in groups))
                for name, cues in find_body_cues(part, _district(part))
                if any(_agree(name, group) for group in groups)
                or not any(_agree(name, group) for group in maybe)
            ]
            right = frozenset(n for n, (_, wanted) in enumerate(bodies) if wanted)
            if bodies and (right or not groups):
                options = tuple(
                    {"base": 1.0} | {cue: n for cue, n in cues.items() if n} for cues, _ in bodies
                )
                yield Example((*options, {}), right or frozenset((len(bodies),)), page.name, page.source)


def _agree(name: str, group: list[str]) -> bool:
    return any(name.endswith(each) or (len(name) >= 3 and each.endswith(name)) for each in group)


def note_examples(page: Page) -> Iterator[Example]:
    """Worth a note or not, for each sentence of a problem with labelled notes."""
    for part, issue in read_problems(page):
        wanted = ["".join(quote.split()) for quotes in issue.get("notes", ()) for quote in quotes]
        for number in part.numbers if wanted else ():
            if part.telling.zones[number] not in ("head", "region"):
                sentence = part.telling.passage.sentences[number]
                spans = part.telling.spans(sentence.start, sentence.end)
                said = "".join("".join(span.of(page.text) for span in spans).split())
                yield _yes_or_no(find_note_cues(part, number), any(quote in said for quote in wanted), page)


def strand_examples(page: Page) -> Iterator[Example]:
    """Which story a paragraph goes on with: staying, each earlier one, a new one; the walk follows the labels."""
    blocks, found = find_blocks(page.text), []
    owners = [page.owner([block.span]) for block in blocks]

    def decide(seen, at, strands, now):
        options = tuple(find_options(seen, at, strands, now))
        if owners[at] is None:
            return now
        right = next(
            (n for n, (each, _) in enumerate(options) if each and _owner(each) == owners[at]),
            len(options) - 1,
        )
        cues = tuple(cues for _, cues in options)
        found.append(Example(cues, frozenset((right,)), page.name, page.source))
        return options[right][0]

    def _owner(strand):
        return next((owners[part] for part in (*strand.told, *strand.parts) if owners[part]), None)

    divide(page.folded, blocks, of_page(page.text, tuple(block.span for block in blocks)), decide)
    yield from found


def _yes_or_no(cues, yes: bool, page: Page, counts: float = 1.0) -> Example:
    options = ({"base": 1.0} | {cue: n for cue, n in cues.items() if n}, {})
    return Example(options, frozenset((0 if yes else 1,)), page.name, page.source, counts)


def share_right(weights: dict[str, float], examples: Sequence[Example]) -> list[float]:
    """1 for each example whose best option is right, else 0."""
    return [float(choose(weights, example) in example.right) for example in examples]


def share_told(weights: dict[str, float], examples: Sequence[Example]) -> list[float]:
    """As share_right, where a story is called a problem from CALLED on."""
    return [float((weigh(weights, e.options)[0] >= CALLED) == (0 in e.right)) for e in examples]


MODELS = {
    "status": Model("各状态的线索分量", status_examples, 2.0, share_right),
    "verdict": Model("稿件是不是在说一个问题：各线索的分量", verdict_examples, 2.0, share_told),
    "responsible": Model("谁是责任单位：各线索的分量", responsible_examples, 1.0, share_right),
    "strands": Model("一段接着哪一篇稿子：各线索的分量", strand_examples, 0.3, share_right),
    "notes": Model("一句话值不值得记一笔：各线索的分量", note_examples, 2.0, share_right),
}


def read_prior(name: str, *, onward: bool = False) -> dict[str, float]:
    """The hand-set weights of a model, in the form of a weight file; `onward`: as fitted before, where they have been."""
    return dict(load_weights(str(PRIORS / name))) | (dict(load_weights(f"weights/{name}")) if onward else {})


def fold_by(examples: Sequence[Example], key: Callable[[Example], object]) -> list[set[int]]:
    """The numbers of the examples, divided by `key`."""
    groups: dict[object, set[int]] = {}
    for number, example in enumerate(examples):
        groups.setdefault(key(example), set()).add(number)
    return [groups[each] for each in sorted(groups, key=str)]


def with_small_words(prior: dict[str, float], examples: Sequence[Example]) -> dict[str, float]:
    """The prior, and 0 for each small word of the examples, which may take either sign."""
    cues = {cue for example in examples for option in example.options for cue in option}
    return {cue: 0.0 for cue in sorted(cues) if is_small(cue)} | prior


def is_small(cue: str) -> bool:
    """Whether a cue of a status is a small word: resolved.h.已, resolved.e.已."""
    return cue.partition(".")[2].startswith(("h.", "e."))


def unseen(model: Model, examples: Sequence[Example], prior, folds: list[set[int]]) -> list[float]:
    """How the examples of each fold fare with weights fitted on all others, by number."""
    fared = [0.0] * len(examples)
    for fold in folds:
        rest = [example for number, example in enumerate(examples) if number not in fold]
        weights = fit(rest, prior, model.strength)
        numbers = sorted(fold)
        for number, value in zip(numbers, model.judge(weights, [examples[n] for n in numbers]), strict=True):
            fared[number] = value
    return fared


def report(name: str, model: Model, examples: Sequence[Example], prior) -> None:
    """Print the shares that come out right on sets and pages that the fit had not seen."""
    by_set = fold_by(examples, lambda e: e.source)
    pages = sorted({example.page for example in examples})
    by_page = fold_by(examples, lambda e: pages.index(e.page) % FOLDS)
    say = sys.stdout.write
    say(f"{name}: {len(examples)} examples, {len(pages)} pages\n")
    if len(by_set) > 1:
        fared = unseen(model, examples, prior, by_set)
        for fold in by_set:
            source = examples[min(fold)].source
            say(f"  without {source}: {sum(fared[n] for n in fold) / len(fold):.3f} of {len(fold)} there\n")
        say(f"  by set: {sum(fared) / len(fared):.3f}\n")
    fared = unseen(model, examples, prior, by_page)
    say(f"  by page: {sum(fared) / len(fared):.3f}\n")


def move_base(weights: dict[str, float]) -> dict[str, float]:
    """The same verdicts for the reader, which cuts at LEAST, as CALLED gives here."""
    shift = math.log(LEAST / (1 - LEAST)) - math.log(CALLED / (1 - CALLED))
    return weights | {"base": weights["base"] + shift}


def write(name: str, model: Model, weights: dict[str, float], pages: Counter[str], examples: int) -> None:
    """The weight file, with what it was fitted on."""
    head = f"# {model.title}。以 tests/reading/priors 的手定分量为先验，在 {len(pages)} 个标注版面、{examples} 例上拟合"
    often = sum(times > 1 for times in pages.values())
    head += f"，其中 {often} 个版面计 {max(pages.values())} 次" if often else ""
    head += f"（强度 {model.strength:g}，符号不许变）；tests/reading/fit_weights.py 可重做"
    lines = [
        f"{cue} {weight:.2f}"
        for cue, weight in weights.items()
        if cue == "base" or abs(weight) >= (LEAST_SMALL if is_small(cue) else 0.005)
    ]
    path = VOCABULARY / "weights" / f"{name}.txt"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", nargs="*", choices=[*MODELS, []], metavar="MODEL", help=", ".join(MODELS))
    parser.add_argument(
        "--labelled", action="append", type=Path, metavar="DIR", help="a set: gold/ and pages/"
    )
    parser.add_argument("--dry", action="store_true", help="only report")
    parser.add_argument("--unchecked", action="store_true", help="fit without cross-validation")
    parser.add_argument(
        "--onward", action="store_true", help="go on from the weights as they are: their sets count too"
    )
    options = parser.parse_args()
    pages = [
        page for each in options.labelled or [ROOT.parent / "shared/reading"] for page in load_pages(each)
    ]
    for name in options.models or MODELS:
        model, prior = MODELS[name], read_prior(name, onward=options.onward)
        examples = [example for page in pages for example in model.examples(page)]
        examples += ending_examples() if name == "status" else ()
        prior = with_small_words(prior, examples) if name == "status" else prior
        if not options.unchecked:
            report(name, model, examples, prior)
        weights = fit(examples, prior, model.strength)
        right = model.judge(weights, examples)
        sys.stdout.write(f"  seen: {sum(right) / len(right):.3f}\n")
        if not options.dry:
            weights = move_base(weights) if name == "verdict" else weights
            times = Counter(page.name for page in pages)
            single = sum(1 / times.get(example.page, 1) for example in examples)
            write(name, model, weights, times, round(single))


if __name__ == "__main__":
    main()
