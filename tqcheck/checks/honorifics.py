"""Titles before names that were left in the language of the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.report import Finding, Severity

TITLE = RuleInfo(
    "untranslated/title",
    "untranslated",
    Severity.WARNING,
    "A title such as Mme, M. or, for lawyers, Me before a name in an English text.",
    "English writes Ms, Mrs or Mr, or the name alone; “M.” reads as an initial.",
    bad=(
        "The decision surprised Mme Laborde.",
        "Paul Verdier disagrees. “Too late,” says M. Verdier.",
        "The letter was signed by Mlle Roche and MM. Petit and Noir.",
        "His lawyer, Me Karim Lenoir, will appeal.",
        "“Nothing is proven,” Maître Lenoir told the court.",
    ),
    good=(
        "The decision surprised Ms Laborde.",
        "M. Night Shyamalan and M. Scott Peck are writers.",
        "Mary Verdier disagrees. “Too late,” says M. Verdier.",
        "The file MM.txt is empty; 5 MM. Sizes vary.",
        "The court heard that “Me Before You” was on; Call Me Anna, the lawyer said to me.",
    ),
    languages=("en",),
)

_FULL = later(r"\b([A-ZÀ-Þ][a-zà-ÿ]{2,20}(?:-[A-ZÀ-Þ][a-zà-ÿ]{2,20})?) ([A-ZÀ-Þ][\w’'-]{1,30})")
_TITLE = later(
    r"(?<![\w.])(?P<title>Mme|Mlle|Mmes|Mlles|MM\.(?=.[\w’'-]{2,30}(?:,| and | et ))|M\."
    r"|Sra\.|Srta\.|Sres\.|D(?:ñ|n)a\.)[ \u00a0\u202f]"
    r"(?P<name>[A-ZÀ-Þ][\w’'-]{1,30})(?P<more>[ \u00a0][A-ZÀ-Þ][\w’'-]+)?"
)
_LAWYER = later(
    r"(?<![\w.])(?P<title>Me|Maître|Maitre)[ \u00a0\u202f]"
    r"(?P<name>[A-ZÀ-Þ][\w’'-]{1,30}(?:[ \u00a0][A-ZÀ-Þ][\w’'-]{1,30}){0,2})"
)
_COURT = later(r"\b(?:lawyers?|counsel|attorneys?|barristers?|bailiff|notary|court|trial|client|defence|defense)\b")
_NEAR = 120
_SIGNS = ("M. ", "M.\u00a0", "Me ", "Me\u00a0", "Maître", "Maitre", "Mme", "Mlle", "MM.", "Sra.", "Srta.", "Dña.")
_TITLES = {"Mme": "Ms", "Mlle": "Ms", "M.": "Mr", "Sra.": "Ms", "Srta.": "Ms", "Dña.": "Ms", "Dna.": "Ms"}


class Honorifics:
    """Looks for the titles of other languages, and for “M.” where it is no initial."""

    rules: tuple[RuleInfo, ...] = (TITLE,)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a title and name."""
        parts = [part for part in passages(context) if part.language == "en"]
        titled = [part for part in parts if any(title in part.text for title in _SIGNS)]
        if not titled:
            return
        surnames = _surnames(parts)
        origin = (context.origin or "").split("-")[0]
        for passage in titled:
            yield from _titles(passage, origin, surnames)
            if origin in ("", "fr"):
                yield from _lawyers(passage)


def _surnames(parts: Sequence[Passage]) -> dict[str, set[str]]:
    """By surname, the given names that stand before it in the document."""
    found: dict[str, set[str]] = {}
    for passage in parts:
        for match in _FULL.finditer(passage.text):
            found.setdefault(match[2], set()).add(match[1])
    return found


def _lawyers(passage: Passage) -> Iterator[Finding]:
    for match in _LAWYER.finditer(passage.text):
        start, end = match.span()
        around = passage.text[max(0, start - _NEAR) : end + _NEAR]
        # “Me” is an English word: of a lawyer it is spoken only beside words of the court, and not in a title.
        before = passage.text[:start].rstrip()[-30:]
        titled = before.endswith(("“", '"', "‘")) or before.split(" ")[-1][:1].isupper()
        if titled or passage.shields.touch(start, end):
            continue
        if _COURT.search(around.lower()):
            message = f"“{match['title']}” is the French title of lawyers: English gives the name alone."
            yield finding(TITLE, passage.block, start, end, message, match["name"])


def _titles(passage: Passage, origin: str, surnames: dict[str, set[str]]) -> Iterator[Finding]:
    for match in _TITLE.finditer(passage.text):
        title, name = match["title"], match["name"]
        if passage.shields.touch(*match.span("title")):
            continue
        if title.endswith("a.") and origin not in ("", "es", "pt"):
            continue
        if title == "M.":
            given = surnames.get(name, set())
            if match["more"] or not given or any(first.startswith("M") for first in given):
                continue
        better = f"{_TITLES[title]} {name}" if title in _TITLES else None
        message = f"“{title}” is no English title" + (f": write “{better}”, or the name alone." if better else ".")
        yield finding(TITLE, passage.block, match.start(), match.end("name"), message, better)
