"""Which services answer, and how tests ask for them: skipped where they do not, required in CI."""

import os
import socket
from urllib.parse import urlsplit

import pytest

REQUIRED = os.environ.get("CIVICTRACK_REQUIRE_SERVICES") == "1"
POSTGRES = os.environ.get("CIVICTRACK_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("CIVICTRACK_TEST_REDIS", "redis://127.0.0.1:6379/9")
CHROMIUM = os.environ.get("CIVICTRACK_TEST_CHROMIUM", "/usr/bin/chromium")


def answers(url: str, default_port: int) -> bool:
    """Whether something listens where `url` points."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port or default_port), timeout=1).close()
    except OSError:
        return False
    return True


def need(there: bool, what: str) -> None:
    """Skip the test where `what` is not there; fail where CI requires it."""
    if not there and REQUIRED:
        pytest.fail(f"{what} is required here and does not answer")
    if not there:
        pytest.skip(f"{what} does not answer here")
