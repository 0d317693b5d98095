"""The hooks of git, pre-commit and GitHub, run on a git repository as a reader of docs/hooks.md would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from recipes import BASH, PAGE, ROOT, recipe

OLD = "The ferry left the the harbour late in the evening.\n"
ADDED = "\nThe captain said that nobody had been hurt in the the night.\n"


def git(*arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a commit and a flaw in it that nobody touches."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    made = tmp_path / "site"
    (made / "articles").mkdir(parents=True)
    monkeypatch.chdir(made)
    git("init", "-q", "-b", "main")
    (made / "articles" / "old.txt").write_text(OLD)
    (made / "articles" / "edited.txt").write_text(OLD)
    git("add", ".")
    git("commit", "-qm", "first")
    return made


def tool(name: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name} on this machine")
    return found


def test_the_pre_commit_hooks_stop_a_commit(repository: Path) -> None:
    yaml = pytest.importorskip("yaml")
    command = tool("pre-commit")
    tool("tqcheck")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["tqcheck", "tqcheck-files", "tqcheck-score"]
    # As pre-commit would run them, but in this environment in place of one that it would have to make.
    local = [{**hook, "language": "system", "args": ["--from", "fr"]} for hook in hooks]
    Path(".pre-commit-config.yaml").write_text(json.dumps({"repos": [{"repo": "local", "hooks": local}]}))
    git("add", ".pre-commit-config.yaml")

    def run(hook: str) -> tuple[int, str]:
        environment = {**os.environ, "PRE_COMMIT_HOME": str(repository.parent / "pre-commit")}
        done = subprocess.run([command, "run", hook], env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    Path("articles/edited.txt").write_text(OLD + "\nEverybody was glad to be home at last.\n")
    git("add", ".")
    assert [run(hook["id"])[0] for hook in hooks] == [0, 1, 0], "old flaws stop only who asks for whole files"
    Path("articles/edited.txt").write_text(OLD + ADDED)
    git("add", ".")
    for hook in ("tqcheck", "tqcheck-score"):
        code, said = run(hook)
        assert code == 1
        assert "line 3" in said
        assert "line 1" not in said
    Path("articles/code.py").write_text("# " + OLD)
    git("reset", "-q", "articles/edited.txt")
    git("checkout", "-q", "articles/edited.txt")
    git("add", ".")
    assert run("tqcheck")[0] == 0, "what is no text is none of its business"


def test_the_plain_git_hook_of_the_page_stops_a_commit(repository: Path) -> None:
    tool("tqcheck")
    hook = Path(".git/hooks/pre-commit")
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(recipe(".git/hooks/pre-commit"))
    hook.chmod(0o755)
    Path("articles/edited.txt").write_text(OLD + ADDED)
    with pytest.raises(subprocess.CalledProcessError):
        git("commit", "-qam", "second")
    Path("articles/edited.txt").write_text(OLD + "\nEverybody was glad to be home at last.\n")
    git("commit", "-qam", "second")


@pytest.mark.skipif(BASH is None, reason="there is no bash on this machine")
@pytest.mark.parametrize(
    ("inputs", "code", "lines"),
    [
        ({"CHANGED": "main..."}, 1, {("articles/edited.txt", "3")}),
        ({"CHANGED": "0" * 40, "PATHS": "articles/old.txt"}, 1, {("articles/old.txt", "1")}),
        ({"CHANGED": "all", "OPTIONS": "--fail-on=error"}, 0, None),
        ({"CHANGED": "main...", "PATHS": "articles/old.txt"}, 0, set()),
        ({"CHANGED": "main...", "PATHS": "articles/old.txt\narticles/edited.txt\n"}, 1, {("articles/edited.txt", "3")}),
        ({"CHANGED": "main...", "COMMAND": "score"}, 1, {("articles/edited.txt", "3")}),
        ({"CHANGED": "nonsense"}, 2, set()),
        ({"COMMAND": "serve"}, 2, None),
        ({"CHANGED": "main...", "PATHS": "$(touch owned)\n; touch owned"}, 2, set()),
        ({"CHANGED": "main...", "OPTIONS": "--nonsense\n"}, 2, set()),
    ],
)  # fmt: skip
def test_the_github_action_annotates_what_a_branch_changed(
    repository: Path, inputs: dict[str, str], code: int, lines: set[tuple[str, str]] | None
) -> None:
    yaml = pytest.importorskip("yaml")
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    install, check = action["runs"]["steps"]
    assert action["runs"]["using"] == "composite"
    assert not any("${{" in step["run"] for step in (install, check)), "inputs go in as variables"
    git("checkout", "-qb", "branch")
    Path("articles/edited.txt").write_text(OLD + ADDED)
    git("commit", "-qam", "second")
    runner = repository.parent / "runner"
    (runner / "tqcheck" / "bin").mkdir(parents=True)
    (runner / "tqcheck" / "bin" / "tqcheck").symlink_to(tool("tqcheck"))
    defaults = {name: action["inputs"][name.lower()]["default"] for name in ("COMMAND", "OPTIONS")}
    given = {**defaults, "PATHS": "articles", "SARIF": "found.sarif", **inputs}
    environment = {
        **os.environ,
        "RUNNER_TEMP": str(runner),
        "GITHUB_OUTPUT": str(runner / "out"),
        "CHANGED": "",
        **given,
    }
    command = [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", check["run"]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert not Path("owned").exists()
    if lines is not None:
        found = re.findall(r"^::(?:error|warning|notice) file=([^,]+),line=(\d+)", done.stdout, re.M)
        assert {(file, line) for file, line in found if file != "None"} == lines
    if code < 2:
        sarif = json.loads(Path("found.sarif").read_text("utf-8"))
        assert sarif["version"] == "2.1.0"
        assert (runner / "out").read_text() == f"exit-code={code}\n"


def test_the_action_installs_what_lies_beside_it() -> None:
    yaml = pytest.importorskip("yaml")
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert '"$SOURCE"' in action["runs"]["steps"][0]["run"]
    for example in re.findall(r"```yaml\n(.*?)```", PAGE, re.S):
        assert yaml.safe_load(example)
    workflow = yaml.safe_load(recipe(".github/workflows/tqcheck.yml"))
    (step,) = [step for step in workflow["jobs"]["tqcheck"]["steps"] if "/tqcheck@" in step["uses"]]
    assert set(step["with"]) <= set(action["inputs"])
