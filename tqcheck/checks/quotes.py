"""Quotation marks: balance, shape and spacing, the side of the comma, and marks at odds with the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.conventions import CONVENTIONS, Convention
from tqcheck.checks.marks import Mark, Quotation, is_straight
from tqcheck.checks.quote_aside import IN_QUOTES, asides
from tqcheck.checks.quote_punctuation import PUNCTUATION_RULES, punctuation
from tqcheck.checks.quote_sense import SENSE_RULES, sense
from tqcheck.checks.quoted import Quoted, quoted
from tqcheck.report import Finding, Severity

_CATEGORY = "typography/quotation"
_SHORT = 60
"""Up to this length a quotation is shown whole; of a longer one the words beside each mark."""
_PATIENCE = 8
"""Paragraphs that a quotation may run on before its closing mark counts as missing."""

UNBALANCED = RuleInfo(
    "quotes/unbalanced",
    _CATEGORY,
    Severity.WARNING,
    "A quotation mark that has no partner.",
    "Without both marks a reader cannot tell whose words they are.",
    bad=(
        "The coach called it “a night to forget and left without another word.\n\nNobody followed him.",
        'He would not resign", the spokesman told reporters on the steps.\n\nThe vote is on Friday.',
    ),
    good=(
        # A quotation over several paragraphs: each opens, only the last closes.
        "“We lost the harvest.\n\n“Then we lost the farm.\n\n“Now we start again,” she said.",
        'The shelf is 5\'10" wide and the screen is 24" across.',
        "She called it a “success story.”",
        "The workers’ union met in the ’90s, and ’tis said the bosses’ men came too.",
        "Home » News » Sport",
        'Write to `say "hi` in the shell.',
    ),
)
MIXED = RuleInfo(
    "quotes/mixed",
    _CATEGORY,
    Severity.WARNING,
    "A quotation that opens in one style and closes in another.",
    "Marks of two styles around one quotation are a trace of copying between programs.",
    bad=('The minister spoke of “a good day" for farmers.', "They called it «a miracle” at first."),
    good=(
        "The minister spoke of “a good day” for farmers.",
        'The minister spoke of "a good day" for farmers.',
        '“The 24" screen is sold out,” the shop said.',
        "“It’s the workers’ day,” he said.",
    ),
)
DIRECTION = RuleInfo(
    "quotes/direction",
    _CATEGORY,
    Severity.WARNING,
    "A curly quotation mark that is turned the wrong way.",
    "The mark opens where it should close, or closes where it should open.",
    bad=("The ship was named ”Endeavour” by the crew.", "She said “never“ and hung up."),
    good=("The ship was named “Endeavour” by the crew.", "She said “he told me ‘never’” and hung up."),
    languages=("en", "es", "it", "pt", "nl"),
    fix=True,
)
FOREIGN = RuleInfo(
    "quotes/foreign",
    _CATEGORY,
    Severity.WARNING,
    "Quotation marks of another language.",
    "Guillemets or low marks in an English text were left over from the original.",
    bad=(
        "The mayor called the plan «symbolic».",
        "The mayor called the plan « symbolic ».",
        "„We are very grateful“, said the race director.",
    ),
    good=(
        "The mayor called the plan “symbolic”.",
        "The mayor called the plan 'symbolic', and \"late\".",
        "Home » News » Politics",
        "Next page »",
    ),
)
IMPROVISED = RuleInfo(
    "quotes/improvised",
    _CATEGORY,
    Severity.WARNING,
    "Two apostrophes or backticks that stand for a quotation mark.",
    "They look like a quotation mark on some screens only, and search and screen readers stumble over them.",
    bad=("The judge said ''the promise no longer holds'' today.", "He wrote ``never again'' on the wall."),
    good=(
        'The judge said "the promise no longer holds" today.',
        "A wave of 3'' hit the pier.",
        "He is 6'2'' tall.",
        "She wrote 'I read \"Emma\"'.",
    ),
    fix=True,
)
SPACE = RuleInfo(
    "quotes/space",
    _CATEGORY,
    Severity.WARNING,
    "A space inside the quotation marks, or none outside.",
    "French sets spaces inside its marks; in other languages they are a left-over.",
    bad=("The mayor spoke of “ a great day ” for all.", 'He told the crowd:"Go home and rest."'),
    good=(
        "The mayor spoke of “a great day” for all.",
        'The screen is 24 " wide.',
        "An “un”usual day.",
        "He said “‘no’ is no answer”.",
        "The “Emma”-style hats sold out.",
    ),
    fix=True,
)
NESTED = RuleInfo(
    "quotes/nested",
    _CATEGORY,
    Severity.WARNING,
    "A quotation inside another one with the same marks.",
    "With the same marks inside and outside, the outer quotation seems to end too early.",
    bad=("“He told me “never” and left,” she said.", '"He told me "never" and left," she said.'),
    good=(
        "“He told me ‘never’ and left,” she said.",
        "“Never,” he said, “and that is that.”",
        '"Never" is "not now" in this office.',
    ),
)
FORM_RULES = (UNBALANCED, MIXED, DIRECTION, FOREIGN, IMPROVISED, SPACE, NESTED)


class Quotes:
    """Everything about quotation marks; reads them once for all rules."""

    rules: tuple[RuleInfo, ...] = (*FORM_RULES, *PUNCTUATION_RULES, *SENSE_RULES, IN_QUOTES)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings of all rules, passage by passage."""
        parts = quoted(context)
        straight = sum(is_straight(pair.open) for part in parts for pair in part.quotations)
        total = sum(len(part.quotations) for part in parts)
        yield from _unbalanced(parts)
        for part in parts:
            convention = CONVENTIONS.get(part.passage.language or "")
            for pair in part.quotations:
                yield from _form(part, pair, convention, straight * 2 > total)
        yield from _two_styles(parts)
        yield from punctuation(parts)
        for part in parts:
            if part.passage.language == "en":
                yield from sense(part)
                yield from asides(part)


