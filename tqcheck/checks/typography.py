"""Signs that stand for others, and signs that a language asks for: apostrophes, dots, dashes, ¿ and ¡."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.document import Kind
from tqcheck.report import Finding, Severity

_CATEGORY = "typography/sign"

APOSTROPHE = RuleInfo(
    "typography/apostrophe",
    _CATEGORY,
    Severity.WARNING,
    "An accent, a backtick or an opening mark where an apostrophe belongs.",
    "The key beside the right one; search and screen readers stumble over it.",
    bad=("It´s the mayor`s turn.", "They don‘t know yet."),
    good=("It’s the mayor's turn.", "Type `ls` and see.", "Hawai‘i, the Qur‘an and ’90s rock."),
    languages=("en", "fr", "it"),
    fix=True,
)
MIXED_APOSTROPHE = RuleInfo(
    "typography/mixed-apostrophe",
    _CATEGORY,
    Severity.INFO,
    "Straight and curly apostrophes in one text.",
    "Told once: a trace of copying between programs.",
    bad=(
        "It’s late, and they’re gone; we don't know why.",
        "L’homme qu’il a vu n'a rien dit.",
    ),
    good=("It’s late, and they’re gone; we don’t know why.", "It's late, and they're gone; 'why' is ‘unknown’."),
    languages=("en", "fr", "it"),
)
ETC = RuleInfo(
    "typography/etc",
    _CATEGORY,
    Severity.INFO,
    "An ellipsis after etc.",
    "“Etc.” says already that the list goes on; the dots are said twice.",
    bad=("They sell tea, coffee, etc...", "Des livres, des disques, etc… Il y a de tout."),
    good=("They sell tea, coffee, etc.", "They sell tea, coffee, etc. And so on..."),
    languages=("en", "fr", "es", "pt", "nl"),
    fix=True,
)
DOTS = RuleInfo(
    "typography/two-dots",
    _CATEGORY,
    Severity.INFO,
    "Two full stops in a row.",
    "Either one too many or one too few.",
    bad=("The bridge is closed.. Nobody knows why.", "He hesitated.. and left."),
    good=("The bridge is closed... Nobody knows why.", "Go to ../docs or 1..10. He works for Widgets Inc. now.", "…"),
)
INVERTED = RuleInfo(
    "typography/inverted",
    _CATEGORY,
    Severity.WARNING,
    "A Spanish question or exclamation without its opening mark.",
    "Spanish opens with ¿ and ¡; their lack is a trace of a language that has none.",
    bad=("Quién pagará el puente?", "El alcalde dudó. Qué hacer entonces? Nadie lo sabía."),
    good=(
        "¿Quién pagará el puente?",
        "El alcalde, ¿qué hará entonces? ¡Nadie lo sabe!",
        "Nació en 1340 (?) y murió en 1399; véase example.org/a?b=c.",
        "¿Quién? ¿Cuándo? ¡No puede ser! Yahoo! cerró.",
        "¡¿Cómo?! ¿Es el fin!?",
    ),
    languages=("es",),
)
DASH = RuleInfo(
    "typography/dash",
    _CATEGORY,
    Severity.INFO,
    "A hyphen as a dash in a text that sets real dashes elsewhere.",
    "Two signs for one purpose look like two hands.",
    bad=(
        "The mayor – a baker by trade – resigned. The council - all of it - stayed.",
        "Le pont – fermé en mai – rouvrira. La gare - elle aussi - attend.",
    ),
    good=(
        "The mayor – a baker by trade – resigned.",
        "The council - all of it - stayed.",
        "Line A – north. Score: 3 - 2. A well-known man – he was – left.",
    ),
    languages=("en", "fr", "de", "it", "nl", "pl", "ru"),
)

_WRONG = later(
    r"(?<=[^\W\d_])[´`‘′](?=(?:s|t|re|ve|ll|d|m)\b)"
    r"|(?<![\w'’´`])(?:[LlDdJjNnSsCc]|[Qq]u)(?P<sign>[´`‘′])(?=[aeiouhyâàéèêîôûœAEIOUHÉÊÎ][^\W\d_])"
)
_LETTERED = later(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_ETC = later(r"\b[Ee]tc(?P<dots>\.{2,4}|\.?…)")
_DOTS = later(r"(?<=[^\W\d_]{2})\.\.(?=\s|$)")
_SPANISH = later(r"(?<=[^\W_])[?!]{1,3}(?=[\s\"”»).,;]|$)")
_LONG_DASH = later(r"(?<=[^\W\d_,”»]) (?P<dash>[–—]) (?=[^\W\d_])")
_HYPHEN_DASH = later(r"(?<=[^\W\d_]{2}) - (?=[^\W\d_]{2})")
_REACH = 400
"""How far back a question may have opened."""


class Typography:
    """Looks at single signs; the habits of the whole text decide about apostrophes and dashes."""

    rules: tuple[RuleInfo, ...] = (APOSTROPHE, MIXED_APOSTROPHE, ETC, DOTS, INVERTED, DASH)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings, rule by rule."""
        parts = [part for part in passages(context) if part.block.kind is not Kind.CELL]
        for passage in parts:
            yield from _dots(passage)
            if passage.language in APOSTROPHE.languages and ("`" in passage.text or not passage.text.isascii()):
                yield from _accents(passage)
            if passage.language == "es" and ("?" in passage.text or "!" in passage.text):
                yield from _inverted(passage)
        yield from _two_apostrophes([part for part in parts if part.language in MIXED_APOSTROPHE.languages])
        yield from _dashes([part for part in parts if part.language in DASH.languages])


