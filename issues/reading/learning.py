"""From lessons to weights, and how good they are: folds, macro-F1. Reads no file and knows no clock."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import mul

from issues.reading.grams import SHARES, Blocks
from issues.reading.learned import Weights, best_class
from issues.reading.svm import Row, fit_plane

FOLDS = 5
# How much learned scores may count; the folds choose. 0 is the vocabulary alone.
STRENGTHS = (0.5, 1.0, 2.0, 4.0, 8.0)
# So many lessons halve the strength: few corrections change little.
CAUTION = 20
FEWEST = 20
# What a gram counts that all classes have alike; 0.25 to 1 differ by .001 macro-F1.
EVEN = 0.5

Line = Sequence[Sequence[int]]
"""The grams of one text by their columns, block by block."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing that a person has decided: its grams, the class, and what the vocabulary alone says for each class.

    `seen` is true where the weights in use were already fitted on it.
    """

    blocks: Blocks
    label: str
    known: Mapping[str, float]
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Weights fitted on all lessons, with macro-F1 over the folds: of what is in use, and with them.

    `righted` lessons only the new weights have right, `spoiled` only what is in use.
    """

    weights: Weights
    before: float
    after: float
    lessons: int
    righted: int
    spoiled: int

    @property
    def better(self) -> bool:
        """Higher macro-F1, and by more than chance does: two standard errors of as many coins (McNemar)."""
        gained, turned = self.righted - self.spoiled, self.righted + self.spoiled
        return self.after > self.before and gained > 2 * math.sqrt(turned)


class TooFewLessons(ValueError):
    """Nothing can be learned and measured: too few lessons, or all of one kind. `count` says how many there are."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} lessons: too few, or too many of one kind, to learn and to measure")
        self.count = count


def learn(
    lessons: Sequence[Lesson], used: Weights | None = None, *, seed: int = 0, least: int = FEWEST
) -> Outcome:
    """Fit weights and measure them, and what is in use, on lessons that neither was fitted on.

    `used` are the weights in use, None for the vocabulary alone. Same lessons and seed, same outcome. Raises
    TooFewLessons for fewer than `least`, or where no two classes have two lessons each: then a fold would be measured
    that nothing could be learned for.
    """
    labels = [lesson.label for lesson in lessons]
    if len(lessons) < least or sum(times > 1 for times in Counter(labels).values()) < 2:
        raise TooFewLessons(len(lessons))
    learned = _score_held(lessons, seed)
    before = _say_used(lessons, used, seed)
    said = {strength: _say(lessons, learned, strength) for strength in _strengths(len(lessons))}
    best = max(said, key=lambda strength: measure_f1(labels, said[strength]))
    weights = fit_weights([lesson.blocks for lesson in lessons], labels, seed=seed)
    turned = list(zip(labels, before, said[best], strict=True))
    return Outcome(
        replace(weights, strength=best),
        measure_f1(labels, before),
        measure_f1(labels, said[best]),
        len(lessons),
        sum(old != label == new for label, old, new in turned),
        sum(old == label != new for label, old, new in turned),
    )


def fit_weights(texts: Sequence[Blocks], labels: Sequence[str], *, seed: int = 0) -> Weights:
    """One class against the rest, for each class. Raises ValueError where there is nothing to tell apart."""
    classes = tuple(sorted(set(labels)))
    if len(classes) < 2:
        raise ValueError("all lessons are of one kind; there is nothing to tell apart")
    rarity = _measure_rarity(texts)
    columns = {gram: number for number, gram in enumerate(rarity)}
    lines = [[[columns[gram] for gram in block if gram in columns] for block in text] for text in texts]
    grams, bias = {gram: [] for gram in rarity}, []
    for name in classes:
        reach = _measure_reach(lines, [label == name for label in labels], [*rarity.values()])
        signs = [1.0 if label == name else -1.0 for label in labels]
        plane = fit_plane([_row(line, reach) for line in lines], signs, len(reach) + 1, seed)
        for row, worth, weight in zip(grams.values(), reach, plane, strict=False):
            row += worth * worth, worth * weight
        bias.append(plane[-1])
    return Weights(classes, grams, bias)


def cut_folds(labels: Sequence[str], seed: int) -> list[list[int]]:
    """The lessons' numbers in FOLDS shuffled parts, each with its share of every class."""
    dice, by_class = random.Random(seed), defaultdict(list)
    for number, label in enumerate(labels):
        by_class[label].append(number)
    dealt: list[int] = []
    for label in sorted(by_class):
        dice.shuffle(by_class[label])
        dealt += by_class[label]
    return [sorted(dealt[start::FOLDS]) for start in range(FOLDS)]


