"""Importing through the real pipeline (command, broker, two worker processes, database): pages a second, and what of the
workers' time is not reading. `importing 1000` takes fewer stories than the full run, `importing 1000 1` puts each on a
page of its own instead of ten on one, `importing boards` takes the two sheets of a message board."""

import csv
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from issues.reading import read_page
from tests.importing.installation import Installation
from tests.services import POSTGRES, REDIS, answers

from .pages import ROOT
from .stories import make_stories

STORIES, A_PAGE = 10_000, 10
PUBLISHED = "2026-11-04"
BOARDS = ROOT.parent / "shared" / "boards"
NAME = "civictrack_benchmark_importing"


def measure(what: str = str(STORIES), a_page: str = str(A_PAGE)) -> Iterator[str]:
    """Each on SQLite and, where it answers, on PostgreSQL; through Redis where it answers."""

    def measure_one(url: str) -> Iterator[str]:
        return _measure_boards(url) if what == "boards" else _measure_stories(url, int(what), int(a_page))

    for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgres)):
        if name == "SQLite" or answers(POSTGRES, 5432):
            with database() as url:
                yield from (f"{name:11} {line}" for line in measure_one(url))


def _measure_stories(url: str, number: int, a_page: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        manifest, texts = _write_pages(Path(name), number, a_page)
        began = time.process_time()
        for text in texts:
            read_page(text, publication="云河晚报", published=PUBLISHED)
        reading = time.process_time() - began
        told = _import(url, Path(name), "--manifest", str(manifest))
    yield (
        f"{number:,} stories, {a_page} a page: {len(texts) / told['wall']:.1f} pages a second "
        f"(received in {told['received']:.0f} s, read and joined in {told['wall']:.0f} s)"
    )
    yield (
        f"  processor a page: reading {1000 * reading / len(texts):.1f} ms, workers {1000 * told['busy'] / len(texts):.1f} "
        f"ms; outside reading {1 - reading / told['busy']:.0%}, of it joining {told['joining'] / told['busy']:.0%}"
    )


def _measure_boards(url: str) -> Iterator[str]:
    for name in ("replies.xlsx", "messages.xlsx"):
        if not (BOARDS / name).exists():
            yield f"{name} is not here"
            continue
        with tempfile.TemporaryDirectory() as folder:
            told = _import(url, Path(folder), str(BOARDS / name))
        yield (
            f"{name}: {told['received'] + told['wall']:.0f} s from command to end (workers' processor {told['busy']:.0f} s, "
            f"of it joining {told['joining']:.0f} s)"
        )


def _import(url: str, folder: Path, *arguments: str) -> dict[str, float]:
    """Seconds: to receive, from there to the end, and of the workers' processors; their start is not counted."""
    broker = REDIS if answers(REDIS, 6379) else "filesystem://localhost/"
    here = Installation(folder, broker, database=url.format(folder=folder))
    try:
        here.start_worker()
        _wait(lambda: here.log.exists() and " ready." in here.log.read_text())
        time.sleep(5)  # each worker process loads its dictionary
        busy, began = _busy(here), time.perf_counter()
        here.manage("import_pages", *arguments, timeout=1800)
        received = time.perf_counter()
        _wait(lambda: not here.count_waiting())
        read = _busy(here)
        here.wait_until_finished(1800)
        ended, joined = time.perf_counter(), _busy(here)
        told = {"received": received - began, "wall": ended - received}
        return told | {"busy": joined - busy, "joining": joined - read}
    finally:
        here.stop()


def _busy(here: Installation) -> float:
    """Seconds that the processors have worked for the workers and their children."""
    groups = {worker.pid for worker in here.workers}
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) in groups:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _wait(condition, seconds: float = 1800) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(0.2)


def _write_pages(folder: Path, number: int, a_page: int) -> tuple[Path, list[str]]:
    manifest, stories, texts = folder / "manifest.csv", list(make_stories(number)), []
    with manifest.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "publication", "published"])
        for at in range(0, number, a_page):
            told = [
                f"# {title}\n\n本报讯 {body}\n\n（记者 林小满）\n"
                for _key, title, body in stories[at : at + a_page]
            ]
            texts.append("\n".join([*told, f"第{at}版\n"]))
            (folder / f"{at}.txt").write_text(texts[-1], encoding="utf-8")
            rows.writerow([f"{at}.txt", "云河晚报", PUBLISHED])
    return manifest, texts


@contextmanager
def _sqlite() -> Iterator[str]:
    yield "sqlite:///{folder}/db.sqlite3"


@contextmanager
def _postgres() -> Iterator[str]:
    """A database of its own, dropped at the end."""
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")
        try:
            yield POSTGRES.rsplit("/", 1)[0] + f"/{NAME}"
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
