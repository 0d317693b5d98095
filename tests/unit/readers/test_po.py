"""Gettext catalogues: escapes, contexts, plurals, notes, placeholders."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.document import Document
from tqcheck.errors import ReadError
from tqcheck.readers import OBJECT, read_text

CATALOGUE = r"""# A catalogue.
msgid ""
msgstr ""
"Project-Id-Version: boats 1\n"
"Language: fr_FR\n"
"X-Source-Language: en\n"

#  For the harbour master.
#. Shown at night
#: src/boat.c:12
#, c-format, python-brace-format
#| msgid "The boat left"
msgctxt "harbour"
msgid "The \"%s\" boat "
"sleeps in {place}."
msgstr ""
"Le bateau «\t%s\t» dort "
"dans {place}\056"

#, fuzzy, c-format
msgid "Not sure"
msgstr "Pas sûr"

msgid "Untranslated"
msgstr ""

#~ msgid "Old"
#~ msgstr "Vieux"

msgid "%d boat"
msgid_plural "%d boats"
msgstr[0] "%d bateau"
msgstr[1] "%d bateaux"
"""


def test_messages(hold: Callable[[Document], None]) -> None:
    document = read_text(CATALOGUE, "fr.po")
    hold(document)
    assert [(block.name, block.text) for block in document.blocks] == [
        ('harbour: The "%s" boat sleeps in {place}.', f"Le bateau «\t{OBJECT}\t» dort dans {OBJECT}."),
        ("%d boat[0]", f"{OBJECT} bateau"),
        ("%d boat[1]", f"{OBJECT} bateaux"),
    ]
    source = document.source
    assert source is not None
    assert [block.text for block in source.blocks] == [
        f'The "{OBJECT}" boat sleeps in {OBJECT}.',
        f"{OBJECT} boat",
        f"{OBJECT} boats",
    ]
    assert (document.language, source.language) == ("fr", "en")
    assert document.blocks[0].note == "For the harbour master.\nShown at night"


def test_offsets_lead_through_escapes_and_string_breaks() -> None:
    document = read_text(CATALOGUE, "fr.po")
    block = document.blocks[0]
    at = block.text.index("dort dans")
    assert block.span(at, at + 9).of(CATALOGUE) == 'dort "\n"dans'
    at = block.text.index("\t")
    assert block.span(at, at + 1).of(CATALOGUE) == r"\t"
    assert block.span(len(block.text) - 1, len(block.text)).of(CATALOGUE) == r"\056"
    at = block.text.index(OBJECT)
    assert block.span(at, at + 1).of(CATALOGUE) == "%s"


def test_line_ends_and_missing_blank_lines_do_not_matter() -> None:
    expected = [block.text for block in read_text(CATALOGUE, "fr.po").blocks]
    for changed in (CATALOGUE.replace("\n", "\r\n"), CATALOGUE.replace("\n\n", "\n")):
        assert [block.text for block in read_text(changed, "fr.po").blocks] == expected


def test_one_form_for_all_numbers_has_the_plural_as_its_source() -> None:
    text = 'msgid "%d boat"\nmsgid_plural "%d boats"\nmsgstr[0] "%d 隻の船です"\n'
    document = read_text(text, "ja.po")
    assert document.source is not None
    assert document.source.blocks[0].text == f"{OBJECT} boats"


@pytest.mark.parametrize("line", ['msgstr "no end', "just words", '"a string of nothing"', 'msgid "a" b'])
def test_what_is_no_catalogue_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(ReadError, match="line 3") as caught:
        read_text(f'# c\n\n{line}\nmsgid "a"\nmsgstr "b c"\n', "x.po")
    assert "\n" not in str(caught.value)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip))
def test_any_message_is_read_back(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    try:
        document = read_text(f'msgid "x"\nmsgstr "word {escaped}"\n', "x.po")
    except ReadError:
        pytest.fail("a whole catalogue was refused")
    assert document.blocks[0].text.startswith("word")
