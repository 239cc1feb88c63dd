"""`python -m tests.on_postgres`: every test that touches the database once more, on PostgreSQL, where it answers."""

import os
import subprocess
import sys

import psycopg

from .services import POSTGRES, REQUIRED, answers

NAME = f"test_civictrack_{os.getpid()}"
"""A database of this run's own: two runs at once do not drop each other's."""


def main() -> int:
    """Exit status of the run; 0 with a sentence where PostgreSQL does not answer and nobody requires it."""
    if not answers(POSTGRES, 5432):
        print("PostgreSQL does not answer: its half of the suite is skipped.")
        return 1 if REQUIRED else 0
    command = [sys.executable, "-m", "pytest", "--ignore=tests/reading", "-m", "not browser and not services"]
    told = os.environ | {"DATABASE_URL": POSTGRES, "CIVICTRACK_TEST_DATABASE": NAME}
    try:
        return subprocess.call([*command, *sys.argv[1:]], env=told)
    finally:
        drop_database()


def drop_database() -> None:
    """What a run that was stopped has left; one that came to its end has dropped it already."""
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')


if __name__ == "__main__":
    sys.exit(main())
