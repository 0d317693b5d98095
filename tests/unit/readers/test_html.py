"""HTML: what is prose, in which language, and where it stands in the raw page."""

from __future__ import annotations

from html import escape
from html.entities import html5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.document import Kind
from tqcheck.errors import ReadError
from tqcheck.readers import OBJECT, read_text

PAGE = """\
<!DOCTYPE html>
<html lang="fr-FR"><head><meta charset="utf-8"><title>Titre | Site</title>
<style>p { color: red }</style><script>var a = "<p>not this</p>";</script></head>
<body class="x" data-note="not this">
<header><a href="/">Site name</a></header>
<nav><ul><li>Menu one</li></ul></nav>
<main>
<article>
  <header><h1>The &laquo;&nbsp;big&nbsp;&raquo; day</h1></header>
  <p title="nor this">One <b>bold</b> move,
     two&#8230; and <a href="http://a.b/?c=d&amp;e=f">three <em>links</em></a>.<!-- nor this -->
  <p lang="en-GB">He said <i lang="de">ja</i>.
  <blockquote><p>A quote.</p><footer>Its author</footer></blockquote>
  <ul><li>item one<li>item <code>two()</code></ul>
  <table><tr><th>Head<td>cell</table>
  <figure><img src="a.jpg" alt="not the alt"><figcaption>A caption.</figcaption></figure>
  <aside>Read also</aside>
  <pre>code block</pre>
  <button>Share</button>
  <p hidden>hidden</p><p style="display: none">hidden</p><div role="navigation">hidden</div>
  <form><label>Your address</label><input value="nor this"></form>
  <svg viewBox="0 0 1 1"><title>logo</title><text>in a picture</text></svg>
  <p>Line one<br>line two<br><br />new paragraph
  <footer>Tags: a, b</footer>
</article>
</main>
<footer>Imprint and more</footer>
</body></html>
"""


def test_what_is_prose() -> None:
    document = read_text(PAGE, "page.html")
    assert document.language == "fr"
    assert [(block.kind.value, block.text, block.language) for block in document.blocks] == [
        ("heading", "The «\xa0big\xa0» day", "fr"),
        ("paragraph", "One bold move, two… and three links.", "fr"),
        ("paragraph", "He said ja.", "en"),
        ("quotation", "A quote.", "fr"),
        ("quotation", "Its author", "fr"),
        ("item", "item one", "fr"),
        ("item", f"item {OBJECT}", "fr"),
        ("cell", "Head", "fr"),
        ("cell", "cell", "fr"),
        ("paragraph", "A caption.", "fr"),
        ("paragraph", "Line one line two", "fr"),
        ("paragraph", "new paragraph", "fr"),
    ]


@pytest.mark.parametrize(
    ("words", "raw"),
    [
        ("big", "big"),
        ("«\xa0big", "&laquo;&nbsp;big"),
        ("\xa0", "&nbsp;"),
        ("bold", "bold"),
        ("One bold move", "One <b>bold</b> move"),
        ("move, two…", "move,\n     two&#8230;"),
        ("three links.", "three <em>links</em></a>."),
        ("links", "links"),
        ("two(", None),
        (OBJECT, "<code>two()</code>"),
        ("one line", "one<br>line"),
        ("He said ja", 'He said <i lang="de">ja'),
    ],
)
def test_spans_into_the_raw_page(words: str, raw: str | None) -> None:
    document = read_text(PAGE, "page.html")
    found = [(block, block.text.index(words)) for block in document.blocks if words in block.text]
    if raw is None:
        assert not found
        return
    block, at = found[0]
    assert block.span(at, at + len(words)).of(PAGE) == raw


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("Bare text &amp; <i>more</i>", ["Bare text & more"]),
        ("<body><p>outside</p><article><p>inside</p></article>", ["inside"]),
        ("<p>outside<article><p>in article</article><main><p>in main</main>", ["in main"]),
        ("<p>outside<article></article>", ["outside"]),
        ("<header><h1>Fragment title</h1></header><p>Text", ["Fragment title", "Text"]),
        ("<body><header>Site</header><p>Text", ["Text"]),
        ("<body><form id=aspnet><p>The whole page</form>", ["The whole page"]),
        ("<body><form><main><p>The text</main>Search</form>", ["The text"]),
        ("<p>5 < 6 and a<b and &copy2024 &notanentity; &", ["5 < 6 and a"]),
        ("<p>5 < 6 &amp no &copy2024 &notit; AT&T & co", ["5 < 6 & no ©2024 ¬it; AT&T & co"]),
        ("<p>a&#x26;b&#0;c&#xD800;d&#99999999999;e&#150;f", ["a&b\ufffdc\ufffdd\ufffde–f"]),
        ("<p>w&shy;ord<wbr>s &#8203;", ["words \u200b"]),
        ("<noscript><p>no</noscript><p>yes", ["yes"]),
        ("<svg><g>no<p>yes", ["yes"]),
        ("<p>a <svg/> b<svg><title/><path/></svg> c", ["a b c"]),
        ("<p>Use <code>f</p><p>next", ["Use", "next"]),
        ("<p>a <textarea><p>no</textarea> b</p>", ["a b"]),
        ("<table><tr><td><div>a</td><td>b</div></td></tr></table>c", ["a", "b", "c"]),
        ("<dl><dt>term<dd>meaning</dl>", ["term", "meaning"]),
        ("<h2>Head</h2>tail", ["Head", "tail"]),
        ("<?xml version='1.0'?><html><body><p/>a<p>b</p></body></html>", ["a", "b"]),
        ("<p>one</ p>two</>three<!>four<!-->five<!--->six<!-- x --!>seven", ["onetwothreefourfivesixseven"]),
        ("<p title='a>b' hidden=x>no<p title=\"it's\">yes</p>", ["yes"]),
        ("<script>if (a</b) '</scripty>'</SCRIPT >yes", ["yes"]),
        ("<p>kept<p title='never closed>lost?", ["kept", "lost?"]),
        ("<div lang=''><p>unknown</div>", ["unknown"]),
    ],
)
def test_shapes(page: str, shown: list[str]) -> None:
    assert [block.text for block in read_text(page, "a.html").blocks] == shown


