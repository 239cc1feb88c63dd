"""The labelled texts: what must be starred out and what must stay, and how the masking is measured on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from issues.privacy import find_private_names, mask

HERE = Path(__file__).parent
_MARKED = re.compile(r"⟦(.*?)⟧")


@dataclass(frozen=True, slots=True)
class Case:
    """A text and the half-open spans of it that must be starred out."""

    text: str
    private: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Figures:
    """What was found of what is private, and what was starred out for nothing; `told` says where it went wrong."""

    private: int = 0
    found: int = 0
    starred: int = 0
    right: int = 0
    told: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.private

    @property
    def precision(self) -> float:
        return self.right / self.starred


def read_cases(name: str) -> list[Case]:
    """The cases of a file beside this one."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [_read_case(line.replace("⏎", "\n")) for line in lines if line and not line.startswith("#")]


def measure(cases: list[Case]) -> Figures:
    """A private span is found when all its signs are starred; a starred stretch is right when it lies inside of one."""
    figures = Figures()
    for case in cases:
        shown = mask(case.text, find_private_names(case.text))
        starred = _find_starred(case.text, shown)
        found = [all(_is_hidden(case.text, shown, at) for at in range(*span)) for span in case.private]
        right = [any(s <= a and b <= e for s, e in case.private) for a, b in starred]
        figures.private += len(found)
        figures.found += sum(found)
        figures.starred += len(right)
        figures.right += sum(right)
        if not all(found + right):
            figures.told.append(f"{case.text!r} → {shown!r}")
    return figures


def _read_case(line: str) -> Case:
    private = []
    for number, match in enumerate(_MARKED.finditer(line)):
        start = match.start() - 2 * number
        private.append((start, start + len(match[1])))
    return Case(_MARKED.sub(r"\1", line), tuple(private))


def _is_hidden(text: str, shown: str, at: int) -> bool:
    return shown[at] == "*" or not text[at].isalnum()


def _find_starred(text: str, shown: str) -> list[tuple[int, int]]:
    """Stretches of changed signs; what is no letter or digit may lie between."""
    changed = "".join(
        "x" if a != b else "." if a.isalnum() else "-" for a, b in zip(text, shown, strict=True)
    )
    return [match.span() for match in re.finditer(r"x(?:-*x)*", changed)]
