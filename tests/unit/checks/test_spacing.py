"""Spaces and signs by language: suggestions, severities by the text's own habits, hostile input."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.base import Context
from tqcheck.checks.no_break import NoBreak
from tqcheck.checks.spacing import Spacing
from tqcheck.checks.typography import Typography
from tqcheck.document import Block, Document, Kind
from tqcheck.report import Finding, Severity

FAMILIES = (Spacing(), NoBreak(), Typography())
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru")


def findings(text: str, language: str = "en") -> list[Finding]:
    context = Context(Document.plain(text), language, ())
    return sorted((found for check in FAMILIES for found in check(context)), key=lambda found: found.span)


@pytest.mark.parametrize(
    ("language", "text", "quote", "better"),
    [
        ("en", "Three aims : jobs and homes.", "aims :", "aims:"),
        ("en", "Who pays\u00a0? Nobody.", "pays\u00a0?", "pays?"),
        ("de", "Wer zahlt das ? Niemand.", "das ?", "das?"),
        ("es", "¿Quién paga ? Nadie.", "paga ?", "paga?"),
        ("it", "Chi paga ? Nessuno.", "paga ?", "paga?"),
        ("pt", "Quem paga ? Ninguém.", "paga ?", "paga?"),
        ("nl", "Wie betaalt ? Niemand.", "betaalt ?", "betaalt?"),
        ("pl", "Kto płaci ? Nikt.", "płaci ?", "płaci?"),
        ("ru", "Кто платит ? Никто.", "платит ?", "платит?"),
        ("fr", "Le maire , ému, part.", "maire ,", "maire,"),
        ("en", "It rained,so we left.", ",s", ", s"),
        ("en", "We left.The rain went on.", ".T", ". T"),
        ("en", "The hall ( built late) burned.", "( ", "("),
        ("en", "They do n't care.", "do n't", "don't"),
        ("fr", "Il voit l' homme.", "l' ", "l'"),
        ("it", "La fine dell' anno è vicina.", "dell' ", "dell'"),
        ("fr", "Il parle de «fin\u00a0» au pays.", "«", "«\u00a0"),
        ("fr", "Voici la liste : rien.", " :", "\u00a0:"),
        ("fr", "Les 45 000 habitants votent.", " ", "\u202f"),
        ("fr", "Une hausse de 12% en mai.", "%", "\u202f%"),
        ("es", "Quién paga? Nadie.", "paga?", None),
        ("en", "It´s late.", "´", "'"),
        ("en", "Tea, milk, etc...", "etc...", "etc."),
    ],
)
def test_suggestions(language: str, text: str, quote: str, better: str | None) -> None:
    assert [(flaw.quote, flaw.suggestion) for flaw in findings(text, language)] == [(quote, better)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wer zahlt das? Nur 5% im Jahr, 20€ im Monat."),
        ("de", "Lehrer:innen, Vor- und Nachteile: „So ist es.“"),
        ("es", "—¿Quién paga? —dijo él—. ¡Nadie!"),
        ("it", "Un po' di vino, l'uomo e l'anno 2020: «Che bello»."),
        ("pt", "Quem paga? Ninguém: nem o Estado."),
        ("nl", "Foto's van 's ochtends: wie betaalt?"),
        ("pl", "Kto płaci? Nikt: „nie ma mowy”."),
        ("ru", "Кто платит? Никто: «не будет»."),
        ("fr", "«\u00a0Qui paie\u202f?\u00a0» À 20:30, 12\u00a0% des 45\u202f000 élus ont dit\u00a0: personne\u202f!"),
        ("en", "“Who pays?” At 20:30, 12% of 45,000 said: nobody; it’s ’cause… well – no one."),
    ],
)
def test_native_usage_is_left_alone(language: str, text: str) -> None:
    assert findings(text, language) == []


def test_an_exception_to_the_habit_of_a_french_text_is_a_warning() -> None:
    rare = "Oui\u00a0: un. Non\u00a0: deux. Si\u00a0: trois. Bon : quatre."
    assert [(flaw.rule, flaw.severity) for flaw in findings(rare, "fr")] == [("spacing/no-break", Severity.WARNING)]
    often = "Oui : un. Non : deux. Si\u00a0: trois. Bon : quatre."
    assert {flaw.severity for flaw in findings(often, "fr")} == {Severity.INFO}


def test_a_missing_space_is_a_warning_only_against_the_habit_of_the_text() -> None:
    habit = "Qui\u202f? Moi\u202f! Quand\u202f? Demain\u202f! "
    assert [(flaw.quote, flaw.severity) for flaw in findings(habit + "Comment?", "fr")] == [("?", Severity.WARNING)]
    assert findings("Qui? Moi! Quand? Demain!", "fr") == []


def test_the_no_break_space_is_the_one_that_the_text_uses() -> None:
    (flaw,) = findings("Qui\u00a0? Moi\u00a0! Quand\u00a0? Demain\u00a0! Comment ?", "fr")
    assert flaw.suggestion == "\u00a0?"


def test_german_and_spanish_units_follow_the_habit_of_the_text() -> None:
    assert findings("Es waren 5%, dann 7%.", "de") == []
    (flaw,) = findings("Es waren 5 %, dann 7 %, dann 8 % und nun 9%.", "de")
    assert (flaw.quote, flaw.suggestion, flaw.severity) == ("%", "\u00a0%", Severity.WARNING)


def test_table_cells_are_left_alone() -> None:
    text = "Total : 3 ,5"
    document = Document("t", text, (Block.copy(text, 0, Kind.CELL),))
    assert [flaw for check in FAMILIES for flaw in check(Context(document, "en", ()))] == []


@pytest.mark.parametrize("unit", [" ?", "« ", "a ,", "( a ", "a- b", "12 %", "l' a", "..", "??", "1 000 ", "- a", " '"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_hostile_text_takes_linear_time(unit: str, language: str) -> None:
    started = time.process_time()
    findings(unit * 20_000, language)
    assert time.process_time() - started < 8


@given(st.text(alphabet=" \u00a0.,;:!?«»()'’´-–%€ab1\n", max_size=60), st.sampled_from(LANGUAGES))
def test_spans_are_exact(text: str, language: str) -> None:
    for flaw in findings(text, language):
        assert flaw.span.of(text) == flaw.quote
        assert flaw.quote
        assert flaw.suggestion != flaw.quote
