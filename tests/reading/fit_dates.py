"""Fit the weights of dates (vocabulary/weights/dates.txt) on labelled pages, a choice among the dates of a problem or none.

python -m tests.reading.fit_dates --labelled DIR [--labelled DIR ...]
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from issues.reading.agencies import find_agencies
from issues.reading.date_cues import find_said
from issues.reading.dates import find_dates
from issues.reading.districts import find_district
from issues.reading.milestones import KEYS
from issues.reading.parts import Part
from issues.reading.status import find_status
from issues.reading.words import VOCABULARY, load_weights
from tests.reading.labelled import Page, load_pages, read_problems
from tests.reading.regression import Example, fit

PRIORS = Path(__file__).with_name("priors") / "dates"
# An unlabelled date is weak evidence that the text gives none: labellers wrote down the plain ones.
NONE_COUNTS = {"began": 0.03, "reported": 0.03, "accepted": 0.04, "promised": 0.15, "resolved": 0.04}
STRENGTH = 2.0
LEAST = 0.05


def main() -> None:
    """Fit on all sets named and write the weights; a cue that weighs next to nothing is left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labelled", action="append", type=Path, required=True)
    parser.add_argument(
        "--onward", action="store_true", help="go on from the weights as they are: their sets count too"
    )
    options = parser.parse_args()
    problems = [each for folder in options.labelled for page in load_pages(folder) for each in _read(page)]
    lines = [
        "# 何时起、何时反映、何时受理、承诺何时、何时办成：各线索的分量；python -m tests.reading.fit_dates 可重做"
    ]
    for key in KEYS:
        examples = [example for problem in problems for example in _examples(key, *problem)]
        cues = sorted({cue for each in examples for option in each.options for cue in option})
        weights = fit(examples, dict.fromkeys(cues, 0.0) | read_prior(key, onward=options.onward), STRENGTH)
        lines += [
            f"{key}.{cue} {weight:.2f}"
            for cue, weight in sorted(weights.items())
            if abs(weight) >= LEAST or cue == "base"
        ]
    (VOCABULARY / "weights/dates.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_prior(key: str, *, onward: bool = False) -> dict[str, float]:
    """The hand-set weights of a key; a cue that they leave out starts at 0 and may take either sign.

    `onward`: a cue that has been fitted before starts at its weight, which holds what other sets have taught.
    """
    table = load_weights(str(PRIORS)) | (load_weights("weights/dates") if onward else {})
    named = (name.partition(".") + (weight,) for name, weight in table.items())
    return {cue: weight for first, _, cue, weight in named if first == key}


def _read(page: Page) -> Iterator[tuple[Page, Part, list, dict]]:
    published = page.gold.get("published")
    for part, issue in read_problems(page):
        if "dates" in issue:
            yield page, part, _said(page, part, published), issue["dates"]


def _said(page: Page, part: Part, published: str | None) -> list:
    district = find_district(part.telling, tuple(part.ranges()))
    agencies = find_agencies(part, district.value if district else None)
    dates = find_dates(part.telling.text, published)
    status = find_status(page.text, part, dates, any(body.role == "responsible" for body in agencies))
    return find_said(part, dates, status.value, published)


def _examples(key: str, page: Page, part: Part, said: list, dates: dict) -> Iterator[Example]:
    """Which of the dates is the one of `key`; none of them where the labels have none."""
    right = frozenset(n for n, each in enumerate(said) if each.dated.edtf in dates.get(key, ()))
    if said and (right or key not in dates):
        options = ({"base": 1.0} | {cue: n for cue, n in each.cues.items() if n} for each in said)
        counts = 1.0 if right else NONE_COUNTS[key]
        yield Example((*options, {}), right or frozenset((len(said),)), page.name, page.source, counts)


if __name__ == "__main__":
    main()
