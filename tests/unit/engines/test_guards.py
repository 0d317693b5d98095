"""What is not translated, and what is no translation."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.engines.base import Pair
from tqcheck.engines.guards import flaw, nothing_to_translate

EN_FR, FR_EN = Pair("en", "fr"), Pair("fr", "en")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "42",
        "3,14 %",
        "12/07/2021 – 18:30",
        "+33 1 44 00 00 00",
        "10h30",
        "21st",
        "* * *",
        "…",
        "€ 1 200",
        "https://example.org/a?b=c#d",
        "(www.example.org)",
        "redaction@example.fr.",
        "example.org/press",
        "setup.cfg",
        "src/main/app.py",
        "/usr/share/doc/",
        "max_length",
        "print()",
        'os.path.join("a")',
        "--fail-on",
        "$HOME",
        "#meteo",
        "&nbsp;",
        "<br/>",
        "{{name}}",
        "https://example.org 12:30",
        "🙂",
    ],
)
def test_nothing_to_translate(text: str) -> None:
    assert nothing_to_translate(text)


@pytest.mark.parametrize(
    "text",
    [
        "Yes",
        "Write to redaction@example.fr.",
        "5 kilometres",
        "The author(s)",
        "author(s)",
        "L’été",
        "état-major",
        "Fin.",
        "et/ou",
        "(sic)",
        "日本語",
        "1 chien",
    ],
)
def test_something_to_translate(text: str) -> None:
    assert not nothing_to_translate(text)


@pytest.mark.parametrize(
    ("source", "output", "pair", "why"),
    [
        ("The boat is late.", "", EN_FR, "no translation"),
        ("The boat is late.", " \n", EN_FR, "no translation"),
        ("The boat is late today.", "Le bateau est est est est est en retard.", EN_FR, "repeats"),
        ("The boat is late today.", "Le bateau de la mer de la mer de la mer de la mer", EN_FR, "repeats"),
        ("The boat is late today.", "Il est tard ce soir, il est tard ce soir, il est tard ce soir.", EN_FR, "repeats"),
        ("The boat is late.", "Le " + "ba" * 40, EN_FR, "repeats"),
        ("No.", "Non, ce bateau ne part que demain matin avec les autres voyageurs de la ville.", EN_FR, "beyond"),
        ("The boat which was to leave at noon with all our friends on board is late again.", "Tard.", EN_FR, "missing"),
        ("The boat is late again.", "The boat is late again.", EN_FR, "untranslated"),
        ("The boat is late again.", "the boat is late again", EN_FR, "untranslated"),
        ("The boat is late and they were not there.", "The ship is late and they are not here.", EN_FR, "language"),
        ("Le train est en retard et il est à la gare.", "Les navires sont là et il est à la gare", FR_EN, "language"),
    ],
)  # fmt: skip
def test_no_translation(source: str, output: str, pair: Pair, why: str) -> None:
    reason = flaw(source, output, pair)
    assert reason is not None
    assert why in reason


@pytest.mark.parametrize(
    ("source", "output", "pair"),
    [
        ("The boat is late.", "Le bateau est en retard.", EN_FR),
        ("No, no, no, no, no, no!", "Non, non, non, non, non, non !", EN_FR),
        ("It is very, very, very late.", "Il est très, très, très tard.", EN_FR),
        ("Nice, Lyon, Paris", "Nice, Lyon, Paris", EN_FR),
        ("OK", "D’accord", EN_FR),
        ("He sang “The Fields of the West and the Sea”.", "Il a chanté « The Fields of the West and the Sea ».", EN_FR),
        ("猫は静かな部屋で一日中眠っていました。", "The cat slept all day long in the quiet room.", Pair("ja", "en")),
        ("The cat slept all day.", "猫は一日中眠った。", Pair("en", "ja")),
        ("Paris, c’est fini.", "Paris is over.", FR_EN),
    ],
)
def test_a_translation(source: str, output: str, pair: Pair) -> None:
    assert flaw(source, output, pair) is None


def test_an_output_that_the_limit_ended() -> None:
    assert flaw("Le chat dort.", "The cat sleeps and", FR_EN, finished=False)


@given(st.text(), st.text())
def test_any_text_will_do(source: str, output: str) -> None:
    nothing_to_translate(source)
    flaw(source, output, EN_FR)


@pytest.mark.parametrize(
    "text", ["a_" * 50_000 + "!", "a." * 50_000, "a.b@" * 20_000, "(" * 100_000, "a/" * 900 + "é", "a-" * 900 + "é"]
)
def test_is_linear(text: str) -> None:
    begin = time.perf_counter()
    nothing_to_translate(text)
    nothing_to_translate(text[:1999])
    flaw(text, text, EN_FR)
    assert time.perf_counter() - begin < 5
