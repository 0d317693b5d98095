"""What is known of where a sentence comes from, and what a rule that needs evidence is told of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from tqcheck.document import Segment
from tqcheck.report import Judged, Severity
from tqcheck.rules.rule import Rule
from tqcheck.rules.tokens import Tokens, tokenize

_ECHO = 4
"""Letters at the start by which two words look alike."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The phrase of the source language, and the sentence that holds it: the source, or a likely back-translation."""

    phrase: str
    sentence: str


class Witness:
    """Speaks for one segment; each sentence is read once, each rule asked once."""

    def __init__(self, segment: Segment, judged: Judged | None, origin: str | None, back: str | None) -> None:
        self.text = segment.text
        self.judged = judged
        self.origin = origin
        self.spoken = origin if segment.source_text else back
        """The language of `sentences`."""
        self.source = bool(segment.source_text)
        if segment.source_text:
            self.sentences: tuple[str, ...] = (segment.source_text,)
        elif judged is not None and judged.back_translation is not None:
            self.sentences = (judged.back_translation, *judged.hypotheses)
        else:
            self.sentences = ()
        self._tokens: list[Tokens] | None = None
        self._known: dict[str, Evidence | None] = {}

    def severity(self, rule: Rule) -> tuple[Severity | None, Evidence | None]:
        """How severe a candidate of `rule` is here (``None``: it is no finding) and why we believe it."""
        heard = rule.origin is None or self.spoken in (None, rule.origin)
        evidence = self._evidence(rule) if heard else None
        if rule.alone:
            return rule.severity, evidence
        if rule.origin is not None and self.origin not in (None, rule.origin):
            return None, None
        if not self.sentences or not heard:
            return (None if rule.silent else Severity.INFO), None
        if evidence is None or (rule.silent and not self.source and (rule.strict or self._echoed(evidence.phrase))):
            return None, None
        return (Severity.INFO if rule.strict and not self.source else rule.severity), evidence

    def _echoed(self, phrase: str) -> bool:
        """Whether a single word of the back-translation may be a mere copy of an English one that looks like it.

        A model that does not know `eventually` writes *éventuellement*, which says nothing of the original.
        """
        word = _letters(phrase)
        return " " not in phrase and any(_letters(own)[:_ECHO] == word[:_ECHO] for own in self.text.split())

    def _evidence(self, rule: Rule) -> Evidence | None:
        if rule.id not in self._known:
            self._known[rule.id] = self._look(rule)
        return self._known[rule.id]

    def _look(self, rule: Rule) -> Evidence | None:
        if self._tokens is None:
            self._tokens = [tokenize(sentence) for sentence in self.sentences]
        for sentence, tokens in zip(self.sentences, self._tokens, strict=True):
            phrase = rule.phrase_in(tokens)
            if phrase is not None:
                return Evidence(phrase, sentence)
        return None

    def unproven(self, rule: Rule) -> str | None:
        """The back-translation, where one could vouch for `rule` but does not hold its phrase; else ``None``.

        Not for rules whose words are too common to trust a model's word alone.
        """
        if rule.alone or rule.silent or rule.strict or rule.severity < Severity.WARNING:
            return None
        if self.source or not self.sentences or rule.origin is None or self.spoken != rule.origin:
            return None
        if self.origin not in (None, rule.origin) or self._evidence(rule) is not None:
            return None
        return self.sentences[0]

    def learn(self, rule: Rule, evidence: Evidence) -> None:
        """Take `evidence` for `rule` from elsewhere."""
        self._known[rule.id] = evidence


def _letters(word: str) -> str:
    """The word in small letters, without accents and signs."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c.isalpha())
