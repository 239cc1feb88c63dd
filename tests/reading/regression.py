"""Softmax regression in plain Python: weights near hand-set priors, signs kept. Knows nothing of pages or cues."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STEPS = 150
"""Rprop has settled by then: another 150 steps moved no weight of status.txt by more than 0.02."""
_FIRST, _LEAST, _MOST = 0.05, 1e-5, 0.5
_FASTER, _SLOWER = 1.2, 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """One choice: the cues of each option, the options that are right, and where it was labelled."""

    options: tuple[Mapping[str, float], ...]
    right: frozenset[int]
    page: str
    source: str
    counts: float = 1.0


def weigh(weights: Mapping[str, float], options: Sequence[Mapping[str, float]]) -> list[float]:
    """The probability of each option."""
    points = [sum(weights.get(cue, 0.0) * amount for cue, amount in cues.items()) for cues in options]
    best = max(points)
    raised = [math.exp(point - best) for point in points]
    return [value / sum(raised) for value in raised]


def choose(weights: Mapping[str, float], example: Example) -> int:
    """The number of the option with most points."""
    likely = weigh(weights, example.options)
    return likely.index(max(likely))


def fit(examples: Sequence[Example], prior: Mapping[str, float], strength: float) -> dict[str, float]:
    """The weights that explain the examples best, each held to its prior by `strength` and never of the other sign.

    A cue that the prior does not name has no weight. `base` and a prior of 0 may take either sign.
    """
    weights = dict(prior)
    step = dict.fromkeys(prior, _FIRST)
    before = dict.fromkeys(prior, 0.0)
    for _ in range(STEPS):
        slope = _slope(examples, weights, prior, strength)
        for cue, now in slope.items():
            turned = now * before[cue]
            step[cue] = min(
                _MOST, max(_LEAST, step[cue] * (_FASTER if turned > 0 else _SLOWER if turned < 0 else 1))
            )
            before[cue] = 0.0 if turned < 0 else now
            weights[cue] = _keep_sign(
                weights[cue] - math.copysign(step[cue], now) * (now != 0), cue, prior[cue]
            )
    return weights


def _keep_sign(weight: float, cue: str, prior: float) -> float:
    if cue.endswith("base") or not prior:
        return weight
    return max(0.0, weight) if prior > 0 else min(0.0, weight)


def _slope(
    examples: Sequence[Example], weights: Mapping[str, float], prior: Mapping[str, float], strength: float
) -> dict[str, float]:
    """Of the loss, by cue."""
    slope = {cue: strength * (weight - prior[cue]) for cue, weight in weights.items()}
    for example in examples:
        likely = weigh(weights, example.options)
        right = sum(likely[number] for number in example.right) or 1e-9
        for number, cues in enumerate(example.options):
            wanted = likely[number] / right if number in example.right else 0.0
            excess = example.counts * (likely[number] - wanted)
            if abs(excess) > 1e-6:
                for cue, amount in cues.items():
                    if cue in slope:
                        slope[cue] += excess * amount
    return slope
