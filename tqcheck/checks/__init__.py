"""Checks: families of rules that find flaws in a document."""

from __future__ import annotations

from tqcheck.checks.acronyms import Acronyms
from tqcheck.checks.base import Check, Context, RuleInfo
from tqcheck.checks.capitals import Capitals
from tqcheck.checks.dates import Dates
from tqcheck.checks.doubled import Doubled
from tqcheck.checks.entities import Entities
from tqcheck.checks.honorifics import Honorifics
from tqcheck.checks.leftovers import Leftovers
from tqcheck.checks.magnitudes import Magnitudes
from tqcheck.checks.names import Names
from tqcheck.checks.negation import Negation
from tqcheck.checks.numbers import Numbers
from tqcheck.checks.ordinals import Ordinals
from tqcheck.checks.places import Places
from tqcheck.checks.possessives import Possessives
from tqcheck.checks.quotes import Quotes
from tqcheck.checks.source_dates import SourceDates
from tqcheck.checks.source_numbers import SourceNumbers
from tqcheck.checks.source_sentences import SourceSentences
from tqcheck.checks.source_words import SourceWords
from tqcheck.checks.times import Times
from tqcheck.checks.untranslated import Untranslated

__all__ = ["CHECKS", "RULES", "Check", "Context", "RuleInfo"]

CHECKS: tuple[Check, ...] = (
    Quotes(),
    Doubled(),
    Entities(),
    Leftovers(),
    Capitals(),
    Numbers(),
    Magnitudes(),
    Ordinals(),
    Dates(),
    Times(),
    Negation(),
    Places(),
    Names(),
    Possessives(),
    Acronyms(),
    Honorifics(),
    Untranslated(),
    SourceNumbers(),
    SourceDates(),
    SourceSentences(),
    SourceWords(),
)
"""Every family that ships with tqcheck; a new one is added here and nowhere else."""

RULES: dict[str, RuleInfo] = {rule.id: rule for check in CHECKS for rule in check.rules}
"""All their rules, by id."""
