"""The child process that opens a file: limits on itself, content from stdin, one JSON object a line to stdout."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict

from .opened import NeedsScanning, UnreadableFile
from .opening import read_texts
from .refusals import TOO_MUCH_MEMORY
from .scanning import Scanner


def answer(make_scanner: Callable[[], Scanner] | None = None) -> None:
    """Open the file on stdin as the arguments say (name, seconds, megabytes) and write what was found.

    Lines are {"text": …}; the last one is {"end": true}, {"refusal": …} or {"scan": true}: without it the answer is
    not whole. The scanner, which is ours, is loaded before the limits hold.
    """
    name, seconds, megabytes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        scanner = make_scanner() if make_scanner else None
        limit(seconds, megabytes)
        for text in read_texts(name, sys.stdin.buffer.read(), scanner):
            _write({"text": asdict(text)})
        _write({"end": True})
    except NeedsScanning:
        _write({"scan": True})
    except UnreadableFile as error:
        _write({"refusal": asdict(error.refusal)})
    except (MemoryError, RecursionError):
        _write({"refusal": {"message": TOO_MUCH_MEMORY, "parameters": {"megabytes": megabytes}}})


def limit(seconds: int, megabytes: int) -> None:
    """From here on: so much memory in all, so much more processor time, no file written, no core dumped."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
