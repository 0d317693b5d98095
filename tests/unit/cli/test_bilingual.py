"""Bilingual files on the command line: the source comes out of the file, huge files in parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tqcheck.cli.main import main

CATALOGUE = """msgid ""
msgstr ""
"Language: en\\n"
"X-Source-Language: fr\\n"

msgid "Le pont est ouvert depuis hier matin."
msgstr "The bridge  has been open since yesterday morning."
"""


def test_each_unit_is_judged_against_its_own_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "en.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    main(["score", "--engine", "fake", "--no-cache", "--format", "json", str(path)])
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert document["mode"] == "source"
    assert (document["language"]["code"], document["source_language"]) == ("en", "fr")
    assert [one["source"] for one in document["segments"]] == ["Le pont est ouvert depuis hier matin."]
    assert main(["lint", str(path)]) in (0, 1)


def test_a_memory_over_the_limit_is_read_in_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "large.tsv"
    lines = (f"Le pont numéro {n} est ouvert.\tBridge number {n} is open.\n" for n in range(1500))
    path.write_text("".join(lines), encoding="utf-8")
    code = main(["lint", "--to", "en", "--from", "fr", "--max-bytes", "80000", "--format", "json", str(path)])
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert code in (0, 1)
    assert [one["id"].rpartition(":")[2] for one in documents] == ["1-1000", "1001-1500"]


def test_what_was_extracted_or_cut_is_never_written_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.tsv"
    text = "".join(f"Il y a {n} ponts.\tThere are {n} bridges in in the town.\n" for n in range(1500))
    path.write_text(text, encoding="utf-8")
    main(["lint", "--to", "en", "--fix", "--write", "--max-bytes", "70000", str(path)])
    assert path.read_text(encoding="utf-8") == text
