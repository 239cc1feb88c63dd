"""A watched folder: what is dropped in it is imported, then moved to done/ or failed/ with its reason."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..choices import ImportState
from ..models import ImportRun
from .manifest import receive_file
from .runs import start_run

TAKEN, DONE, FAILED = "taken", "done", "failed"
QUIET = 2.0
"""Seconds that a file must have been left alone: a copy still under way grows. One from the future (a clock was set
back, or another machine's is ahead) is not being written now."""
MOST = 200


def watch_once(folder: Path, now: float | None = None) -> tuple[int, int]:
    """Take what lies ready in `folder`, and put away what is finished. Returns (files taken, files put away).

    Safe to repeat and to be killed anywhere: a file is moved only after its import is stored, and a text that
    is imported twice changes nothing. Raises OSError where the folder cannot be read or written.
    """
    for name in (TAKEN, DONE, FAILED):
        (folder / name).mkdir(exist_ok=True)
    put_away = sum(_put_away(path) for path in sorted((folder / TAKEN).iterdir()))
    ready = list(_find_ready(folder, time.time() if now is None else now))[:MOST]
    for path in ready:
        _take(path)
    return len(ready), put_away


def _find_ready(folder: Path, now: float) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        plain = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        if plain and abs(now - path.stat().st_mtime) >= QUIET:
            yield path


def _take(path: Path) -> None:
    with suppress(FileNotFoundError):  # somebody else who watches was quicker
        run = start_run([receive_file(path)])
        path.rename(path.parent / TAKEN / f"{run.pk}-{path.name}")


def _put_away(path: Path) -> bool:
    """Move a taken file to done/ or failed/ once its run is finished. A name that is no run's goes back."""
    number, _, name = path.name.partition("-")
    run = ImportRun.objects.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
    folder = path.parent.parent
    if run is None:
        path.rename(_free(folder / (name or path.name)))
        return False
    if run.finished_at is None:
        return False
    failed = list(run.files.filter(state__in=[ImportState.FAILED, ImportState.CANCELLED]))
    target = _free(folder / (FAILED if failed else DONE) / name)
    if failed:
        reason = "".join(f"{file.name}: {file.message}\n" for file in failed)
        target.with_name(target.name + ".txt").write_text(reason, encoding="utf-8")
    path.rename(target)
    return True


def _free(path: Path) -> Path:
    """`path`, or the same with a number where that name is taken: nothing is overwritten."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free
