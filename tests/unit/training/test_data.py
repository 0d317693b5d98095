"""Pairs from files of all kinds."""

from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.engines.base import Pair
from tqcheck.errors import ReadError
from tqcheck.training.data import Row, Source, parse_source, read_texts, read_tsv
from tqcheck.training.vocabulary import train_vocabulary

EN_FR = Pair("en", "fr")


def tsv(tmp_path: Path, content: str | bytes) -> list[tuple[str, str]]:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_tsv(path, EN_FR))


def test_two_columns(tmp_path: Path) -> None:
    content = 'A "lake"\tUn « lac »\tignored\r\n\nno tab\nEnd\tFin'
    assert tsv(tmp_path, content) == [('A "lake"', "Un « lac »"), ("", ""), ("", ""), ("End", "Fin")]


def test_a_header_names_the_columns(tmp_path: Path) -> None:
    assert tsv(tmp_path, "id\tFR\tde\ten\n1\tun\teins\tone\n2\tdeux\n") == [("one", "un"), ("", "")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    assert tsv(tmp_path, "café\tthé\n".encode(encoding)) == [("café", "thé")]


def test_other_line_separators_part_no_lines(tmp_path: Path) -> None:
    assert tsv(tmp_path, "a\u2028b\x85c\td\x0be\n") == [("a\u2028b\x85c", "d\x0be")]


def test_broken_bytes_are_marked_and_the_rest_stays(tmp_path: Path) -> None:
    assert tsv(tmp_path, b"a\tb\ncaf\xe9\tth\xe9\n") == [("a", "b"), ("caf\N{REPLACEMENT CHARACTER}", "th\ufffd")]


def test_an_endless_line_is_skipped(tmp_path: Path) -> None:
    assert tsv(tmp_path, "a\tb\n" + "x" * 250_000 + "\ty\nc\td\n") == [("a", "b"), ("", ""), ("c", "d")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 something", "an archive"),
        (b"\x1f\x8b\x08", "an archive"),
        (b"a\tb\n\x00\x00\tc\n", "NUL"),
        (b"one column only\n", "no tab in the first line"),
    ],
)
def test_what_is_no_table_says_so(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        tsv(tmp_path, content)


@settings(max_examples=60)
@given(content=st.binary(max_size=200))
def test_any_bytes_give_pairs_or_one_error(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("tsv")
    broken = pytest.raises(ReadError, match="NUL") if b"\0" in content else nullcontext()
    with broken:
        assert not any("\n" in source + target for source, target in tsv(folder, b"a\tb\n" + content))


def test_paired_texts(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text("One.\nTwo.\n")
    (tmp_path / "a.fr").write_text("Un.\r\nDeux.")
    source = Source(tmp_path / "a.en", tmp_path / "a.fr", 2.0)
    assert list(source.rows(EN_FR)) == [Row("One.", "Un.", 2.0), Row("Two.", "Deux.", 2.0)]


@pytest.mark.parametrize(("here", "there", "longer"), [("a\nb\nc\n", "a\nb\n", "x.en"), ("a\n", "a\nb\n", "x.fr")])
def test_texts_of_different_length(tmp_path: Path, here: str, there: str, longer: str) -> None:
    (tmp_path / "x.en").write_text(here)
    (tmp_path / "x.fr").write_text(there)
    with pytest.raises(ReadError, match=rf"{longer}: has more lines"):
        list(read_texts(tmp_path / "x.en", tmp_path / "x.fr"))


def make_pack(folder: Path, **changes: object) -> None:
    from sentencepiece import SentencePieceProcessor

    sentences = [("The boat is late.", "Le bateau est en retard."), ("We wait.", "Nous attendons.")]
    train_vocabulary([side for pair in sentences for side in pair] * 20, 400, EN_FR, folder / "sp.model")
    pieces = SentencePieceProcessor(model_file=str(folder / "sp.model"))
    content: dict[str, object] = {
        "source": np.array([1, 0], np.uint8),
        "weight": np.array([0.5, 3], np.float32),
        "names": np.array(["a", "b"]),
    }
    for side, language in enumerate(EN_FR):
        ids = [pieces.encode(pair[side]) for pair in sentences]
        content[language] = np.concatenate(ids).astype(np.uint16)
        content[f"{language}_len"] = np.array([len(one) for one in ids], np.uint8)
    np.savez(folder / "pack-0.npz", **{**content, **changes})  # type: ignore[arg-type]


def test_a_pack_brings_its_weights(tmp_path: Path) -> None:
    make_pack(tmp_path)
    rows = list(Source(tmp_path, weight=2.0).rows(EN_FR))
    assert rows == [Row("The boat is late.", "Le bateau est en retard.", 6.0), Row("We wait.", "Nous attendons.", 1.0)]
    assert [row.source for row in Source(tmp_path).rows(EN_FR.back)][1] == "Nous attendons."


@pytest.mark.parametrize(
    "changes",
    [
        {"source": np.array([9, 0], np.uint8)},
        {"fr": np.array([60000] * 12, np.uint16)},
        {"weight": np.array([{}], object)},
        {"fr_len": np.array([3], np.uint8)},
    ],
)
def test_a_damaged_pack_says_so(tmp_path: Path, changes: dict[str, object]) -> None:
    make_pack(tmp_path, **changes)
    with pytest.raises(ReadError, match=r"pack-0\.npz"):
        list(Source(tmp_path).rows(EN_FR))


def test_a_folder_without_packs(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="without pack"):
        list(Source(tmp_path).rows(EN_FR))


def test_a_pack_of_other_languages(tmp_path: Path) -> None:
    make_pack(tmp_path)
    with pytest.raises(ReadError, match="not a pack of en-de pairs"):
        list(Source(tmp_path).rows(Pair("en", "de")))


def test_a_path_with_a_weight(tmp_path: Path) -> None:
    plain, odd = tmp_path / "a.tsv", tmp_path / "b=2"
    plain.touch()
    odd.touch()
    assert parse_source(f"{plain}=0.6") == Source(plain, weight=0.6)
    assert parse_source(str(odd)) == Source(odd)
    for wrong in (f"{plain}=0", f"{plain}=-1", f"{plain}=nan", f"{plain}=x", "nowhere.tsv", "nowhere.tsv=2"):
        with pytest.raises(ReadError, match="no such file"):
            parse_source(wrong)
