"""Which files are documents, and where their sources are."""

from pathlib import Path

import pytest

from tqcheck.batch.corpus import Choice, find
from tqcheck.errors import UsageError


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        *("texts/a/raw.en.txt", "texts/a/source.fr.txt", "texts/a/flaws.jsonl", "texts/b/raw.en.md"),
        *("texts/README.md", "texts/.git/notes.txt", "texts/.hidden.txt", "texts/picture.png", "texts/drafts/x.HTML"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("A text.", encoding="utf-8")
    return tmp_path


def paths(choice: Choice, *corpora: str) -> list[str]:
    return [item.path for item in find(corpora or ("texts",), choice, Path("reports"))]


def test_documents_are_known_by_their_suffix(corpus: Path) -> None:
    assert paths(Choice()) == ["texts/a/raw.en.txt", "texts/b/raw.en.md", "texts/drafts/x.HTML"]


def test_the_out_folder_is_left_out(corpus: Path) -> None:
    found = find(["texts"], Choice(), Path("texts/drafts"))
    assert [item.path for item in found] == ["texts/a/raw.en.txt", "texts/b/raw.en.md"]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(exclude=("drafts/*",)), ["texts/a/raw.en.txt", "texts/b/raw.en.md"]),
        (Choice(exclude=("raw.*",)), ["texts/drafts/x.HTML"]),
        (Choice(include=("*.jsonl", "README*")), ["texts/README.md", "texts/a/flaws.jsonl"]),
        (Choice(include=("a/*",), exclude=("source.*", "*.jsonl")), ["texts/a/raw.en.txt"]),
    ],
)
def test_patterns_choose(corpus: Path, choice: Choice, found: list[str]) -> None:
    assert paths(choice) == found


def test_a_file_that_is_named_is_a_document(corpus: Path) -> None:
    assert paths(Choice(), "texts/README.md", "./texts/README.md", "texts/a/flaws.jsonl") == [
        "texts/README.md",
        "texts/a/flaws.jsonl",
    ]


def test_nothing_and_nowhere_are_wrong_use(corpus: Path) -> None:
    with pytest.raises(UsageError, match="no document"):
        paths(Choice(include=("*.docx",)))
    with pytest.raises(UsageError, match="no such file"):
        paths(Choice(), "text")


def test_a_source_stands_beside_its_text(corpus: Path) -> None:
    first, second, _ = find(["texts"], Choice(source="source.*"), Path("reports"))
    assert first.source == "texts/a/source.fr.txt"
    assert second.source is None
    assert second.problem == "there is no source beside it that fits source.*"


def test_of_several_sources_none_is_taken(corpus: Path) -> None:
    (corpus / "texts/a/source.de.txt").write_text("Ein Text.")
    first = find(["texts"], Choice(source="source.*"), Path("reports"))[0]
    assert first.source is None
    assert "source.de.txt, source.fr.txt" in str(first.problem)


def test_a_source_is_no_document(corpus: Path) -> None:
    for name in ("[1].en.txt", "[1].fr.txt"):
        (corpus / "texts/b" / name).write_text("A text.")
    items = find(["texts/b"], Choice(include=("*.txt",), source="{stem}/../*.fr.txt"), Path("reports"))
    assert [item.path for item in items] == ["texts/b/[1].en.txt", "texts/b/[1].fr.txt"]  # no folder called {stem}
    items = find(["texts/b"], Choice(include=("*.txt",), source="*.fr.txt"), Path("reports"))
    assert [(item.path, item.source) for item in items] == [("texts/b/[1].en.txt", "texts/b/[1].fr.txt")]


def test_names_in_a_pattern_are_taken_literally(corpus: Path) -> None:
    for name in ("[1].txt", "1.txt.orig", "[1].txt.orig"):
        (corpus / "texts/b" / name).write_text("A text.")
    items = {item.path: item for item in find(["texts"], Choice(source="{name}.orig"), Path("reports"))}
    assert items["texts/b/[1].txt"].source == "texts/b/[1].txt.orig"


def test_a_folder_of_sources_mirrors_the_corpus(corpus: Path) -> None:
    (corpus / "texts/originals/a").mkdir(parents=True)
    (corpus / "texts/originals/a/raw.en.txt").write_text("Un texte.")
    items = find(["texts"], Choice(source="texts/originals"), Path("reports"))
    assert [(item.path, item.source) for item in items[:2]] == [
        ("texts/a/raw.en.txt", "texts/originals/a/raw.en.txt"),
        ("texts/b/raw.en.md", None),
    ]
    assert items[1].problem == "texts/originals holds no source of that name (b/raw.en.md)"