def _dots(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    if ".." not in text and "…" not in text:
        return
    if passage.language in ETC.languages:
        for match in _ETC.finditer(text):
            message = "“etc.” says already that the list goes on."
            yield finding(ETC, passage.block, *match.span(), message, match.group()[:3] + ".")
    for match in _DOTS.finditer(text):
        if text[max(0, match.start() - 3) : match.start()].lower() != "etc" and not passage.shields.touch(
            *match.span()
        ):
            yield finding(DOTS, passage.block, *match.span(), "Two full stops stand here: write one, or three.")


def _accents(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _WRONG.finditer(text):
        if match["sign"] and passage.language == "en":
            continue
        if match.group() == "‘" and "’" in text[match.end() : match.end() + 60] and text[match.end() - 2] == " ":
            continue
        if not passage.shields.touch(*match.span()):
            better = match.group()[:-1] + "’" if "’" in text else match.group()[:-1] + "'"
            yield finding(APOSTROPHE, passage.block, *match.span(), "An apostrophe belongs here.", better)


def _inverted(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    last = 0
    for match in _SPANISH.finditer(text):
        start, end = match.span()
        far, before = start - last > _REACH, text[max(last, start - _REACH) : start]
        last = end
        if "¿" in before or "¡" in before or passage.shields.touch(start, end):
            continue
        word = re.search(r"\w{1,30}$", text[max(0, start - 30) : start])
        named = word is not None and word.group()[:1].isupper() and "?" not in match.group()
        if named or far or not before.strip():
            continue
        opening = "¿" if "?" in match.group() else "¡"
        message = f"Spanish opens the sentence with “{opening}”."
        yield finding(INVERTED, passage.block, word.start() + max(0, start - 30) if word else start, end, message)


def _two_apostrophes(parts: Sequence[Passage]) -> Iterator[Finding]:
    found: dict[str, list[tuple[Passage, int]]] = {"'": [], "’": []}
    for part in parts:
        for match in _LETTERED.finditer(part.text):
            if not part.shields.touch(*match.span()):
                found[match.group()].append((part, match.start()))
    few, many = sorted(found.values(), key=len)
    if few and len(few) < len(many):
        part, at = few[0]
        other = "’" if part.text[at] == "'" else "'"
        message = f"The text sets most of its apostrophes in the other style ({len(few)} of {len(few) + len(many)})."
        yield finding(MIXED_APOSTROPHE, part.block, at, at + 1, message, other)


def _dashes(parts: Sequence[Passage]) -> Iterator[Finding]:
    real = [match["dash"] for part in parts for match in _LONG_DASH.finditer(part.text)]
    poor = [(part, match) for part in parts if " - " in part.text for match in _HYPHEN_DASH.finditer(part.text)]
    if not real or len(poor) > len(real):
        return
    dash = max(("–", "—"), key=real.count)
    for part, match in poor:
        if not part.shields.touch(*match.span()):
            message = "The text sets real dashes elsewhere."
            yield finding(DASH, part.block, *match.span(), message, f" {dash} ")
