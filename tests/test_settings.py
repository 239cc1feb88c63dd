"""What the settings do by themselves: a key made once, and what they set behind HTTPS."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from civictrack.celery import app
from civictrack.schedule import make_schedule
from civictrack.secret_key import keep_secret_key
from civictrack.settings import ROOT


def test_processes_that_start_together_read_one_whole_key(tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    count, key = 8, var / "secret_key"
    together = Barrier(count)

    def start(_number):
        together.wait()
        return keep_secret_key(var)

    for _round in range(30):
        with ThreadPoolExecutor(count) as pool:
            keys = set(pool.map(start, range(count)))
        assert keys == {key.read_text()} and len(key.read_text()) == 50
        assert key.stat().st_mode & 0o777 == 0o600
        assert list(var.iterdir()) == [key]
        key.unlink()


def ask_settings(name, **variables):
    command = [
        sys.executable,
        "-c",
        f"from civictrack import settings; print(getattr(settings, {name!r}, None))",
    ]
    asked = subprocess.run(
        command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=True
    )
    return asked.stdout.strip()


def test_the_example_lists_every_variable_that_the_settings_read_and_no_other():
    settings = (ROOT / "civictrack" / "settings.py").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    read = set(re.findall(r'\benv(?:\.\w+)?\("(\w+)"', settings))
    assert read == set(re.findall(r"^# (\w+)=", example, re.MULTILINE))


def test_the_proxys_word_counts_only_behind_https(tmp_path):
    told = {"CIVICTRACK_VAR": str(tmp_path), "SECRET_KEY": "long enough for a test"}
    assert ask_settings("AXES_CLIENT_IP_CALLABLE", **told, BEHIND_HTTPS="false") == "None"
    assert (
        ask_settings("AXES_CLIENT_IP_CALLABLE", **told, BEHIND_HTTPS="true") == "civictrack.proxy.find_client"
    )


def test_all_that_runs_by_the_clock_is_a_task_that_workers_know():
    app.loader.import_default_modules()
    schedule = make_schedule(sweep_seconds=15, watches=True, dumps=True)
    assert {each["task"] for each in schedule.values()} <= app.tasks.keys()


def test_no_folder_is_watched_and_nothing_dumped_unless_one_is_named():
    schedule = make_schedule(sweep_seconds=15, watches=False, dumps=False)
    assert not {"watch-folder", "dump-issues"} & schedule.keys()
