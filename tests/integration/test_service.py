"""`tqcheck serve` and `tqcheck hook` as processes: abuse on the wire, the way they stop, and the page in a browser."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="needs the extra [serve]")

from service_process import TOKEN, Running, free_port, serving

from tqcheck.cli import main

ROOT = Path(__file__).parents[2]
FLAWED = "The ferry left the the harbour late in the evening. Nobody on board had expected such a storm."
POST = b"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("service")) as running:
        yield running
        assert running.process.poll() is None


def test_a_body_of_100_mb_is_refused_and_the_service_goes_on(service: Running) -> None:
    status, body = service.ask("POST", "/v1/check", b" " * 100_000_000)
    assert (status, json.loads(body)["status"]) == (413, 413)
    assert service.ask("POST", "/v1/check", {"text": FLAWED})[0] == 200


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (POST + b"Content-Length: -5\r\n\r\n", 400),
        (POST + b"Content-Length: 9999999999999\r\nExpect: 100-continue\r\n\r\n", 413),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404),
        (b"GET /static/%2e%2e/app.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404),
        (b"GET /static/../service/app.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404),
        (b"\x16\x03\x01\x02\x00\x01\x00 nonsense\r\n\r\n", 400),
    ],
)  # fmt: skip
def test_odd_requests_on_the_wire(service: Running, data: bytes, status: int) -> None:
    assert service.raw(data).startswith(b"HTTP/1.1 %d" % status)


def test_of_two_hundred_clients_at_once_none_is_lost_and_none_gets_anothers_answer(service: Running) -> None:
    def ask(k: int) -> tuple[int, str, str]:
        text = f"{FLAWED} The captain had {k + 1000} boxes."
        status, body = service.ask("POST", "/v1/check", {"id": f"n{k}", "text": text, "deadline": 60})
        answer = json.loads(body)
        return status, answer["id"], answer["report"]["documents"][0]["segments"][-1]["text"]

    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(ask, range(200)))
    assert answers == [(200, f"n{k}", f"The captain had {k + 1000} boxes.") for k in range(200)]


def test_a_wide_binding_without_a_token_is_wrong_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")
    monkeypatch.delenv("TQCHECK_TOKEN", raising=False)
    for host in ("0.0.0.0", "::", "192.0.2.1", "checks.example.org"):
        assert main(["serve", "--host", host]) == 2
        assert "TQCHECK_TOKEN" in capsys.readouterr().err
    monkeypatch.setenv("TQCHECK_TOKEN", "short")
    assert main(["serve", "--host", "0.0.0.0"]) == 2


def test_a_service_told_to_stop_answers_first(tmp_path: Path) -> None:
    with serving(tmp_path, "--grace", "20") as service:
        status, body = service.ask("POST", "/v1/check", {"id": "last", "text": FLAWED, "deadline": 0})
        assert status == 202
        service.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert service.process.poll() is None
        assert service.ask("POST", "/v1/check", {"text": FLAWED})[0] == 503
        status, answer = service.ask("GET", json.loads(body)["job"]["url"])
        assert (status, json.loads(answer)["id"]) == (200, "last")
        assert service.process.wait(15) in (0, -signal.SIGTERM)


def test_a_killed_service_starts_again_and_judges(tmp_path: Path) -> None:
    for _ in range(2):
        with serving(tmp_path) as service:
            for k in range(5):
                service.ask("POST", "/v1/check", {"text": f"{FLAWED} {k}", "deadline": 0})
            assert service.ask("POST", "/v1/check", {"text": FLAWED})[0] == 200
            service.process.kill()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


def test_killed_under_load_it_starts_again_with_the_same_cache_and_is_right(tmp_path: Path) -> None:
    import threading

    stop = threading.Event()
    running: list[Running] = []
    outcomes: list[tuple[int, Any]] = []

    def client(number: int) -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            last = f"The captain had {1000 * number + turn} boxes on board."
            try:
                status, body = running[-1].ask("POST", "/v1/check", {"text": f"{FLAWED} {last}", "deadline": 60})
            except (OSError, HTTPException):
                # The connection of a process that is killed breaks; what is no whole answer is none.
                time.sleep(0.05)
                continue
            report = json.loads(body)["report"]["documents"][0] if status == 200 else {}
            right = report and report["segments"][-1]["text"] == last and len(report["findings"]) == 1
            outcomes.append((status, right))

    threads: list[threading.Thread] = []
    for round in range(3):
        with serving(tmp_path) as service:
            running.append(service)
            if not threads:
                threads = [threading.Thread(target=client, args=(number,)) for number in range(12)]
                for thread in threads:
                    thread.start()
            before = len(outcomes)
            while len(outcomes) < before + 30:
                time.sleep(0.02)
            if round == 2:
                stop.set()
                for thread in threads:
                    thread.join()
            service.process.kill()
    assert len(outcomes) >= 90
    assert set(outcomes) == {(200, True)}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("html", f"<!DOCTYPE a [{LAUGHS}]><p>&a11; is a name in the evening.</p>"),
        ("html", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x; is a name in the evening.</p>'),
        ("html", "<div>" * 40_000 + "Nobody had expected a storm."),
        ("html", "<p " + "a='" * 100_000),
        ("html", "<!--" * 100_000),
        ("html", "&" + "amp;" * 50_000),
        ("markdown", "[" * 60_000 + "a"),
        ("markdown", "> " * 30_000 + "a storm in the evening"),
        ("markdown", "`" * 60_000 + " a " + "*a_" * 20_000),
        ("text", "(" * 150_000 + "a storm in the evening"),
        ("text", "a" * 500_000),
        ("text", "The the " * 20_000),
        ("text", "\u202e\u0301" * 200_000),
        ("text", "PK\x03\x04" + "\x00" * 1000),
    ],
)  # fmt: skip
def test_no_text_holds_the_service_up(service: Running, form: str, text: str) -> None:
    started = time.monotonic()
    status, body = service.ask("POST", "/v1/check", {form: text, "language": "en", "deadline": 0})
    assert status in (200, 202, 413, 422), body[:300]
    assert b"root:" not in body
    assert service.ask("GET", "/healthz")[0] == 200
    assert time.monotonic() - started < 50


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not say what a process takes")
def test_what_no_text_did_cost_was_little_memory(service: Running) -> None:
    """The jobs that the hostile texts left behind are done before this text is judged."""
    answer = service.ask("POST", "/v1/check", {"text": f"{FLAWED} It was the last.", "deadline": 60})
    assert answer[0] == 200
    status = Path(f"/proc/{service.process.pid}/status").read_text()
    assert int(status.split("VmHWM:")[1].split()[0]) < 1_000_000


def test_a_slow_body_does_not_hold_the_others_up_and_ends_in_408(tmp_path: Path) -> None:
    import threading

    import uvicorn

    from tqcheck.assembly import assemble
    from tqcheck.config import Config
    from tqcheck.service.app import create_app
    from tqcheck.service.limits import Limits

    port = free_port()
    app = create_app(assemble(Config(engine="fake")), Limits(body_seconds=0.5))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    running = Running(None, port)  # type: ignore[arg-type]
    head = (
        b"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"
    )
    slow = socket.create_connection(("127.0.0.1", port), timeout=10)
    slow.sendall(head)
    assert running.ask("POST", "/v1/check", {"text": FLAWED})[0] == 200
    assert slow.recv(1000).startswith(b"HTTP/1.1 408")
    slow.close()
    server.should_exit = True
    thread.join(10)


Hook = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hook:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")

    def call(body: bytes, *options: str) -> tuple[int, Any, str]:
        done = subprocess.run(
            [sys.executable, "-m", "tqcheck", "hook", *options], input=body, capture_output=True, check=False
        )
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()

    return call


@pytest.mark.parametrize("remote", [False, True])
def test_the_hook_answers_by_json_and_exit_code(service: Running, hook: Hook, remote: bool) -> None:
    options = ("--url", service.url) if remote else ()
    code, answer, _ = hook(json.dumps({"id": "a7", "text": FLAWED, "deadline": 0}).encode(), *options)
    assert (code, answer["id"], answer["verdict"]) == (1, "a7", "review")
    assert answer["report"]["documents"][0]["mode"] == "round-trip"
    code, answer, _ = hook(json.dumps({"text": FLAWED, "policy": {"fail_on": "error"}}).encode(), *options)
    assert (code, answer["flagged"]) == (0, False)
    code, answer, _ = hook(b'{"text": "Hm, so."}', *options)
    assert (code, answer["verdict"]) == (3, "undecided")
    for body in (b"{", b'{"txet": "a"}', b""):
        code, answer, said = hook(body, *options)
        assert (code in (2, 3), answer, said.count("\n")) == (True, None, 1)


def test_a_hook_that_reaches_no_service_has_not_judged(hook: Hook) -> None:
    code, answer, said = hook(b'{"text": "Any text at all."}', "--url", f"http://127.0.0.1:{free_port()}")
    assert (code, answer) == (3, None)
    assert "cannot be reached" in said
    assert hook(b"{}", "--url", "file:///etc/passwd")[0] == 2


def test_the_real_model_judges(tmp_path: Path) -> None:
    from tqcheck.engines.catalogue import Catalogue

    served = {str(pair) for model in Catalogue().models() if model.manifest for pair in model.manifest.pairs}
    if not {"en-fr", "fr-en"} <= served:
        pytest.skip("there is no model for English and French on this machine")
    with serving(tmp_path, TQCHECK_ENGINE="ctranslate") as service:
        request = {"text": FLAWED, "language": "en", "source_language": "fr", "deadline": 60}
        status, body = service.ask("POST", "/v1/check", request)
        (document,) = json.loads(body)["report"]["documents"]
        assert status == 200
        assert 0 < document["fidelity"]["score"] <= 100
        assert "tempête" in " ".join(segment["back_translation"] for segment in document["segments"])


HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'


@pytest.fixture
def page(browser: Any, service: Running) -> Iterator[Any]:
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


def test_a_link_to_the_report_is_copied_and_shows_it(page: Any, service: Running) -> None:
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


def test_a_refusal_is_said(browser: Any, service: Running) -> None:
    page = browser.new_page()
    page.goto(service.url)
    page.click("#more summary")
    page.select_option("#markup", "html")
    page.fill("#text", "<style>p { color: red }</style>")
    page.click("#check")
    page.locator("#status.bad").filter(has_text="no prose").wait_for()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone(browser: Any, service: Running, scheme: str) -> None:
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
