"""A whole installation in a folder of its own, driven through real processes: the command line, a worker, a broker."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg

ROOT = Path(__file__).parent.parent.parent

_DUMP = """
import json
from django.conf import settings
from django.db.models import Sum
from issues.models import *
def counted(name):
    return ImportFile.objects.aggregate(sum=Sum(name, default=0))["sum"]
def words(issue):
    return sorted([e.field, e.spans, e.quote] for e in issue.evidence.all())
def key(issue):
    return issue and [issue.story.page.sha256, issue.story.position, issue.position]
rows = {
    "pages": sorted(Page.objects.values_list("sha256", flat=True)),
    "stories": sorted([s.page.sha256, s.position, s.headline, s.kind, s.spans] for s in Story.objects.select_related("page")),
    "issues": sorted(
        [key(i), i.title, i.status, i.place, i.printed_status, key(i.follows), words(i),
         sorted([p.name, p.role] for p in i.parties.all()),
         [[e.kind, e.text, e.happened] for e in i.events.all()]]
        for i in Issue.objects.select_related("story__page", "follows__story__page").prefetch_related("evidence", "parties", "events")
    ),
    "files": [[f.name, f.state, f.stories, f.opened, f.joined] for f in ImportFile.objects.all()],
    "orphans": {
        "words without a story": Evidence.objects.filter(issue__story=None).count(),
        "pages of no file": Page.objects.filter(imports=None).count(),
        "pages never read": Page.objects.filter(read_at=None, imports__state="done").count(),
        "files that wait": ImportFile.objects.filter(state="queued").count(),
        "bytes kept for nobody": len(list((settings.MEDIA_ROOT / "received").glob("*"))) - ImportFile.objects.exclude(stored="").count(),
    },
    "double": Page.objects.count() - len(set(Page.objects.values_list("sha256", flat=True))),
    "uncounted": {
        "stories": Story.objects.count() - counted("stories"),
        "issues": Issue.objects.count() - counted("opened"),
        "follow-ups": Issue.objects.filter(follows__isnull=False).count() - counted("joined"),
    },
}
print(json.dumps(rows, ensure_ascii=False))
"""


@cache
def seed_database() -> bytes:
    """A SQLite database with the starting data: ten seconds of work, done once for all installations of a run."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/db.sqlite3"
        Installation(Path(folder), database=database)
        return Path(folder, "db.sqlite3").read_bytes()


class Installation:
    """civictrack with its own database file, queue and workers; `stop()` ends what it has started."""

    def __init__(
        self, folder: Path, broker: str = "filesystem://localhost/", database: str = "", **environment: str
    ):
        folder.mkdir(exist_ok=True)
        self.database = database or f"sqlite:///{folder / 'db.sqlite3'}"
        self.environment = os.environ | {
            "CIVICTRACK_VAR": str(folder),
            "DATABASE_URL": self.database,
            "CELERY_BROKER_URL": broker,
            "CIVICTRACK_STALE_SECONDS": "2",
            "CIVICTRACK_SWEEP_SECONDS": "1",
            "DJANGO_SETTINGS_MODULE": "civictrack.settings",
            **environment,
        }
        self.workers: list[subprocess.Popen] = []
        self.log = folder / "worker.log"
        if database:
            self.manage("migrate", "-v0")
            self.manage("load_seeds")
        else:
            (folder / "db.sqlite3").write_bytes(seed_database())

    def manage(self, *arguments: str, timeout: float = 120) -> str:
        """Run a command of manage.py; returns what it printed. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=True,
        )
        return done.stdout

    def start_worker(self, name: str = "one", **environment: str) -> subprocess.Popen:
        """A worker with two processes, and the clock that sweeps."""
        self.workers.append(self._start_worker(name, environment))
        return self.workers[-1]

    def _start_worker(self, name: str, environment: dict[str, str]) -> subprocess.Popen:
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "celery",
                "-A",
                "civictrack",
                "worker",
                "-B",
                "-Q",
                "celery,ocr",
                "-c",
                "2",
                "-l",
                "info",
                "-n",
                f"{name}@%h",
                "-s",
                f"{self.log}-{name}",
            ],
            cwd=ROOT,
            env=self.environment | environment,
            stdout=self.log.open("a"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def die_at(self, statements: Iterable[str]) -> Iterator[int]:
        """How each of as many workers ended, killed before the statement that it is about to send; see dying.py."""
        command = [sys.executable, "-m", "tests.importing.dying", *statements]
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self.log.open("a")}
        with subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **streams) as dying:
            for line in dying.stdout:
                if line.strip().lstrip("-").isdigit():
                    yield int(line)
                    dying.stdin.write("\n")
                    dying.stdin.flush()

    def kill_workers(self) -> None:
        """SIGKILL the workers and their children at once: no handler runs, nothing is flushed."""
        for worker in self.workers:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        self.workers.clear()

    def rows(self) -> dict:
        """Everything that an import has stored, without the keys that depend on the order of work."""
        return json.loads(self.manage("shell", "-v0", "-c", _DUMP))

    def count_waiting(self) -> int:
        """Files that nobody has read yet; asked of the database itself, to be quick enough to kill in time."""
        return self._count("SELECT count(*) FROM issues_importfile WHERE state = 'queued'")

    def _count(self, sql: str) -> int:
        url = self.database
        connect = sqlite3.connect if url.startswith("sqlite:///") else psycopg.connect
        with closing(connect(url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(sql).fetchone()[0]

    def wait_until_finished(self, seconds: float = 90) -> None:
        ends = time.monotonic() + seconds
        while self._count("SELECT count(*) FROM issues_importrun WHERE finished_at IS NULL"):
            if time.monotonic() > ends:
                raise AssertionError(f"not finished after {seconds} s:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.2)

    def pass_time(self, seconds: int) -> None:
        """Make what the rows say of time so many seconds older, as if it had passed."""
        for table, column in (
            ("importfile", "queued_at"),
            ("importfile", "finished_at"),
            ("importrun", "closing_at"),
            ("importrun", "created_at"),
        ):
            self._execute(
                f"UPDATE issues_{table} SET {column} = datetime({column}, '-{seconds} seconds') "
                f"WHERE {column} IS NOT NULL"
            )

    def _execute(self, sql: str) -> None:
        with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=20)) as connection:
            connection.execute(sql)
            connection.commit()

    def stop(self) -> None:
        self.kill_workers()
