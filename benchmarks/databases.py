"""The databases that a benchmark runs on, one of its own on each server that answers. Measures nothing."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.services import POSTGRES, answers


def each_database() -> Iterator[tuple[str, str]]:
    """(name, address) of each database; the SQLite one lies in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", f"sqlite:///{Path(folder) / 'benchmark.sqlite3'}"
    if answers(POSTGRES, 5432):
        yield "PostgreSQL", POSTGRES


def run_with_django(module: str, url: str, *words: str) -> str:
    """What `run(*words)` of a module prints, in a process of its own with Django on that database."""
    told = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "civictrack.settings"}
    code = f"import sys, django; django.setup(); from benchmarks.{module} import run; run(*sys.argv[1:])"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, env=told, check=True).stdout.strip()


@contextmanager
def fresh_database(purpose: str) -> Iterator[None]:
    """An empty database with all tables. On SQLite a file, since Django's test database would live in memory."""
    name = connection.settings_dict["NAME"]
    own = f"{name}.{purpose}" if connection.vendor == "sqlite" else f"civictrack_benchmark_{purpose}"
    connection.settings_dict["TEST"]["NAME"] = own
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
