"""Characters that were written in one encoding and read in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tqcheck.checks.base import RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage
from tqcheck.report import Finding, Severity

MOJIBAKE = RuleInfo(
    "markup/mojibake",
    "markup/encoding",
    Severity.ERROR,
    "Characters broken by a wrong encoding.",
    "UTF-8 was read as a Western code page, or a character was lost on the way.",
    bad=(
        "The cafÃ© is closed.",
        "Itâ€™s late, she said.",
        "It cost Â£30 and weighed 2Â\u00a0kg.",
        "The caf\ufffd is closed.",
    ),
    good=(
        "The café in São Paulo is closed.",
        "Он сказал: «Да», ÉCOLE, „MENÜ“, “PÅ”, «CAFÉ».",
        "L’ÂGE D’OR, ÎLE, À «Paris», “IRMÔ.",
        "It weighs 30 € and costs ½ of that… ‘À’ “Â” ”Ã”",
    ),
    fix=True,
)

# The characters that Windows-1252 shows for the bytes 0x80 to 0xBF.
_HIGH = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_UNIT = later(
    rf"(?:Ã[{_HIGH}]|Â[\u0080-\u00bf]|[ÄÅ][{_HIGH}]|â[€‚„†ˆ–˜][{_HIGH}]|ðŸ[{_HIGH}]{{2}}|ï»¿|ï¿½|(?:[ÐÑ][{_HIGH}]){{2,60}})+"
)
_LEADS = frozenset("ÃÂÄÅâðïÐÑ")
_QUOTING = frozenset("‘’“”„‚‹›»«…–—™€")


def mojibake(passage: Passage) -> Iterator[Finding]:
    """The findings in one passage; the suggestion is the text as it was meant."""
    text = passage.text
    for match in () if _LEADS.isdisjoint(text) else _UNIT.finditer(text):
        broken = match.group()
        if len(broken) == 2 and not _sure(text, match):
            continue
        better = _mended(broken)
        if better is None or passage.shields.touch(*match.span()):
            continue
        message = f"The characters {broken} come from a wrong encoding: write {better}."
        yield finding(MOJIBAKE, passage.block, *match.span(), message, better)
    at = text.find("\ufffd")
    while at >= 0:
        end = at
        while text[end : end + 1] == "\ufffd":
            end += 1
        yield finding(MOJIBAKE, passage.block, at, end, "A character was lost here: look it up in the original.")
        at = text.find("\ufffd", end)


def _sure(text: str, match: re.Match[str]) -> bool:
    """Whether a pair is no capital with a quotation mark behind it, as in “IRMÃ”."""
    if match.group()[1] not in _QUOTING:
        return True
    before, after = (
        text[match.start() - 1 : match.start()] if match.start() else "",
        text[match.end() : match.end() + 1],
    )
    return before.islower() or after.islower()


def _mended(broken: str) -> str | None:
    text = broken
    for _ in range(3):
        try:
            decoded = b"".join(_byte(char) for char in text).decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            break
        text = decoded
    return text if text != broken and "\ufffd" not in text else None


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
