"""Checks: families of rules that find flaws in a document."""

from __future__ import annotations

from tqcheck.checks.base import Check, Context, RuleInfo
from tqcheck.checks.capitals import Capitals
from tqcheck.checks.doubled import Doubled
from tqcheck.checks.entities import Entities
from tqcheck.checks.leftovers import Leftovers
from tqcheck.checks.quotes import Quotes

__all__ = ["CHECKS", "RULES", "Check", "Context", "RuleInfo"]

CHECKS: tuple[Check, ...] = (Quotes(), Doubled(), Entities(), Leftovers(), Capitals())
"""Every family that ships with tqcheck; a new one is added here and nowhere else."""

RULES: dict[str, RuleInfo] = {rule.id: rule for check in CHECKS for rule in check.rules}
"""All their rules, by id."""
