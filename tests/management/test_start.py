"""`make run` as a process: what it starts ends with it, at whatever moment it is stopped."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from issues.management.commands.start import stops_held_back

ROOT = Path(__file__).parent.parent.parent


def test_stopped_while_it_still_imports_it_leaves_no_process_behind(tmp_path):
    start = subprocess.Popen(
        [sys.executable, "manage.py", "start", "--address", "127.0.0.1:0"],
        cwd=ROOT,
        env=os.environ | {"CIVICTRACK_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'db'}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    children = wait_for_children(start.pid)
    try:
        start.send_signal(signal.SIGTERM)
        start.wait(60)
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    finally:
        for pid in children:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_between_the_start_of_a_child_and_its_keeping_is_obeyed_after_it(stop):
    before = signal.signal(stop, signal.default_int_handler)
    try:
        kept = []
        with pytest.raises(KeyboardInterrupt), stops_held_back():
            os.kill(os.getpid(), stop)
            kept.append("child")
        assert kept == ["child"]
        assert signal.getsignal(stop) is signal.default_int_handler
    finally:
        signal.signal(stop, before)


def wait_for_children(pid: int, count: int = 2, seconds: float = 60) -> list[int]:
    """The processes that `pid` has started, as soon as there are `count`; each leads a group of its own."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if len(children) >= count:
            return [int(child) for child in children]
        time.sleep(0.02)
    raise AssertionError(f"no {count} children after {seconds} s")
