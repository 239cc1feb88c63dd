"""Files from outside opened in a child process with bounded time, memory and answer. Opens only plain text itself."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread, Timer

from .kinds import find_kind
from .opened import MAX_TEXT_BYTES, NeedsScanning, OpenedText, Refusal, Sheet, UnreadableFile, clean_text
from .plain import open_text
from .refusals import CRASHED, NO_OCR, TEXTS_TOO_LARGE, TOO_LONG, TOO_MUCH_MEMORY

logger = logging.getLogger(__name__)

SCAN_SECONDS = 600
SCAN_MEGABYTES = 3072
"""Text recognition takes 9 to 18 CPU seconds a page and 0.7 to 1.3 GB; 600 s are some thirty pages."""
MAX_ANSWER = 3 * MAX_TEXT_BYTES
"""JSON doubles quotes and line ends; a table may come both as rows and as text."""
_HOUSE = Path(__file__).parents[3]
_FORMS = "issues.importing.forms"


def open_safely(
    name: str, content: bytes, *, seconds: int = 60, megabytes: int = 512, scan: bool = True
) -> list[OpenedText]:
    """As open_file, with what is not plain text opened in a child process that nothing hostile outlives.

    Images and scanned pages have limits of their own (SCAN_SECONDS, SCAN_MEGABYTES); with scan=False they raise
    NeedsScanning, so that a caller may send them to another queue. Raises UnreadableFile with one sentence.
    """
    shown = clean_text(name).replace("\n", " ")
    kind = find_kind(shown, content)
    if kind == "text":
        return [OpenedText(shown, open_text(content))]
    if kind != "image":
        with suppress(NeedsScanning):
            return _ask_child(_FORMS, shown, content, seconds, megabytes)
    if not scan:
        raise NeedsScanning(NO_OCR)
    return _ask_child(f"{_FORMS}.scans", shown, content, SCAN_SECONDS, SCAN_MEGABYTES)


def _ask_child(module: str, name: str, content: bytes, seconds: int, megabytes: int) -> list[OpenedText]:
    with _start_child([module, name, str(seconds), str(megabytes)], content, seconds) as child:
        answer = child.stdout.read(MAX_ANSWER + 1)
        if len(answer) > MAX_ANSWER:
            raise UnreadableFile(TEXTS_TOO_LARGE, megabytes=MAX_TEXT_BYTES // 2**20)
        died_of = -child.wait()
    if died_of in {signal.SIGKILL, signal.SIGXCPU}:
        raise UnreadableFile(TOO_LONG, seconds=seconds)
    if died_of == signal.SIGABRT:  # how libraries in C++ end where they get no more memory
        raise UnreadableFile(TOO_MUCH_MEMORY, megabytes=megabytes)
    return list(_read_answer(name, answer, died_of))


@contextmanager
def _start_child(arguments: list[str], content: bytes, seconds: int) -> Iterator[subprocess.Popen]:
    """A child in a process group of its own that ends with the block, and after `seconds` in any case."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-B", "-m", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={
            "PYTHONPATH": str(_HOUSE),
            "PYTHONUTF8": "1",
            "OMP_NUM_THREADS": "1",
            "PATH": os.environ.get("PATH", ""),
        },
        start_new_session=True,
    )
    clock = Timer(seconds, child.kill)
    clock.daemon = True
    feeder = Thread(target=_feed, args=(child, content), daemon=True)
    try:
        clock.start()
        feeder.start()
        yield child
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        feeder.join()
        child.stdout.close()


def _feed(child: subprocess.Popen, content: bytes) -> None:
    """A child that refuses at sight closes its end before it has read all."""
    with suppress(OSError), child.stdin as pipe:
        pipe.write(content)


def _read_answer(name: str, answer: bytes, died_of: int) -> Iterator[OpenedText]:
    """The texts of a whole answer. Raises the refusal at its end; CRASHED where there is no end."""
    lines = answer.splitlines()
    end = _load(lines.pop()) if lines else {}
    if "refusal" in end:
        raise UnreadableFile(end["refusal"]["message"], **end["refusal"]["parameters"])
    if "scan" in end:
        raise NeedsScanning(NO_OCR)
    if "end" not in end:
        logger.warning("The child that opened %s ended (signal %s) before its answer did", name, died_of)
        raise UnreadableFile(CRASHED)
    for line in lines:
        yield _read_text(json.loads(line)["text"])


def _load(line: bytes) -> dict:
    try:
        return json.loads(line)
    except ValueError:
        return {}


def _read_text(told: dict) -> OpenedText:
    sheet, refusal = told["sheet"], told["refusal"]
    return OpenedText(
        told["name"],
        told["text"],
        tuple((start, end) for start, end in told["doubtful"]),
        sheet and Sheet(tuple(sheet["columns"]), tuple(map(tuple, sheet["rows"])), sheet["title"]),
        refusal and Refusal(**refusal),
    )
