"""The key of a one-machine installation. A site behind HTTPS brings its own (settings.py)."""

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.utils import get_random_secret_key


def keep_secret_key(folder: Path) -> str:
    """The key in `folder`: made once, readable by its owner alone.

    It is written whole before it gets its name, and the first process to name one wins: all read the same key.
    """
    path = folder / "secret_key"
    if not path.exists():
        with NamedTemporaryFile(
            "w", dir=folder, prefix="secret_key.", encoding="utf-8"
        ) as written:  # mode 600
            written.write(get_random_secret_key())
            written.flush()
            with suppress(FileExistsError):
                path.hardlink_to(written.name)
    return path.read_text(encoding="utf-8")
