"""Where a text comes from where nobody says so, by the command line, with what is in the package."""

import json
from pathlib import Path
from typing import Any

import pytest

from tqcheck.cli.main import main

CORPORA = Path(__file__).parents[2] / "corpora"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    main([*arguments, "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TQCHECK_OFFLINE", "1")
    monkeypatch.setenv("TQCHECK_CACHE_DIR", str(tmp_path))


@pytest.mark.parametrize(
    ("article", "pack", "name"),
    [("de-en/city-run", "from-de", "German"), ("es-en/electric-kiln", "from-es", "Spanish")],
)
def test_a_text_from_elsewhere_is_checked_by_the_rules_for_its_language(
    capsys: pytest.CaptureFixture[str], article: str, pack: str, name: str
) -> None:
    report = told(capsys, "score", str(CORPORA / article / "raw.en.txt"))
    (document,) = report["documents"]
    rules = [finding["rule"] for finding in document["findings"] if finding["severity"] != "info"]
    assert sum(rule.startswith(f"{pack}/") for rule in rules) >= 10
    assert document["source_language"] == "fr"
    (note,) = (note for note in report["provenance"]["notes"] if "--from" in note or name in note)
    assert name in note
    assert "no model for en-" in note
    assert document["verdict"] != "undecided"


def test_a_french_text_is_translated_back_into_french(capsys: pytest.CaptureFixture[str]) -> None:
    report = told(capsys, "score", str(CORPORA / "fr-en/river-flood/raw.en.txt"))
    (document,) = report["documents"]
    assert document["source_language"] == "fr"
    assert [note for note in report["provenance"]["notes"] if "French stands out" in note]
    origin = document["origin"]
    assert origin["level"] == "full"
    assert 0 <= origin["translated"] <= 1
    text = (CORPORA / "fr-en/river-flood/raw.en.txt").read_text("utf-8")
    assert all(text[one["start"] : one["end"]].strip() for one in origin["sentences"])


def test_a_language_that_is_named_is_not_guessed_at(capsys: pytest.CaptureFixture[str]) -> None:
    report = told(capsys, "score", "--from", "fr", str(CORPORA / "de-en/city-run/raw.en.txt"))
    assert not [note for note in report["provenance"]["notes"] if "Nobody named" in note]
    assert report["provenance"]["packs"] == [pack for pack in report["provenance"]["packs"] if "from-de" not in pack]


@pytest.mark.parametrize("article", sorted(path.parent for path in CORPORA.glob("*-en/*/clean.en.txt")), ids=str)
def test_clean_articles_are_not_accused_by_their_surface(capsys: pytest.CaptureFixture[str], article: Path) -> None:
    report = told(capsys, "origin", "--surface", str(article / "clean.en.txt"))
    assert report["documents"][0]["origin"]["reads_translated"] is False
