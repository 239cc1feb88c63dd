"""Finding what may tell of the same matter: time of one lookup among 10,000 and 100,000 stories, on each database."""

from collections.abc import Iterator

from .databases import each_database, run_with_django

STORIES = ("10000", "100000")


def measure(*numbers: str) -> Iterator[str]:
    """What benchmarks/lookups.py prints, for each number of stories on each database that answers."""
    for name, url in each_database():
        for number in numbers or STORIES:
            yield f"{name:11} {run_with_django('lookups', url, number)}"
