"""What the engine says of a translation, gathered in one batched call a direction and kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tqcheck.engines.base import Engine, Forced, Pair, Refusal, Translation
from tqcheck.fidelity.form import Restored, restore

NEUTRAL = "."
"""A source that says nothing: given it, the decoder is a language model of the target (the contrast of Prism-LM)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A translation to gather evidence on."""

    text: str
    source: str
    """The source or, without one, the back-translation."""
    back: Translation
    """The text in the source's language."""
    trip: Translation | None
    """The back-translation in the text's language again; ``None`` where a source is given."""
    plain: Forced
    """The text given the source."""
    reverse: Forced | None
    """The source given the text; ``None`` where it is a back-translation."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A question with what the engine answers to it."""

    question: Question
    best: Translation
    """The engine's own translation of the source into the text's language."""
    restored: Restored
    adequate: Forced
    """The restored text given the source."""
    fluent: Forced
    """The restored text given nothing."""


def gather(engine: Engine, pair: Pair, questions: Sequence[Question], hypotheses: int) -> list[Evidence | None]:
    """The evidence on each, ``None`` where the engine refuses a part of it; `pair` is the way back.

    Raises as the engine does.
    """
    bests = _bests(engine, pair.back, questions, hypotheses)
    asked = [
        (at, best, restore(question.text, question.source, (best.text, *best.alternatives)))
        for at, (question, best) in enumerate(zip(questions, bests, strict=True))
        if isinstance(best, Translation)
    ]
    texts = [restored.text for _, _, restored in asked]
    adequate = engine.score([questions[at].source for at, _, _ in asked], texts, pair.back)
    fluent = engine.score([NEUTRAL] * len(texts), texts, pair.back)
    made: list[Evidence | None] = [None] * len(questions)
    for (at, best, restored), given, alone in zip(asked, adequate, fluent, strict=True):
        if isinstance(given, Forced) and isinstance(alone, Forced):
            made[at] = Evidence(questions[at], best, restored, given, alone)
    return made


def _bests(
    engine: Engine, forward: Pair, questions: Sequence[Question], hypotheses: int
) -> Sequence[Translation | Refusal | None]:
    bests: list[Translation | Refusal | None] = [question.trip for question in questions]
    open_ = [at for at, best in enumerate(bests) if best is None]
    if open_:
        answers = engine.translate([questions[at].source for at in open_], forward, hypotheses)
        for at, answer in zip(open_, answers, strict=True):
            bests[at] = answer
    return bests
