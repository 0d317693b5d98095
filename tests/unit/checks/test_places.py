"""Place names: which language they come from, which ones are left alone, and the data behind them."""

from __future__ import annotations

import time

import pytest

from tqcheck.checks.base import Context
from tqcheck.checks.exonyms import LANGUAGES, exonyms
from tqcheck.checks.places import Places
from tqcheck.document import Document
from tqcheck.report import Finding, Severity


def findings(text: str, language: str = "en", origin: str | None = None) -> list[Finding]:
    return list(Places()(Context(Document.plain(text), language, (), origin)))


@pytest.mark.parametrize(
    ("language", "text", "quote", "better"),
    [
        ("en", "The firm has offices in Zagabria and Lipsia.", "Zagabria", "Zagreb"),
        ("en", "Talks in Moskau’s old town went on.", "Moskau", "Moscow"),
        ("en", "They flew to La Havane on Friday.", "La Havane", "Havana"),
        ("en", "They flew to L'Avana on Friday.", "L'Avana", "Havana"),
        ("fr", "Le train pour London part de Brussels.", "London", "Londres"),
        ("de", "Sie zog von Brussels nach Lisbon.", "Lisbon", "Lissabon"),
        ("es", "El tren para en Geneva esta noche.", "Geneva", "Ginebra"),
    ],
)
def test_offers_the_name_in_the_language_of_the_text(language: str, text: str, quote: str, better: str) -> None:
    found = {flaw.quote: flaw.suggestion for flaw in findings(text, language)}
    assert found[quote] == better


def test_the_language_of_origin_decides_between_two_places() -> None:
    assert {name for name, languages in exonyms("en").items() if len(set(languages.values())) > 1} == set()


def test_older_english_names_are_only_noted() -> None:
    (found,) = findings("They met in Vilna before the war.")
    assert found.severity is Severity.INFO


@pytest.mark.parametrize(
    "text",
    [
        "The Treaty of Londres Street is not one.",
        "She read in Le Soir de Bruxelles that Pékin Express is back.",
        "The #Pékin tag and www.londres.fr are no prose.",
        "Mr Anvers met Mme Alger.",
        "The king of Francia ruled Germania.",
    ],
)
def test_leaves_names_of_other_things_alone(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_its_own_names_flagged(language: str) -> None:
    names = exonyms(language)
    targets = {name for languages in names.values() for name in languages.values()}
    assert names
    assert not targets & set(names)


def test_a_long_text_takes_linear_time() -> None:
    started = time.perf_counter()
    findings("in La Havane, to Le " * 10_000)
    assert time.perf_counter() - started < 5
