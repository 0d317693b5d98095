"""The language that a text comes from, where nobody has named it: guessed from the text, and what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from tqcheck.case import Case
from tqcheck.document import Segment
from tqcheck.engines.base import Engine, Pair
from tqcheck.errors import EngineError
from tqcheck.languages import name_of
from tqcheck.report import Finding, Judged, Origin, Severity

_PACK = "from-"
_LEAST = 3
"""Findings of one language's phrase rules that make a guess; a stray one is in many a native text."""
_DENSITY = 0.001
"""Such findings a word; in native English there is one in several thousand words."""
_MOST = 0.6
"""Share of them that must be of one language; a calque is often wrong in the same way from several languages."""
_STANDS_OUT = 0.5
"""Share that the likeliest language has of all of origin, below which the text is rather translated as before."""


FITTED_BACK = "fr"
"""The language whose back-translations the detector knows; by others a text can be judged by its surface alone."""


class Detector(Protocol):
    """Tells whether segments read as machine translation, and from which language."""

    def judge(
        self,
        text_language: str | None,
        segments: Sequence[Segment],
        judged: Mapping[int, Judged],
        findings: Sequence[Finding],
    ) -> Origin:
        """See `tqcheck.origin.detector.Detector`."""


def guess(origin: Origin | None, findings: Iterable[Finding], words: int = 0) -> str | None:
    """The language of origin that stands out; ``None`` where none does, which is the rule for a native text.

    The phrases that are wrong whatever they come from go before the figures of `origin`: one can check them by eye.
    In a text of many `words` it takes more of them.
    """
    votes = Counter(
        finding.rule.partition("/")[0].removeprefix(_PACK)
        for finding in findings
        if finding.rule.startswith(_PACK) and finding.severity >= Severity.WARNING
    )
    if votes:
        language, number = votes.most_common(1)[0]
        if number >= max(_LEAST, words * _DENSITY) and number >= _MOST * votes.total():
            return language
    if origin is None or origin.language is None or not origin.reads_translated:
        return None
    foreign = sum(share for code, share in origin.languages.items() if code != "none")
    return origin.language if origin.languages.get(origin.language, 0.0) >= _STANDS_OUT * foreign else None


def settle(case: Case, language: str | None, engine: Engine | None) -> None:
    """Take `language` for the one that the text comes from, translate back into it if there is a model; say so.

    Where there is none, or the guess is ``None``, the language of the back-translation stays as it is.
    """
    case.origin = language
    code, back = case.language.code, name_of(case.source_language)
    if code is None:
        return
    if engine is None:
        if language:
            case.notes.append(
                f"Nobody named the language of origin; {name_of(language)} stands out, and the text was checked so. "
                "--from names another."
            )
        return
    if language is None:
        # A detector that was not asked, or a text in a language that it knows nothing of, is no reason to say more.
        case.notes.append(
            f"Nobody named the language of origin and none stands out, so the text was translated back into {back}. "
            "--from names one."
        )
        return
    name = name_of(language)
    problem = _missing(Pair(code, language), engine)
    if problem is None:
        case.source_language = language
        case.notes.append(
            f"Nobody named the language of origin; {name} stands out, and the text was translated back into it. "
            "--from names another."
        )
    else:
        case.notes.append(
            f"Nobody named the language of origin; {name} stands out, and the rules for it were applied, but the text "
            f"was translated back into {back}: {problem}"
        )


def _missing(pair: Pair, engine: Engine) -> str | None:
    """Why the engine cannot go from the text's language to `pair.target` and back."""
    try:
        for one in (pair, pair.back):
            engine.identity(one)
    except EngineError as error:
        return str(error)
    return None
