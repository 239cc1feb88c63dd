"""Debian's Chromium for tests that must see a page as a browser shows it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from ..services import CHROMIUM, need


@pytest.fixture(scope="session")
def chromium():
    """The browser, started once. Skips, saying so, where it is not installed."""
    need(Path(CHROMIUM).exists(), "Chromium")
    # Playwright's sync API runs an event loop in this thread; Django would then refuse to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()
