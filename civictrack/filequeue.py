"""Kombu's queue of files, with messages that are there whole or not at all. Reading and everything else is kombu's."""

from pathlib import Path
from time import monotonic
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu makes the file and then fills it: a worker that came in between took an empty message and died of it."""

    def _put(self, queue, payload, **kwargs):
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        part = folder / f".{name}.part"
        try:
            part.write_text(dumps(payload), encoding="utf-8")
            part.rename(folder / name)
        finally:
            part.unlink(missing_ok=True)


class Transport(filesystem.Transport):
    """What `filesystem://` means here; see celery.py."""

    Channel = Channel
