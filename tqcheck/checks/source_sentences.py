"""Sentences that a translation leaves as they are, leaves out, adds, or ends otherwise than its source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.units import Unit, units
from tqcheck.document import Block, Document, Kind, Segment
from tqcheck.function_words import FUNCTION_WORDS
from tqcheck.report import Finding, Severity
from tqcheck.segment import sentences

UNCHANGED = RuleInfo(
    "source/unchanged",
    "accuracy/untranslated",
    Severity.ERROR,
    "A sentence that equals its source.",
    "The engine or the translator passed it over.",
    bad=(
        "Les volets sont fermés depuis la mort du maire. → Les volets sont fermés depuis la mort du maire.",
        "Il n’y a pas de place pour les vélos. → Il n'y a pas de place pour les vélos !",
    ),
    good=(
        "Les volets sont fermés. → The shutters are closed.",
        "Jean Dupont, Marie Laval, Luc Pons et Cie → Jean Dupont, Marie Laval, Luc Pons et Cie",
        "Le Monde, 12 mai 2020 → Le Monde, 12 mai 2020",
    ),
)

QUESTION = RuleInfo(
    "source/question",
    "accuracy/mistranslation",
    Severity.WARNING,
    "A question that became a statement, or the other way round.",
    "The mark at the end decides what the sentence says.",
    bad=("Qui paiera les travaux ? → Who will pay for the works.", "Le maire paiera. → Will the mayor pay?"),
    good=(
        "Qui paiera les travaux ? → Who will pay for the works?",
        "« Qui paiera ? », demande-t-il. → “Who will pay?” he asks.",
        "Il demande qui paiera. → He asks who will pay.",
    ),
)

STOP = RuleInfo(
    "source/full-stop",
    "fluency/punctuation",
    Severity.INFO,
    "A sentence that lost the mark at its end.",
    "Either the mark is missing, or the end of the sentence is.",
    bad=("Le maire paiera les travaux. → The mayor will pay for the works", "Quelle honte ! → What a shame"),
    good=(
        "Le maire paiera les travaux. → The mayor will pay for the works.",
        "Le maire paiera → The mayor will pay",
        "Il dit « non ». → He said “no.”",
    ),
)

QUOTATION = RuleInfo(
    "source/quotation",
    "accuracy/mistranslation",
    Severity.INFO,
    "A sentence with quotation marks in the source and none in the translation.",
    "Without the marks the paper says what somebody else said.",
    bad=(
        "Le maire parle d’une « trahison ». → The mayor speaks of a betrayal.",
        "Elle juge le projet “absurde”. → She finds the project absurd.",
    ),
    good=(
        "Le maire parle d’une « trahison ». → The mayor speaks of a “betrayal”.",
        "Le maire parle d’une « trahison ». → The mayor speaks of a 'betrayal'.",
        "Il lit « Le Monde » tous les jours. → He reads Le Monde every day.",
    ),
)

QUOTATION_ADDED = RuleInfo(
    "source/quotation-added",
    "accuracy/addition",
    Severity.INFO,
    "Quotation marks around words that the source says itself.",
    "With the marks the paper has somebody say what nobody said, or distances itself from its own words.",
    bad=(
        "Le maire juge le projet trop cher. → The mayor finds the project “much too dear”.",
        'La grève touche tout le pays. → The strike hits "the whole country".',
    ),
    good=(
        "Le maire juge le projet « trop cher ». → The mayor finds the project “much too dear”.",
        "Elle lit Le Monde tous les jours. → She reads “Le Monde” every day.",
        "Elle relit la recherche du temps perdu. → She reads “In Search of Lost Time” again.",
        "– Je pars demain, dit-il. → “I leave tomorrow,” he says.",
    ),
)

OMITTED = RuleInfo(
    "source/omitted",
    "accuracy/omission",
    Severity.WARNING,
    "A sentence of the source that nothing translates.",
    "Engines drop sentences without a trace, above all short ones after a long one.",
    bad=(
        "Le pont est fermé. ¶ Les bus passent par le quai du port. → The bridge is closed.",
        "Personne ne sait pourquoi le feu a pris. ¶ Le pont est fermé. → The bridge is closed.",
    ),
    good=(
        "Le pont est fermé. → The bridge is closed.",
        "Le pont est fermé. ¶ 12 mai 2020 → The bridge is closed.",
    ),
)

ADDED = RuleInfo(
    "source/added",
    "accuracy/addition",
    Severity.INFO,
    "A sentence that has no counterpart in the source.",
    "The translator explains something, or the engine made it up.",
    bad=(
        "Le pont est fermé. → The bridge is closed. ¶ Buses take the road by the harbour.",
        "Le feu a pris hier. → Nobody knows anything more about it. ¶ The fire began yesterday.",
    ),
    good=("Le pont est fermé. → The bridge is closed.", "Le pont est fermé. → The bridge is closed. ¶ 12 May 2020"),
)

_LETTERS = later(r"[^\W\d_]+")
_CLOSING = " \t\n\u00a0\u202f\"'”’»)]*_"
_ENDS = ".!?…:;。！？"
_POINTER = later(
    r"\W{0,5}(?:(?:à |a )?(?:lire|voir|lisez|retrouvez|lea|lee|ver|vea|leggi|lesen|siehe|mehr|leia|lees|read|see)"
    r" (?:aussi|également|plus|también|más|anche|sie|auch|zum|também|mais|ook|meer|also|more)\b|©|photo\b|foto\b)",
    re.IGNORECASE,
)
"""Lines that point to other pages, which editors leave out."""
_QUOTING = later(r"[«“„]([ \u00a0\u202f]?[a-zà-ÿ][^«»“”„\n]{2,200})[»”“]")
_ANY_MARK = later(r"[«»“”„‘\"]|(?<!\w)['’]|['’](?!\w)|&quot;|&#39;|``|<q>")
_QUOTED_WORDS = later(r"[“\"«„]([a-zà-ÿ]+(?:[ ,'’-]+[a-zà-ÿ]+){1,20})[”\"»“]")
_LEAST_WORDS = 4
_QUOTED = 60


class SourceSentences:
    """Compares each translated sentence with its source as a whole, and both texts' sentences with each other."""

    rules: tuple[RuleInfo, ...] = (UNCHANGED, QUESTION, STOP, QUOTATION, QUOTATION_ADDED, OMITTED, ADDED)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """Nothing without a source; omissions and additions are not told where most of the text has no counterpart."""
        origin = (context.origin or "fr").split("-")[0]
        for unit in units(context):
            if _is_unchanged(unit, origin):
                message = "This is the source, left as it was."
                yield finding(UNCHANGED, unit.passage.block, unit.start, unit.end, message)
            else:
                yield from _ends(unit)
                yield from _unquoted(unit)
                yield from _quoted(unit)
        yield from _added(context)
        if context.document.source is not None:
            yield from _omitted(context, context.document.source, origin)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _LETTERS.findall(text)]


