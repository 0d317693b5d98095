"""The code of docs/hooks.md for Strapi, Directus and Drupal: Node and PHP run the code of the page itself.

Against a real service, and stubs of what the CMS gives it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import TOKEN
from recipes import NODE, PHP, recipe
from service_process import serving

CLEAN = "The ferry left the harbour late in the evening."
BROKEN = "The cafÃ© on the corner was closed on Sunday evening."
SAID = re.compile(r"tqcheck stopped this text\. \S+/body: 1 error to mend before publication\. “Ã©”: \S.+")
needs_node = pytest.mark.skipif(NODE is None, reason="there is no node on this machine")
needs_php = pytest.mark.skipif(PHP is None, reason="there is no php on this machine (Debian: php-cli)")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("uvicorn", reason="needs the extra [serve]")
    folder = tmp_path_factory.mktemp("recipes")
    with serving(folder, "--grace", "0", TQCHECK_ENGINE="none", TQCHECK_TOKEN=TOKEN) as running:
        yield running.url


def package(folder: Path, name: str, code: str) -> None:
    """A package that node finds from `folder`."""
    made = folder / "node_modules" / name
    made.mkdir(parents=True)
    (made / "package.json").write_text(json.dumps({"name": name, "main": "index.js"}))
    (made / "index.js").write_text(code)


def node(folder: Path, program: str, **environment: str) -> Any:
    path = folder / "run.mjs"
    path.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [str(NODE), str(path)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


STRAPI = """
import { createRequire } from "node:module";
const app = createRequire(import.meta.url)("./src/index.js");
const drafts = JSON.parse(process.env.DRAFTS);
let middleware;
const documents = () => ({
  findMany: async ({ filters, locale }) => drafts.filter((d) => locale === "*" || d.locale === locale),
  findOne: async () => drafts[0],
});
documents.use = (one) => { middleware = one; };
app.register({ strapi: { documents } });
const ask = async (action, params, uid = "api::article.article") => {
  try { return await middleware({ uid, action, params }, async () => "done"); } catch (error) { return error.message; }
};
const draft = { documentId: "d1" };
console.log(JSON.stringify({
  publish: await ask("publish", draft),
  one: await ask("publish", { ...draft, locale: "en" }),
  create: await ask("create", { status: "published", data: { title: "A cafe", body: process.env.BODY }, locale: "en" }),
  update: await ask("update", { ...draft, status: "published", data: { title: "Other" } }),
  draft: await ask("update", { ...draft, data: { body: process.env.BODY } }),
  other: await ask("publish", draft, "api::page.page"),
}));
"""


def strapi(folder: Path, url: str, body: str, fail: str = "closed") -> dict[str, str]:
    (folder / "src").mkdir()
    (folder / "src" / "index.js").write_text(recipe("src/index.js"), encoding="utf-8")
    package(folder, "@strapi/utils", "exports.errors = { ApplicationError: class extends Error {} };")
    drafts = [{"title": "One", "body": CLEAN, "locale": "en"}, {"title": "Two", "body": body, "locale": "en-GB"}]
    settings = {"TQCHECK_URL": url, "TQCHECK_TOKEN": TOKEN, "TQCHECK_FAIL": fail}
    found: dict[str, str] = node(folder, STRAPI, BODY=body, DRAFTS=json.dumps(drafts), **settings)
    return found


@needs_node
def test_strapi_publishes_only_what_passes(service: str, tmp_path: Path) -> None:
    found = strapi(tmp_path, service, BROKEN)
    assert SAID.fullmatch(found.pop("publish")), "every language that is published counts"
    assert SAID.fullmatch(found.pop("create"))
    assert set(found.values()) == {"done"}


@needs_node
def test_strapi_lets_a_clean_text_through(service: str, tmp_path: Path) -> None:
    assert set(strapi(tmp_path, service, CLEAN).values()) == {"done"}


@needs_node
@pytest.mark.parametrize("fail", ["open", "closed"])
def test_strapi_without_a_service_goes_as_was_chosen(tmp_path: Path, fail: str) -> None:
    found = strapi(tmp_path, "http://127.0.0.1:9", CLEAN, fail)
    assert (found["publish"] == "done") is (fail == "open")
    assert found["draft"] == found["other"] == "done"


DIRECTUS = """
import extension from "./extensions/tqcheck/index.js";
const filters = {};
const { TQCHECK_URL, TQCHECK_TOKEN, TQCHECK_FAIL, BODY } = process.env;
extension({ filter: (name, run) => { filters[name] = run; } }, { env: { TQCHECK_URL, TQCHECK_TOKEN, TQCHECK_FAIL } });
const stored = { id: 7, status: "draft", title: "One", body: BODY };
const database = () => ({ whereIn: async (key, keys) => (key === "id" && keys.includes(7) ? [stored] : []) });
const context = { database, schema: { collections: { articles: { primary: "id" } } } };
const ask = async (name, payload, meta) => {
  const about = { collection: "articles", ...meta };
  try { return (await filters[name](payload, about, context)) === payload ? "done" : "?"; }
  catch (error) { return `${error.name} ${error.code} ${error.status}: ${error.message}`; }
};
console.log(JSON.stringify({
  create: await ask("items.create", { status: "published", title: "One", body: BODY }),
  publish: await ask("items.update", { status: "published" }, { keys: [7] }),
  draft: await ask("items.create", { status: "draft", title: "One", body: BODY }),
  edit: await ask("items.update", { body: BODY }, { keys: [7] }),
  sort: await ask("items.update", { sort: 3 }, { keys: [7] }),
  other: await ask("items.create", { status: "published", body: BODY }, { collection: "pages" }),
}));
"""


def directus(folder: Path, url: str, body: str, fail: str = "closed") -> dict[str, str]:
    made = folder / "extensions" / "tqcheck"
    made.mkdir(parents=True)
    (made / "index.js").write_text(recipe("extensions/tqcheck/index.js"), encoding="utf-8")
    # What Directus finds it by: https://docs.directus.io/extensions
    manifest = recipe('"directus-extension-tqcheck"')
    (made / "package.json").write_text(manifest, encoding="utf-8")
    told = json.loads(manifest)["directus:extension"]
    assert told["type"] == "hook"
    assert (made / told["path"]).is_file()
    settings = {"TQCHECK_URL": url, "TQCHECK_TOKEN": TOKEN, "TQCHECK_FAIL": fail}
    found: dict[str, str] = node(folder, DIRECTUS, BODY=body, **settings)
    return found


@needs_node
def test_directus_publishes_only_what_passes(service: str, tmp_path: Path) -> None:
    found = directus(tmp_path, service, BROKEN)
    for door in ("create", "publish"):
        code, _, said = found.pop(door).partition(": ")
        assert code == "DirectusError TQCHECK_STOPPED 409"
        assert SAID.fullmatch(said), door
    assert set(found.values()) == {"done"}


@needs_node
@pytest.mark.parametrize(("url", "fail", "passes"), [("", "closed", True), ("x", "open", True), ("x", "closed", False)])
def test_directus_lets_through_what_it_should(service: str, tmp_path: Path, url: str, fail: str, passes: bool) -> None:
    found = directus(tmp_path, "http://127.0.0.1:9" if url else service, CLEAN, fail)
    assert (found["create"] == found["publish"] == "done") is passes
    assert found["draft"] == found["edit"] == "done"


DRUPAL = r"""<?php
namespace Drupal\Core\Entity { class EntityStorageException extends \Exception {} }
namespace Drupal\Core\Site {
  class Settings { static function get($name) { return json_decode(getenv('SETTINGS'), TRUE); } }
}
namespace Drupal\node { interface NodeInterface {} }
namespace Symfony\Component\Validator {
  class Constraint {}
  class ConstraintValidator { public $context; }
}
namespace {
class Drupal {
  static $logged = [];
  static function logger($name) { return new class { function warning($said, $with) { Drupal::$logged[] = $said; } }; }
  static function httpClient() { return new class { function request($method, $url, $options) {
    $headers = [];
    foreach ($options['headers'] as $name => $value) { $headers[] = "$name: $value"; }
    $http = ['method' => $method, 'content' => $options['body'], 'header' => $headers, 'timeout' => 12];
    $body = @file_get_contents($url, FALSE, stream_context_create(['http' => $http]));
    if ($body === FALSE) { throw new \RuntimeException('no answer'); }
    return new class($body) {
      public $body;
      function __construct($body) { $this->body = $body; }
      function getBody() { return $this->body; }
      function getStatusCode() { return 200; }
    };
  } }; }
}
class Node implements Drupal\node\NodeInterface {
  public $original, $value, $public;
  function __construct($value, $public) { $this->value = $value; $this->public = $public; }
  function isPublished() { return $this->public; }
  function setUnpublished() { $this->public = FALSE; }
  function hasField($name) { return $name === 'body'; }
  function get($name) { return $this; }
  function language() { return new class { function getId() { return 'en'; } }; }
  function label() { return 'A cafe on the corner'; }
  function id() { return NULL; }
}
require 'tqcheck.module';
require 'TqcheckConstraint.php';
require 'TqcheckConstraintValidator.php';
$new = new Node(getenv('BODY'), TRUE);
tqcheck_node_presave($new);
$draft = new Node(getenv('BODY'), FALSE);
tqcheck_node_presave($draft);
$live = new Node(getenv('BODY'), TRUE);
$live->original = new Node('Old.', TRUE);
$held = '';
try { tqcheck_node_presave($live); }
catch (Drupal\Core\Entity\EntityStorageException $error) { $held = $error->getMessage(); }
$validator = new Drupal\tqcheck\Plugin\Validation\Constraint\TqcheckConstraintValidator();
$validator->context = new class {
  public $said = [];
  function buildViolation($said) { $this->said[] = $said; return $this; }
  function atPath($path) { return $this; }
  function addViolation() {}
};
$constraint = new Drupal\tqcheck\Plugin\Validation\Constraint\TqcheckConstraint();
$validator->validate(new Node(getenv('BODY'), TRUE), $constraint);
$types = ['node' => new class { public $has = []; function addConstraint($name) { $this->has[] = $name; } }];
tqcheck_entity_type_alter($types);
echo json_encode(['new' => $new->public, 'held' => $held, 'said' => $validator->context->said,
  'logged' => count(Drupal::$logged), 'constraint' => $types['node']->has]);
}
"""


def drupal(folder: Path, url: str, body: str, fail: str) -> dict[str, Any]:
    for name in ("tqcheck.module", "TqcheckConstraint.php", "TqcheckConstraintValidator.php"):
        (folder / name).write_text(recipe(f"/{name}"), encoding="utf-8")
    (folder / "run.php").write_text(DRUPAL, encoding="utf-8")
    settings = json.dumps({"url": url, "token": TOKEN, "fail": fail})
    environment = {**os.environ, "SETTINGS": settings, "BODY": body}
    command = [str(PHP), "-d", "display_errors=stderr", "run.php"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    assert found.pop("constraint") == ["Tqcheck"]
    return found


@needs_php
def test_drupal_publishes_only_what_passes(service: str, tmp_path: Path) -> None:
    found = drupal(tmp_path, service, BROKEN, "open")
    assert (found["new"], found["logged"], len(found["said"])) == (False, 1, 1)
    assert SAID.fullmatch(found["held"])
    assert found["said"] == [found["held"]]


@needs_php
@pytest.mark.parametrize(("url", "fail", "passes"), [("", "closed", True), ("x", "open", True), ("x", "closed", False)])
def test_drupal_lets_through_what_it_should(service: str, tmp_path: Path, url: str, fail: str, passes: bool) -> None:
    found = drupal(tmp_path, "http://127.0.0.1:9" if url else service, CLEAN, fail)
    assert (found["new"], not found["held"], not found["said"]) == (passes, passes, passes)
