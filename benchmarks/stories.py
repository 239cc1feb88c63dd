"""Made-up stories, as many as a benchmark wants: some estates in the news often, some words in every second text."""

import random
from collections.abc import Iterator
from pathlib import Path


def make_stories(number: int) -> Iterator[tuple[int, str, str]]:
    """(key, title, text) of so many stories, the same ones each time."""
    parts = _load_parts()
    chance = random.Random(7)  # noqa: S311 - repeatable, no secret
    places, kinds = parts["places"], parts["kinds"]
    names = [a + b + c for a in places for b in places for c in kinds]
    for key in range(number):
        place = names[int(len(names) * chance.random() ** 2)]
        trouble, other = chance.sample(parts["troubles"], 2)
        said = chance.sample(parts["said"], 5)
        body = f"{place}的居民反映，{'，'.join(said)}，{trouble}和{other}已有{key % 90}天。"
        yield key, f"{place}{trouble}谁来管", body


def _load_parts() -> dict[str, list[str]]:
    """The lists of stories.txt by their names."""
    parts: dict[str, list[str]] = {}
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            words.append(line)
    return parts
