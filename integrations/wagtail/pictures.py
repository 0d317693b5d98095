"""Makes the pictures of docs/cms.md: starts the demo site afresh, works on it as an editor, and takes them.

    python integrations/wagtail/pictures.py docs/images

Needs Playwright, Pillow and a Chromium, and the model in the package.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

SITE = Path(__file__).parent
SIZE = {"width": 1180, "height": 760}
COLOURS = 64


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[str]:
    """The address of the demo site, made in `folder` where it is not there yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(SITE / "manage.py"), "demo", "--port", str(port)]
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_DATA": str(folder)}
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env={**settings, **environment}, stdout=out, stderr=out)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1800):
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            try:
                urlopen(f"{url}/admin/login/", timeout=10).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError(log.read_text())
        yield url
    finally:
        process.kill()
        process.wait()


def log_in(page: Any, url: str, name: str) -> None:
    """Come in as `name`."""
    page.context.clear_cookies()
    page.goto(f"{url}/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "demo")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def edit_url(page: Any, url: str, title: str) -> str:
    """The address of the editor of the page with that title."""
    page.goto(f"{url}/admin/pages/search/?q={title.split()[0]}")
    return str(page.get_by_role("link", name=title, exact=False).first.evaluate("e => e.href"))


def open_panel(page: Any, url: str) -> None:
    """The editor at `url`, with the panel open and filled."""
    page.goto(url)
    toggle = page.locator("[data-side-panel-toggle=tqcheck]")
    toggle.wait_for()
    page.wait_for_timeout(500)
    # Wagtail remembers which panel was open.
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    page.locator("[data-tqcheck-verdict]:visible").wait_for(timeout=60_000)


def publish(page: Any) -> None:
    """Press the editor's own button, which lies in a menu."""
    page.evaluate("document.querySelector('[name=action-publish]').click()")


def main(out: Path) -> None:
    """Take them all."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    out.mkdir(parents=True, exist_ok=True)
    taken = []
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as url, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)

        def take(name: str) -> None:
            page.wait_for_timeout(700)
            taken.append(out / f"wagtail-{name}.png")
            page.screenshot(path=taken[-1])

        log_in(page, url, "chief")
        raw = edit_url(page, url, "The lighthouse of Kerlann")
        open_panel(page, raw)
        take("panel")
        publish(page)
        page.wait_for_url("**/tqcheck/publish/**", timeout=120_000)
        take("stopped")
        page.fill("[name=reason]", "The minister's office asked for these very words.")
        page.locator("[name=reason]").scroll_into_view_if_needed()
        take("override")
        mild = edit_url(page, url, "Ferry to the islands")
        open_panel(page, mild)
        publish(page)
        page.wait_for_url("**/tqcheck/publish/**", timeout=120_000)
        take("asked")
        page.goto(f"{url}/admin/tqcheck/report/")
        take("report")
        browser.close()
    for path in taken:
        Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
