"""`python -m tests.importing.dying STATEMENT…`: one Celery worker after the other, each killed when it is about to send
the statement that a regular expression describes: no handler runs, nothing is flushed, no answer comes.

For each it prints how the worker ended and waits for a line. All are forked from this process: it loads the application once.
"""

import os
import re
import signal
import sys
import threading
import time

import django
from django.core.checks import run_checks
from django.db import connection
from django.db.backends.signals import connection_created

from civictrack.celery import app
from issues.reading import read_page


def main(statements: list[str]) -> None:
    for statement in statements:
        worker = os.fork()
        if not worker:
            run_until(re.compile(statement))
        _pid, status = os.waitpid(worker, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
        sys.stdin.readline()


def run_until(statement: re.Pattern) -> None:
    """Work as a worker does, in one process, and die there."""

    def die_there(execute, sql, params, many, context):
        if statement.match(sql):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    def watch(connection, **_signal):
        if die_there not in connection.execute_wrappers:
            connection.execute_wrappers.append(die_there)

    connection_created.connect(watch, weak=False)
    connection.close()
    signal.alarm(60)  # a point that is never reached ends it too
    threading.Thread(target=sweep_each_second, daemon=True).start()
    app.worker_main(
        ["worker", "-P", "solo", "-l", "info", "-Q", "celery,ocr", "-n", "dying@%h", "--without-mingle"]
    )


def sweep_each_second():
    """What beat does beside a worker: one sweep alone may come while another file of the run has just moved."""
    while True:
        time.sleep(1)
        app.send_task("issues.tasks.sweep_imports")


if __name__ == "__main__":
    django.setup()
    app.loader.import_default_modules()
    run_checks()
    read_page(
        "云岩区青禾里小区停水，居民向本报反映。"
    )  # its words, as the checks' modules, are loaded once for all
    main(sys.argv[1:])