def _unbalanced(parts: Iterable[Quoted]) -> Iterator[Finding]:
    """Marks without a partner, after quotations that run over several paragraphs are joined."""
    parts = list(parts)
    excerpt = len(parts) == 1
    open_since: tuple[int, Quoted, Mark] | None = None
    for at, part in enumerate(parts):
        text, quoting = part.text, part.quoting
        if open_since and at - open_since[0] > _PATIENCE:
            yield _lonely(open_since[1], open_since[2], True, excerpt)
            open_since = None
        for mark in _joined(quoting.unopened):
            if open_since:
                open_since = None
            else:
                yield _lonely(part, mark, False, excerpt)
        if open_since and text[:1] == open_since[2].text:
            # The paragraph opens again: whatever ran on from before is taken up here.
            open_since = None
        for mark in _joined(quoting.unclosed[:-1]):
            yield _lonely(part, mark, True, excerpt)
        if quoting.unclosed:
            if open_since:
                yield _lonely(open_since[1], open_since[2], True, excerpt)
            open_since = (at, part, quoting.unclosed[-1])
    if open_since:
        yield _lonely(open_since[1], open_since[2], True, excerpt)


def _joined(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks, a run of them without anything between as one: a single slip, or a row of signs."""
    run: list[Mark] = []
    for mark in marks:
        if run and run[-1].end != mark.start:
            yield Mark(run[0].start, "".join(one.text for one in run))
            run = []
        run.append(mark)
    if run:
        yield Mark(run[0].start, "".join(one.text for one in run))


def _lonely(part: Quoted, mark: Mark, opens: bool, excerpt: bool) -> Finding:
    start, end = (mark.start, part.word_after(mark.end)) if opens else (part.word_before(mark.start), mark.end)
    message = "This quotation is opened but never closed." if opens else "This quotation is closed but never opened."
    edge = mark.start == 0 if opens else mark.end == len(part.text)
    severity = None
    if excerpt and (edge or len(part.passage.segments) <= 1):
        severity, message = Severity.INFO, message + " The text may be cut out of a longer quotation."
    return finding(UNBALANCED, part.passage.block, start, end, message, severity=severity)


def _form(part: Quoted, pair: Quotation, convention: Convention | None, straight: bool) -> Iterator[Finding]:
    wanted = _wanted(convention, pair, straight)
    if ("''" in pair.pair and len(pair.pair) == 4) or pair.open.text == "``":
        yield from _exchange(part, pair, IMPROVISED, wanted, "Use a real quotation mark, not two apostrophes.")
    elif _family(pair.open) != _family(pair.close):
        yield from _exchange(part, pair, MIXED, wanted, "The quotation opens in one style and closes in another.")
    elif convention and not convention.fits(pair.pair, nested=pair.parent is not None):
        if (
            set(pair.pair) <= set("“”")
            and convention.fits("“”", nested=True)
            and part.passage.language in DIRECTION.languages
        ):
            yield from _exchange(part, pair, DIRECTION, wanted, "This quotation mark is turned the wrong way.")
        else:
            mild = Severity.INFO if pair.pair in convention.tolerated else None
            message = f"These are not the quotation marks of this language: write {wanted[0]}…{wanted[1]}."
            yield from _exchange(part, pair, FOREIGN, wanted, message, mild)
    elif convention:
        outer = pair.parent
        if outer and outer.pair == pair.pair and pair.pair != "«»":
            yield from _nested(part, pair, outer, wanted)
        if not convention.spaced:
            yield from _spaces(part, pair)


def _nested(part: Quoted, pair: Quotation, outer: Quotation, wanted: str) -> Iterator[Finding]:
    if outer.open.end == pair.open.start and outer.close.start == pair.close.end:
        message = "The quotation mark stands here twice."
        yield finding(NESTED, part.passage.block, pair.open.start, pair.open.end, message, "")
        yield finding(NESTED, part.passage.block, pair.close.start, pair.close.end, message, "")
        return
    message = "A quotation inside a quotation needs other marks than the outer one."
    yield from _exchange(part, pair, NESTED, wanted, message)


def _wanted(convention: Convention | None, pair: Quotation, straight: bool) -> str:
    nested = pair.parent is not None
    if straight or convention is None:
        return "''" if nested else '""'
    return convention.inner if nested else convention.outer


def _family(mark: Mark) -> str:
    return {'"': "straight", "'": "single", "‘": "single", "’": "single", "‚": "single"}.get(
        mark.text, "guillemet" if mark.text in "«»‹›" else "curly"
    )


def _exchange(
    part: Quoted, pair: Quotation, rule: RuleInfo, wanted: str, message: str, severity: Severity | None = None
) -> Iterator[Finding]:
    """Findings that put the marks `wanted` in place of the pair's: one for a short quotation, else one a mark."""
    text, block = part.text, part.passage.block
    start, end = pair.open.start, pair.close.end
    if end - start <= _SHORT and "\n" not in pair.inner(text):
        better = wanted[0] + pair.inner(text).strip() + wanted[1]
        yield finding(rule, block, start, end, message, better, severity=severity)
        return
    if pair.open.text != wanted[0]:
        stop = part.word_after(pair.open.end)
        better = wanted[0] + text[pair.open.end : stop].lstrip()
        yield finding(rule, block, start, stop, message, better, severity=severity)
    if pair.close.text != wanted[1]:
        begin = part.word_before(pair.close.start)
        better = text[begin : pair.close.start].rstrip() + wanted[1]
        yield finding(rule, block, begin, end, message, better, severity=severity)


def _spaces(part: Quoted, pair: Quotation) -> Iterator[Finding]:
    text, block = part.text, part.passage.block
    head, tail = pair.head(text, 8), pair.tail(text, 8)
    if not head.strip() or not tail.strip():
        return
    lead, trail = len(head) - len(head.lstrip()), len(tail) - len(tail.rstrip())
    message = "No space belongs between a quotation mark and the quoted words."
    if lead:
        yield finding(SPACE, block, pair.open.start, pair.open.end + lead, message, pair.open.text)
    if trail:
        yield finding(SPACE, block, pair.close.start - trail, pair.close.end, message, pair.close.text)
    if " " not in pair.head(text, 40) or _family(pair.open) == "single":
        return
    before, after = text[pair.open.start - 1 : pair.open.start] if pair.open.start else "", text[pair.close.end :][:1]
    if before.isalpha() or (before and before in ":;,"):
        message = "A space is missing before the quotation."
        yield finding(SPACE, block, pair.open.start - 1, pair.open.end, message, f"{before} {pair.open.text}")
    if after.isalpha():
        message = "A space is missing after the quotation."
        yield finding(SPACE, block, pair.close.start, pair.close.end + 1, message, f"{pair.close.text} {after}")


def _two_styles(parts: Iterable[Quoted]) -> Iterator[Finding]:
    """One note where a text uses straight marks here and curly ones there."""
    styles: dict[str, list[tuple[Quoted, Quotation]]] = {"straight": [], "curly": []}
    for part in parts:
        for pair in part.quotations:
            style = _family(pair.open)
            if style in styles and style == _family(pair.close):
                styles[style].append((part, pair))
    few, many = sorted(styles.values(), key=len)
    if few and len(few) < len(many):
        part, pair = few[0]
        message = "The text sets most of its quotations in the other style of quotation marks."
        yield from _exchange(part, pair, MIXED, many[0][1].pair, message, Severity.INFO)
