"""Places under the name that another language gives them: Pékin, Wien, Bruselas."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.exonyms import LANGUAGES, OLD, exonyms
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

FOREIGN = RuleInfo(
    "names/place",
    "name/transliteration",
    Severity.WARNING,
    "A place under the name that the language of the original gives it.",
    "The translator took it for a name that stays; readers may not recognise Londres as London.",
    bad=(
        "The ministers will meet in Lisbonne next week.",
        "Copenhague and Athènes are against it.",
        "The train from Köln was late again.",
        "She moved from Pechino to Stoccolma in 2019.",
    ),
    good=(
        "The ministers will meet in Lisbon; the office is in Rue de Londres.",
        "Stade de Genève and Genève-Servette are in Switzerland, as is Air Algérie.",
        "He plays for Bayern Munich and reads “La Gazette de Moscou” in Cologne.",
        "The café “Bruxelles” and the Hotel Wien are closed; Radio Suisse Romande is on air.",
        "The painter Alexandre Alger has a brother, Wien Bruno.",
        "He is called Berlino by his friends of the Accademia della Svizzera.",
        "Brasserie L’Alsace of Gent Publishing House is new.",
    ),
    languages=("en", "fr", "de", "es", "it", "pt", "nl"),
)

_WORD = later(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEADS = {
    "en": word_set(
        "in to from at near of for around outside inside through towards toward via between and or with by "
        "than that as leave left visit visited reach reached over across throughout while when whereas but if "
        "since because where on against into within the "
    ),
    "fr": word_set("à de en vers depuis pour par entre et ou dans du des au aux que avec"),
    "de": word_set("in aus nach von bei um über zwischen und oder für gegen mit dass"),
    "es": word_set("en de a desde hacia por para entre y o hasta con que"),
    "it": word_set("a in da di per tra fra e o verso con che"),
    "pt": word_set("em de a desde para por entre e ou até com que"),
    "nl": word_set("in uit naar van bij rond tussen en of voor tegen met dat"),
}
"""Words that a place name follows; behind other words a capital is more often a surname or a brand."""
_STARTED = ".!?:;…"
_AROUND = "\"“”«»„‘’'-–/&_@#*"


class Places:
    """Looks every capitalised word up among the names that other languages have for places."""

    rules: tuple[RuleInfo, ...] = (FOREIGN,)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a name; parts of longer names, quoted names and mixed languages are left alone."""
        for passage in passages(context):
            if passage.language in LANGUAGES:
                yield from _names(passage, context.origin)


@cache
def _first_words(target: str) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """The foreign names by their first word, longest first."""
    index: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for name, languages in sorted(exonyms(target).items(), key=lambda item: -len(item[0])):
        for form in {name, name.replace("’", "'")}:
            first = _WORD.match(form)
            assert first is not None
            index.setdefault(first.group(), []).append((form, languages))
    return index


def _names(passage: Passage, origin: str | None) -> Iterator[Finding]:
    text, language = passage.text, passage.language or ""
    index = _first_words(language)
    end = 0
    for match in _WORD.finditer(text):
        if match.start() < end or match.group() not in index:
            continue
        for name, languages in index[match.group()]:
            end = match.start() + len(name)
            if text.startswith(name, match.start()) and _stands_alone(passage, match.start(), end):
                better = languages.get(origin or "") or next(iter(languages.values()))
                message = f"“{name}” is “{better}” here."
                severity = Severity.INFO if name in OLD else None
                yield finding(FOREIGN, passage.block, match.start(), end, message, better, severity=severity)
                break
        else:
            end = match.end()


def _stands_alone(passage: Passage, start: int, end: int) -> bool:
    """Whether the name is no part of a longer one, such as a street, a club or a paper."""
    text = passage.text
    after = text[end : end + 30]
    if passage.shields.touch(start, end) or after[:1].isalnum():
        return False
    if after[:1] and after[0] in _AROUND and not _owned(after) and after[0] not in '”’"»':
        return False
    before = text[max(0, start - 30) : start]
    if before[-1:] and before[-1] in _AROUND:
        return False
    following = after.split()
    if after[:1] == " " and following and following[0][:1].isupper() and passage.language != "de":
        return False
    if not before.strip() or before.rstrip()[-1] in _STARTED or "\n" in before[-2:]:
        # At the start of a sentence a surname is as likely, unless more words follow.
        return bool(following) and following[0][:1].islower()
    if before.rstrip()[-1] in ",(":
        return True
    lead = before.split()[-1].lstrip('(“"«‘')
    return lead.lower() in _LEADS[passage.language or ""]


def _owned(after: str) -> bool:
    return after[:2] in ("’s", "'s") and not after[2:3].isalnum()
