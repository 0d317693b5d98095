"""Vocabularies that are made, and those that are there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tqcheck.engines.base import Pair
from tqcheck.errors import ModelError, UsageError
from tqcheck.training.vocabulary import Vocabulary, tag, train_vocabulary

EN_FR = Pair("en", "fr")
SENTENCES = ["The ferry leaves at noon.", "Le bac part à midi.", "We saw the ferry.", "Nous avons vu le bac."] * 10


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vocabulary") / "v.spm"
    train_vocabulary(iter(SENTENCES), 400, EN_FR, path)
    return path


def test_the_tokens_with_a_role(made: Path) -> None:
    vocabulary = Vocabulary.of_spm(made)
    assert vocabulary.tokens[:4] == ("</s>", "<unk>", ">>en<<", ">>fr<<")
    assert (vocabulary.eos, vocabulary.unk, vocabulary.pad) == (0, 1, len(vocabulary) - 1)
    assert vocabulary.id(tag("fr")) == 3
    assert vocabulary.id(tag("de")) is None
    assert vocabulary.joint


def test_every_character_survives(made: Path) -> None:
    vocabulary = Vocabulary.of_spm(made)
    texts = ["The ferry 渡し船 ☂ Ωmega", "ÿ", ""]
    ids = vocabulary.encode(texts, target=True)
    assert vocabulary.unk not in {one for line in ids for one in line.tolist()}
    assert vocabulary.decode([[vocabulary.tokens[at] for at in line] for line in ids]) == texts


def test_the_same_data_make_the_same_vocabulary(made: Path, tmp_path: Path) -> None:
    train_vocabulary(iter(SENTENCES), 400, EN_FR, tmp_path / "again.spm")
    assert (tmp_path / "again.spm").read_bytes() == made.read_bytes()


def test_too_small_a_size(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a vocabulary of 50 pieces cannot be made"):
        train_vocabulary(iter(SENTENCES), 50, EN_FR, tmp_path / "v.spm")


def test_ids_of_a_folder_are_those_of_its_vocab_json(tiny_marian: Callable[..., Path], tmp_path: Path) -> None:
    folder = tiny_marian(tmp_path / "opus-mt-en-de")
    tokens = json.loads((folder / "vocab.json").read_text())
    # Another order than SentencePiece's, and a piece that the model has never had.
    order = [token for token in sorted(tokens) if token not in ("<pad>", "▁")] + ["<pad>"]
    (folder / "vocab.json").write_text(json.dumps({token: at for at, token in enumerate(order)}))
    vocabulary = Vocabulary.of_folder(folder, folder / "source.spm", folder / "target.spm")
    ids = vocabulary.encode(["The bridge"], target=False)[0].tolist()
    spelled = "".join(vocabulary.tokens[at] for at in ids)
    assert spelled.replace("<unk>", "▁").startswith("▁The")
    assert vocabulary.joint


def test_writing_and_reading(made: Path, tmp_path: Path) -> None:
    vocabulary = Vocabulary.of_spm(made)
    vocabulary.write(tmp_path)
    again = Vocabulary.of_folder(tmp_path, tmp_path / "source.spm", tmp_path / "target.spm")
    assert again.tokens == vocabulary.tokens


def test_what_is_no_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "v.spm").write_bytes(b"nonsense")
    for path in (tmp_path / "v.spm", tmp_path / "none.spm"):
        with pytest.raises(ModelError, match="not a SentencePiece model"):
            Vocabulary.of_spm(path)
    with pytest.raises(ModelError, match="lacks </s>"):
        Vocabulary(["<unk>", "<pad>"], tmp_path / "v.spm", tmp_path / "v.spm")
