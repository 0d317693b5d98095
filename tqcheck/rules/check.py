"""The check that runs phrase rules over a document and asks for the evidence that each one needs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.document import Segment
from tqcheck.report import Finding, Judged, Severity
from tqcheck.rules.index import Index
from tqcheck.rules.library import Library
from tqcheck.rules.pack import Pack
from tqcheck.rules.rule import Candidate, Rule
from tqcheck.rules.tokens import Tokens, tokenize

Plausible = Callable[[Judged, Rule], str | None]
"""Tells whether the model finds the rule's source phrase likely in a segment: the phrase, or ``None``.

Asked only where no back-translation holds the phrase; meant for the forced-decoding score of the expected phrase.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The phrase of the source language as found, and the sentence that holds it."""

    phrase: str
    sentence: str


class PhraseCheck:
    """All phrase rules for the language of the text and the language that it comes from.

    With a source a rule fires where the aligned source sentence holds its source phrase; without, where the
    back-translation or one of the other hypotheses does. Where nothing was translated (`lint`), only rules that are
    safe alone keep their severity; the others are told as information.
    """

    def __init__(self, packs: Iterable[Pack] | Library | None = None, plausible: Plausible | None = None) -> None:
        self._library = packs if isinstance(packs, Library) else Library() if packs is None else None
        self._packs = () if self._library else tuple(packs)  # type: ignore[arg-type]
        self._plausible = plausible
        self._indexes: dict[tuple[str, str | None], Index] = {}

    @cached_property
    def rules(self) -> tuple[RuleInfo, ...]:
        """What each rule of every pack says of itself."""
        return tuple(rule.info for pack in self.packs() for rule in pack.rules)

    def packs(self, language: str | None = None, origin: str | None = None) -> tuple[Pack, ...]:
        """The packs in use for text in `language` that comes from `origin`; ``None`` means any."""
        if self._library:
            return self._library.packs(language, origin)
        return tuple(
            pack
            for pack in self._packs
            if language in (None, pack.target) and (origin is None or pack.origin in (None, origin))
        )

    def names(self, language: str, origin: str | None = None) -> tuple[str, ...]:
        """The names of the packs that `packs` gives, as in ``en/from-fr``; reads none that it need not."""
        if self._library:
            return self._library.names(language, origin)
        return tuple(str(pack) for pack in self.packs(language, origin))

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings, without those that lie inside another at least as severe."""
        origin = _code(context.origin)
        for segment in context.segments:
            language = _code(segment.language or context.language)
            if language is None:
                continue
            index = self._index(language, origin)
            tokens = tokenize(segment.text)
            candidates = index.candidates(tokens)
            if candidates:
                yield from self._judge(context, segment, tokens, candidates)

    def _index(self, language: str, origin: str | None) -> Index:
        key = (language, origin)
        if key not in self._indexes:
            self._indexes[key] = (
                self._library.index(language, origin)
                if self._library
                else Index(rule for pack in self.packs(language, origin) for rule in pack.rules)
            )
        return self._indexes[key]

    def _judge(
        self, context: Context, segment: Segment, tokens: Tokens, candidates: list[Candidate]
    ) -> Iterator[Finding]:
        witness = _Witness(segment, context.judged.get(segment.index), self._plausible)
        kept: list[tuple[Candidate, Severity, Evidence | None]] = []
        for candidate in candidates:
            severity, evidence = witness.severity(candidate.rule)
            if severity is not None:
                kept.append((candidate, severity, evidence))
        block = context.document.blocks[segment.block]
        for candidate, severity, evidence in _outermost(kept):
            rule = candidate.rule
            candidate, wordings = rule.proposal(tokens, candidate)
            yield finding(
                rule.info,
                block,
                segment.start + tokens.starts[candidate.start],
                segment.start + tokens.ends[candidate.end - 1],
                _message(rule, wordings),
                wordings[0] if wordings else None,
                evidence.phrase if evidence else None,
                evidence.sentence if evidence else None,
                severity,
            )


_ECHO = 4
"""Letters at the start by which two words look alike."""


class _Witness:
    """What is known of where a segment comes from; each sentence is read once, each rule asked once."""

    def __init__(self, segment: Segment, judged: Judged | None, plausible: Plausible | None) -> None:
        self.text = segment.text
        self.judged = judged
        self.plausible = plausible
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
        evidence = self._evidence(rule)
        if rule.alone:
            return rule.severity, evidence
        if not self.sentences:
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
        if self.plausible is not None and self.judged is not None and not self.source and self.sentences:
            phrase = self.plausible(self.judged, rule)
            if phrase is not None:
                return Evidence(phrase, self.sentences[0])
        return None


def _letters(word: str) -> str:
    """The word in small letters, without accents and signs."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c.isalpha())


def _outermost(
    kept: list[tuple[Candidate, Severity, Evidence | None]],
) -> Iterator[tuple[Candidate, Severity, Evidence | None]]:
    """Those of `kept` that do not lie inside one at least as severe, in the order of the text."""
    last: list[tuple[int, Severity]] = []
    for entry in sorted(kept, key=lambda entry: (entry[0].start, -entry[0].end, -entry[1])):
        candidate, severity, _ = entry
        last = [(end, other) for end, other in last if end > candidate.start]
        if not any(candidate.end <= end and severity <= other for end, other in last):
            last.append((candidate.end, severity))
            yield entry


def _message(rule: Rule, wordings: list[str]) -> str:
    others = [f"“{wording}”" for wording in wordings[1:] if wording]
    return f"{rule.message} Also possible: {', '.join(others)}." if others else rule.message


def _code(language: str | None) -> str | None:
    return language.replace("_", "-").partition("-")[0].lower() if language else None
