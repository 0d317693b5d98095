"""Output against golden files; TQCHECK_UPDATE_GOLDEN=1 writes them anew: read the difference before you commit it."""

import io
import json
import os
import re
import sys
from pathlib import Path

import jsonschema
import pytest
from rich.cells import cell_len

from tqcheck.render import FORMATS, Style, renderer

sys.path.insert(0, str(Path(__file__).parent))
from sample import EMPTY, REPORT

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "report.schema.json").read_text("utf-8"))
CASES = {
    "report.txt": ("text", Style(80)),
    "report-narrow.txt": ("text", Style(50)),
    "report-all.txt": ("text", Style(100, sentences="all")),
    "report-colour.txt": ("text", Style(80, colour=True)),
    "report.json": ("json", Style()),
    "report.jsonl": ("jsonl", Style()),
    "report.html": ("html", Style()),
    "report.csv": ("csv", Style()),
    "report.sarif": ("sarif", Style()),
    "report.junit.xml": ("junit", Style()),
    "report.github.txt": ("github", Style()),
    "report.rdjson": ("rdjson", Style()),
    "report.checkstyle.xml": ("checkstyle", Style()),
    "report.mqm.tsv": ("mqm", Style()),
}


def rendered(format_: str, style: Style) -> str:
    out = io.StringIO()
    renderer(format_)([REPORT, EMPTY], out, style)
    return out.getvalue()


@pytest.mark.parametrize("name", CASES)
def test_output_is_as_the_golden_file(name: str) -> None:
    text = rendered(*CASES[name])
    path = GOLDEN / name
    if os.environ.get("TQCHECK_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8")


def test_every_format_has_a_golden_file() -> None:
    assert {format_ for format_, _ in CASES.values()} == set(FORMATS)


@pytest.mark.parametrize("width", [40, 50, 80, 120])
def test_text_keeps_to_its_width(width: int) -> None:
    lines = rendered("text", Style(width, sentences="all")).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_text_without_colour_has_no_escapes_and_underlines_by_carets() -> None:
    text = rendered("text", Style(80))
    assert "\x1b" not in text
    lines = text.splitlines()
    at = next(k for k, line in enumerate(lines) if "assured that" in line)
    assert lines[at + 1] == " " * lines[at].index("assured that") + "^" * len("assured that")


def test_text_with_colour_says_the_same() -> None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", rendered("text", Style(80, colour=True)))
    without_carets = [line.rstrip() for line in rendered("text", Style(80)).splitlines() if set(line) - set(" ^")]
    assert [line.rstrip() for line in plain.splitlines() if line.strip()] == without_carets


def test_equal_findings_are_shown_once_with_their_lines() -> None:
    text = rendered("text", Style(80))
    assert text.count("politics/camps") == 1
    assert "line 1, also 3" in text


def test_json_fits_its_schema() -> None:
    jsonschema.validate(json.loads(rendered("json", Style())), SCHEMA)
    for line in rendered("jsonl", Style()).splitlines():
        jsonschema.validate(json.loads(line), SCHEMA)


def test_json_spans_are_exact() -> None:
    for document in json.loads(rendered("json", Style()))["documents"]:
        for one in document["findings"]:
            assert REPORT.document.text[one["start"] : one["end"]] == one["quote"]
        for one in document["segments"]:
            assert REPORT.document.text[one["start"] : one["end"]] == one["text"]


def test_every_format_is_in_the_documentation() -> None:
    page = (Path(__file__).parents[3] / "docs" / "output.md").read_text("utf-8")
    assert [name for name in FORMATS if f"| `{name}` |" not in page] == []
