"""The check that runs phrase rules over a document and asks for the evidence that each one needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.document import Document, Segment
from tqcheck.engines.base import Pair
from tqcheck.report import Finding, Severity
from tqcheck.rules.index import Index
from tqcheck.rules.library import Library
from tqcheck.rules.pack import Pack
from tqcheck.rules.rule import Candidate, Rule
from tqcheck.rules.tokens import Tokens, tokenize
from tqcheck.rules.witness import Evidence, Witness

if TYPE_CHECKING:
    from tqcheck.rules.plausibility import Claim, Variant

Plausible = Callable[["Sequence[Claim]", Pair], "Sequence[Variant | None]"]
"""Tells of which claims the model finds a back-translation with one of the rule's phrases likely, and which.

Asked once a document, only for rules that need evidence and of whose phrases no back-translation holds one.
"""
_USUAL = "fr"
"""The language that words are said to come from which are wrong from several, before one stands out."""


class PhraseCheck:
    """All phrase rules for the language of the text and the language that it comes from.

    With a source a rule fires where the aligned source sentence holds its source phrase; without, where the
    back-translation or one of the other hypotheses does. Where nothing was translated (`lint`), only rules that are
    safe alone keep their severity; the others are told as information. Where the language of origin was only assumed,
    rules for other languages fire too if they are safe alone; a back-translation is evidence of its own language only.
    """

    def __init__(self, packs: Iterable[Pack] | Library | None = None, plausible: Plausible | None = None) -> None:
        self._library = packs if isinstance(packs, Library) else Library() if packs is None else None
        self._packs = () if self._library else tuple(packs)  # type: ignore[arg-type]
        self._plausible = plausible
        self._indexes: dict[tuple[str, str | None], Index] = {}
        self._last: tuple[Document | None, dict[tuple[int, str, str | None], tuple[Tokens, list[Candidate]]]] = (
            None,
            {},
        )

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
        origin = None if context.assumed else _code(context.origin)
        # A text whose origin is guessed from what was found is looked through a second time, for that origin.
        last, known = self._last
        if last is not context.document:
            known = {}
            self._last = context.document, known
        work: list[tuple[Segment, Tokens, list[Candidate], Witness]] = []
        for segment in context.segments:
            language = _code(segment.language or context.language)
            if language is None:
                continue
            key = segment.index, language, origin
            if key not in known:
                # Every pattern has a word: a megabyte of quotation marks need not be cut up for them.
                tokens = tokenize(segment.text if any(map(str.isalnum, segment.text)) else "")
                known[key] = tokens, self._index(language, origin).candidates(tokens)
            tokens, candidates = known[key]
            if candidates:
                work.append((segment, tokens, candidates, self._witness(context, segment)))
        if self._plausible is not None and context.judged:
            self._ask(context, work, self._plausible)
        for segment, tokens, candidates, witness in work:
            yield from self._judge(context, segment, tokens, candidates, witness)

    def _witness(self, context: Context, segment: Segment) -> Witness:
        origin = _code(context.origin)
        back = _code(context.back) or origin
        return Witness(segment, context.judged.get(segment.index), origin, back)

    def _ask(
        self,
        context: Context,
        work: Sequence[tuple[Segment, Tokens, list[Candidate], Witness]],
        plausible: Plausible,
    ) -> None:
        """Ask the model about the candidates without evidence, a call for each language that the text has."""
        from tqcheck.rules.plausibility import Claim

        claims: dict[Pair, list[tuple[Witness, Rule, Claim]]] = {}
        for segment, tokens, candidates, witness in work:
            language = _code(segment.language or context.language)
            for candidate in candidates:
                rule = candidate.rule
                back = witness.unproven(rule)
                phrases = rule.expected if back and rule.origin else ()
                if back and phrases and language and rule.origin:
                    start, end = tokens.starts[candidate.start], tokens.ends[candidate.end - 1]
                    claim = Claim(segment.text, back, phrases, start, end)
                    claims.setdefault(Pair(language, rule.origin), []).append((witness, rule, claim))
        for pair, made in claims.items():
            answers = plausible([claim for _, _, claim in made], pair)
            for (witness, rule, _), variant in zip(made, answers, strict=True):
                if variant is not None:
                    witness.learn(rule, Evidence(variant.phrase, variant.sentence))

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
        self,
        context: Context,
        segment: Segment,
        tokens: Tokens,
        candidates: list[Candidate],
        witness: Witness,
    ) -> Iterator[Finding]:
        kept: list[tuple[Candidate, Severity, Evidence | None]] = []
        for candidate in candidates:
            severity, evidence = witness.severity(candidate.rule)
            if severity is not None:
                kept.append((candidate, severity, evidence))
        block = context.document.blocks[segment.block]
        for candidate, severity, evidence in _outermost(kept, witness.origin):
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


def _outermost(
    kept: list[tuple[Candidate, Severity, Evidence | None]], origin: str | None
) -> Iterator[tuple[Candidate, Severity, Evidence | None]]:
    """Those of `kept` that do not lie inside one at least as severe, in the order of the text.

    Of two on the same words the one stays whose language the text is thought to come from.
    """

    def rank(entry: tuple[Candidate, Severity, Evidence | None]) -> tuple[int, int, int, bool]:
        candidate, severity, _ = entry
        return candidate.start, -candidate.end, -severity, candidate.rule.origin not in (None, origin or _USUAL)

    last: list[tuple[int, Severity]] = []
    for entry in sorted(kept, key=rank):
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
