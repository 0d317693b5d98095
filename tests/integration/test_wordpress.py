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

from service_process import TOKEN, serving

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


@needs_php
def test_what_is_public_stays_and_what_is_new_is_kept(service: str) -> None:
    found = ran(service)
    assert found["edit"] == ["publish", "clean"]
    assert found["kept"], "the new text is among the revisions"
    assert "stopped" in found["said"]
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
