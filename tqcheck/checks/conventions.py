"""Which quotation marks a language uses, and on which side of them it sets the comma."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Convention:
    """The quotation marks of one language; a pair is a string of two: the opening and the closing mark."""

    outer: str
    inner: str
    """For a quotation within a quotation."""
    accepted: tuple[str, ...] = ()
    """Further pairs that careful printers of the language use, at any depth."""
    tolerated: tuple[str, ...] = ()
    """Pairs that come from keyboards and screens: worth a note, no more."""
    comma_outside: bool = False
    """Whether the comma after a quoted sentence always follows the closing mark."""
    spaced: bool = False
    """Whether a space belongs between the marks and the words."""
    singles: bool = True
    """Whether single marks quote; elsewhere each of them is taken for an apostrophe."""

    def fits(self, pair: str, nested: bool) -> bool:
        """Whether `pair` is right here; straight marks are right everywhere."""
        return pair in ('""', "''", self.outer, *self.accepted) or (nested and pair in (self.inner, "‘’", "‹›"))


# From the Unicode CLDR delimiters, widened by the style guides of each language:
# Chicago and New Hart's, Lexique des règles typographiques, Duden, RAE, Accademia della Crusca, Onze Taal, PWN.
CONVENTIONS: dict[str, Convention] = {
    "en": Convention("“”", "‘’", accepted=("‘’",)),
    "fr": Convention("«»", "“”", tolerated=("“”",), comma_outside=True, spaced=True, singles=False),
    "de": Convention("„“", "‚‘", accepted=("»«", "«»", "›‹"), comma_outside=True),
    "es": Convention("«»", "“”", accepted=("“”", "‘’"), comma_outside=True),
    "it": Convention("«»", "“”", accepted=("“”",), singles=False),
    "pt": Convention("“”", "‘’", accepted=("«»",), comma_outside=True),
    "nl": Convention("‘’", "“”", accepted=("“”", "„”")),
    "pl": Convention("„”", "«»", accepted=("»«", "«»"), tolerated=("“”",), comma_outside=True, singles=False),
    "ru": Convention("«»", "„“", accepted=("„“",), tolerated=("“”",), comma_outside=True, singles=False),
}
