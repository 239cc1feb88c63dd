"""Weights that an installation has learned: their file, and what they say of a text. Fitting is in learning.py."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from issues.reading.grams import SHARES, Blocks

VERSION = 2
TOLD = 3
"""Grams that a reason names."""


@dataclass(frozen=True, slots=True)
class Weights:
    """For each gram two numbers for each class, in the order of `classes`: its reach squared, and reach times weight.

    `strength` is how much a score of these weights counts beside what the vocabulary says.
    """

    classes: tuple[str, ...]
    grams: Mapping[str, Sequence[float]]
    bias: Sequence[float]
    strength: float = 1.0

    def score(self, blocks: Blocks) -> dict[str, float]:
        """What each class scores, times the strength: about -1 to 1 before it. Unknown grams say nothing."""
        totals = list(self.bias)
        for block, share in zip(blocks, SHARES, strict=False):
            known = [*filter(None, map(self.grams.get, block))]
            if not known:
                continue
            sums = [*map(sum, zip(*known, strict=True))]
            pairs = zip(totals, sums[::2], sums[1::2], strict=True)
            totals = [total + share * added / math.sqrt(squares) for total, squares, added in pairs]
        return {name: self.strength * total for name, total in zip(self.classes, totals, strict=True)}

    def tell_grams(self, grams: Iterable[str], name: str) -> list[str]:
        """Those of `grams` that speak most for the class `name`, without their mark; none that lies in another."""
        at = 2 * self.classes.index(name) + 1 if name in self.classes else None
        worth = {gram: self.grams[gram][at] for gram in grams if gram in self.grams} if at else {}
        told: list[str] = []
        for gram in sorted((gram for gram in worth if worth[gram] > 0), key=lambda gram: -worth[gram]):
            bare = gram.removeprefix("=")
            if not any(bare in other or other in bare for other in told):
                told.append(bare)
        return told[:TOLD]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, from what and when (`about`: date, numbers of lessons, figures); a part may be missing."""

    category: Weights | None = None
    verdict: Weights | None = None
    about: Mapping[str, object] = field(default_factory=dict)


NOTHING = Learned()
"""What a new installation has learned."""


def best_class(known: Mapping[str, float], learned: Mapping[str, float], otherwise: str = "other") -> str:
    """The class with the highest sum of both; by name where two are equal, so that no order decides.

    A class that only one side knows gets from the other the lowest that it gives to any.
    """
    least_known, least_learned = min(known.values(), default=0.0), min(learned.values(), default=0.0)
    return max(
        sorted({*known, *learned}),
        key=lambda name: known.get(name, least_known) + learned.get(name, least_learned),
        default=otherwise,
    )


def dump_learned(learned: Learned) -> str:
    """The file's text. Four digits: more move no decision."""
    parts = {"version": VERSION, "about": dict(learned.about)}
    for name in ("category", "verdict"):
        weights = getattr(learned, name)
        parts[name] = weights and asdict(weights) | {
            "grams": {gram: [round(value, 4) for value in row] for gram, row in weights.grams.items()}
        }
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def load_learned(path: Path) -> Learned:
    """What dump_learned wrote. Raises ValueError, for a person, where the file is none of ours; OSError."""
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
        if parts["version"] != VERSION:
            raise ValueError("another version")
        return Learned(_weights(parts["category"]), _weights(parts["verdict"]), parts["about"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{path.name}: no weights of this version ({error}); run `manage.py learn`"
        ) from error


def _weights(part: Mapping | None) -> Weights | None:
    if part is None:
        return None
    width = len(part["classes"])
    if len(part["bias"]) != width or any(len(row) != 2 * width for row in part["grams"].values()):
        raise ValueError("rows of different length")
    return Weights(tuple(part["classes"]), part["grams"], part["bias"], part["strength"])
