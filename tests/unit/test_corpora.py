"""The annotated articles under corpora/ and benchmarks/ are what corpora/README.md says they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
UNSEEN = CORPORA.parent / "benchmarks" / "unseen"
DEVELOPMENT = CORPORA.parent / "benchmarks" / "development"
ARTICLES = sorted(path for folder in (CORPORA, UNSEEN, DEVELOPMENT) for path in folder.glob("*-en/*") if path.is_dir())
COLUMNS = ["id", "quote", "start", "end", "category", "severity", "tier", "source_phrase", "suggestion", "note"]
CATEGORIES = {
    "accuracy/double-negation",
    "boilerplate",
    "calque",
    "calque/quotation",
    "false-friend",
    "fluency/awkward",
    "fluency/tense",
    "fluency/word-order",
    "locale/date",
    "locale/number",
    "locale/time",
    "name/transliteration",
    "pronoun",
    "typography/capitalisation",
    "typography/punctuation",
    "typography/quotation",
    "untranslated",
}

each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda path: f"{path.parent.name}/{path.name}")


def source_file(article: Path) -> Path:
    return article / f"source.{article.parent.name.removesuffix('-en')}.txt"


def read(path: Path) -> str:
    """The text of a file, with its line ends as they are."""
    return path.read_bytes().decode("utf-8")


def flaws(article: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read(article / "flaws.jsonl").splitlines()]


def folded(text: str) -> str:
    """The text without what a source phrase may differ in: case, spacing, shape of the apostrophe."""
    return " ".join(text.replace("’", "'").casefold().split())


@pytest.mark.parametrize(("pair", "least"), [("fr-en", 8), ("es-en", 2), ("de-en", 2)])
def test_there_are_enough_articles(pair: str, least: int) -> None:
    assert len([article for article in ARTICLES if article.parent.name == pair]) >= least


@each_article
def test_the_four_files_are_there(article: Path) -> None:
    names = {path.name for path in article.iterdir()}
    assert names == {source_file(article).name, "raw.en.txt", "clean.en.txt", "flaws.jsonl"}


@each_article
def test_the_texts_are_laid_out_alike(article: Path) -> None:
    for path in (source_file(article), article / "raw.en.txt", article / "clean.en.txt"):
        headline, *paragraphs = read(path).rstrip("\n").split("\n\n")
        assert "\n" not in headline
        assert len(paragraphs) >= 3
        assert all(paragraph.strip() for paragraph in paragraphs)
        assert "\r" not in read(path)
    assert read(article / "raw.en.txt") != read(article / "clean.en.txt")


@each_article
def test_every_span_is_its_quote(article: Path) -> None:
    raw = read(article / "raw.en.txt")
    for flaw in flaws(article):
        assert 0 <= flaw["start"] < flaw["end"] <= len(raw), flaw["id"]
        assert flaw["quote"].strip(), flaw["id"]
        assert raw[flaw["start"] : flaw["end"]] == flaw["quote"], flaw["id"]


@each_article
def test_the_columns_hold_what_they_may(article: Path) -> None:
    rows = flaws(article)
    assert len({flaw["id"] for flaw in rows}) == len(rows)
    for flaw in rows:
        assert list(flaw) == COLUMNS
        assert flaw["category"] in CATEGORIES, flaw["id"]
        assert flaw["severity"] in {"major", "minor"}, flaw["id"]
        assert flaw["tier"] in {"must", "may"}, flaw["id"]
        assert flaw["suggestion"] != flaw["quote"], flaw["id"]
    assert len([flaw for flaw in rows if flaw["tier"] == "must"]) >= 8


@each_article
def test_the_source_phrases_are_in_the_source(article: Path) -> None:
    source = folded(read(source_file(article)))
    for flaw in flaws(article):
        assert flaw["source_phrase"] is None or folded(flaw["source_phrase"]) in source, flaw["id"]


@pytest.mark.parametrize("article", sorted(CORPORA.glob("fr-en/*")), ids=lambda path: path.name)
def test_the_suggestions_make_the_clean_text(article: Path) -> None:
    """So no difference between the raw and the clean text goes without an annotation."""
    raw = read(article / "raw.en.txt")
    mended, done = "", 0
    for flaw in flaws(article):
        assert done <= flaw["start"], flaw["id"]
        mended += raw[done : flaw["start"]] + flaw["suggestion"]
        done = flaw["end"]
    assert (mended + raw[done:]).rstrip() + "\n" == read(article / "clean.en.txt")
