"""Translations against their source: numbers, addresses, names, negations, and whole sentences."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.base import Context
from tqcheck.checks.number_words import compound, magnitude, number_words
from tqcheck.checks.source_dates import SourceDates
from tqcheck.checks.source_numbers import SourceNumbers
from tqcheck.checks.source_sentences import SourceSentences
from tqcheck.checks.source_words import SourceWords
from tqcheck.checks.units import units
from tqcheck.document import Block, Document, Kind, Segment, Span
from tqcheck.report import Finding, Judged, Severity

FAMILIES = (SourceNumbers(), SourceDates(), SourceSentences(), SourceWords())


def one(text: str, source: str, back: str | None = None, origin: str = "fr", kind: Kind = Kind.PARAGRAPH) -> Context:
    document = Document("text", text, (Block.copy(text, 0, kind),))
    segment = Segment(0, 0, 0, len(text), Span(0, len(text)), text, source_text=source)
    return Context(document, "en", (segment,), origin, {0: Judged(segment, back)} if back else {})


def findings(context: Context) -> list[Finding]:
    return sorted((found for check in FAMILIES for found in check(context)), key=lambda found: found.span)


def rules(text: str, source: str, **more: object) -> list[str]:
    return [found.rule for found in findings(one(text, source, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("origin", "source", "text"),
    [
        ("fr", "Il y a 1 234,5 tonnes.", "There are 1,234.5 tonnes."),
        ("fr", "Il a gagné 2 milliards.", "He won 2 billion."),
        ("fr", "Il a gagné 1,5 million.", "He won 1,500,000."),
        ("fr", "Départ à 18h45.", "It leaves at 6:45 p.m."),
        ("fr", "Les années 60.", "The 1960s."),
        ("fr", "Quelque 25 villages.", "Some twenty-five villages."),
        ("fr", "Quatre-vingts maires.", "80 mayors."),
        ("fr", "Au XVIIIe siècle.", "In the 18th century."),
        ("fr", "Appelez le 01 44 55 66 77.", "Call +33 1 44 55 66 77."),
        ("fr", "À 100 km/h.", "At 62 mph."),
        ("de", "Es waren 3.400 Menschen.", "There were 3,400 people."),
        ("de", "Fünfundzwanzig Häuser.", "The 25 houses."),
        ("de", "Um 10.30 Uhr am 9. Mai.", "At 10:30 a.m. on May 9."),
        ("es", "Costó 4 mil millones de euros.", "It cost €4 billion."),
        ("fr", "Une dette de 3 M€.", "A debt of €3m."),
    ],
)
def test_equal_numbers_in_other_dress(origin: str, source: str, text: str) -> None:
    assert rules(text, source, origin=origin) == []


@pytest.mark.parametrize(
    ("source", "text", "quote", "was"),
    [
        ("Il y a 5 600 lits.", "There are 6,500 beds.", "6,500", "5 600"),
        ("Il y a 12,5 % de plus.", "There are 125% more.", "125", "12,5"),
        ("Il vaut 3 millions.", "It is worth 3 billion.", "3 billion", "3 millions"),
        ("En 1997 comme en 2003.", "In 1979 as in 2003.", "1979", "1997"),
    ],
)
def test_different_numbers(source: str, text: str, quote: str, was: str) -> None:
    (found,) = findings(one(text, source))
    assert (found.rule, found.quote, found.source_phrase) == ("source/number", quote, was)
    assert found.severity is Severity.WARNING
    assert found.evidence == source


@pytest.mark.parametrize(
    ("origin", "source", "text", "quote", "was"),
    [
        ("fr", "Il part le 1er avril.", "He leaves on April 2.", "April 2", "1er avril"),
        ("es", "Se va el 3 de abril.", "He leaves on 3 May.", "3 May", "3 de abril"),
        ("de", "Er geht am Freitag.", "He leaves on Thursday.", "Thursday", "Freitag"),
        ("it", "Parte il 30 giugno.", "He leaves on July 30.", "July 30", "30 giugno"),
    ],
)
def test_different_dates(origin: str, source: str, text: str, quote: str, was: str) -> None:
    (found,) = findings(one(text, source, origin=origin))
    assert (found.rule, found.quote, found.source_phrase) == ("source/date", quote, was)


def test_values_of_words() -> None:
    assert number_words("en")["seventy"] == {70}
    assert number_words("fr")["quatre-vingt-dix"] == {90}
    assert number_words("xx") == {}
    assert compound("einundzwanzig", "de") == 21
    assert compound("vijfentwintig", "nl") == 25
    assert compound("hundert", "de") is None
    assert magnitude("billion", "en") == Decimal(10) ** 9
    assert magnitude("billion", "fr") == Decimal(10) ** 12
    assert magnitude("euros", "en") is None


def test_a_changed_address_is_offered_back() -> None:
    (found,) = findings(one("Write to info@exemple.org!", "Écrivez à infos@exemple.org !"))
    assert (found.rule, found.quote, found.suggestion) == ("source/address", "info@exemple.org", "infos@exemple.org")


def test_a_misspelled_name_is_offered_back() -> None:
    (found,) = findings(one("It was Lucie Fontaime’s idea.", "C’était l’idée de Lucie Fontaine."))
    assert (found.quote, found.suggestion) == ("Fontaime", "Fontaine")


def test_a_back_translation_with_the_negation_acquits() -> None:
    text, source = "The store shut its doors to us.", "Le magasin ne nous a pas ouvert ses portes."
    assert rules(text, source) == ["source/negation"]
    assert rules(text, source, back="Le magasin ne nous a pas ouvert.") == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("N’oubliez pas vos clés.", "Remember your keys."),
        ("Il n’y a qu’un pas.", "It is a short step."),
        ("Il est le moins cher.", "It is not the dearest."),
        ("Je ne crois pas.", "I don&#39;t think so."),
    ],
)
def test_other_ways_to_negate(source: str, text: str) -> None:
    assert rules(text, source) == []


def test_headings_need_no_full_stop() -> None:
    assert rules("Rain in the north", "Pluie dans le nord.", kind=Kind.HEADING) == []
    assert rules("Rain in the north", "Pluie dans le nord.") == ["source/full-stop"]


def joined(text: str, source: str, spans: list[tuple[tuple[int, int], ...]]) -> Context:
    """A document of one paragraph a segment, with the source spans of each."""
    origin = Document.plain(source, id="source")
    document = Document.plain(text, source=origin)
    segments = tuple(
        Segment(at, at, 0, len(block.text), block.span(0, len(block.text)), block.text)
        for at, block in enumerate(document.blocks)
    )
    attached = tuple(
        replace(
            segment,
            source_spans=tuple(Span(*span) for span in each),
            source_text=" ".join(source[slice(*span)] for span in each),
        )
        for segment, each in zip(segments, spans, strict=True)
    )
    return Context(document, "en", attached, "fr")


def test_an_omission_is_shown_where_the_sentence_was() -> None:
    source = "Le pont est fermé.\n\nOn répare les deux piles du milieu.\n\nLe bac est plein."
    text = "The bridge is closed.\n\nThe ferry is full."
    (found,) = findings(joined(text, source, [((0, 18),), ((56, 74),)]))
    assert (found.rule, found.quote) == ("source/omitted", "closed.")
    assert found.evidence == "On répare les deux piles du milieu."


def test_an_omission_at_the_start_is_shown_before_what_follows() -> None:
    source = "On répare les deux piles du milieu.\n\nLe pont est fermé."
    (found,) = findings(joined("The bridge is closed.", source, [((37, 55),)]))
    assert (found.rule, found.quote) == ("source/omitted", "The")


def test_two_texts_that_have_nothing_in_common_are_not_told_sentence_by_sentence() -> None:
    source = "Un.\n\nOn répare les deux piles du milieu.\n\nLe bac est plein de monde ce soir.\n\nLa nuit tombe."
    text = "One.\n\nSomebody left the house at noon.\n\nNobody was there to see it happen."
    assert findings(joined(text, source, [((0, 3),), (), ()])) == []


def test_a_split_sentence_is_compared_as_one() -> None:
    text = "There were 40 mayors. They brought 3,000 letters."
    source = "Les 40 maires apportaient 3 000 lettres."
    document = Document.plain(text)
    block = document.blocks[0]
    segments = tuple(
        Segment(at, 0, start, end, block.span(start, end), text[start:end], None, (Span(0, 40),), source)
        for at, (start, end) in enumerate([(0, 21), (22, 49)])
    )
    context = Context(document, "en", segments, "fr")
    assert [unit.text for unit in units(context)] == [text]
    assert findings(context) == []


def test_nothing_is_said_without_a_source() -> None:
    document = Document.plain("There are 12,000 beds?")
    block = document.blocks[0]
    segment = Segment(0, 0, 0, len(block.text), block.span(0, len(block.text)), block.text)
    assert findings(Context(document, "en", (segment,), "fr")) == []


@given(
    st.text(alphabet="0123456789.,hm xvXVI%€-'", max_size=60),
    st.text(alphabet="0123456789.,hpm xvXVI%€-'", max_size=60),
)
def test_spans_are_exact(source: str, text: str) -> None:
    for found in findings(one(text, source)):
        assert found.span.of(text) == found.quote


@pytest.mark.parametrize(
    "unit", ["1 234 ", "n'", "ne pas ", "Ana Bo", "a@b.c ", "twenty-", "www.a/", "? ", "3 mai ", "« a", "May 3 "]
)
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.perf_counter()
    findings(one(text, text.replace("a", "b")))
    findings(one("The bridge is open.", text))
    assert time.perf_counter() - started < 6