def test_a_paragraph_wholly_in_one_language_has_it() -> None:
    first, second = read_text("<p><span lang=de>Guten Tag</span></p><p>Und <i lang=it>ciao</i>", "a.html").blocks
    assert (first.language, second.language) == ("de", None)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "deep",
        "<b><p>" + "<i>" * 50_000 + "deep" + "</b>" * 50_000,
        "<p>x" + "<!--" * 100_000,
        "<p>x" + "<!y " * 100_000,
        "<p>x" + "</ " * 100_000,
        "<p>x" + "<a b='" * 50_000,
        "<p>x &#" + "9" * 100_000 + ";",
        "<p>x &" + "a" * 100_000,
        "<p title='" + "y" * 500_000 + "'>x",
        "<p>x" + "<table><tr><td>" * 30_000,
        "<p>x" + "<textarea></x" * 50_000,
        "<p>" + "<" * 100_000 + " x",
        "<p " + "/a" * 100_000 + ">x",
    ],
)
def test_hostile_pages_end(page: str) -> None:
    assert read_text(page, "a.html").blocks


def test_a_page_of_boilerplate_alone_has_no_prose() -> None:
    with pytest.raises(ReadError, match="no prose"):
        read_text("<html><nav>Menu</nav><script>x</script></html>", "a.html")


def test_old_entities_are_at_most_six_letters() -> None:
    assert max(len(name) for name in html5 if not name.endswith(";")) == 6


_NAMED = {"é": "&eacute;", "—": "&mdash;", "&": "&amp;", "<": "&lt;", "\xa0": "&nbsp;", "fj": "&fjlig;"}
_CHARS = st.sampled_from(["a", "b", "Z", "0", "é", "—", "&", "<", "\xa0", "fj", "😀", "'"])
_STYLE = st.integers(0, 3)
_TAGS = st.sampled_from(["", "<b>", "</b>", '<a href="a b &amp; c">', "</a>", "<!-- x y -->", "<img alt='a b'>"])
_SPACE = st.sampled_from([" ", "\n", "\n\t ", "  ", "&#32;", " \r\n "])


def _written(char: str, style: int) -> str:
    if style == 0 and char in _NAMED:
        return _NAMED[char]
    if style == 1 and len(char) == 1:
        return f"&#{ord(char)};"
    if style == 2 and len(char) == 1:
        return f"&#x{ord(char):X};"
    return escape(char)


@settings(max_examples=400, deadline=None)
@given(
    words=st.lists(
        st.tuples(st.lists(st.tuples(_CHARS, _STYLE, _TAGS), min_size=1, max_size=5), _SPACE), min_size=1, max_size=8
    )
)
def test_every_word_has_its_own_place(words: list[tuple[list[tuple[str, int, str]], str]]) -> None:
    raw, expected = "<p>", []
    for number, (chars, space) in enumerate(words):
        start = len(raw)
        raw += f"{number}w"
        text = f"{number}w"
        for char, style, tag in chars:
            raw += tag + _written(char, style)
            text += char
        expected.append((text, raw[start:], start))
        raw += space
    document = read_text(raw, "a.html")
    (block,) = document.blocks
    assert block.kind is Kind.PARAGRAPH
    at = 0
    for text, written, start in expected:
        assert block.text.startswith(text, at)
        span = block.span(at, at + len(text))
        assert (span.start, span.of(raw)) == (start, written)
        at += len(text) + 1
    assert at == len(block.text) + 1
