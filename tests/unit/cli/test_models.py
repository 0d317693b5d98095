"""`tqcheck models`, as it is typed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tqcheck.cli import main


@pytest.fixture
def machine(tmp_path: Path, local_hub: Any, tiny_marian: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing embedded, an empty cache, and a hub that has en-de."""
    for name in ("TQCHECK_OFFLINE", "HF_HUB_OFFLINE", "TQCHECK_ENGINE", "TQCHECK_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TQCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("TQCHECK_HUB", local_hub.endpoint)
    monkeypatch.setattr("tqcheck.engines.catalogue.EMBEDDED", tmp_path / "embedded")
    local_hub.add("opus-mt-en-de", tiny_marian(tmp_path / "served" / "en-de"))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["models", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_pull_list_path_info_remove(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = machine / "cache" / "models" / "Helsinki-NLP--opus-mt-en-de"
    code, out, err = run(capsys, "pull", "en-de")
    assert (code, out) == (0, "en-de: Helsinki-NLP/opus-mt-en-de (en-de)\n")
    assert "Downloading Helsinki-NLP/opus-mt-en-de (" in err
    code, out, err = run(capsys, "list")
    assert code == 0
    assert out.startswith("Helsinki-NLP/opus-mt-en-de: en-de (downloaded, ctranslate2, ")
    assert str(machine / "cache") in err
    assert run(capsys, "path", "en-de") == (0, f"{folder}\n", "")
    code, out, _ = run(capsys, "info", "en-de")
    assert code == 0
    assert "licence:    apache-2.0" in out
    assert run(capsys, "remove", "Helsinki-NLP/opus-mt-en-de")[:2] == (0, "Removed Helsinki-NLP/opus-mt-en-de\n")
    assert not folder.exists()
    assert run(capsys, "list")[1] == ""


def test_list_as_json_is_complete(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "pull", "en-de")
    code, out, _ = run(capsys, "list", "--json")
    assert code == 0
    listed = json.loads(out)
    (model,) = listed["models"]
    assert listed["cache"] == str(machine / "cache" / "models")
    assert model["pairs"] == ["en-de"]
    assert model["where"] == "downloaded"
    assert len(model["sha256"]) == 64
    (shown,) = json.loads(run(capsys, "info", "en-de", "--json")[1])
    assert shown == model


def test_info_finds_damage(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "pull", "en-de")
    path = machine / "cache" / "models" / "Helsinki-NLP--opus-mt-en-de" / "model.bin"
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    code, out, err = run(capsys, "info", "Helsinki-NLP/opus-mt-en-de")
    assert (code, out) == (3, "")
    assert "checksum" in err


def test_damaged_manifest_is_listed_and_can_be_removed(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = machine / "cache" / "models" / "bad"
    folder.mkdir(parents=True)
    (folder / "model.json").write_text("{")
    assert run(capsys, "list")[1] == "bad: unknown (downloaded, damaged, 0.0 MB)\n"
    assert run(capsys, "info", "bad")[0] == 0
    assert run(capsys, "remove", "bad")[0] == 0
    assert not folder.exists()


def test_embedded_model_stays(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "pull", "en-de")
    (machine / "embedded").mkdir()
    shutil.move(machine / "cache" / "models" / "Helsinki-NLP--opus-mt-en-de", machine / "embedded" / "en-de")
    assert "embedded" in run(capsys, "list")[1]
    code, _, err = run(capsys, "remove", "en-de")
    assert code == 3
    assert "came with tqcheck" in err
    assert (machine / "embedded" / "en-de" / "model.bin").exists()


def test_path_of_a_named_folder(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    served = str(machine / "served" / "en-de")
    assert run(capsys, "path", "en-de", "--model", served, "--engine", "marian") == (0, f"{served}\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["path", "english-german"], 2, "no language pair"),
        (["pull", "en"], 2, "no language pair"),
        (["pull"], 2, "Missing argument"),
        (["pull", "en-de", "--engine", "fake"], 2, "has no models"),
        (["path", "en-de"], 3, "tqcheck models pull en-de"),
        (["pull", "en-xx"], 3, "the hub has no model for en-xx"),
        (["remove", "Helsinki-NLP/opus-mt-en-de"], 3, "no such model"),
        (["info", "en-de"], 3, "no model for en-de"),
    ],
)
def test_failures_are_one_line_with_the_right_code(
    machine: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str
) -> None:
    got, out, err = run(capsys, *arguments)
    assert (got, out) == (code, "")
    assert message in err
    assert "Traceback" not in err


def test_offline_pull_is_refused(
    machine: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, local_hub: Any
) -> None:
    monkeypatch.setenv("TQCHECK_OFFLINE", "1")
    code, _, err = run(capsys, "pull", "en-de")
    assert code == 3
    assert "offline" in err
    assert local_hub.requests == []
