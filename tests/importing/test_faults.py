"""What goes wrong around an import: after each fault every page is there exactly once. Real processes throughout."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from ..services import POSTGRES, answers, need
from .forms.making import make_zip
from .installation import ROOT, Installation

POINTS = {
    "the task has come, nothing is done": r'UPDATE "issues_importfile" SET "taken"',
    "an archive is opened, nothing of it stored": r'SELECT "issues_importrun".* INNER JOIN "issues_importfile"',
    "its pages are about to be stored": r'INSERT OR IGNORE INTO "issues_page"',
    "its pages are stored, the files behind it not": r'INSERT INTO "issues_importfile"',
    "a page is read, nothing of it stored": r'UPDATE "issues_page" SET "read_at"',
    "its stories are about to be stored": r'INSERT INTO "issues_story"',
    "its drafts are about to be stored": r'INSERT INTO "issues_issue"',
    "their words are about to be stored": r'INSERT INTO "issues_evidence"',
    "all is stored but that it is": r'UPDATE "issues_importfile" SET "state"',
    "a page is stored and whole": r'SELECT .{1,3}AS "a" FROM "issues_importfile"',
    "the end has begun": r'UPDATE "issues_importrun" SET "closing_at"',
    "a follow-up is about to be proposed": r'UPDATE "issues_issue"',
    "it is proposed, and not counted": r'UPDATE "issues_importfile" SET "joined"',
    "the import is about to be closed": r'UPDATE "issues_importrun" SET "finished_at"',
}
"""Where a worker is killed: the statement that it is about to send. In the order in which an import comes to them."""
CLOCK = Path(__file__).parent / "clock"
TABLES = ("pages", "stories", "issues", "files")


def wait_for(condition, seconds=60):
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "nothing moved"
        time.sleep(0.02)


def check_whole(rows):
    """Nothing is there twice, without its owner, or counted otherwise than it is there."""
    assert rows["double"] == 0
    assert not any(rows["orphans"].values()), rows["orphans"]
    assert not any(rows["uncounted"].values()), rows["uncounted"]


def check_rows(rows, expected):
    check_whole(rows)
    for table in TABLES:
        assert rows[table] == expected[table], table


@pytest.fixture
def installations():
    """Installations that are stopped whatever happens."""
    made = []
    yield made.append
    for here in made:
        here.stop()


def fill(disk, leave):
    """Write until the disk has so many bytes left."""
    with (disk / "ballast").open("wb") as ballast, suppress(OSError):
        while (free := shutil.disk_usage(disk).free - leave) > 0:
            ballast.write(bytes(min(free, 2**16)))
            ballast.flush()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own of 24 MB: a file system in memory."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system may be mounted here; tests/test_filequeue.py has a limit on file size")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def make_pages(folder, *, names, prefix=""):
    """A page that continues another, and an archive of three, written below `folder`; returns their paths."""
    folder.mkdir(exist_ok=True)
    told = (ROOT / "seeds/pages/2026-10-15-a04.txt").read_text(encoding="utf-8")
    texts = {name: f"{told}\n第{name}版\n" for name in names}
    loose, packed = names[:2], names[2:]
    for name in loose:
        (folder / f"{prefix}{name}.txt").write_text(texts[name], encoding="utf-8")
    archive = folder / f"{prefix}版面.zip"
    archive.write_bytes(make_zip({f"{prefix}{name}.txt": texts[name].encode() for name in packed}))
    return [*(str(folder / f"{prefix}{name}.txt") for name in loose), str(archive)]


def test_a_worker_killed_at_each_point_of_an_import_loses_nothing(installations, tmp_path):
    files = make_pages(tmp_path, names=("A01", "A02", "A03", "A04", "A05"))
    killed, whole = (Installation(tmp_path / name) for name in ("killed", "whole"))
    installations(killed), installations(whole)
    for here in (killed, whole):
        here.manage("import_pages", *files)
    ended = []
    for status in killed.die_at(POINTS.values()):
        ended.append(status)
        killed.pass_time(300)
    assert dict(zip(POINTS, ended, strict=True)) == dict.fromkeys(POINTS, -signal.SIGKILL)
    for here in (killed, whole):
        here.start_worker()
    for here in (killed, whole):
        here.wait_until_finished()
    check_rows(killed.rows(), whole.rows())


def test_two_workers_with_every_file_queued_twice_store_it_once(
    installations, manifest, undisturbed, tmp_path
):
    here = Installation(tmp_path)
    installations(here)
    here.manage("import_pages", "--manifest", str(manifest))
    here.manage(
        "shell", "-v0", "-c",
        "from issues.importing.runs import *; [send_run(run) for run in ImportRun.objects.all()]",
    )  # fmt: skip
    here.start_worker("one")
    here.start_worker("two")
    here.wait_until_finished()
    check_rows(here.rows(), undisturbed)


def test_an_import_cancelled_midway_keeps_what_is_read_and_counts_right(installations, manifest, tmp_path):
    here = Installation(tmp_path)
    installations(here)
    here.manage("import_pages", "--manifest", str(manifest))
    total = here.count_waiting()
    here.start_worker()
    wait_for(lambda: here.count_waiting() < total)
    here.manage(
        "shell", "-v0", "-c", "from issues.importing.runs import *; cancel_run(ImportRun.objects.get())"
    )
    here.wait_until_finished()
    rows = here.rows()
    states = [state for _name, state, *_counts in rows["files"]]
    read = {key[0] for key, *_rest in rows["issues"]}
    assert len(states) == total and set(states) <= {"done", "cancelled"}
    check_whole(rows)
    assert len(read) <= states.count("done")
    assert sum(opened for *_file, opened, _joined in rows["files"]) == len(rows["issues"])


def test_the_same_files_under_other_names_brought_by_two_at_once_are_stored_once(installations, tmp_path):
    here = Installation(tmp_path)
    installations(here)
    brought = [
        make_pages(tmp_path / f"{n}", names=("A01", "A02", "A03", "A04"), prefix=f"{n}-") for n in (1, 2)
    ]
    here.start_worker("one"), here.start_worker("two")
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda files: here.manage("import_pages", *files), brought))
    here.wait_until_finished()
    rows = here.rows()
    check_whole(rows)
    states = Counter(state for _name, state, *_counts in rows["files"])
    assert states == {"done": 4, "skipped": 4, "opened": 2} and len(rows["pages"]) == 4


def test_a_clock_set_back_midway_holds_nothing_up(installations, manifest, undisturbed, tmp_path):
    behind = tmp_path / "behind"
    behind.write_text("0")
    here = Installation(tmp_path, PYTHONPATH=str(CLOCK), CLOCK_BEHIND=str(behind))
    installations(here)
    here.manage("import_pages", "--manifest", str(manifest))
    total = here.count_waiting()
    here.start_worker()
    wait_for(lambda: here.count_waiting() < total)
    behind.write_text("3600")
    for message in (tmp_path / "queue" / "messages").iterdir():
        message.unlink(missing_ok=True)  # now only the sweep, which goes by the clock, brings the files back
    assert here.count_waiting() > 0
    here.wait_until_finished()
    check_rows(here.rows(), undisturbed)
    assert "clock was set back" in here.log.read_text(encoding="utf-8")


def test_a_disk_that_is_full_keeps_no_file_half_and_loses_none(
    installations, manifest, undisturbed, small_disk, tmp_path
):
    here = Installation(small_disk)
    installations(here)
    here.log = tmp_path / "worker.log"
    (tmp_path / "large.zip").write_bytes(make_zip({"a.txt": os.urandom(2**21)}))
    fill(small_disk, leave=2**20)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        here.manage("import_pages", str(tmp_path / "large.zip"))
    assert "磁盘已满" in refused.value.stdout and "Traceback" not in refused.value.stderr
    assert not list((small_disk / "media" / "received").iterdir())
    (small_disk / "ballast").unlink()

    here.manage("import_pages", "--manifest", str(manifest))
    here.start_worker()
    total = here.count_waiting()
    wait_for(lambda: here.count_waiting() < total)
    fill(small_disk, leave=0)
    time.sleep(3)
    assert here.count_waiting() > 0, "the disk was full too late"
    with pytest.raises(subprocess.CalledProcessError) as refused:
        here.manage("import_pages", "seeds/pages/2026-10-15-a04.txt")
    assert "Traceback" not in refused.value.stderr
    (small_disk / "ballast").unlink()
    here.wait_until_finished()
    rows = here.rows()
    assert rows["files"].pop(0)[:2] == ["large.zip", "failed"]
    check_rows(rows, undisturbed)


@pytest.mark.services
def test_a_broker_that_goes_and_comes_back_loses_nothing(installations, manifest, undisturbed, tmp_path):
    need(bool(shutil.which("redis-server")), "redis-server")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [
        "redis-server",
        "--port",
        str(port),
        "--save",
        "",
        "--dir",
        str(tmp_path),
        "--bind",
        "127.0.0.1",
    ]
    broker = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(f"redis://127.0.0.1:{port}", port))
        here = Installation(tmp_path, f"redis://127.0.0.1:{port}/0")
        installations(here)
        here.manage("import_pages", "--manifest", str(manifest))
        total = here.count_waiting()
        here.start_worker()
        wait_for(lambda: here.count_waiting() < total)
        broker.kill()
        broker.wait()
        time.sleep(2)
        broker = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        here.wait_until_finished(120)
        check_rows(here.rows(), undisturbed)
    finally:
        broker.kill()


@pytest.mark.services
def test_postgresql_restarted_as_by_a_crash_loses_nothing(installations, manifest, undisturbed, tmp_path):
    with own_postgres() as (url, control):
        here = Installation(tmp_path, database=url)
        installations(here)
        here.manage("import_pages", "--manifest", str(manifest))
        total = here.count_waiting()
        here.start_worker()
        wait_for(lambda: here.count_waiting() < total)
        control("stop", "-m", "immediate")
        time.sleep(3)
        control("start")
        assert here.count_waiting() > 0, "it was stopped too late"
        here.wait_until_finished(120)
        check_rows(here.rows(), undisturbed)
        here.stop()


@contextmanager
def own_postgres():
    """(url, how to call pg_ctl) of a PostgreSQL of this test's own; it does not run as root."""
    programs = shutil.which("pg_ctl") or next(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), None)
    if programs is None:
        pytest.skip("the programs of a PostgreSQL server are not here")
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory() as name, closing(socket.create_server(("127.0.0.1", 0))) as free:
        port, data = free.getsockname()[1], f"{name}/data"
        free.close()
        if user:
            shutil.chown(name, **user)

        def control(*words):
            command = [programs, "-D", data, "-w", "-l", f"{name}/log", *words]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=180, **user)

        control("init", "-o", "-U postgres -A trust --no-sync -E UTF8 --locale=C.UTF-8")
        with Path(data, "postgresql.conf").open("a") as settings:
            settings.write(f"port = {port}\nunix_socket_directories = '{name}'\nfsync = off\n")
        control("start")
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres", control
        finally:
            control("stop", "-m", "immediate")


@pytest.mark.services
def test_a_database_that_goes_and_comes_back_loses_nothing(installations, manifest, undisturbed, tmp_path):
    need(answers(POSTGRES, 5432), "PostgreSQL")
    name = "civictrack_fault"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            here = Installation(tmp_path, database=POSTGRES.rsplit("/", 1)[0] + f"/{name}")
            installations(here)
            here.manage("import_pages", "--manifest", str(manifest))
            total = here.count_waiting()
            here.start_worker()
            wait_for(lambda: here.count_waiting() < total)
            server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            time.sleep(3)
            server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
            here.wait_until_finished(120)
            check_rows(here.rows(), undisturbed)
        finally:
            here.stop()
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
