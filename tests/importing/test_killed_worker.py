"""A worker killed in the middle of an import leaves nothing half done and loses nothing. Real processes throughout."""

import time

import pytest

from ..services import REDIS, answers, need
from .installation import Installation

BROKERS = ["filesystem://localhost/", pytest.param(REDIS, marks=pytest.mark.services, id="redis")]


@pytest.mark.parametrize("broker", BROKERS)
def test_a_killed_worker_leaves_exactly_the_rows_of_an_undisturbed_import(
    broker, manifest, undisturbed, tmp_path
):
    if broker == REDIS:
        need(answers(REDIS, 6379), "Redis")
    here = Installation(tmp_path, broker)
    try:
        total = len(undisturbed["files"])
        here.manage("import_pages", "--manifest", str(manifest))
        here.start_worker()
        waiting = total
        while waiting == total:
            time.sleep(0.01)
            waiting = here.count_waiting()
        here.kill_workers()
        assert here.count_waiting() > 0, "killed too late to prove anything: raise COPIES in conftest.py"
        here.start_worker()
        here.wait_until_finished()
        rows = here.rows()
    finally:
        here.stop()
    assert not any(rows["orphans"].values()), rows["orphans"]
    for table in ("pages", "stories", "issues", "files"):
        assert rows[table] == undisturbed[table], table