def _is_unchanged(unit: Unit, origin: str) -> bool:
    words = _words(unit.text)
    if len(words) < _LEAST_WORDS or words != _words(unit.source):
        return False
    known = FUNCTION_WORDS.get(origin)
    if known is None:
        return sum(word.islower() for word in unit.text.split()) > len(words) // 2
    return len({word for word in unit.text.replace("’", " ").replace("'", " ").split() if word.lower() in known}) > 1


def _ends(unit: Unit) -> Iterator[Finding]:
    block = unit.passage.block
    source, target = unit.source.rstrip(_CLOSING), unit.text.rstrip(_CLOSING)
    if not source or not target:
        return
    asked, asks = source[-1] in "?？", target[-1] in "?？"
    last = unit.start + len(target)
    start = max(unit.start, last - len(target.split()[-1]))
    if asked and not asks and "?" not in unit.text:
        yield finding(
            QUESTION, block, start, last, "The source asks here: the question mark is missing.", evidence=source
        )
    elif asks and not asked and "?" not in unit.source and ";" not in source[-1]:
        yield finding(QUESTION, block, start, last, "The source does not ask here.", evidence=source)
    elif source[-1] in ".!…。" and target[-1].isalnum() and block.kind is not Kind.HEADING and len(_words(target)) > 1:
        if unit.text[len(target) :].strip(_CLOSING):
            return
        yield finding(STOP, block, start, last, "The source ends with a mark that is missing here.", evidence=source)


def _unquoted(unit: Unit) -> Iterator[Finding]:
    """A finding where the source quotes words in lower case, which are no title, and the translation nothing."""
    match = _QUOTING.search(unit.source)
    if match is None or _ANY_MARK.search(unit.text):
        return
    message = f"The source quotes “{match[1].strip()}”: the quotation marks are missing here."
    yield finding(QUOTATION, unit.passage.block, unit.start, unit.end, message, None, match.group(), unit.source)


def _quoted(unit: Unit) -> Iterator[Finding]:
    """A finding for each stretch in lower case that the translation alone has in quotation marks."""
    if _ANY_MARK.search(unit.source):
        return
    for match in _QUOTED_WORDS.finditer(unit.text):
        start, end = unit.start + match.start(), unit.start + match.end()
        message = "The source has no quotation marks here."
        yield finding(QUOTATION_ADDED, unit.passage.block, start, end, message, match[1], evidence=unit.source)


def _added(context: Context) -> Iterator[Finding]:
    alone = [segment for segment in context.segments if segment.source_text == "" and _says_something(segment.text)]
    if len(alone) * 2 > len(context.segments):
        return
    for segment in alone:
        block = context.document.blocks[segment.block]
        yield finding(ADDED, block, segment.start, segment.end, "Nothing in the source matches this sentence.")


def _says_something(text: str) -> bool:
    return sum(match.group().islower() for match in _LETTERS.finditer(text)) >= _LEAST_WORDS - 1


def _omitted(context: Context, source: Document, origin: str) -> Iterator[Finding]:
    covered = sorted(
        (span.start, span.end, at) for at, segment in enumerate(context.segments) for span in segment.source_spans
    )
    if not covered:
        return
    starts = [start for start, _, _ in covered]
    lost: list[tuple[Block, int, int, int]] = []
    total = 0
    for block in source.blocks:
        for start, end in [(0, len(block.text))] if block.kind is Kind.HEADING else sentences(block.text, origin):
            span = block.span(start, end)
            at = bisect_left(starts, span.end)
            if not _says_something(block.text[start:end]):
                continue
            total += 1
            # Source segments do not overlap, so that only the last one that begins before can reach in.
            reached = at > 0 and covered[at - 1][1] > span.start
            if not reached and not _POINTER.match(block.text, start):
                lost.append((block, start, end, covered[at - 1][2] if at else 0))
    if len(lost) * 2 > total:
        return
    for block, start, end, near in lost:
        yield _omission(
            context, context.segments[near], block.text[start:end], before=block.span(start, end).start < starts[0]
        )


def _omission(context: Context, segment: Segment, text: str, before: bool) -> Finding:
    block = context.document.blocks[segment.block]
    short = text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0] + " …"
    words = [match.span() for match in re.finditer(r"\S+", segment.text)]
    start, end = words[0] if before else words[-1]
    where = "before" if before else "after"
    message = f"A sentence of the source is missing {where} this: “{short}”."
    return finding(OMITTED, block, segment.start + start, segment.start + end, message, evidence=text)
