"""How probable a translation is given its source, and the source given the translation, by forced decoding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tqcheck.engines.base import Engine, Forced, Pair, Refusal, TokenLogProb


@dataclass(frozen=True, slots=True)
class Passage:
    """What is scored as one: the sentences that one source sentence became, mostly a single one."""

    source: str
    """The source sentence or, without a source, the back-translation."""
    texts: tuple[str, ...]
    """The sentences of the text, in order."""
    back: float | None = None
    """The mean log-probability of `source` given the text where that is known: a back-translation's own score."""

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return " ".join(self.texts)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The two directions of one passage; ``None`` where the engine could not score it."""

    text: Forced | None
    """The text given the source, with offsets into the passage's text."""
    source: Forced | None
    """The source given the text, with offsets into the source; ``None`` too where it is a back-translation."""
    back: float | None
    """The mean log-probability of the source, or of the back-translation, given the text."""

    def figures(self, best: float | None = None) -> dict[str, float]:
        """The figures by name, natural log-probabilities a token; `best` is that of the model's own translation.

        ``likelihood.text`` and ``likelihood.source`` are the forced scores of Prism (Thompson and Post 2020), with
        the source as the reference; ``likelihood.dual`` is the dual conditional cross-entropy of Junczys-Dowmunt
        (2018) as a log-probability: their mean less their distance; ``likelihood.worst`` is the mean of the
        least likely quarter of the tokens, since one wrong word hardly moves the mean of a long sentence.
        """
        named: dict[str, float | None] = {"likelihood.source": self.back, "likelihood.best": best}
        if self.text is not None:
            named["likelihood.text"] = self.text.mean
            named["likelihood.worst"] = worst(self.text.tokens)
            if best is not None:
                named["likelihood.gap"] = self.text.mean - best
            if self.back is not None:
                both = (self.text.mean, self.back)
                named["likelihood.dual"] = sum(both) / 2 - abs(both[0] - both[1])
        return {name: round(value, 4) for name, value in sorted(named.items()) if value is not None}

    def shared(self, passage: Passage) -> list[tuple[TokenLogProb, ...]]:
        """The tokens of each sentence of the passage, with offsets into that sentence."""
        shares: list[tuple[TokenLogProb, ...]] = []
        at = 0
        tokens = self.text.tokens if self.text else ()
        for text in passage.texts:
            end = at + len(text)
            shares.append(
                tuple(
                    TokenLogProb(max(token.start, at) - at, min(token.end, end) - at, token.logprob)
                    for token in tokens
                    if token.start < end and at < token.end
                )
            )
            at = end + 1
        return shares


def measure(engine: Engine, pair: Pair, passages: Sequence[Passage]) -> list[Likelihood]:
    """Score all passages, one call a direction; `pair` is the direction of the back-translation.

    A passage whose `back` is known is not scored in that direction. Raises ModelError where no model serves a
    direction that is needed, EngineError where the engine fails.
    """
    texts = [passage.text for passage in passages]
    forced = engine.score([passage.source for passage in passages], texts, pair.back)
    unknown = [at for at, passage in enumerate(passages) if passage.back is None]
    sources: Mapping[int, Forced | Refusal] = {}
    if unknown:
        scored = engine.score([texts[at] for at in unknown], [passages[at].source for at in unknown], pair)
        sources = dict(zip(unknown, scored, strict=True))
    return [
        _likelihood(passage, text, sources.get(at))
        for at, (passage, text) in enumerate(zip(passages, forced, strict=True))
    ]


def worst(tokens: Sequence[TokenLogProb], share: float = 0.25) -> float:
    """The mean log-probability of the least likely `share` of the tokens, of one at least; 0 without tokens."""
    low = sorted(token.logprob for token in tokens)[: max(1, round(share * len(tokens)))]
    return sum(low) / len(low) if low else 0.0


def _likelihood(passage: Passage, text: Forced | Refusal, source: Forced | Refusal | None) -> Likelihood:
    back = source if isinstance(source, Forced) else None
    return Likelihood(text if isinstance(text, Forced) else None, back, back.mean if back else passage.back)
