"""`tqcheck report` and `tqcheck cache`: exit codes, files, what is said."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tqcheck.cache import Cache
from tqcheck.cli import main

CLEAN = "The ferry left the harbour late in the evening. Nobody on board had expected such a storm.\n"
FLAWED = CLEAN.replace("left the", "left the the")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "clean.txt").write_text(CLEAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")
    monkeypatch.setenv("TQCHECK_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def test_exit_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "texts"]) == 0
    assert capsys.readouterr().out == "reports/index.html\n"
    (folder / "texts" / "flawed.md").write_text(FLAWED, encoding="utf-8")
    assert main(["report", "texts"]) == 1
    assert "1 of 2 documents judged, 1 flagged" in capsys.readouterr().err
    assert main(["report", "texts", "--fail-on", "never"]) == 0
    (folder / "texts" / "latin.txt").write_bytes(b"caf\xe9")
    assert main(["report", "texts"]) == 3
    assert main(["report", "nowhere"]) == 2
    assert main(["report", "texts", "--changed", "--all"]) == 2


def test_the_second_run_says_that_there_is_nothing_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["report", "texts", "--out", "o", "--log", "o.log"])
    main(["report", "texts", "--out", "o", "--log", "o.log"])
    assert capsys.readouterr().err.splitlines()[-1] == "Nothing has changed"
    (line,) = (folder / "o.log").read_text().splitlines()
    assert line.endswith("INFO texts/clean.txt: pass. Nothing was flagged.")


def test_the_second_run_loads_nothing_heavy(folder: Path) -> None:
    assert main(["report", "texts"]) == 0
    heavy = ("langdetect", "sacrebleu", "ctranslate2", "jinja2", "rich")
    code = (
        f"from tqcheck.cli import main; main(['report', 'texts']); import sys; print(set({heavy}) & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Nothing has changed" in done.stderr
    assert done.stdout.splitlines()[-1] == "set()"


def test_sources_lie_beside_the_texts(folder: Path) -> None:
    (folder / "texts" / "source.fr.txt").write_text("Le ferry a quitté le port tard dans la soirée.", encoding="utf-8")
    assert main(["report", "texts", "--source", "source.*"]) in (0, 1)
    (document,) = map(json.loads, Path("reports/summary.jsonl").read_text().splitlines())
    assert (document["mode"], document["source_language"]) == ("source", "fr")
    (report,) = json.loads(Path("reports", document["json"]).read_text("utf-8"))["documents"]
    assert report["path"] == "texts/clean.txt"


def test_the_page_allows_its_own_script_and_style_alone(folder: Path) -> None:
    main(["report", "texts"])
    page = Path("reports/index.html").read_text("utf-8")
    assert "unsafe" not in page
    assert "http:" not in page
    assert "https:" not in page
    assert page.count("<script>") == page.count("<style>") == 1
    assert " style=" not in page


def test_the_cache_is_shown_and_emptied(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Cache(folder / "cache" / "translations.sqlite").put({bytes([n]): "x" * 1000 for n in range(5)})
    assert main(["cache", "info"]) == 0
    assert "translations.sqlite: 5 translations" in capsys.readouterr().out
    assert main(["cache", "prune", "--to", "0.0035"]) == 0
    assert capsys.readouterr().out == "2 translations dropped\n"
    assert main(["cache", "clear"]) == 0
    assert capsys.readouterr().out == "3 translations dropped\n"
    (folder / "tqcheck.toml").write_text('cache-path = "other.sqlite"')
    assert main(["cache", "info"]) == 0
    assert capsys.readouterr().out.startswith("other.sqlite: 0 translations")
