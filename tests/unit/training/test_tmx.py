"""Translation memories, well-formed and not."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.engines.base import Pair
from tqcheck.errors import ReadError
from tqcheck.training.tmx import read_tmx

EN_FR = Pair("en", "fr")


def tmx(body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    return f'{head}<tmx version="1.4"><header srclang="en"/><body>{body}</body></tmx>'


def unit(*variants: tuple[str, str]) -> str:
    inside = "".join(f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>' for language, text in variants)
    return f"<tu>{inside}</tu>"


def pairs(tmp_path: Path, content: str | bytes) -> list[tuple[str, str]]:
    path = tmp_path / "memory.tmx"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_tmx(path, EN_FR))


def test_units_in_both_languages(tmp_path: Path) -> None:
    body = (
        unit(("en-GB", "The lake."), ("FR_ca", "Le lac."), ("de", "Der See."))
        + unit(("en", "Only English."))
        + unit(("fra", "Le pont &amp; la rue."), ("eng", "The bridge &amp; the street."))
        + unit(("en", "First."), ("en", "Second."), ("fr", "Premier."))
    )
    assert pairs(tmp_path, tmx(body)) == [
        ("The lake.", "Le lac."),
        ("The bridge & the street.", "Le pont & la rue."),
        ("First.", "Premier."),
    ]


def test_markup_codes_go_and_highlighted_text_stays(tmp_path: Path) -> None:
    inside = 'Press <bpt i="1">&lt;b&gt;<sub>a note</sub></bpt><hi>Start</hi><ept i="1">&lt;/b&gt;</ept><ph/>now'
    assert pairs(tmp_path, tmx(unit(("en", inside), ("fr", "Appuyez")))) == [("Press Startnow", "Appuyez")]


def test_the_older_attribute_and_a_doctype(tmp_path: Path) -> None:
    body = '<tu><tuv lang="EN"><seg>Yes</seg></tuv><tuv lang="FR"><seg>Oui</seg></tuv></tu>'
    assert pairs(tmp_path, tmx(body, '<!DOCTYPE tmx SYSTEM "tmx11.dtd">')) == [("Yes", "Oui")]


def test_utf_16(tmp_path: Path) -> None:
    text = tmx(unit(("en", "Café"), ("fr", "Café noir")), '<?xml version="1.0" encoding="UTF-16"?>')
    assert pairs(tmp_path, text.encode("utf-16")) == [("Café", "Café noir")]


def test_an_overlong_segment_is_left_out(tmp_path: Path) -> None:
    body = unit(("en", "x" * 30_000), ("fr", "y")) + unit(("en", "a"), ("fr", "b"))
    assert pairs(tmp_path, tmx(body)) == [("a", "b")]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
READS_A_FILE = '<!DOCTYPE tmx [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (tmx(unit(("en", "&b;"), ("fr", "x")), BOMB), "declares the entity"),
        (tmx(unit(("en", "&f;"), ("fr", "x")), READS_A_FILE), "declares the entity"),
        ("<html><body>no</body></html>", "not a TMX file, its root is <html>"),
        (tmx("<tu>")[:60], "not a whole TMX file, line"),
        ("", "not a whole TMX file"),
        ("just text", "not a whole TMX file"),
        (b"\x00\x01\x02" * 50, "not a whole TMX file"),
        (tmx("<tu>" * 300 + "</tu>" * 300), "deep in one another"),
        (tmx("", '<?xml version="1.0" encoding="klingon"?>'), "memory.tmx: "),
    ],
)
def test_what_is_no_memory_says_so(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(ReadError, match=r"memory\.tmx") as caught:
        pairs(tmp_path, content)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_stood_before_a_break_is_given_first(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(tmx(unit(("en", "a"), ("fr", "b")) * 3)[:-20])
    reader = read_tmx(path, EN_FR)
    assert next(reader) == ("a", "b")
    with pytest.raises(ReadError):
        list(reader)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No such file"):
        list(read_tmx(tmp_path / "none.tmx", EN_FR))


@settings(max_examples=50)
@given(content=st.binary(max_size=200))
def test_any_bytes_give_pairs_or_one_error(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    path.write_bytes(b'<?xml version="1.0"?><tmx><tu>' + content)
    with pytest.raises(ReadError):
        list(read_tmx(path, EN_FR))
