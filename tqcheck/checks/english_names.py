"""Names of Russians in the English romanisation in a French text: Putin, Shoigu, Zhukov."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.romanisation import cyrillic, french, given_names
from tqcheck.report import Finding, Severity

ENGLISH = RuleInfo(
    "names/slavic-english",
    "name/transliteration",
    Severity.WARNING,
    "A Russian name in the English romanisation in a French text.",
    "Each language writes Cyrillic names after its own ear: English “Pushkin” is Pouchkine in French.",
    bad=(
        "Le ministre Sergei Shubin est arrivé lundi.",
        "Vladimir Putin a reçu Dmitry Zhukov.",
        "Un roman de Mikhail Bulgakov est lu en classe.",
    ),
    good=(
        "Le ministre Sergueï Choubine est arrivé lundi.",
        "Vladimir Poutine a reçu Dmitri Joukov.",
        "Boris Martin, Ivan Dubois et Igor Bogdanoff étaient là.",
        "Le joueur Roman Josi et la chanteuse Olga Durand.",
        "Anton Bruckner et Maxim Huerta ; Vladimir Horowitz et Vladimir Cosma.",
    ),
    languages=("fr",),
)

_PAIR = later(r"\b([A-Z][a-z]{2,14}) ([A-Z][a-z]{3,20})\b")
_SURNAME = later(r"(?:[oe]va?|[bcdfghjklmnprstvyz]ina?|sky|skaya|enko|chuk)$")
_SOUNDS = later(r"sh|zh|kh|ch|u|y")
"""Letters that French writes otherwise: ch, j, kh, tch, ou, i."""
_STRONG = later(r"sh|zh|kh")
_OTHERS = later(r"ou|tch|[çéèïqwx]")
"""What says that the surname is in French letters already, or is no Russian one."""


class EnglishNames:
    """Looks at pairs of a Slavic given name and a surname with a Russian ending."""

    rules: tuple[RuleInfo, ...] = (ENGLISH,)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a name."""
        for passage in passages(context):
            if passage.language == "fr":
                yield from _names(passage)


@cache
def _given() -> dict[str, str]:
    """Given names as English writes them, and as French does."""
    found = {better: spelling for spelling, better in given_names("fr").items() if better[:2] != "Ye"}
    found |= {"Sergei": "Sergueï", "Sergey": "Sergueï", "Yuri": "Iouri", "Yury": "Iouri", "Dmitry": "Dmitri"}
    return found | {"Andrey": "Andreï", "Alexey": "Alexeï", "Nikolay": "Nikolaï", "Mikhail": "Mikhaïl"}


def _names(passage: Passage) -> Iterator[Finding]:
    for match in _PAIR.finditer(passage.text):
        given, surname = match.groups()
        french_given = _given().get(given)
        if (
            french_given is None
            or passage.shields.touch(*match.span())
            or not _is_russian(surname, given != french_given)
        ):
            continue
        letters = cyrillic(surname, "from-en")
        better = french(letters) if letters else None
        if better is None or (better, french_given) == (surname, given):
            continue
        whole = f"{french_given} {better}"
        message = f"This is the English spelling of a Russian name: French writes “{whole}”."
        yield finding(ENGLISH, passage.block, *match.span(), message, whole)


def _is_russian(surname: str, marked: bool) -> bool:
    """Whether the surname is Russian and in English letters; behind a given name of Russia alone less will do."""
    low = surname.lower()
    if _OTHERS.search(low):
        return False
    return bool(_SURNAME.search(low) if marked else _SURNAME.search(low) and _SOUNDS.search(low)) or (
        marked and _STRONG.search(low) is not None
    )
