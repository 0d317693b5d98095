"""The panel and the pages that ask, in a real browser on the demo site as `make wagtail-demo` starts it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wagtail", reason="needs the extra [wagtail]")

PICTURES = Path(__file__).parents[3] / "integrations" / "wagtail" / "pictures.py"
WAIT = 20_000


def demo() -> Any:
    """The script of the pictures, which knows how to start the site and to find its way there."""
    spec = importlib.util.spec_from_file_location("newsroom_pictures", PICTURES)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def copied(site: Path, folder: Path) -> Path:
    shutil.copy(site / "newsroom.sqlite3", folder)
    return folder


@pytest.fixture(scope="module")
def url(browser: Any, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo().running(copied(site, tmp_path_factory.mktemp("running"))) as found:
        yield found


@pytest.fixture
def page(browser: Any, url: str) -> Iterator[Any]:
    """A page of the chief's, with a test that nothing failed and nothing came from outside."""
    made = browser.new_page()
    made.set_default_timeout(WAIT)
    errors: list[str] = []
    outside: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("request", lambda one: outside.append(one.url) if not one.url.startswith((url, "data:", "blob:")) else None)
    demo().log_in(made, url, "chief")
    yield made
    made.close()
    assert errors == []
    assert outside == []


def opened(page: Any, url: str, title: str) -> str:
    """The editor of that page with the panel open; its address."""
    address = demo().edit_url(page, url, title)
    demo().open_panel(page, address)
    return str(address)


def flaws(page: Any) -> list[str]:
    return list(page.locator(".tqcheck-panel .tqcheck-quote").all_inner_texts())


def test_the_panel_follows_what_is_written(page: Any, url: str) -> None:
    opened(page, url, "Kerlann lighthouse goes dark")
    assert page.inner_text("[data-tqcheck-verdict]") == "Passed"
    assert flaws(page) == []
    page.fill("[name=standfirst]", "The town hopes to find someone to run the the lighthouse before winter.")
    page.locator(".tqcheck-panel .tqcheck-quote").filter(has_text="the the").wait_for()
    assert page.inner_text('[data-side-panel-toggle="tqcheck"] [data-side-panel-toggle-counter]') == "1"
    assert page.inner_text("[data-tqcheck-verdict]") == "To look at"
    page.get_by_role("button", name="Show in the text: the the").click()
    assert page.evaluate("document.activeElement.name") == "standfirst"
    page.fill("[name=standfirst]", "The town hopes to find someone to run the lighthouse before winter.")
    page.locator("[data-tqcheck-verdict]").filter(has_text="Passed").wait_for()
    assert page.locator('[data-side-panel-toggle="tqcheck"] [data-side-panel-toggle-counter]').is_hidden()


def test_a_flaw_in_a_block_is_shown_in_its_block(page: Any, url: str) -> None:
    opened(page, url, "The lighthouse of Kerlann")
    page.get_by_role("button", name="Show in the text: hammered").click()
    assert "he hammered in front" in page.evaluate("document.activeElement.innerText")


def test_a_screen_reader_hears_what_becomes_of_the_check(page: Any, url: str) -> None:
    opened(page, url, "The lighthouse of Kerlann")
    assert page.locator(".tqcheck-panel [role=status]").inner_text() != ""
    assert page.get_by_role("button", name="Toggle translation check").get_attribute("aria-expanded") == "true"
    assert page.locator(".tqcheck-flaw .tqcheck-severity").first.inner_text() in ("Error", "Warning")


def test_script_in_a_page_is_inert_everywhere(page: Any, url: str) -> None:
    opened(page, url, "A page with script in it")
    page.locator(".tqcheck-panel .tqcheck-quote").first.wait_for()
    assert page.locator(".tqcheck-panel script, .tqcheck-panel img").count() == 0
    demo().publish(page)
    page.wait_for_url("**/tqcheck/publish/**")
    assert "<script>window.owned = 1</script>" in page.inner_text("main")
    page.goto(f"{url}/admin/tqcheck/report/")
    page.get_by_role("link", name="A page with script in it").first.click()
    page.wait_for_url("**/tqcheck/results/**")
    assert page.evaluate("window.owned") is None


def test_a_flawed_article_is_stopped_mended_and_published(page: Any, url: str) -> None:
    address = opened(page, url, "Ferry to the islands")
    demo().publish(page)
    page.wait_for_url("**/tqcheck/publish/**")
    assert "23h15" in page.inner_text("main")
    page.get_by_role("link", name="Mend it in the editor").click()
    page.wait_for_url(address)
    block = page.locator('[contenteditable="true"]').filter(has_text="23h15").first
    block.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("The ferry to the islands will run again from Monday.")
    page.locator("[data-tqcheck-verdict]").filter(has_text="Passed").wait_for()
    demo().publish(page)
    page.get_by_text("has been published").wait_for()


def test_the_page_that_asks_fits_a_phone(page: Any, url: str) -> None:
    opened(page, url, "The lighthouse of Kerlann")
    demo().publish(page)
    page.wait_for_url("**/tqcheck/publish/**")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.locator("html").evaluate("e => e.scrollWidth") <= 360


def test_the_report_is_read_on_a_phone(page: Any, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{url}/admin/tqcheck/report/")
    title = page.locator("td.tqcheck-title").first
    assert title.bounding_box()["width"] > 150, "the words of a title are not broken, the table is scrolled"
    assert page.locator("html").evaluate("e => e.scrollWidth") <= 390


def test_an_editor_can_write_on_where_the_checker_is_gone(browser: Any, site: Path, tmp_path: Path) -> None:
    with demo().running(copied(site, tmp_path), NEWSROOM_SERVICE="http://127.0.0.1:9", NEWSROOM_FAIL="closed") as url:
        page = browser.new_page()
        page.set_default_timeout(WAIT)
        demo().log_in(page, url, "editor")
        opened(page, url, "Kerlann lighthouse goes dark")
        assert page.inner_text("[data-tqcheck-verdict]") == "Not judged"
        assert "cannot be reached" in page.inner_text("[data-tqcheck-reason]")
        demo().publish(page)
        page.wait_for_url("**/tqcheck/publish/**")
        assert "The text is saved as a draft" in page.inner_text("main")
        page.close()
