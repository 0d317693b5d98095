"""The page: what a text holds stays text, every link leads somewhere, nothing comes from outside."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.document import Document, Span
from tqcheck.readers import read_path
from tqcheck.readers.streaming import documents
from tqcheck.render import Style
from tqcheck.render.characters import legal
from tqcheck.render.html import render_html
from tqcheck.report import Finding, Mode, Omission, Origin, Report, Severity, Verdict

sys.path.insert(0, str(Path(__file__).parent))
from hostile import NASTY, report, reports
from sample import EMPTY, REPORT

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "article", "section"),
    *("footer", "h1", "h2", "h3", "h4", "p", "a", "ul", "ol", "li", "dl", "dt", "dd", "div", "span"),
    *("strong", "code", "q", "del", "ins", "mark", "table", "thead", "tbody", "tr", "th", "td", "figure"),
    *("figcaption", "svg", "desc", "rect", "text", "path"),
}
ATTRIBUTES = {
    *("lang", "dir", "charset", "name", "content", "http-equiv", "class", "id", "href", "style", "title"),
    *("role", "scope", "colspan", "aria-colspan", "data-label", "aria-label", "aria-labelledby"),
    *("aria-hidden", "viewbox", "x", "y", "width", "height", "rx", "d"),
}
VOID = {"meta", "rect", "path"}


class Page(HTMLParser):
    """Tags, attributes and the text of each paragraph of prose, without the numbers of notes."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.styles: list[str] = []
        self.headings: list[int] = []
        self.prose: list[str] = []
        self.everything = ""
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = {key: value or "" for key, value in attrs}
        self.tags.add(tag)
        self.attributes.update(given_)
        if "id" in given_:
            self.ids.append(given_["id"])
        if "href" in given_:
            self.links.append(given_["href"])
        if "style" in given_:
            self.styles.append(given_["style"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in VOID:
            return
        self._open.append((tag, given_.get("class", "")))
        if tag == "p" and self._open[-2][1].startswith("prose") and given_.get("class") != "name":
            self.prose.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(key for key, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.everything += data
        classes = [name for _, name in self._open]
        in_prose = any(name.startswith("prose") for name in classes) and "name" not in classes
        if in_prose and not any(name.startswith("ref") for name in classes):
            self.prose[-1] += data


def rendered(*given_reports: Report, style: Style | None = None) -> str:
    out = io.StringIO(newline="")
    render_html(given_reports, out, style or Style())
    return out.getvalue()


def checked(html: str) -> Page:
    page = Page(html)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert all(re.fullmatch(r"--v:\d+|width:[\d.]+%", style) for style in page.styles)
    assert html == legal(html)
    return page


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
@given(reports)
def test_whatever_a_text_holds_stays_text(hostile: Report) -> None:
    page = checked(rendered(hostile, EMPTY))
    shown = [legal(block.text) for one in (hostile, EMPTY) for block in one.document.blocks]
    assert page.prose == shown


def test_every_nasty_text_at_once() -> None:
    text = "\n\n".join(NASTY)
    for word in NASTY:
        page = checked(rendered(report(text, [(k, k + 9) for k in range(0, len(text), 5)], word)))
        assert legal(word).strip() in page.everything


def test_script_in_the_text_stays_text() -> None:
    html = rendered(report("<script>alert(1)</script>", [(3, 8)], "<script>"))
    assert "<script" not in html
    assert "&lt;sc" in html


def test_nothing_comes_from_outside() -> None:
    html = rendered(REPORT, EMPTY)
    assert "default-src 'none'" in html
    assert not re.search(r"url\(|@import|https?:|src=|@font-face", html.replace("Content-Security-Policy", ""))


def test_headings_skip_no_level() -> None:
    outside = replace(EMPTY, findings=REPORT.findings[:1], document=replace(EMPTY.document, blocks=()))
    headings = checked(rendered(REPORT, EMPTY, outside)).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(headings))


def test_marks_and_notes_link_both_ways() -> None:
    html = rendered(REPORT)
    page = checked(html)
    for number in range(4):
        assert f"#d1-m{number}" in page.links
        assert f"d1-m{number}" in page.ids
    for number in (1, 2, 3):
        assert f"#d1-n{number}" in page.links
        assert f"d1-n{number}" in page.ids
    assert html.count('id="d1-n2"') == 1, "equal findings share a note"


def test_severity_is_told_by_word_and_line_not_by_colour_alone() -> None:
    html = rendered(REPORT)
    css = html[html.index("<style>") : html.index("</style>")]
    drawn = {
        name: re.search(rf"mark\.{name} .*text-decoration-style: (\w+)", css) for name in ("error", "warning", "note")
    }
    assert len({found and found.group(1) for found in drawn.values()}) == 3
    for label in drawn:
        assert f'<span class="severity">{label}</span>' in html


def test_languages_are_declared() -> None:
    html = rendered(REPORT)
    assert '<p lang="en" dir="auto">The mayor' in html
    assert 'data-label="Back in French" lang="fr" dir="auto">Le maire' in html
    assert 'data-label="Round trip" lang="en" dir="auto">The mayor' in html
    assert '<dd class="phrase" lang="fr" dir="auto">a assuré que</dd>' in html
    assert 'lang="x&quot;' not in rendered(report("a", [], 'x"y'))


def test_a_source_stands_beside_its_translation() -> None:
    outcomes = tuple(
        replace(o, segment=replace(o.segment, source_text="Le maire l’a dit."), round_trip=None) if k == 0 else o
        for k, o in enumerate(REPORT.outcomes)
    )
    html = rendered(replace(REPORT, mode=Mode.SOURCE, outcomes=outcomes))
    assert 'data-label="Source" lang="fr" dir="auto">Le maire l’a dit.</td>' in html
    assert "against the source" in html


def test_doubted_words_are_marked_in_their_sentence_and_explained() -> None:
    html = rendered(REPORT)
    checked(html)
    row = html[html.index('<tr role="row" id="d1-s1"') :]
    assert 'mayor <mark class="doubt">assured</mark><span class="vh"> (worth a look)</span> that' in row
    assert 'she <mark class="doubt likely">hammered</mark><span class="vh"> (doubtful)</span>.' in row
    assert "words that hardly follow from the back-translation" in html
    css = html[html.index("<style>") : html.index("</style>")]
    styles = re.findall(r"mark\.[a-z.]+ [^}]*text-decoration-style: (\w+)", css)
    assert len(styles) == len(set(styles)) == 5, "five kinds of mark, told apart without colour"
    assert 'class="doubt' not in rendered(EMPTY)


def test_omissions_are_marked_in_the_source_and_listed() -> None:
    first = REPORT.outcomes[0]
    source = "Hier, le maire & son <équipe> l’ont dit."
    missed = (Omission(0, 4, "Hier"), Omission(21, 29, "<équipe>"))
    judged = replace(first, segment=replace(first.segment, source_text=source), round_trip=None, omissions=missed)
    html = rendered(replace(REPORT, mode=Mode.SOURCE, outcomes=(judged, *REPORT.outcomes[1:])))
    checked(html)
    assert '<mark class="omitted">Hier</mark><span class="vh"> (perhaps left out)</span>, le maire &amp; son' in html
    assert 'Perhaps left out: <q lang="fr" dir="auto">Hier</q>, <q lang="fr" dir="auto">&lt;équipe&gt;</q>' in html
    assert "words that hardly follow from the source" in html


def test_an_unjudged_sentence_says_why() -> None:
    html = rendered(REPORT)
    assert 'data-label="Not judged">The translation repeats itself.</td>' in html
    assert "Sentence 3: not judged" in html


def test_pictures_say_in_words_what_they_show() -> None:
    html = rendered(REPORT)
    assert "2 sentences judged. Sentences by fidelity: 60 to 70: 1; 80 to 90: 1." in html
    assert '<span class="vh">Sentence 1: 62</span>' in html


def test_scores_outside_the_scale_do_not_break_the_picture() -> None:
    odd = tuple(replace(o, fidelity=value) for o, value in zip(REPORT.outcomes[:2], (-3.0, 130.0), strict=True))
    assert "0 to 10: 1; 90 to 100: 1" in rendered(replace(REPORT, outcomes=odd))


def test_origin_is_shown_where_it_is_known() -> None:
    html = rendered(REPORT)
    assert "Reads as machine translation from French: 87%" in html
    assert html.index(">French</span>") < html.index(">Spanish</span>") < html.index(">others</span>")
    assert "<li>“assured that” is the French “a assuré que”.</li>" in html
    assert html.count('title="Sentence 1: 93%"') == 1
    assert "2 of 3 sentences read more translated than native" in html
    assert "never a proof" in html
    assert "Origin</h3>" not in rendered(replace(REPORT, origin=None))


def test_an_origin_that_cannot_be_told_says_why_and_no_more() -> None:
    html = rendered(replace(REPORT, origin=Origin(None, None, {}, reason="The text has 12 words.")))
    assert "Cannot tell whether it reads as machine translation" in html
    assert "The text has 12 words." in html
    assert 'class="strip heat' not in html


def test_the_strip_leads_to_the_sentences_only_where_they_are_shown() -> None:
    assert '<a href="#d1-s1" class="step4"' in rendered(REPORT)
    alone = rendered(replace(REPORT, outcomes=(), mode=Mode.RULES_ONLY))
    assert '<span class="cell step4"' in alone
    assert "The two camps part again" in alone[alone.index("least translated") :]


def test_contents_stand_before_several_documents_only() -> None:
    assert '<nav class="contents"' not in rendered(REPORT)
    html = rendered(REPORT, EMPTY)
    assert html.index('href="#d2"') < html.index('id="d1"')
    assert "2 documents: 1 blocked, 1 passed" in html


def test_no_document_is_a_page_too() -> None:
    assert "No document was checked." in checked(rendered()).everything


def test_sentences_can_be_left_out() -> None:
    assert "<table" not in rendered(REPORT, style=Style(sentences="none"))


def test_a_finding_outside_the_text_is_listed() -> None:
    document = Document("x", "<html lang=fr>", (), "html")
    found = Finding("page/language", "c", Severity.ERROR, Span(0, 5), "<html", "No.")
    html = rendered(replace(EMPTY, document=document, findings=(found,), verdict=Verdict.BLOCK))
    assert "Outside the text shown" in html
    assert "&lt;html</q>" in html


def test_an_insertion_has_a_mark() -> None:
    found = Finding("a/b", "c", Severity.INFO, Span(9, 9), "", "No.", ".")
    html = rendered(replace(EMPTY, findings=(found,)))
    assert '<mark class="note point"></mark>' in html
    assert '<span class="verb">Insert</span>' in html


@pytest.mark.parametrize("spans", [[(0, 9), (4, 12)], [(0, 20), (4, 8), (4, 8)], [(0, 3), (3, 6)], [(2, 2), (2, 5)]])
def test_overlapping_findings_keep_their_numbers(spans: list[tuple[int, int]]) -> None:
    page = checked(rendered(report("A sentence with flaws in it.", spans, "w")))
    assert page.prose == ["A sentence with flaws in it."]
    for number in range(len(spans)):
        assert f"d1-m{number}" in page.ids


def test_other_formats_load_no_templates() -> None:
    code = "import sys; from tqcheck.render import renderer; renderer('json'); sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def lint_page(path: Path, units: int | None = None) -> str:
    found = documents(path, units=units) if units else [read_path(path)]
    (checked,) = assemble(Config(engine="none")).check(found)
    out = io.StringIO()
    render_html([checked], out, Style())
    return out.getvalue()


def test_a_unit_by_rules_alone_stands_below_what_it_translates(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("id\tsource\ttarget\nk1\tIl pleut & {0}.\tIt rains on {0}.\n", encoding="utf-8")
    page = lint_page(path)
    assert '<p class="original" lang="" dir="auto">Il pleut &amp; ▯.</p>' in page
    assert ">It rains on ▯.</p>" in page
    path = tmp_path / "a.po"
    path.write_text('msgid "Il pleut."\nmsgstr "It rains."\n', encoding="utf-8")
    page = lint_page(path)
    assert page.count("Il pleut.") == 1  # the name of the unit


def test_a_part_of_a_file_is_called_by_its_units(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("Il pleut.\tIt rains.\n", encoding="utf-8")
    assert f">{path}:1-1</h2>" in lint_page(path, units=5)
    assert f">{path}</h2>" in lint_page(path)
