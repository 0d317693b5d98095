"""The page of a batch in a browser: sorted, filtered, on a phone, on paper, and without its script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tqcheck.batch.corpus import Choice, find
from tqcheck.batch.judge import Order
from tqcheck.batch.run import PAGE, report
from tqcheck.batch.state import Result
from tqcheck.config import Config

CORPORA = Path(__file__).parents[2] / "corpora"
PHONE = {"width": 360, "height": 800}


class Watcher:
    def planned(self, documents: int, open: int) -> None: ...

    def done(self, result: Result) -> None: ...


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("index")
    report(find([str(CORPORA)], Choice(), out), Order(Config(engine="none"), out), Watcher())
    return (out / PAGE).as_uri()


@pytest.fixture
def tab(browser: Any, page: str) -> Iterator[Any]:
    made = browser.new_page()
    troubles: list[str] = []
    made.on("pageerror", lambda error: troubles.append(str(error)))
    made.on("console", lambda message: troubles.append(message.text))
    made.goto(page)
    yield made
    made.close()
    assert troubles == []


def shown(tab: Any, table: str) -> list[str]:
    rows = tab.locator(f"table.{table} tbody tr:visible th")
    return [text.split("\n")[0] for text in rows.all_inner_texts()]


def test_the_worst_first_and_sorted_as_wished(tab: Any) -> None:
    verdicts = tab.locator("table.documents tbody .verdict").all_inner_texts()
    order = ["Block", "Review", "Pass"]
    assert [order.index(one) for one in verdicts] == sorted(order.index(one) for one in verdicts)
    for _ in range(2):
        tab.get_by_role("button", name="Warnings", exact=True).first.click()
        cells = tab.locator("table.documents tbody td[data-label=warnings]")
        counts = [int(text or 0) for text in cells.all_inner_texts()]
        head = tab.locator("table.documents th[aria-sort]")
        assert counts == sorted(counts, reverse=head.get_attribute("aria-sort") == "descending")
        assert counts[0] != counts[-1]


def test_filtered(tab: Any) -> None:
    everything = shown(tab, "documents")
    tab.fill("#words", "kiln raw")
    assert shown(tab, "documents") == ["es-en/electric-kiln/raw.en.txt"]
    assert tab.evaluate("document.getElementById('shown').value") == f"1 of {len(everything)}"
    tab.fill("#words", "")
    tab.select_option("#verdict", "pass")
    assert 0 < len(shown(tab, "documents")) < len(everything)
    tab.select_option("#verdict", "")
    assert shown(tab, "documents") == everything


def test_a_long_table_shows_its_first_rows_until_asked(tab: Any) -> None:
    first = shown(tab, "long")
    assert len(first) == 20
    tab.get_by_role("button", name="Rule", exact=True).click()
    by_name = shown(tab, "long")
    assert by_name == sorted(by_name)
    assert len(by_name) == 20
    tab.get_by_role("button", name=re.compile("Show all")).click()
    assert len(shown(tab, "long")) > 100
    assert tab.get_by_text("The comma of a quoted sentence stands outside the quotation marks.").is_visible()


def test_without_its_script_the_page_says_all_of_it(browser: Any, page: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    tab = context.new_page()
    tab.goto(page)
    assert len(shown(tab, "long")) > 100
    assert not tab.locator("#controls").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


def test_on_a_phone_nothing_is_cut_and_nothing_empty_is_named(tab: Any) -> None:
    tab.set_viewport_size(PHONE)
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    cells = tab.locator("table.documents tbody td:visible")
    assert all(text.strip() for text in cells.all_inner_texts())


def test_on_paper_each_page_has_the_head_of_its_table(tab: Any) -> None:
    """Chromium repeats a head that is one piece, which one with buttons is not."""
    tab.emulate_media(media="print")
    buttons = tab.locator("table.documents thead button")
    assert {buttons.nth(at).evaluate("e => getComputedStyle(e).display") for at in range(buttons.count())} == {
        "contents"
    }
    assert not tab.locator("#controls").is_visible()
