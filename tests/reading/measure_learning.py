"""`python -m tests.reading.measure_learning`: the learner against labelled titles. Measures; asserts nothing.

Protocol: 9,210 titles in seven classes; five folds, stratified, shuffled with seed 0; macro-F1 of each fold, then the
mean. Repeated titles stay as they are (300 stand more than once): the reference figures were measured so.
"""

import resource
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from issues.reading.grams import find_grams
from issues.reading.learning import cut_folds, fit_weights, measure_f1

TITLES = Path(__file__).parent.parent.parent.parent / "shared" / "boards" / "titles_labelled.tsv"


def load_titles() -> tuple[list[str], list[str]]:
    """Titles and their classes."""
    rows = [line.split("\t") for line in TITLES.read_text(encoding="utf-8").splitlines()]
    return [row[0] for row in rows], [row[1] for row in rows]


def measure_folds(seed: int = 0) -> Iterable[tuple[float, float]]:
    """(macro-F1, CPU seconds of the training, cutting into grams left out) of each fold."""
    titles, labels = load_titles()
    texts = [find_grams(title) for title in titles]
    for held in cut_folds(labels, seed):
        rest = sorted(set(range(len(texts))) - set(held))
        started = time.process_time()
        weights = fit_weights([texts[at] for at in rest], [labels[at] for at in rest], seed=seed)
        seconds = time.process_time() - started
        scores = [weights.score(texts[at]) for at in held]
        said = [max(score, key=lambda name: score[name]) for score in scores]
        yield measure_f1([labels[at] for at in held], said), seconds


def main() -> None:
    if not TITLES.exists():
        sys.exit(f"skipped: {TITLES.name} is not here")
    folds = []
    for figure, seconds in measure_folds(int(sys.argv[1]) if sys.argv[1:] else 0):
        folds.append((figure, seconds))
        print(f"fold {len(folds)}   macro-F1 {figure:.4f}   training {seconds:.1f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    mean = sum(figure for figure, _ in folds) / len(folds)
    print(
        f"mean     macro-F1 {mean:.4f}   training {max(s for _, s in folds):.1f} s at most   peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
