"""Names in another romanisation: the tables, the evidence that a name is Slavic, and the traps."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.base import Context
from tqcheck.checks.names import Names
from tqcheck.checks.romanisation import cyrillic, english, french, given_names
from tqcheck.document import Document
from tqcheck.report import Finding


def findings(text: str, origin: str | None = None) -> list[Finding]:
    return list(Names()(Context(Document.plain(text), "en", (), origin)))


@pytest.mark.parametrize(
    ("name", "letters", "better"),
    [
        ("Tourgueniev", "тургениев", "Turgeniev"),
        ("Maïakovski", "маяковский", "Mayakovsky"),
        ("Chouïski", "шуйский", "Shuisky"),
        ("Jirinovski", "жириновский", "Zhirinovsky"),
        ("Ianaïev", "янаев", "Yanayev"),
        ("Pouchkine", "пушкин", "Pushkin"),
        ("Iouchtchenko", "ющенко", "Yushchenko"),
        ("Tsvetaïeva", "цветаева", "Tsvetayeva"),
        ("Liapounov", "ляпунов", "Lyapunov"),
    ],
)
def test_french_to_cyrillic_to_english(name: str, letters: str, better: str) -> None:
    assert cyrillic(name, "fr") == letters
    assert english(letters) == better


@pytest.mark.parametrize(("name", "better"), [("Tschernenko", "Chernenko"), ("Chruschtschow", "Khrushchev")])
def test_german_to_english(name: str, better: str) -> None:
    assert english(cyrillic(name, "de") or "") == better


def test_what_is_no_romanisation_has_no_cyrillic() -> None:
    assert cyrillic("Müller", "fr") is None
    assert cyrillic("Ngô’o", "fr") is None


def test_given_names_are_spelled_from_the_table() -> None:
    assert given_names("fr")["Iouri"] == "Yuri"
    assert given_names("fr")["Sergueï"] == "Sergei"
    assert given_names("de")["Jewgeni"] == "Yevgeny"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Guennadi Lioubimov sang, and Lioubimov danced.", ["Guennadi Lioubimov", "Lioubimov"]),
        ("Sergei Viazov came. In the end Viazov’s team won.", ["Viazov", "Viazov"]),
        ("Vladimir Chapochnine met Alexeï.", ["Chapochnine", "Alexeï"]),
        ("The poet Ievgueni Baratynski.", ["Ievgueni Baratynski"]),
        ("Mykhaïlo Podoliak and Andriï Iermak left Jytomyr.", ["Mykhaïlo Podoliak", "Andriï Iermak"]),
        ("General Valeri Guerassimov met Igor Kowalski and Dmytro Chvets.", ["Guerassimov", "Chvets"]),
    ],
)
def test_finds_every_occurrence(text: str, quotes: list[str]) -> None:
    found = sorted(findings(text), key=lambda flaw: flaw.span)
    assert [flaw.quote for flaw in found] == quotes
    assert all(flaw.span.of(text) == flaw.quote for flaw in found)


def test_german_spellings_count_in_texts_from_german() -> None:
    text = "Boris Jelzin followed Michail Gorbatschow."
    assert findings(text, "fr") == []
    assert [(flaw.quote, flaw.suggestion) for flaw in findings(text, "de")] == [
        ("Jelzin", "Yeltsin"),
        ("Michail Gorbatschow", "Mikhail Gorbachev"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Viazov is mentioned alone, and so is Diatlov.",
        "Oleksandr Viazov writes his name so in his passport.",
        "Bernard Kouchner, Alain Souchon, Marie Bouvet and Jean-Claude Tchuruk met Ségolène Joubert.",
        "On Roudnova ulice in Brno, Vitali Schmidt and Ivan Klasnić had coffee.",
        "Mitch and Butch Moulin went to Katchikally.",
        "Write to alexeï@example.org or see #Tchekhov.",
        "The Rachid el-Khoury Foundation and the al-Nour party.",
    ],
)
def test_leaves_others_alone(text: str) -> None:
    assert findings(text) == []


@given(st.text(alphabet="AaTtcChouïvjiaeéknsky -’", max_size=80), st.sampled_from(["fr", "de", None]))
def test_spans_are_exact(text: str, origin: str | None) -> None:
    for found in findings(text, origin):
        assert found.span.of(text) == found.quote


@pytest.mark.parametrize("unit", ["Sergei ", "Tch", "El-Dj", "Ivan Tchekhov ", "A-"])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    findings(unit * (200_000 // len(unit)))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("in_english", "in_french"),
    [("Bulgakov", "Boulgakov"), ("Zhukov", "Joukov"), ("Shubin", "Choubine"), ("Zakharova", "Zakharova")],
)
def test_an_english_spelling_becomes_the_french_one(in_english: str, in_french: str) -> None:
    letters = cyrillic(in_english, "from-en")
    assert letters is not None
    assert french(letters) == in_french


def test_names_of_central_asia_are_known_by_their_letters() -> None:
    found = findings("The envoy, Roustam Charipov, met Aïgoul Sadykova.")
    assert [finding.suggestion for finding in found] == ["Rustam Sharipov", "Aigul"]
