"""Lists, searches, issue pages, feeds, API and desk at 10,000 issues and at many: medians, their ratio, queries."""

from collections.abc import Iterator

from .databases import each_database, run_with_django

SIZES = {"SQLite": ("10000", "200000"), "PostgreSQL": ("10000", "1000000")}


def measure(*numbers: str) -> Iterator[str]:
    """What benchmarks/visits.py measures, as a table for each database: each address, small against large.

    `numbers` replace the sizes. Ratio = median at the larger size / median at the smaller, in this one run.
    """
    for name, url in each_database():
        found = [_read(run_with_django("visits", url, number)) for number in numbers or SIZES[name]]
        yield f"{name}: {' against '.join(numbers or SIZES[name])} issues, milliseconds (median, p95), queries"
        for address, (median, p95, queries, first) in found[-1].items():
            before = found[0][address]
            ratio = median / before[0]
            yield (
                f"  {address:44} {before[0]:7.1f} {median:8.1f} ×{ratio:5.2f}  p95 {p95:7.1f}"
                f"  first {first:7.1f}  queries {before[2]:.0f} {queries:.0f}"
            )


def _read(printed: str) -> dict[str, tuple[float, ...]]:
    rows = (line.rsplit("\t", 4) for line in printed.splitlines())
    return {row[0]: tuple(map(float, row[1:])) for row in rows}
