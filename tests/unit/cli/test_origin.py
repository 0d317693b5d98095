"""`tqcheck origin`: what it prints, in which formats, and its exit codes."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tqcheck import assembly
from tqcheck.cli.main import main
from tqcheck.document import Segment
from tqcheck.report import Finding, Judged, Origin, SentenceOrigin

TEXT = (
    "The ferry left the harbour late in the evening. Nobody on board had expected such a storm. "
    "The captain turned back before midnight. Twelve passengers spent the night in a school."
)


class Says:
    """A detector that goes by the first word."""

    def judge(
        self,
        text_language: str | None,
        segments: Sequence[Segment],
        judged: Mapping[int, Judged],
        findings: Sequence[Finding],
    ) -> Origin:
        level = "full" if judged else "surface"
        if segments[0].text.startswith("Short"):
            return Origin(None, None, {}, level=level, reason="The text has 3 words.")
        shares = [0.95, 0.1, 0.5, 0.7]
        return Origin(
            0.91,
            "es",
            {"es": 0.7, "fr": 0.21, "none": 0.09},
            ("“in the evening”: said so in Spanish.",),
            level,
            True,
            tuple(SentenceOrigin(one.span, share) for one, share in zip(segments, shares, strict=False)),
        )


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(assembly, "_detector", lambda _config: Says())
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Short it is.", encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["origin", "--engine", "fake", "--no-cache", *arguments])
    return code, capsys.readouterr().out


def test_the_answer_stands_first_with_all_that_shows_it(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "a.txt")
    assert code == 0
    lines = out.splitlines()
    assert lines[:2] == ["a.txt", "Reads as machine translation from Spanish: 91%"]
    assert "1 █▁▅▆" in out
    assert "“in the evening”: said so in Spanish." in out
    assert out.index("95% The ferry left") < out.index("10% Nobody on board")
    assert "Spanish" in out[out.index("If it is translated") :]
    assert "never a proof" in out
    assert "\x1b" not in out
    assert max(map(len, lines)) <= 80


def test_a_narrow_page_holds_everything(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "--width", "40", "a.txt")
    assert max(map(len, out.splitlines())) <= 40


def test_colour_is_there_when_asked_for(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b[" in run(capsys, "--color", "a.txt")[1]


def test_a_text_that_is_too_short_is_not_judged(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "b.txt")
    assert code == 0
    assert out.splitlines()[1:3] == ["Cannot tell whether it reads as machine translation", "The text has 3 words."]
    assert "█" not in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-over", "90", "a.txt"], 1),
        (["--fail-over", "92", "a.txt"], 0),
        (["--fail-over", "90", "b.txt"], 3),
        (["--fail-over", "90", "a.txt", "b.txt"], 3),
        (["--fail-over", "101", "a.txt"], 2),
        (["none.txt"], 3),
        ([], 2),
    ],
)
def test_exit_codes(texts: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int) -> None:
    assert run(capsys, *arguments)[0] == code


def test_the_surface_needs_no_engine(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["origin", "--surface", "--format", "json", "a.txt"]) == 0
    report = json.loads(capsys.readouterr().out)
    (document,) = report["documents"]
    assert document["mode"] == "rules-only"
    assert document["origin"]["level"] == "surface"
    assert [one["translated"] for one in document["origin"]["sentences"]] == [0.95, 0.1, 0.5, 0.7]
    assert report["provenance"]["engine"] is None


def test_a_row_a_text(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "--format", "csv", "a.txt", "b.txt")
    first, second = csv.DictReader(io.StringIO(out))
    assert (first["document"], first["translated"], first["reads_translated"], first["origin"]) == (
        "a.txt",
        "0.91",
        "yes",
        "es",
    )
    assert (second["translated"], second["reads_translated"], second["reason"]) == ("", "", "The text has 3 words.")


def test_standard_input_is_read(
    texts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    code, out = run(capsys, "-")
    assert (code, out.splitlines()[0]) == (0, "standard input")


def test_the_setting_does_not_silence_the_command(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (texts / "tqcheck.toml").write_text("detect-origin = false\n", encoding="utf-8")
    assert "91%" in run(capsys, "a.txt")[1]


def test_the_setting_silences_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    config = tmp_path / "tqcheck.toml"
    for value, silent in (("false", True), ("true", False)):
        config.write_text(f"detect-origin = {value}\ndetect-surface = true\n", encoding="utf-8")
        main(["lint", "--format", "json", "--config", str(config), str(path)])
        (document,) = json.loads(capsys.readouterr().out)["documents"]
        assert (document["origin"] is None) is silent


def test_score_tells_the_origin_and_lint_where_the_settings_ask_for_it(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["score", "--engine", "fake", "--no-cache", "a.txt"])
    assert "Reads as machine translation from Spanish: 91%" in capsys.readouterr().out
    main(["lint", "a.txt"])
    assert "machine translation" not in capsys.readouterr().out
    (texts / "tqcheck.toml").write_text("detect-surface = true\n", encoding="utf-8")
    main(["lint", "a.txt"])
    assert "Reads as machine translation from Spanish: 91%" in capsys.readouterr().out
    main(["lint", "b.txt"])
    assert "machine translation" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "environment", "note"),
    [
        (["--origin", "auto"], {}, True),
        (["--from", "auto"], {}, True),
        ([], {}, False),
        ([], {"TQCHECK_ORIGIN": "auto"}, True),
    ],
)
def test_a_guess_can_be_asked_for_over_the_settings(
    texts: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    note: bool,
) -> None:
    (texts / "tqcheck.toml").write_text('origin = "fr"\ndetect-surface = true\n', encoding="utf-8")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    main(["lint", "--format", "json", *arguments, "a.txt"])
    notes = json.loads(capsys.readouterr().out)["provenance"]["notes"]
    assert any("Spanish stands out" in one for one in notes) is note


@pytest.mark.parametrize("arguments", [["--from", "fr", "--origin", "auto"], ["--origin", "auto", "--from", "fr"]])
def test_a_language_and_a_guess_exclude_each_other(texts: Path, arguments: list[str]) -> None:
    assert main(["lint", *arguments, "a.txt"]) == 2
