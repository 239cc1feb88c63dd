"""Reading against jieba's own pass over the same text: CPU time, start-up, memory."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import jieba

from issues.reading import read_page

from .pages import load_pages

ROUNDS = 9
PUBLISHED = "2025-12-05"
# Each in a process of its own, up to its first words read and then over all pages, for its memory.
_START = """
import json, resource, sys, time
from benchmarks.pages import load_pages
began = time.process_time()
if sys.argv[1] == "ours":
    from issues.reading import read_page as run
else:
    import jieba
    jieba.setLogLevel(60)
    run = jieba.lcut
run("云岩区青禾里小区停水，居民向本报反映。")
started = time.process_time() - began
for text in load_pages():
    run(text)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"started": started, "memory": memory}))
"""


def measure() -> Iterator[str]:
    """One line a figure: the ratio first, then what it is made of."""
    # Before jieba's dictionary is here: a process counts what its parent held as its own at most.
    ours, theirs = (_start(name) for name in ("ours", "jieba"))
    pages = load_pages()
    ratios, mine = _compare(pages)
    low, *_, high = sorted(ratios)
    yield (
        f"read_page ÷ jieba.lcut over the same text   {statistics.median(ratios):.2f}   "
        f"(CPU, median of {ROUNDS} rounds, {low:.2f} to {high:.2f})"
    )
    yield f"read_page                                   {sum(map(len, pages)) / mine / 1e6:.2f} Mchar/s"
    yield f"start-up                                    {ours['started']:.2f} s CPU (jieba alone {theirs['started']:.2f})"
    yield f"memory at most                              {ours['memory']:.0f} MB (jieba alone {theirs['memory']:.0f})"


def _compare(pages: list[str]) -> tuple[list[float], float]:
    """The ratio of each round, and the median seconds of ours; page by page in turn, so that both meet the same machine.

    One process and its usual garbage collection for both; the first round warms up.
    """
    jieba.setLogLevel(60)
    ratios, seconds = [], []
    for _ in range(ROUNDS + 1):
        mine = theirs = 0.0
        for text in pages:
            theirs += _time(jieba.lcut, text)
            mine += _time(_read, text)
        ratios.append(mine / theirs)
        seconds.append(mine)
    return ratios[1:], statistics.median(seconds[1:])


def _read(text: str) -> None:
    read_page(text, published=PUBLISHED)


def _time(run: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    run(text)
    return time.process_time() - began


def _start(name: str) -> dict[str, float]:
    command = [sys.executable, "-c", _START, name]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
