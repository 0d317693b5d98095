"""A phrase rule: what it flags, in which words of the source it believes, and what it proposes instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tqcheck import inflection
from tqcheck.checks.base import RuleInfo
from tqcheck.errors import ConfigError
from tqcheck.report import Severity
from tqcheck.rules.classes import Classes
from tqcheck.rules.program import Found, Program
from tqcheck.rules.suggestion import Suggestion
from tqcheck.rules.tokens import Tokens, tokenize

_EXPECTED = 3
"""Phrases of a rule that the model is asked about."""


class Example(NamedTuple):
    """A text of an author, with the source sentence where the rule hangs on it."""

    text: str
    source: str | None = None


class Candidate(NamedTuple):
    """A place where the words of a rule stand; whether it is a finding is for the evidence to say."""

    rule: Rule
    found: Found
    start: int
    end: int
    """Half-open token range of the flagged words."""


@dataclass(frozen=True)
class Rule:
    """One rule of a pack. Not slotted: its programs are compiled when first needed."""

    id: str
    target: str
    origin: str | None
    patterns: tuple[str, ...]
    message: str
    why: str
    severity: Severity
    category: str
    unless: tuple[str, ...] = ()
    """Native uses: a match that overlaps a match of one of them (of its flagged part, if marked) is none."""
    requires: tuple[str, ...] = ()
    """One of these has to stand somewhere in the same sentence."""
    source: tuple[str, ...] = ()
    """Patterns in the language of origin: the phrase behind the words."""
    suggestions: tuple[Suggestion, ...] = ()
    alone: bool = False
    """Whether the words are wrong whatever they come from, so that no evidence is needed."""
    strict: bool = False
    """Whether only a true source is evidence: a back-translation of native prose would hold the phrase too."""
    silent: bool = False
    """Whether the words without evidence are too common to speak of, even as information."""
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    source_examples: tuple[str, ...] = ()
    classes: Classes = field(default_factory=lambda: Classes({}), compare=False, repr=False)
    """The word lists that `patterns`, `unless` and `requires` name."""
    source_classes: Classes = field(default_factory=lambda: Classes({}), compare=False, repr=False)
    """The word lists that `source` names."""

    @cached_property
    def programs(self) -> tuple[Program, ...]:
        """The compiled `patterns`."""
        return self._compiled(self.patterns)

    @cached_property
    def exceptions(self) -> tuple[Program, ...]:
        """The compiled `unless`."""
        return self._compiled(self.unless)

    @cached_property
    def conditions(self) -> tuple[Program, ...]:
        """The compiled `requires`."""
        return self._compiled(self.requires)

    @cached_property
    def source_programs(self) -> tuple[Program, ...]:
        """The compiled `source`."""
        return _compiled(self.source, self.source_classes, self.origin or self.target)

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """The phrases behind the rule as its own examples have them: what the model is asked about."""
        sentences = (*self.source_examples, *(example.source for example in self.bad if example.source))
        phrases = (self.phrase_in(tokenize(sentence)) for sentence in sentences)
        return tuple({phrase.lower(): phrase for phrase in phrases if phrase}.values())[:_EXPECTED]

    def _compiled(self, patterns: tuple[str, ...]) -> tuple[Program, ...]:
        return _compiled(patterns, self.classes, self.target)

    @cached_property
    def info(self) -> RuleInfo:
        """What the rule says of itself."""
        return RuleInfo(
            self.id,
            self.category,
            self.severity,
            self.message,
            self.why,
            tuple(example.text for example in self.bad),
            tuple(example.text for example in self.good if example.source is None),
            (self.target,),
        )

    def lemmas(self, language: str) -> frozenset[str]:
        """The lemmas of `language` that the rule's patterns ask for, in lower case."""
        from tqcheck.rules.pattern import lemmas, parse

        wanted: set[str] = set()
        if language == self.target:
            for text in (*self.patterns, *self.unless, *self.requires):
                wanted.update(lemmas(parse(text, self.classes)))
        if language == self.origin:
            for text in self.source:
                wanted.update(lemmas(parse(text, self.source_classes)))
        return frozenset(lemma.lower() for lemma in wanted)

    def check(self) -> None:
        """Raises ConfigError where a pattern or suggestion is malformed, or no pattern has a word to look for.

        The forms of source lemmas wait until they are needed: for a user's pack that may load a dictionary.
        """
        from tqcheck.rules.compiler import width
        from tqcheck.rules.pattern import names, parse

        captured: set[str] = set()
        for text in self.patterns:
            captured.update(name for name in names(parse(text, self.classes)) if name)
        for suggestion in self.suggestions:
            suggestion.check(captured, self.target)
        if not all(program.anchors for program in self.programs):
            raise ConfigError("every pattern needs one word, lemma or class that is always there")
        for texts in (self.unless, self.requires):
            self._compiled(texts)
        for text in self.source:
            width(parse(text, self.source_classes))

    def candidate(self, tokens: Tokens, found: Found) -> Candidate | None:
        """`found` as a candidate, unless a native use of the words stands there."""
        start, end = found.captures.get("", (found.start, found.end))
        for exception in self.exceptions:
            for native in exception.search(tokens, max(0, found.start - exception.longest), found.end):
                left, right = native.captures.get("", (native.start, native.end))
                if left < found.end and found.start < right:
                    return None
        return Candidate(self, found, start, end)

    def met(self, tokens: Tokens) -> bool:
        """Whether the sentence holds what the rule requires of it."""
        return not self.requires or any(True for program in self.conditions for _ in program.search(tokens))

    def phrase_in(self, source: Tokens) -> str | None:
        """The phrase of the source language as it stands in `source`, if it does."""
        for program in self.source_programs:
            for found in program.search(source):
                start, end = found.captures.get("", (found.start, found.end))
                return source.quote(start, end)
        return None

    def proposal(self, tokens: Tokens, candidate: Candidate) -> tuple[Candidate, list[str]]:
        """`candidate` and the wordings for it, best first.

        Where *a* or *an* stands before the flagged words and does not go with the best wording, the candidate is
        widened to it and every wording has its own article.
        """
        wordings: list[str] = []
        for suggestion in self.suggestions:
            text = suggestion.fill(tokens, candidate.found, candidate.start)
            if text is not None and text not in wordings:
                wordings.append(text)
        before = candidate.start - 1
        if self.target != "en" or not wordings or not wordings[0] or before < 0:
            return candidate, wordings
        if tokens.lows[before] not in ("a", "an") or inflection.article(wordings[0]) == tokens.lows[before]:
            return candidate, wordings
        capital = tokens.raws[before][0].isupper()
        whole = [f"{inflection.article(wording)} {wording}" for wording in wordings if wording]
        if capital:
            whole = [wording[0].upper() + wording[1:] for wording in whole]
        return candidate._replace(start=before), whole


def _compiled(patterns: tuple[str, ...], classes: Classes, language: str) -> tuple[Program, ...]:
    if not patterns:
        return ()
    # The shipped rules are compiled beforehand: a short run seldom needs the compiler.
    from tqcheck.rules.compiler import compile_pattern
    from tqcheck.rules.pattern import parse

    return tuple(compile_pattern(parse(text, classes), language) for text in patterns)
