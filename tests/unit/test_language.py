"""Languages found, and languages rightly left open."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.document import Document
from tqcheck.language import detect, detect_document
from tqcheck.languages import code_of, name_of, normalise
from tqcheck.report import Language

ENGLISH = "The harbour was closed for two days because the pilots could not see the buoys through the fog."
FRENCH = "Le port est resté fermé pendant deux jours, car les pilotes ne voyaient plus les bouées dans le brouillard."
GERMAN = "Der Hafen blieb zwei Tage lang geschlossen, weil die Lotsen die Bojen im Nebel nicht mehr sehen konnten."
SPANISH = "El puerto permaneció cerrado dos días porque los prácticos no veían las boyas entre la niebla."
ITALIAN = "Il porto è rimasto chiuso per due giorni perché i piloti non vedevano più le boe nella nebbia."

TEXTS = {
    "en": ENGLISH,
    "fr": FRENCH,
    "de": GERMAN,
    "es": SPANISH,
    "it": ITALIAN,
    "pt": "O porto ficou fechado durante dois dias porque os pilotos não conseguiam ver as boias no nevoeiro.",
    "nl": "De haven bleef twee dagen dicht omdat de loodsen de boeien in de mist niet meer konden zien.",
    "pl": "Port był zamknięty przez dwa dni, ponieważ piloci nie widzieli boi we mgle.",
    "ru": "Порт был закрыт два дня, потому что лоцманы не видели буёв в тумане и не хотели рисковать.",
    "el": "Το λιμάνι έμεινε κλειστό για δύο ημέρες επειδή οι πιλότοι δεν έβλεπαν τις σημαδούρες.",
    "ar": "بقي الميناء مغلقا لمدة يومين لأن المرشدين لم يتمكنوا من رؤية العوامات في الضباب.",
    "he": "הנמל היה סגור במשך יומיים כי הנתבים לא ראו את המצופים בערפל.",
    "hi": "बंदरगाह दो दिनों तक बंद रहा क्योंकि कोहरे में कुछ भी दिखाई नहीं दे रहा था।",
    "zh": "由于大雾，引航员看不清浮标，港口关闭了两天。",
    "ja": "霧のためにブイが見えず、港は二日間閉鎖されました。",
    "ko": "안개 때문에 부표가 보이지 않아 항구가 이틀 동안 폐쇄되었습니다.",
    "th": "ท่าเรือปิดเป็นเวลาสองวันเพราะหมอกหนามาก",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_plain_sentence_is_recognised(code: str) -> None:
    found = detect(TEXTS[code])
    assert found.code == code
    assert 0.9 <= found.certainty <= 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ferry left left the harbour late.", "en"),
        ("Der Minister hat gesagt, dass es regnet.", "de"),
        ("De man was in het huis", None),
    ],
)
def test_function_words_tell_a_headline_that_langdetect_cannot(text: str, code: str | None) -> None:
    assert detect(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "ok",
        "12,345.67 (2024)",
        "Le chat dort.",
        "Angela Merkel visite Paris",
        "Paris, London, Berlin, New York, Buenos Aires, San Francisco",
        "https://example.org/la-maison-est-dans-la-rue-et-le-chat-dort",
        "redaction@example.org, www.example.org/der-hund-und-die-katze",
        "`for item in items: total += item.price * item.count`",
        "••• — “” …",
        "\ud800\udfff\x00\x1b",
        "💧🔥🌍 🚢⚓",
    ],
)
def test_too_little_is_unsure(text: str) -> None:
    assert detect(text).code is None


@pytest.mark.parametrize(
    "text",
    [
        f"{ENGLISH} {FRENCH}",
        f"{FRENCH} {FRENCH} {ENGLISH} {ENGLISH}",
        f"{GERMAN}\n\n{SPANISH}\n\n{ITALIAN}",
        " ".join([ENGLISH] * 40 + [SPANISH] * 40),
        f"{TEXTS['ru']} {TEXTS['zh']} {TEXTS['el']}",
    ],
)
def test_mixed_text_is_unsure(text: str) -> None:
    assert detect(text).code is None


def test_neighbouring_languages_need_high_certainty() -> None:
    assert detect("Katten ligger på bordet og hunden sover.").code is None


def test_what_is_quoted_linked_or_counted_does_not_decide() -> None:
    title = "“Le fabuleux destin d’Amélie Poulain”"
    link = "https://example.fr/la-mairie-de-la-ville-et-les-habitants-du-quartier/article-sur-le-port"
    text = (
        f"Tonight the cinema by the harbour shows {title} once more, see {link}, and it is free for all who come early."
    )
    assert detect(text).code == "en"


def test_a_sentence_in_quotation_marks_is_still_read() -> None:
    assert detect("« Nous avons attendu toute la nuit dans le froid »").code == "fr"


def test_names_inside_a_sentence_do_not_decide() -> None:
    names = "Jean-Baptiste Lemoine, Guillaume Charpentier, Véronique Beauchêne and Françoise Delacroix"
    assert (
        detect(f"Yesterday it was announced that {names} will have to leave the board before the end of the year.").code
        == "en"
    )


def test_the_answer_is_the_same_every_time_and_in_every_thread() -> None:
    texts = [*TEXTS.values(), f"{ENGLISH} {FRENCH}"] * 4
    alone = [detect(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect, texts)) == alone


@pytest.mark.parametrize("unit", [ENGLISH + " ", "a", "“", "`", "@", "\n", "é\u0301", "港"])
def test_a_huge_text_costs_no_more_than_its_sample(unit: str) -> None:
    detect(ENGLISH)
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    detect(text)
    assert time.perf_counter() - started < 1


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    found = detect(text)
    assert 0 <= found.certainty <= 1


@pytest.mark.parametrize(
    ("tag", "code"),
    [("zh-cn", "zh"), ("zh-TW", "zh"), ("en_US", "en"), ("EN", "en"), ("nb", "no"), (" fr ", "fr"), ("de", "de")],
)
def test_tags_are_brought_to_bare_codes(tag: str, code: str) -> None:
    assert normalise(tag) == code


@pytest.mark.parametrize(("name", "code"), [("French", "fr"), (" FRANÇAIS", "fr"), ("deutsch", "de"), ("fr", None)])
def test_languages_by_name(name: str, code: str | None) -> None:
    assert code_of(name) == code
    assert name_of("fr") == "French"
    assert name_of("xx") == "xx"


def test_the_majority_of_a_document_is_weighted_by_length() -> None:
    document = Document.plain("\n\n".join([f"{ENGLISH} {ENGLISH} {ENGLISH}", "Ok then", FRENCH]))
    language, paragraphs = detect_document(document)
    assert language.code == "en"
    assert 0.6 < language.certainty < 0.9
    assert paragraphs == (None, None, "fr")


def test_a_document_split_between_two_languages_is_unsure() -> None:
    language, paragraphs = detect_document(Document.plain("\n\n".join([ENGLISH, FRENCH, ENGLISH, FRENCH])))
    assert language.code is None
    assert paragraphs == ("en", "fr", "en", "fr")


def test_short_paragraphs_are_detected_together() -> None:
    document = Document.plain(
        "\n\n".join(["Das Tor ist zu.", "Er kam zu spät.", "Wir warten noch.", "Niemand weiß es."] * 3)
    )
    language, paragraphs = detect_document(document)
    assert language.code == "de"
    assert set(paragraphs) == {None}


def test_what_the_document_and_its_markup_declare_is_believed() -> None:
    document = Document.plain(f"{ENGLISH}\n\nVoilà")
    first, second = document.blocks
    document = replace(document, blocks=(first, replace(second, language="fr-FR")))
    assert detect_document(document)[1] == (None, "fr")
    language, paragraphs = detect_document(replace(document, language="en-GB"))
    assert (language.code, language.certainty) == ("en", 1.0)
    assert paragraphs == (None, "fr")


def test_an_empty_document_is_unsure() -> None:
    assert detect_document(Document.plain(""))[0].code is None


def test_a_document_of_very_many_paragraphs_is_sampled() -> None:
    document = Document.plain("\n\n".join([ENGLISH] * 5000))
    started = time.perf_counter()
    language, paragraphs = detect_document(document)
    assert time.perf_counter() - started < 5
    assert language.code == "en"
    assert len(paragraphs) == 5000


def test_langdetect_is_loaded_only_when_asked_and_only_here() -> None:
    code = "import sys, tqcheck.language; sys.exit('langdetect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    package = Path(sys.modules["tqcheck"].__file__ or "").parent
    statement = re.compile(r"^\s*(from|import) langdetect\b", re.MULTILINE)
    importers = [path.name for path in package.rglob("*.py") if statement.search(path.read_text(encoding="utf-8"))]
    assert importers == ["language.py"]


def test_headlines_of_a_plain_article_need_no_langdetect(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(text: str) -> Language:
        raise AssertionError(text)

    body = "The council said on Friday that it would close the bridge for the whole of the summer, and that buses " * 3
    heads = [
        "Coupe de France: Saint-Aubrac",
        "Bridge closes",
        "Old bridge in Kervallon to be closed to all cars in July",
    ]
    blocks = Document.plain("\n\n".join([*heads, body, body]))
    with monkeypatch.context() as patched:
        patched.setattr("tqcheck.language.detect", never)
        language, others = detect_document(blocks)
    assert language == Language("en", 0.99)
    assert set(others) == {None}


def test_a_long_foreign_headline_of_a_plain_article_is_still_found() -> None:
    body = "The council said on Friday that it would close the bridge for the whole of the summer, and that buses " * 3
    french = "Le conseil municipal fermera le vieux pont aux voitures tout au long de l’été"
    language, others = detect_document(Document.plain("\n\n".join([french, body, body])))
    assert language.code == "en"
    assert others == ("fr", None, None)
