"""The pieces of a model: a joint SentencePiece vocabulary made from the data, or one that is there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqcheck.engines.base import Pair
from tqcheck.engines.convert import EOS, PAD, UNK
from tqcheck.engines.convert import vocabulary as tokens_of
from tqcheck.errors import ModelError, UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_SENTENCES = 2_000_000


class Vocabulary:
    """Texts to ids and back. Ids count from 0; the last is ``<pad>``, which no text has."""

    def __init__(self, tokens: Sequence[str], source_spm: Path, target_spm: Path) -> None:
        """`tokens` in the order of their ids. Raises ModelError where they lack ``</s>`` or ``<unk>``, or an spm file
        is missing or damaged."""
        import numpy as np

        ids = {token: at for at, token in enumerate(tokens)}
        if EOS not in ids or UNK not in ids:
            raise ModelError(f"{source_spm.parent}: the vocabulary lacks {EOS} or {UNK}")
        self.tokens = tuple(tokens)
        self.eos, self.unk, self.pad = ids[EOS], ids[UNK], ids[PAD]
        self._ids = ids
        self._files = source_spm, target_spm
        self._pieces = [_load(path) for path in dict.fromkeys(self._files)]
        self._tables = [
            np.array([ids.get(pieces.id_to_piece(at), self.unk) for at in range(pieces.get_piece_size())], np.int32)
            for pieces in self._pieces
        ]

    @classmethod
    def of_spm(cls, path: Path) -> Vocabulary:
        """The vocabulary that a joint SentencePiece model is, with ``<pad>`` behind it."""
        pieces = _load(path)
        return cls([*(pieces.id_to_piece(at) for at in range(pieces.get_piece_size())), PAD], path, path)

    @classmethod
    def of_folder(cls, folder: Path, source_spm: Path, target_spm: Path) -> Vocabulary:
        """The vocabulary of a MarianMTModel folder."""
        return cls(tokens_of(folder), source_spm, target_spm)

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def joint(self) -> bool:
        """Whether both languages are spelled with the same pieces."""
        source, target = self._files
        return source == target or source.read_bytes() == target.read_bytes()

    def id(self, token: str) -> int | None:
        """The id of a token, as of a language tag; None where there is none."""
        return self._ids.get(token)

    def encode(self, texts: Sequence[str], target: bool) -> list[NDArray[np.int32]]:
        """The ids of each text, without tag and end of sentence."""
        import numpy as np

        side = -1 if target else 0
        encoded = self._pieces[side].encode(list(texts), out_type=int, num_threads=1)
        return [self._tables[side][np.array(ids, np.int64)] for ids in encoded]

    def decode(self, tokens: Iterable[Sequence[str]]) -> list[str]:
        """The texts that target tokens spell."""
        return [str(self._pieces[-1].decode(list(line))).strip() for line in tokens]

    def texts(self, rows: Iterable[Sequence[int]], target: bool) -> list[str]:
        """The texts that ids of either side spell."""
        pieces = self._pieces[-1 if target else 0]
        return [str(pieces.decode([self.tokens[id] for id in row])).strip() for row in rows]

    def write(self, folder: Path) -> None:
        """Write vocab.json, source.spm and target.spm."""
        for name, path in zip(("source.spm", "target.spm"), self._files, strict=True):
            if path.resolve() != (folder / name).resolve():
                shutil.copyfile(path, folder / name)
        (folder / "vocab.json").write_text(json.dumps(self._ids, ensure_ascii=False), encoding="utf-8")


def train_vocabulary(sentences: Iterable[str], size: int, pair: Pair, out: Path) -> None:
    """Write to `out` a unigram SentencePiece model (Kudo 2018) of at most `size` pieces.

    ``</s>`` is 0, ``<unk>`` 1, then a tag for each language of `pair`; what the pieces do not spell is spelled in
    bytes. Small data give fewer pieces. At most two million sentences are learnt from.
    Raises UsageError where `size` is too small for the bytes and letters.
    """
    import io

    import sentencepiece

    sentencepiece.set_random_generator_seed(1)
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=islice(iter(sentences), _MOST_SENTENCES),
            model_writer=model,
            vocab_size=size,
            hard_vocab_limit=False,
            character_coverage=0.9998,
            byte_fallback=True,
            bos_id=-1,
            pad_id=-1,
            eos_id=0,
            unk_id=1,
            user_defined_symbols=[tag(language) for language in sorted(pair)],
            normalization_rule_name="identity",
            num_threads=1,
            minloglevel=2,
        )
    except RuntimeError as error:
        raise UsageError(f"a vocabulary of {size} pieces cannot be made of these texts; try a larger one") from error
    out.write_bytes(model.getvalue())


def tag(language: str) -> str:
    """The first source token that asks for a language."""
    return f">>{language}<<"


def _load(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise ModelError(f"{path}: missing, or not a SentencePiece model") from error
