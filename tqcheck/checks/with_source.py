"""Checks that compare a text with its source, imported once a document has one: most runs of `lint` have none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from typing import cast

from tqcheck.checks.base import Check, Context, RuleInfo
from tqcheck.report import Finding


class WithSource:
    """The check of that name in that module of `tqcheck.checks`, which finds nothing without a source."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    @cached_property
    def check(self) -> Check:
        """The check itself."""
        return cast(Check, getattr(import_module(f"tqcheck.checks.{self._module}"), self._name)())

    @property
    def rules(self) -> tuple[RuleInfo, ...]:
        """What each of its rules says of itself."""
        return self.check.rules

    def __call__(self, context: Context) -> Iterable[Finding]:
        """Its findings; none without a source."""
        paired = context.document.source is not None or context.omitted
        if paired or any(segment.source_text is not None for segment in context.segments):
            return self.check(context)
        return ()
