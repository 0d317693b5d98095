"""Checks: families of rules that find flaws in a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from tqcheck.checks.acronyms import Acronyms
from tqcheck.checks.base import Check, Context, RuleInfo
from tqcheck.checks.capitals import Capitals
from tqcheck.checks.dates import Dates
from tqcheck.checks.doubled import Doubled
from tqcheck.checks.english_names import EnglishNames
from tqcheck.checks.entities import Entities
from tqcheck.checks.honorifics import Honorifics
from tqcheck.checks.improbable import Improbable
from tqcheck.checks.institutions import Institutions
from tqcheck.checks.leftovers import Leftovers
from tqcheck.checks.magnitudes import Magnitudes
from tqcheck.checks.measures import Measures
from tqcheck.checks.names import Names
from tqcheck.checks.narration import Narration
from tqcheck.checks.negation import Negation
from tqcheck.checks.no_break import NoBreak
from tqcheck.checks.numbers import Numbers
from tqcheck.checks.ordinals import Ordinals
from tqcheck.checks.places import Places
from tqcheck.checks.possessives import Possessives
from tqcheck.checks.pronouns import Pronouns
from tqcheck.checks.quotes import Quotes
from tqcheck.checks.small_letters import SmallLetters
from tqcheck.checks.spacing import Spacing
from tqcheck.checks.times import Times
from tqcheck.checks.typography import Typography
from tqcheck.checks.untranslated import Untranslated
from tqcheck.checks.with_source import WithSource

__all__ = ["CHECKS", "RULES", "Check", "Context", "RuleInfo"]

CHECKS: tuple[Check, ...] = (
    Quotes(),
    Spacing(),
    NoBreak(),
    Typography(),
    Doubled(),
    Entities(),
    Leftovers(),
    Capitals(),
    SmallLetters(),
    Numbers(),
    Magnitudes(),
    Measures(),
    Ordinals(),
    Dates(),
    Times(),
    Negation(),
    Places(),
    Names(),
    EnglishNames(),
    Possessives(),
    Pronouns(),
    Narration(),
    Acronyms(),
    Honorifics(),
    Untranslated(),
    Institutions(),
    Improbable(),
    WithSource("source_numbers", "SourceNumbers"),
    WithSource("source_dates", "SourceDates"),
    WithSource("source_sentences", "SourceSentences"),
    WithSource("source_words", "SourceWords"),
)
"""Every family that ships with tqcheck; a new one is added here and nowhere else."""


class _Rules(Mapping[str, RuleInfo]):
    """The rules of `CHECKS` by id, looked up when the first is asked for: some checks are not imported before."""

    @cached_property
    def _by_id(self) -> dict[str, RuleInfo]:
        return {rule.id: rule for check in CHECKS for rule in check.rules}

    def __getitem__(self, id: str) -> RuleInfo:
        return self._by_id[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


RULES: Mapping[str, RuleInfo] = _Rules()
"""All their rules, by id."""
