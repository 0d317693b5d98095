"""A passage together with the quotations in it."""

from __future__ import annotations

from dataclasses import dataclass

from tqcheck.checks.base import Context
from tqcheck.checks.marks import Quotation, Quoting, read
from tqcheck.checks.passages import Passage, passages

_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Quoted:
    """One passage and its quotation marks."""

    passage: Passage
    quoting: Quoting

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.passage.text

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The passage's quotations, outer ones first."""
        return self.quoting.quotations

    def word_after(self, at: int) -> int:
        """The end of the word that follows `at`, or `at` where none does within reach."""
        text = self.text[at : at + _WINDOW]
        end = len(text) - len(text.lstrip())
        start = end
        while end < len(text) and (text[end].isalnum() or text[end] in "’'-"):
            end += 1
        return at + (end if end > start else 0)

    def word_before(self, at: int) -> int:
        """The start of the word that ends at `at`, punctuation between left aside."""
        low = max(0, at - _WINDOW)
        start = at
        while start > low and not self.text[start - 1].isalnum() and self.text[start - 1] != "\n":
            start -= 1
        stop = start
        while start > low and (self.text[start - 1].isalnum() or self.text[start - 1] in "’'-"):
            start -= 1
        return start if start < stop else at


def quoted(context: Context) -> list[Quoted]:
    """Every passage of the document with its quotations, in order."""
    return [Quoted(part, read(part.text, part.language, part.shields)) for part in passages(context)]
