"""The page of the service in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="needs the extra [serve]")

from asking import FLAWED, TOKEN
from service_process import Process, serving


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with serving(tmp_path_factory.mktemp("page")) as running:
        yield running


HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'


@pytest.fixture
def page(browser: Any, service: Process) -> Iterator[Any]:
    """The page, with a test that nothing came from outside and nothing was refused or failed."""
    made = browser.new_page()
    errors: list[str] = []
    outside: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    made.on("request", lambda request: outside.append(request.url) if service.url not in request.url else None)
    made.goto(service.url)
    yield made
    made.close()
    assert errors == []
    assert outside == []


def checked(page: Any, text: str) -> None:
    page.fill("#text", text)
    page.click("#check")
    page.locator("#status").filter(has_text="Checked:").wait_for()


def test_a_flaw_is_marked_explained_and_mended(page: Any) -> None:
    checked(page, FLAWED)
    assert page.inner_text("#verdict").lower() == "review"
    assert page.inner_text("#marked mark") == "the the"
    assert page.locator("#strip li").count() == 2
    page.click("#marked .hit")
    note = page.locator(".flaw.current")
    assert note.evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    assert page.locator("#marked .hit").evaluate("e => e === document.activeElement")
    note = page.locator(".flaw").first
    note.get_by_role("button", name="Apply").click()
    assert page.locator("#marked").inner_text() == FLAWED.replace("the the", "the")
    assert page.locator("#marked mark").count() == 0
    page.click("#undo")
    assert page.inner_text("#marked mark") == "the the"
    page.locator(".flaw").first.get_by_role("button", name="Apply").click()
    page.click("#again")
    page.locator("#status").filter(has_text="Checked: pass").wait_for()
    assert page.input_value("#text") == FLAWED.replace("the the", "the")


def test_the_mended_text_is_copied(page: Any, service: Process) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=service.url)
    checked(page, f"🚢 {FLAWED}")
    page.locator(".flaw").get_by_role("button", name="Apply: the for the the").click()
    page.click("#copy")
    page.locator("#status").filter(has_text="on the clipboard").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"🚢 {FLAWED}".replace("the the", "the")


def test_a_sentence_is_shown_with_its_fidelity_and_its_way_back(page: Any) -> None:
    checked(page, FLAWED)
    page.click("#strip li:first-child a")
    shown = page.inner_text("#sentence")
    assert re.search(r"Sentence 1: fidelity \d+", shown)
    assert "Back in French" in shown
    assert page.locator("#sentence").evaluate("e => e === document.activeElement")
    page.click("#facts a[href='#fidelity']")
    assert page.locator("#strip").is_visible()


def test_a_note_tells_the_rest_when_it_is_opened(page: Any) -> None:
    checked(page, FLAWED)
    title = page.locator(".flaw .title a").first
    assert not page.is_visible(".flaw .more")
    title.click()
    assert title.get_attribute("aria-expanded") == "true"
    assert "Sentence back in French" in page.inner_text(".flaw.current .more")
    assert "doubled/word" in page.inner_text(".flaw.current .more")
    title.click()
    assert title.get_attribute("aria-expanded") == "false"
    assert not page.is_visible(".flaw .more")


def held_back(page: Any, text: str) -> list[Any]:
    """What the page asks about jobs waits in here until it is let go; the text is one that was not checked before."""
    waiting: list[Any] = []
    page.route("**/v1/jobs/*", lambda route: waiting.append(route))
    page.fill("#text", text)
    page.click("#check")
    page.locator("#status").filter(has_text="still reading").wait_for()
    assert page.get_attribute("#result", "aria-busy") == "true"
    assert "by rules alone" in page.inner_text("#facts")
    assert page.inner_text("#marked mark") == "the the"
    while not waiting:
        page.wait_for_timeout(20)
    return waiting


def test_whoever_reads_a_note_goes_on_reading_when_the_model_is_done(page: Any) -> None:
    waiting = held_back(page, f"{FLAWED} The captain read on.")
    page.click("#marked .hit")
    top = page.locator("#marked").bounding_box()["y"]
    waiting.pop().continue_()
    page.locator("#status").filter(has_text="Checked:").wait_for()
    note = page.locator(".flaw.current")
    assert note.evaluate("e => e === document.activeElement")
    assert note.locator(".title a").get_attribute("aria-expanded") == "true"
    assert page.locator("#marked .hit.current").count() == 1
    assert page.locator("#marked").bounding_box()["y"] == top, "the words stay where they were"
    assert page.is_visible("#strip")
    assert page.get_attribute("#result", "aria-busy") == "false"


def test_what_is_mended_before_the_model_is_done_is_kept(page: Any) -> None:
    text = f"{FLAWED} The captain did not."
    waiting = held_back(page, text)
    mended = text.replace("the the", "the")
    page.locator(".flaw").get_by_role("button", name="Apply").click()
    page.locator("#status").filter(has_text="did not read on").wait_for()
    waiting.pop().continue_()
    page.wait_for_timeout(300)
    assert page.inner_text("#marked") == mended
    assert page.input_value("#text") == mended, "the button above checks what was mended, too"
    page.unroute("**/v1/jobs/*")
    page.click("#check")
    page.locator("#status").filter(has_text="Checked: pass").wait_for()


DROP = """([selector, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const drop = (kind) => document.querySelector(selector).dispatchEvent(
    new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  return [drop("dragover"), drop("drop")];
}"""


@pytest.mark.parametrize(("where", "field"), [("#text", "#text"), ("#source", "#source"), ("header", "#text")])
def test_a_file_is_dropped_on_a_field_or_beside_it(page: Any, where: str, field: str) -> None:
    page.click("#more summary")
    let_through = page.evaluate(DROP, [where, "ferry.md", "# The ferry"])
    assert let_through == [False, False], "the browser would open the file in place of the page"
    page.locator("#status").filter(has_text="ferry.md is in the field").wait_for()
    assert page.input_value(field) == "# The ferry"
    assert page.input_value("#markup") == ("markdown" if field == "#text" else "text")


def test_a_file_can_be_opened_without_a_mouse(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "ferry.html"
    path.write_text(f"<p>{FLAWED}</p>", encoding="utf-8")
    # Playwright starts to catch choosers when the first listener is there, which a key must not overtake.
    page.on("filechooser", lambda _: None)
    page.focus("#open")
    page.wait_for_timeout(200)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(str(path))
    page.locator("#status").filter(has_text="as HTML").wait_for()
    assert FLAWED in page.input_value("#text")
    path.write_bytes(b"caf\xe9")
    page.set_input_files("#file", str(path))
    page.locator("#status.bad").filter(has_text="not a text in UTF-8").wait_for()


def test_the_page_for_programs_is_shown_under_its_own_policy(page: Any, service: Process) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{service.url}/docs")
    assert page.locator("section").count() >= 8
    assert page.locator("html").evaluate("e => e.scrollWidth") <= 360
    assert page.locator("th").first.evaluate("e => getComputedStyle(e).textAlign") == "start"


def test_a_service_that_is_gone_is_said(browser: Any, tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        page = browser.new_page()
        page.goto(service.url)
        checked(page, FLAWED)
        service.process.kill()
        service.process.wait()
        page.click("#again")
        page.locator("#status.bad").filter(has_text="cannot be reached").wait_for()
        assert page.inner_text("#marked mark") == "the the", "what was judged stays"
        page.close()


def test_a_link_to_the_report_is_copied_and_shows_it(page: Any, service: Process) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=service.url)
    checked(page, FLAWED)
    page.click("#share")
    page.locator("#status").filter(has_text="The link is on the clipboard.").wait_for()
    link = page.get_attribute("#link a", "href")
    assert link.startswith(f"{service.url}/v1/reports/")
    assert page.evaluate("navigator.clipboard.readText()") == link
    assert page.locator("#share").evaluate("e => e === document.activeElement")
    page.goto(link)
    assert "the the" in page.inner_text("main")
    # The one style sheet is let in: the page is not bare.
    assert page.locator("mark").first.evaluate("e => getComputedStyle(e).textDecorationLine") != ""
    assert page.locator(".vh").first.evaluate("e => getComputedStyle(e).position") == "absolute"


def test_the_page_works_by_keyboard_alone(page: Any) -> None:
    page.focus("#text")
    page.keyboard.insert_text(FLAWED)
    page.keyboard.press("Control+Enter")
    page.locator("#status").filter(has_text="Checked:").wait_for()
    page.focus("#strip li:last-child a")
    page.keyboard.press("Enter")
    assert "Back in French" in page.inner_text("#sentence")
    page.focus("#marked .hit")
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#status").filter(has_text="Done:").wait_for()


def test_the_origin_has_a_bar_for_each_sentence(page: Any) -> None:
    piers = range(1, 9)
    sentences = [f"The keeper of pier {pier} had not seen such a storm in all his years by the sea." for pier in piers]
    checked(page, " ".join(sentences))
    assert "machine translation" in page.inner_text("#origin-claim")
    assert "never a proof" in page.inner_text("#origin-caution")
    assert page.locator("#heat li").count() == 8
    page.focus("#heat li:nth-child(3) a")
    page.keyboard.press("Enter")
    assert sentences[2] in page.inner_text("#origin-sentence")
    assert page.locator("#origin-sentence").evaluate("e => e === document.activeElement")


def test_of_a_short_text_no_origin_is_told(page: Any) -> None:
    checked(page, FLAWED)
    assert page.inner_text("#origin-claim") == "Cannot tell whether it reads as machine translation"
    assert not page.is_visible("#heat")
    assert page.inner_text("#origin-caution") == ""


def test_script_in_a_text_is_shown_as_text(page: Any) -> None:
    checked(page, f"{HOSTILE} {FLAWED}")
    shown = page.locator("#marked").inner_text()
    assert all(part in shown for part in ("<img src=x onerror=", "<script>", "</script>"))
    assert page.title() == "Translation check · tqcheck"
    assert page.locator("#marked img, #marked script").count() == 0


def test_offsets_are_right_behind_characters_outside_the_basic_plane(page: Any) -> None:
    checked(page, f"🚢🚢🚢 were in the picture of the evening. {FLAWED}")
    assert "the the" in page.locator("#marked mark").all_inner_texts()


def test_a_refusal_is_said(browser: Any, service: Process) -> None:
    page = browser.new_page()
    page.goto(service.url)
    page.click("#more summary")
    page.select_option("#markup", "html")
    page.fill("#text", "<style>p { color: red }</style>")
    page.click("#check")
    page.locator("#status.bad").filter(has_text="no prose").wait_for()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone(browser: Any, service: Process, scheme: str) -> None:
    phone = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    phone.goto(service.url)
    checked(phone, FLAWED + " " + "Donaudampfschifffahrtsgesellschaft" * 12)
    assert phone.locator("html").evaluate("e => e.scrollWidth") <= 360
    phone.click("#marked .hit")
    note = phone.locator(".flaw.current").bounding_box()
    assert note["y"] + note["height"] <= 741
    phone.get_by_role("button", name="Close the note").first.click()
    assert phone.locator(".flaw.current").count() == 0
    phone.close()


def test_the_page_asks_for_the_token(browser: Any, tmp_path: Path) -> None:
    with serving(tmp_path, TQCHECK_TOKEN=TOKEN) as service:
        made = service.ask("POST", "/v1/reports", {"text": FLAWED}, Authorization=f"Bearer {TOKEN}")[1]
        other = browser.new_page()
        other.goto(service.url + json.loads(made)["url"])
        assert "the the" not in other.content()
        for token, shown in (("nonsense", "not right"), (TOKEN, "the the")):
            other.fill("#token", token)
            other.keyboard.press("Enter")
            other.locator("body").filter(has_text=shown).wait_for()
        other.close()
        page = browser.new_page()
        page.goto(service.url)
        page.fill("#text", FLAWED)
        page.click("#check")
        page.locator("#token").wait_for()
        assert "token" in page.inner_text("#status")
        page.fill("#token", TOKEN)
        page.click("#check")
        page.locator("#status").filter(has_text="Checked: review").wait_for()
        page.close()
