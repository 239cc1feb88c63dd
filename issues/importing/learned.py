"""The installation's learned weights on disk: loaded for a worker, adopted, taken back. Fits nothing."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ..reading.learned import NOTHING, Learned, dump_learned, load_learned

logger = logging.getLogger(__name__)


def weights_path() -> Path:
    """The file in force. Beside it lies the one before, `former.json`, until it is taken back."""
    return Path(settings.VAR) / "learned" / "weights.json"


def current_learned() -> Learned:
    """What this installation has learned, for the next page: a new file counts at once, without a restart.

    A file that cannot be read stops no import: the log says so, and the vocabulary alone is used.
    """
    path = weights_path()
    try:
        state = path.stat()
    except FileNotFoundError:
        return NOTHING
    return _load(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _load(path: Path, _changed: int, _size: int) -> Learned:
    try:
        return load_learned(path)
    except (OSError, ValueError) as error:
        logger.error("What was learned cannot be used, so the vocabulary alone is: %s", error)
        return NOTHING


def adopt_learned(learned: Learned) -> None:
    """Put `learned` in force; what was in force until now becomes the former one. Each step is whole or not at all."""
    path = weights_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name("fresh.json")
    fresh.write_text(dump_learned(learned), encoding="utf-8")
    if path.exists():
        path.replace(path.with_name("former.json"))
    fresh.replace(path)


def undo_learned() -> bool:
    """Go back to the former weights, or to the vocabulary alone. False where nothing is in force."""
    path = weights_path()
    if not path.exists():
        return False
    former = path.with_name("former.json")
    if former.exists():
        former.replace(path)
    else:
        path.unlink()
    return True