def measure_f1(labels: Sequence[str], said: Sequence[str]) -> float:
    """F1 of each class that stands in `labels`, and their mean: a rare class counts as much as a frequent one."""
    right = Counter(label for label, word in zip(labels, said, strict=True) if label == word)
    told, true = Counter(said), Counter(labels)
    return sum(2 * right[label] / (told[label] + true[label]) for label in true) / len(true) if true else 0.0


def _score_held(
    lessons: Sequence[Lesson], seed: int, *, seen_only: bool = False
) -> list[Mapping[str, float]]:
    """For each lesson the scores of weights that were fitted on the other folds; {} where nothing could be fitted."""
    labels = [lesson.label for lesson in lessons]
    learned: list[Mapping[str, float]] = [{}] * len(lessons)
    for held in cut_folds(labels, seed):
        rest = sorted(set(range(len(lessons))) - set(held))
        if seen_only:
            rest = [at for at in rest if lessons[at].seen]
        if len({labels[at] for at in rest}) < 2:
            continue
        weights = fit_weights([lessons[at].blocks for at in rest], [labels[at] for at in rest], seed=seed)
        for at in held:
            learned[at] = weights.score(lessons[at].blocks)
    return learned


def _say_used(lessons: Sequence[Lesson], used: Weights | None, seed: int) -> list[str]:
    """What is in use, on each lesson. Weights know by heart what they were fitted on, so they are fitted again without it."""
    if used is None:
        return [best_class(lesson.known, {}) for lesson in lessons]
    return _say(lessons, _score_held(lessons, seed, seen_only=True), used.strength)


def _strengths(count: int) -> list[float]:
    return [round(strength * count / (count + CAUTION), 4) for strength in STRENGTHS]


def _say(lessons: Sequence[Lesson], learned: Sequence[Mapping[str, float]], strength: float) -> list[str]:
    """The class of each lesson, with scores of weights that have not seen it."""
    return [
        best_class(lesson.known, {name: strength * score for name, score in scores.items()})
        for lesson, scores in zip(lessons, learned, strict=True)
    ]


def _measure_rarity(texts: Sequence[Blocks]) -> dict[str, float]:
    """Of each gram that at least two texts have: one that stood once tells nothing of the next text."""
    seen = Counter(gram for text in texts for block in text for gram in block)
    return {gram: math.log((1 + len(texts)) / (1 + times)) + 1 for gram, times in seen.items() if times > 1}


def _measure_reach(lines: Sequence[Line], inside: Sequence[bool], rarity: Sequence[float]) -> list[float]:
    """How far each gram may speak for or against a class: its rarity, and how unevenly the class has it.

    The ratio is that of Wang and Manning (Baselines and bigrams, ACL 2012), one added to each count. They put it in the
    place of rarity; beside it, and with EVEN for grams that all classes have alike, it does better here.
    """
    within, without = [1] * len(rarity), [1] * len(rarity)
    for line, own in zip(lines, inside, strict=True):
        counts = within if own else without
        for block in line:
            for column in block:
                counts[column] += 1
    base = math.log(sum(without) / sum(within)) if rarity else 0.0
    ratios = (base + math.log(own / other) for own, other in zip(within, without, strict=True))
    return [rare * math.sqrt(EVEN + ratio * ratio) for rare, ratio in zip(rarity, ratios, strict=True)]


def _row(line: Line, reach: Sequence[float]) -> Row:
    """Each block at the length of its share, so that many runs don't drown few words; and the bias."""
    numbers: list[int] = []
    values: list[float] = []
    for block, share in zip(line, SHARES, strict=False):
        worths = [reach[column] for column in block]
        length = math.sqrt(sum(map(mul, worths, worths))) or 1.0
        numbers += block
        values += [share * worth / length for worth in worths]
    return Row((*numbers, len(reach), len(reach)), (*values, 1.0, 0.0))
