"""The queue of files: a message is there whole or not at all. The disk is full by a real limit, in a real process."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEND = """
import resource, sys, django
django.setup()
from issues.importing.runs import read_tasks, send_tasks
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(0 if send_tasks(read_tasks([1])) else 3)
"""


def send(folder, most_bytes) -> int:
    told = {
        "CIVICTRACK_VAR": str(folder),
        "CELERY_BROKER_URL": "filesystem://localhost/",
        "DJANGO_SETTINGS_MODULE": "civictrack.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", SEND, str(most_bytes)], env=os.environ | told, cwd=ROOT, timeout=120
    ).returncode


def test_message_that_does_not_fit_on_the_disk_is_not_in_the_queue_and_the_sweep_sends_it_later(tmp_path):
    messages = tmp_path / "queue" / "messages"
    assert send(tmp_path, most_bytes=500) == 3, "the queue says no, and nobody is stopped by it"
    assert list(messages.iterdir()) == []
    assert send(tmp_path, most_bytes=100_000) == 0
    assert [path.suffix for path in messages.iterdir()] == [".msg"]
