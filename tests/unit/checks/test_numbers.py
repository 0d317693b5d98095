"""Numbers, magnitudes, ordinals, dates and times: suggestions, languages, spans."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.base import Context
from tqcheck.checks.dates import Dates
from tqcheck.checks.magnitudes import Magnitudes
from tqcheck.checks.measures import Measures
from tqcheck.checks.numbers import Numbers
from tqcheck.checks.ordinals import Ordinals, ordinal, roman
from tqcheck.checks.times import Times
from tqcheck.document import Document
from tqcheck.report import Finding, Severity

FAMILIES = (Numbers(), Magnitudes(), Measures(), Ordinals(), Dates(), Times())


def findings(text: str, language: str = "en", origin: str | None = None) -> list[Finding]:
    context = Context(Document.plain(text), language, (), origin)
    return sorted((found for check in FAMILIES for found in check(context)), key=lambda found: found.span)


@pytest.mark.parametrize(
    ("text", "quote", "better"),
    [
        ("It weighs 1 204,75 tonnes.", "1 204,75", "1,204.75"),
        ("A share of 6,25 % is enough.", "6,25 %", "6.25%"),
        ("The firm owes 7.000.000 euros.", "7.000.000", "7,000,000"),
        ("It was sold for €4.000 to a museum.", "4.000", "4,000"),
        ("They paid 90 million € for it.", "90 million €", "€90 million"),
        ("They paid 3,5 milliards for it.", "3,5 milliards", "3,5 billion"),
        ("A castle of the XIIIe century.", "XIIIe century", "13th century"),
        ("It was the 2ème time.", "2ème", "2nd"),
        ("On the Sunday May 7, it rained.", "the Sunday May 7", "Sunday, May 7"),
        ("It opens on wednesday.", "wednesday", "Wednesday"),
        ("The concert is at 20 h 15.", "20 h 15", "8:15 p.m."),
        ("Lunch is at 12h.", "12h", "noon"),
        ("Curtain at 0h30.", "0h30", "12:30 a.m."),
        ("The trench is 2 km 500 long.", "2 km 500", "2.5 km"),
        ("A ticket is 12 euros 50.", "12 euros 50", "12.50 euros"),
        ("An 18 months sentence.", "18 months", "18-month"),
        ("It began at 3 hours in the afternoon.", "3 hours in the afternoon", "3 p.m."),
        ("They did 130 km/heure.", "km/heure", "km/h"),
    ],
)
def test_suggests_the_english_form(text: str, quote: str, better: str) -> None:
    assert (quote, better) in [(found.quote, found.suggestion) for found in findings(text)]


@pytest.mark.parametrize(
    ("language", "text", "better"),
    [
        ("fr", "Il y a 12,345,678 voix.", "12\u202f345\u202f678"),
        ("de", "Es waren 1,234.50 Euro.", "1.234,50"),
        ("it", "Il debito vale 2.4 miliardi di euro.", "2,4"),
        ("pl", "To 3.5 procent wszystkich.", "3,5"),
        ("fr", "Une entrée à £15 par personne.", "15\u00a0£"),
        ("fr", "Le prix est de 9 millions, à payer avant 5:45 pm.", "17\u00a0h\u00a045"),
        ("es", "Nació el 3 de Abril de 1990.", "abril"),
    ],
)
def test_knows_other_languages(language: str, text: str, better: str) -> None:
    assert [found.suggestion for found in findings(text, language)] == [better]


def test_spanish_with_a_decimal_point_is_only_noted() -> None:
    (found,) = findings("Creció un 3.5 % este año.", "es")
    assert found.severity is Severity.INFO


def test_one_finding_a_number() -> None:
    assert len(findings("It rose by 1 250,5 % in a year.")) == 1


def test_half_an_hour_is_wrong_only_from_german() -> None:
    text = "They meet at half nine."
    assert [found.severity for found in findings(text, origin="de")] == [Severity.WARNING]
    assert findings(text, origin="fr") == []


@pytest.mark.parametrize(
    "text",
    [
        "See RFC 2.616 lines, 10.0.0.1:8080, and https://example.org/3,5%25.",
        "Dial 01 23 45 67 89 or 0 800 123 456; room 2 100.",
        "The score was 3-2, 21,19 and 15,13; odds of 2.500 to 1.",
        "He ran 1,500 m in 3:35.60 and jumped 2.05 m.",
        "She came on Monday, 3 May 2021, at 5 p.m., for the 1990s show.",
        "Chapter 3.100 explains it. In 1995,20 ships sank.",
    ],
)
def test_leaves_native_figures_alone(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(("number", "text"), [(1, "1st"), (12, "12th"), (22, "22nd"), (103, "103rd"), (111, "111th")])
def test_ordinal(number: int, text: str) -> None:
    assert ordinal(number) == text


@pytest.mark.parametrize(("numeral", "value"), [("XIX", 19), ("XXI", 21), ("IIX", None), ("VV", None), ("IV", 4)])
def test_roman(numeral: str, value: int | None) -> None:
    assert roman(numeral) == value


@given(
    st.text(alphabet="0123456789.,% €$h:\u00a0'May oclk", max_size=60),
    st.sampled_from(["en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru"]),
)
def test_spans_are_exact(text: str, language: str) -> None:
    for found in findings(text, language):
        assert found.span.of(text) == found.quote


@pytest.mark.parametrize("unit", ["1 000 ", "1.000.", "3,5", "20h30 ", "the 3 of ", "XIX century ", "9,"])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    findings(unit * (200_000 // len(unit)))
    assert time.perf_counter() - started < 5
