"""Suggestions of phrase rules: a template filled from a match, in the inflection and case of the words it replaces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tqcheck import inflection
from tqcheck.checks.wordlist import word_set
from tqcheck.errors import ConfigError
from tqcheck.rules.program import Found
from tqcheck.rules.tokens import TokenKind, Tokens

_SLOT = re.compile(r"\{(?P<name>[a-z]\w*)(?:>(?P<lemma>[^{}:]*)|:(?P<tag>[a-z]*))?\}")


_INFLECTED = word_set("is are was were been being has had having does did done goes went gone")
_OPENERS = frozenset(":.!?–—-([…•")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wording to put in place of the flagged words.

    ``{v}`` is the text of the capture ``v``; ``{v>insist}`` is *insist* inflected as ``v`` is; ``{v:ing}`` is ``v``,
    captured in its base form, put into one of the forms of ``inflection.TAGS``; ``{n:base}`` takes a plural back to its
    singular; ``{an}`` is *a* or *an* as the next word sounds.
    """

    template: str

    @property
    def readable(self) -> str:
        """The template for a reader: an inflected word in its base form, words that are taken over as an ellipsis."""
        text = _SLOT.sub(lambda slot: slot["lemma"] or ("a" if slot["name"] == "an" else "…"), self.template)
        return " ".join(text.split())

    def check(self, names: Iterable[str], language: str) -> None:
        """Raises ConfigError where the template is malformed or uses what no pattern of the rule captures."""
        rest = _SLOT.sub("", self.template)
        if "{" in rest or "}" in rest:
            raise ConfigError(f"suggestion “{self.template}”: a brace that belongs to no {{name}} or {{name>word}}")
        known = set(names)
        for slot in _SLOT.finditer(self.template):
            name, lemma = slot["name"], slot["lemma"]
            if name not in known and name != "an":
                raise ConfigError(f"suggestion “{self.template}”: no pattern captures “{name}:”")
            if slot["tag"] is not None and slot["tag"] not in inflection.TAGS:
                raise ConfigError(
                    f"suggestion “{self.template}”: “{slot['tag']}” is none of {', '.join(inflection.TAGS)}"
                )
            if (lemma is not None and not lemma.strip()) or (language != "en" and (lemma or slot["tag"])):
                raise ConfigError(f"suggestion “{self.template}”: only English words can be inflected")
            if lemma is not None and lemma.split()[0] in _INFLECTED:
                raise ConfigError(f"suggestion “{self.template}”: “{lemma}” is inflected already; write its base form")

    def fill(self, tokens: Tokens, found: Found, start: int) -> str | None:
        """The wording for `found`, of which the flagged words begin at token `start`.

        ``None`` where it hangs on a capture that the pattern found here does not have.
        """
        wanted = {slot["name"] for slot in _SLOT.finditer(self.template)} - {"an"}
        if not wanted <= found.captures.keys():
            return None

        def slot(match: re.Match[str]) -> str:
            name, lemma = match["name"], match["lemma"]
            if name == "an" and name not in found.captures:
                return "\x00"
            left, right = found.captures[name]
            if match["tag"] == "base":
                return inflection.base(tokens.quote(left, right))
            if match["tag"] is not None:
                return inflection.form(inflection.base(tokens.quote(left, right).lower()), match["tag"])
            if lemma is None:
                return tokens.quote(left, right)
            return inflection.inflected(lemma, tokens.raws[left], tokens.lows[max(0, left - 3) : left])

        text = " ".join(_SLOT.sub(slot, self.template).split())
        text = re.sub(r"\x00 ?(?=(\S*))", lambda match: inflection.article(match[1]) + " ", text).strip()
        if tokens.raws[start][:1].isupper() and text[:1].islower() and _opens_sentence(tokens, start):
            return text[:1].upper() + text[1:]
        return text


def _opens_sentence(tokens: Tokens, start: int) -> bool:
    """Whether the capital of the word is the sentence's own; elsewhere it is the word's (Monday, NATO)."""
    if start == 0:
        return True
    return tokens.kinds[start - 1] is TokenKind.OPENING or tokens.raws[start - 1] in _OPENERS
