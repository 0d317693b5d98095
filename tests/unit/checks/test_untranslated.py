"""Left-overs in another language: sentences, clauses, words, abbreviations and titles."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.acronyms import Acronyms
from tqcheck.checks.base import Context
from tqcheck.checks.honorifics import Honorifics
from tqcheck.checks.institutions import Institutions
from tqcheck.checks.untranslated import Untranslated
from tqcheck.document import Document, Segment
from tqcheck.report import Finding, Severity

FAMILIES = (Acronyms(), Honorifics(), Institutions(), Untranslated())


def findings(
    text: str, language: str = "en", origin: str | None = None, blocks: dict[int, str] | None = None
) -> list[Finding]:
    document = Document.plain(text)
    marked = tuple(replace(block, language=(blocks or {}).get(at)) for at, block in enumerate(document.blocks))
    document = replace(document, blocks=marked)
    segments = tuple(
        Segment(at, at, 0, len(block.text), block.span(0, len(block.text)), block.text)
        for at, block in enumerate(document.blocks)
    )
    context = Context(document, language, segments, origin)
    return sorted((found for check in FAMILIES for found in check(context)), key=lambda found: found.span)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "El museo está cerrado hasta el martes por obras en la entrada."),
        ("en", "Il museo è chiuso fino a martedì per lavori nella sala grande."),
        ("en", "O museu está fechado até terça para obras na entrada."),
        ("en", "Het museum is gesloten tot dinsdag en de ingang wordt verbouwd."),
        ("fr", "The museum is closed until Tuesday because of works at the entrance."),
        ("de", "Le musée est fermé jusqu’à mardi pour des travaux dans la grande salle."),
        ("es", "The museum will be closed and they are sorry about that."),
    ],
)
def test_finds_a_sentence_of_another_language(language: str, text: str) -> None:
    (found,) = (each for each in findings(text, language) if each.rule == "untranslated/sentence")
    assert found.quote == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le musée est fermé jusqu’à mardi pour travaux."),
        ("de", "Das Museum ist bis Dienstag wegen Arbeiten geschlossen."),
        ("es", "El museo está cerrado hasta el martes por obras."),
        ("it", "Il museo è chiuso fino a martedì per lavori."),
        ("pt", "O museu está fechado até terça para obras."),
        ("nl", "Het museum is gesloten tot dinsdag."),
        ("en", "Die Welt, Le Monde and El País, La Stampa and De Telegraaf are papers."),
        ("en", "Pain au chocolat, boeuf bourguignon and coq au vin are on the menu."),
        ("en", "Run, man, run: the war is on!"),
    ],
)
def test_leaves_the_language_of_the_text_alone(language: str, text: str) -> None:
    assert findings(text, language) == []


def test_a_paragraph_of_a_bilingual_page_is_no_flaw() -> None:
    text = "The museum is closed.\n\nLe musée est fermé pour une durée de deux mois."
    assert findings(text, blocks={0: "en", 1: "fr"}) == []
    assert len(findings(text)) == 1


def test_words_inside_a_foreign_sentence_are_not_told_again() -> None:
    text = "La préfecture est fermée pour les travaux de la rue."
    assert [found.rule for found in findings(text)] == ["untranslated/sentence"]


def test_quoted_words_are_left_alone() -> None:
    assert findings("He sang “il ne faut pas que les autres le sachent” and left for the préfecture.")[0].quote == (
        "préfecture"
    )


def test_clause_span() -> None:
    text = "They say that il ne faut pas toucher les murs in the cave."
    (found,) = findings(text)
    assert found.rule == "untranslated/clause"
    assert found.quote == "il ne faut pas toucher les murs"


@pytest.mark.parametrize(
    ("language", "origin", "text", "pairs"),
    [
        ("en", None, "The FMI and the OMS agree.", [("FMI", "IMF"), ("OMS", "WHO")]),
        ("fr", None, "La NATO et le GDP.", [("NATO", "OTAN"), ("GDP", "PIB")]),
        ("de", None, "Der IMF warnt.", [("IMF", "IWF")]),
        ("en", "es", "The IVA will rise.", [("The IVA", "VAT")]),
        ("en", "fr", "Said OTAN Secretary General Bru.", [("OTAN", "NATO")]),
        ("en", None, "Said OTAN Secretary General Bru.", []),
        ("en", "fr", "In the OTAN and the BCE.", [("the OTAN", "NATO"), ("BCE", "ECB")]),
        ("en", "fr", "The IVA will rise.", []),
        ("en", None, "The “OTAN” and (OTAN) and OTAN-led.", []),
        ("en", None, "IT IS THE PIB", []),
        ("fr", None, "L’UE et l’ONU, US Open, WHO.", []),
    ],
)
def test_acronyms(language: str, origin: str | None, text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(found.quote, found.suggestion) for found in findings(text, language, origin)] == pairs


def test_doubtful_acronyms_are_only_noted() -> None:
    (found,) = findings("Some TVA will be due.", origin="fr")
    assert found.severity is Severity.INFO


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Luc Pons is here. M. Pons smiles.", ["M. Pons"]),
        ("Michel Pons is here. M. Pons smiles.", []),
        ("M. Pons smiles.", []),
        ("Mme Pons smiles at Mlle Roux.", ["Mme Pons", "Mlle Roux"]),
        ("Luc Pons met M. Pons Garcia.", []),
    ],
)
def test_titles(text: str, quotes: list[str]) -> None:
    assert [found.quote for found in findings(text)] == quotes


@given(st.text(alphabet="abdelrsuéßñ ’“”.MPIB", max_size=80), st.sampled_from(["en", "fr", "de", "es"]))
def test_spans_are_exact(text: str, language: str) -> None:
    for found in findings(text, language):
        assert found.span.of(text) == found.quote


@pytest.mark.parametrize("unit", ["que les une ", "été ", "“", "PIB ", "M. Pons ", "il ne faut pas. The OTAN\n\n"])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    findings(unit * (200_000 // len(unit)))
    assert time.perf_counter() - started < 6


def test_institutions() -> None:
    assert findings("The Sécurité ſociale and the Nations\u00a0unies met.")[0].suggestion == "United Nations"
    assert [one.suggestion for one in findings("He left the Cour d'appel.", origin="fr")] == ["court of appeal"]
    assert findings("He left the Cour d'appel.", origin="de") == []
