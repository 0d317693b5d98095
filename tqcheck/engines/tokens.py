"""Texts as the pieces that a model reads and writes, each piece with its place in the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqcheck.engines.base import TokenLogProb
from tqcheck.engines.convert import EOS, PAD, UNK
from tqcheck.engines.model import Model
from tqcheck.engines.normalise import normalise
from tqcheck.errors import ModelError


@dataclass(frozen=True, slots=True)
class Pieces:
    """A target text in pieces."""

    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    """For each piece its offsets in the text as given, without white space at the edges; empty where it has no
    character of its own: a word boundary alone, or any but the last byte of a character."""

    def scored(self, logprobs: Sequence[float]) -> tuple[TokenLogProb, ...]:
        """One score for each stretch of characters, from one for each piece.

        Pieces that share a character (the bytes of one, the dots of an ellipsis) and pieces without one are added
        to their neighbour, so that the sum stays the sum.
        """
        tokens: list[TokenLogProb] = []
        waiting = 0.0
        for (start, end), logprob in zip(self.spans, logprobs, strict=True):
            if start == end:
                waiting += logprob
            elif tokens and start < tokens[-1].end:
                last = tokens.pop()
                tokens.append(TokenLogProb(last.start, max(end, last.end), last.logprob + waiting + logprob))
                waiting = 0.0
            else:
                tokens.append(TokenLogProb(start, end, waiting + logprob))
                waiting = 0.0
        if waiting and tokens:
            last = tokens.pop()
            tokens.append(TokenLogProb(last.start, last.end, last.logprob + waiting))
        return tuple(tokens)


class Tokeniser:
    """The SentencePiece models of one translation model, with its tag and its normalisation."""

    def __init__(self, model: Model) -> None:
        """Raises ModelError where a SentencePiece model is missing or damaged."""
        self._tag = model.tag
        self._straighten = model.normalise
        self._source = _load(model.source_spm)
        self._target = self._source if model.target_spm == model.source_spm else _load(model.target_spm)

    def source(self, texts: Sequence[str]) -> list[list[str]]:
        """The pieces of each text, between the tag and the end of sentence."""
        tag = [self._tag] if self._tag else []
        texts = [normalise(text, self._straighten).text for text in texts]
        return [[*tag, *_plain(pieces), EOS] for pieces in self._source.encode(texts, out_type=str)]

    def target(self, texts: Sequence[str]) -> list[Pieces]:
        """The pieces of each text, without tag and end."""
        made = [normalise(text, self._straighten) for text in texts]
        encoded = self._target.encode([one.text for one in made], return_type="offset_mapping")
        results = []
        for text, one, mapping in zip(texts, made, encoded, strict=True):
            tokens: list[str] = []
            spans: list[tuple[int, int]] = []
            for piece, (start, end) in zip(mapping["pieces"], mapping["offsets"], strict=True):
                span = _trim(text, *one.span(start, end)) if start < end else (0, 0)
                for token in _plain([piece]):
                    tokens.append(token)
                    spans.append(span)
            results.append(Pieces(tuple(tokens), tuple(spans)))
        return results

    def unknown(self, text: str) -> list[tuple[int, int]]:
        """The stretches of `text` with letters, digits or symbols that the source side has no piece for.

        They are whole words, or several in a row; an emoji, or a name in another script.
        """
        if text.isascii() and ">>" not in text:
            return []
        made = normalise(text, self._straighten)
        mapping = self._source.encode(made.text, return_type="offset_mapping")
        stretches: list[tuple[int, int]] = []
        for piece, index, (start, end) in zip(mapping["pieces"], mapping["ids"], mapping["offsets"], strict=True):
            if start == end or not (index == self._source.unk_id() or _is_byte(piece) or _is_tag(piece)):
                continue
            if not any(unicodedata.category(sign)[0] in "LN" or _is_symbol(sign) for sign in made.text[start:end]):
                continue
            left, right = _word(text, *made.span(start, end))
            if stretches and not text[stretches[-1][1] : left].strip():
                left = stretches.pop()[0]
            stretches.append((left, right))
        return stretches

    def text(self, tokens: Iterable[str]) -> str:
        """The text that target pieces spell; the special tokens among them spell nothing."""
        text = str(self._target.decode([token for token in tokens if not _special(token)]))
        # Pieces of the source side, which a shared vocabulary lets a model write, keep their mark of a word.
        return text.replace("\N{LOWER ONE EIGHTH BLOCK}", " ").strip()


def _load(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise ModelError(f"{path}: missing, or not a SentencePiece model") from error


def _special(token: str) -> bool:
    return token in (EOS, PAD, UNK) or _is_tag(token)


def _is_byte(token: str) -> bool:
    return len(token) == 6 and token.startswith("<0x")


def _is_symbol(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sc")


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _is_tag(token: str) -> bool:
    return len(token) > 4 and token.startswith(">>") and token.endswith("<<")


def _plain(pieces: Iterable[str]) -> Iterable[str]:
    """`pieces` with a tag that stands in the text itself spelled out, so that it cannot steer the model."""
    for piece in pieces:
        if _is_tag(piece):
            yield from (f"<0x{byte:02X}>" for byte in piece.encode())
        else:
            yield piece


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
