"""What a check is: it reads a document with all that is known of it and yields findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tqcheck.document import Block, Document, Segment
from tqcheck.report import Finding, Judged, Severity


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a rule says of itself; `tqcheck explain` and docs/rules.md print it."""

    id: str
    """``family/name``."""
    category: str
    severity: Severity
    summary: str
    """What it flags, in one line."""
    why: str
    """Why an editor should care, in a sentence or two."""
    bad: tuple[str, ...]
    """Texts in which the rule must fire; run by the tests. A rule that needs the source shows both: ``source → text``,
    with ``¶`` between paragraphs; one that needs the model, the round trip: ``text ⇄ round trip``."""
    good: tuple[str, ...]
    """Texts in which it must not: above all the traps."""
    languages: tuple[str, ...] = ()
    """Languages of the text that the rule is for; empty means all."""
    fix: bool = False
    """Whether the suggestion may be applied by `--fix` without a second look."""


@dataclass(frozen=True, slots=True)
class Context:
    """A document with all that has been found out about it when the checks run."""

    document: Document
    language: str | None
    """The document's language, as far as known."""
    segments: tuple[Segment, ...]
    origin: str | None = None
    """The language that the text was, or is supposed to have been, translated from."""
    judged: Mapping[int, Judged] = field(default_factory=dict)
    """By segment index; empty in `lint`, which has no model."""
    omitted: tuple[Segment, ...] = ()
    """The segments of the source that nothing in the document translates."""
    back: str | None = None
    """The language of the back-translations where it is not `origin`, of which they then are no evidence."""
    assumed: bool = False
    """Whether nobody named `origin`, so that what is wrong whatever it comes from is looked for in every language."""

    memo: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What one check has made of the document and others need too, by name."""

    def segments_of(self, block: int) -> Iterator[Segment]:
        """The segments of one block, in order."""
        return (segment for segment in self.segments if segment.block == block)


class Check(Protocol):
    """A family of rules that are found by one pass over the document.

    One that sets ``any_origin = True`` finds the same whatever `Context.origin` is, and is not asked again for another.
    """

    @property
    def rules(self) -> tuple[RuleInfo, ...]:
        """What each rule of the family says of itself."""

    def __call__(self, context: Context) -> Iterable[Finding]:
        """The findings, in any order; the checker sorts them and drops doubles."""


def finding(
    rule: RuleInfo,
    block: Block,
    start: int,
    end: int,
    message: str,
    suggestion: str | None = None,
    source_phrase: str | None = None,
    evidence: str | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding of `rule` at ``block.text[start:end]``, its span mapped to the document."""
    return Finding(
        rule.id,
        rule.category,
        severity or rule.severity,
        block.span(start, end),
        block.text[start:end],
        message,
        suggestion,
        source_phrase,
        evidence,
    )
