"""A real browser, for the tests of all that is shown in one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window. Of a module's own: it leaves an event loop running while it is open."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    if not BROWSER:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield made
        made.close()
