"""The WordPress plugin, by PHP, against a real service: every way to publish, on stubs of what WordPress gives it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="needs the extra [serve]")

from asking import TOKEN
from service_process import serving

HERE = Path(__file__).parent / "wordpress"
PLUGIN = Path(__file__).parents[2] / "integrations" / "wordpress" / "tqcheck"
PHP = shutil.which("php")
needs_php = pytest.mark.skipif(PHP is None, reason="there is no php on this machine (Debian: php-cli)")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("wordpress")
    with serving(folder, "--grace", "0", TQCHECK_ENGINE="fake", TQCHECK_TOKEN=TOKEN) as running:
        yield running.url


@cache
def ran(url: str, **settings: Any) -> dict[str, Any]:
    chosen = {"url": url, "token": TOKEN, "on_failure": "closed", "stop_on": "flagged", "language": "en", **settings}
    environment = {**os.environ, "TQCHECK_PLUGIN": str(PLUGIN / "tqcheck.php"), "TQCHECK_SETTINGS": json.dumps(chosen)}
    done = subprocess.run(
        [str(PHP), "-d", "display_errors=stderr", str(HERE / "scenarios.php")],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stderr + done.stdout
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@needs_php
@pytest.mark.parametrize("signing", ["hmac", "bearer"])
def test_no_door_lets_a_flawed_text_out_and_a_clean_one_passes(service: str, signing: str) -> None:
    found = ran(service, signing=signing)
    stopped, passed = found["flawed"], found["clean"]
    for door in ("insert", "private", "page", "update", "publish_post", "schedule", "clock"):
        assert stopped[door] == ["pending", "flawed"], door
    assert passed["insert"] == passed["page"] == passed["update"] == passed["publish_post"] == ["publish", "clean"]
    assert passed["clock"] == ["publish", "clean"]
    assert (passed["schedule"][0], passed["private"][0]) == ("future", "private")
    assert stopped["draft"] == ["draft", "flawed"]
    assert (stopped["rest"], stopped["restnew"]) == ([409, "draft"], 409)
    assert (passed["rest"], passed["restnew"] in (200, 201)) == ([200, "publish"], True)
    assert stopped["message"].startswith("tqcheck stopped this text.")
    assert "“the the”: " in stopped["message"], "whoever sees no panel is told what to mend"


@needs_php
def test_what_is_public_stays_and_what_is_new_is_kept(service: str) -> None:
    found = ran(service)
    assert found["edit"] == ["publish", "clean"]
    assert found["kept"], "the new text is among the revisions"
    assert "stopped" in found["said"]
    assert "“the the”: " in found["said"]
    assert found["restedit"] == [409, ["publish", "clean"]]
    assert found["old"] == ["publish", "flawed"]
    assert found["asked"] == 1, "one text is judged once, whatever hooks it passes"


@needs_php
def test_an_override_needs_a_reason_and_somebody_who_may(service: str) -> None:
    found = ran(service)
    assert found["overrides"] == [409, 409, 200]
    assert [entry for entry in found["log"] if entry[0] == "override"] == [["override", "It is a quotation.", 1]]
    assert found["overridden"] == "publish", "the decision was on this text"
    assert found["changed after"] == ["publish", "flawed"], "and not on another"
    assert found["form"] == {"wrong": "pending", "right": "publish"}


@needs_php
@pytest.mark.parametrize("stop_on", ["block", "flagged"])
def test_warnings_stop_only_where_they_are_to(service: str, stop_on: str) -> None:
    found = ran(service, stop_on=stop_on)
    assert found["flawed"]["insert"][0] == ("publish" if stop_on == "block" else "pending")


@needs_php
@pytest.mark.parametrize(("on_failure", "status"), [("open", "publish"), ("closed", "pending")])
@pytest.mark.parametrize("broken", ["nobody there", "wrong token"])
def test_what_cannot_be_judged_goes_as_was_chosen(service: str, on_failure: str, status: str, broken: str) -> None:
    url, token = ("http://127.0.0.1:9", TOKEN) if broken == "nobody there" else (service, "another-token-of-theirs")
    found = ran(url, token=token, on_failure=on_failure, timeout=2)
    for text in ("flawed", "clean"):
        assert found[text]["insert"][0] == found[text]["clock"][0] == status
        assert found[text]["rest"][0] == (200 if on_failure == "open" else 409)
    if on_failure == "closed":
        assert "could not judge" in found["clean"]["message"]
        assert TOKEN not in json.dumps(found)


@needs_php
@pytest.mark.parametrize("missing", [{"url": ""}, {"on_failure": ""}])
def test_until_it_is_set_up_it_guards_nothing(service: str, missing: dict[str, str]) -> None:
    assert ran(**{"url": service, **missing})["flawed"]["insert"] == ["publish", "flawed"]


@needs_php
@pytest.mark.parametrize("path", sorted(PLUGIN.rglob("*.php")), ids=lambda path: str(path.name))
def test_the_code_is_php_that_nobody_can_call_from_outside(path: Path) -> None:
    done = subprocess.run([str(PHP), "-l", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert subprocess.run([str(PHP), str(path)], capture_output=True, text=True, check=False).stdout == ""
    assert "exit;" in path.read_text("utf-8")[:900]


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node on this machine")
def test_the_panel_shows_text_as_text_and_sends_the_reason_with_the_post_alone() -> None:
    program = """
    const sent = []; let middleware;
    globalThis.window = globalThis;
    globalThis.wp = {
      element: { createElement: (...a) => a, useState: (v) => [v, () => {}] },
      components: { TextControl: "TextControl" }, data: {}, editPost: { PluginDocumentSettingPanel: "Panel" },
      plugins: { registerPlugin: (name, plugin) => { globalThis.plugin = plugin; } },
      apiFetch: { use: (one) => { middleware = one; } },
    };
    globalThis.tqcheck = { override: true };
    wp.data.useSelect = () => 7;
    await import(process.argv[1]);
    const of = (node) => (node[0] === "TextControl" ? node[1] : node.map(find).find(Boolean));
    const find = (node) => (Array.isArray(node) ? of(node) : null);
    find(globalThis.plugin.render()).onChange(" It is a quotation. ");
    const send = (path, method) => middleware({ path, method, data: { a: 1 } }, (options) => sent.push(options.data));
    send("/wp/v2/posts/7", "POST"); send("/wp/v2/posts/7", "GET");
    send("/wp/v2/users/me", "POST"); send("/tqcheck/v1/check", "POST");
    console.log(JSON.stringify(sent));
    """
    panel = PLUGIN / "assets" / "panel.js"
    command = ["node", "--input-type=module", "-e", program, panel.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [{"a": 1, "tqcheck_override": "It is a quotation."}, {"a": 1}, {"a": 1}, {"a": 1}]
    code = panel.read_text("utf-8")
    assert not any(word in code for word in ("innerHTML", "dangerouslySetInnerHTML", "RawHTML", "eval("))


# What of the block editor's packages panel.js calls, each call of which draws the panel anew, as React would.
EDITOR = """<!doctype html><title>editor</title><main></main><script>
const asked = [], states = [], post = { title: "A title", content: "<p>He hammered.</p>", excerpt: "" };
let panel, at, middleware;
const el = (type, given, ...inside) => {
  const { onClick, isBusy, isDismissible, variant, ...props } = given ?? {};
  if (typeof type === "function") return type({ ...props, onClick, children: inside });
  const made = document.createElement(type);
  for (const [name, value] of Object.entries(props)) made.setAttribute(name, value);
  if (onClick) made.onclick = onClick;
  made.append(...inside.flat().filter((one) => one !== null && one !== false && one !== undefined && one !== ""));
  return made;
};
const draw = () => { at = 0; document.querySelector("main").replaceChildren(panel()); };
const useState = (first) => {
  const here = at++;
  if (!(here in states)) states[here] = first;
  return [states[here], (value) => { states[here] = value; draw(); }];
};
const data = () => ({ getCurrentPostId: () => 7, getEditedPostAttribute: (name) => post[name] });
const apiFetch = (options) => middleware(options, (sent) => {
  asked.push(sent);
  return window.fails ? Promise.reject(new Error(window.fails)) : Promise.resolve(window.answer);
});
apiFetch.use = (one) => { middleware = one; };
window.tqcheck = { override: true };
window.wp = {
  element: { createElement: el, useState },
  components: {
    Button: ({ disabled, onClick, children }) => el("button", disabled ? { disabled, onClick } : { onClick }, children),
    Notice: ({ status, children }) => el("div", { role: "alert", class: status }, children),
    TextControl: ({ label, value, onChange }) => {
      const field = el("input", { "aria-label": label, value });
      field.onchange = () => onChange(field.value);
      return field;
    },
  },
  data: { useSelect: (pick) => pick(data), select: data },
  editor: { PluginDocumentSettingPanel: ({ title, children }) => el("section", { "aria-label": title }, children) },
  plugins: { registerPlugin: (name, { render }) => { panel = render; } },
  apiFetch,
};
</script><script>PANEL</script><script>draw()</script>"""
HOSTILE = "<img src=x onerror=\"document.title='owned'\">"


@pytest.fixture
def editor(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(EDITOR.replace("PANEL", (PLUGIN / "assets" / "panel.js").read_text("utf-8")))
    yield page
    page.close()
    assert errors == []


def test_the_panel_shows_what_was_found_and_markup_stays_text(editor: Any) -> None:
    flaw = {"severity": "warning", "quote": HOSTILE, "suggestion": "insisted", "message": f"Not {HOSTILE}."}
    kept = {**flaw, "suggestion": None, "message": "No wording."}
    gone = {**flaw, "suggestion": "", "message": "A left-over."}
    answer = {"verdict": "review", "reason": "3 warnings", "flaws": [flaw, kept, gone]}
    editor.evaluate("answer => { window.answer = answer }", answer)
    editor.click("text=Check now")
    assert editor.inner_text("[role=status]") == "review. 3 warnings"
    rows = editor.locator("li").all_inner_texts()
    assert [HOSTILE in row for row in rows] == [True, True, True]
    assert "→ insisted" in rows[0]
    assert "→" not in rows[1]
    assert "(delete)" in rows[2]
    assert editor.title() == "editor"
    sent = {"post": 7, "title": "A title", "content": "<p>He hammered.</p>", "excerpt": ""}
    assert editor.evaluate("asked") == [{"path": "/tqcheck/v1/check", "method": "POST", "data": sent}]


def test_the_panel_says_why_there_is_no_answer(editor: Any) -> None:
    editor.evaluate("window.fails = 'The checker did not answer.'")
    editor.click("text=Check now")
    assert editor.inner_text("[role=alert]") == "The checker did not answer."
    assert editor.is_enabled("button")


def test_the_reason_goes_along_with_the_post_alone(editor: Any) -> None:
    editor.fill("[aria-label^='Publish in spite']", " It is a quotation. ")
    editor.press("[aria-label^='Publish in spite']", "Tab")
    for path, method in (("/wp/v2/posts/7", "PUT"), ("/wp/v2/posts/7/autosaves", "GET"), ("/wp/v2/users/me", "POST")):
        editor.evaluate(
            "options => wp.apiFetch(options)", {"path": path, "method": method, "data": {"status": "publish"}}
        )
    given = [one["data"].get("tqcheck_override") for one in editor.evaluate("asked")]
    assert given == ["It is a quotation.", None, None]


def test_who_may_not_overrule_is_not_asked_for_a_reason(editor: Any) -> None:
    editor.evaluate("() => { window.tqcheck = { override: false }; draw() }")
    assert editor.locator("input").count() == 0
    assert editor.is_visible("text=Check now")
