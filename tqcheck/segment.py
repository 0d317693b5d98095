"""Blocks of prose into sentences, and very long sentences into clauses, every offset exact.

The sentence ends come from `sentencex` (Wikimedia; MIT, often released, with wheels for Linux, macOS and Windows on
every Python from 3.11 on), which knows some 300 languages and reports code-point offsets. Of the others, pysbd has
stood still since 2021 and looks its spans up afterwards; syntok knows three languages, nupunkt English. sentencex in
turn never splits inside quotation marks, takes quadratic time where these are not closed, and is weak on titles,
initials and ellipses. So it sees the text with quotation marks and brackets blanked out, in pieces of bounded size,
and what it proposes is judged by `tqcheck.fullstop`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from tqcheck.document import Block, Document, Kind, Segment
from tqcheck.fullstop import REACH, FullStop
from tqcheck.languages import normalise

_CONJUNCTIONS = {
    "en": "and but or nor so yet because which who while when where although though whereas since after before if that",
    "fr": "et mais ou car donc qui que dont où tandis alors lorsque puis parce bien si quand ni",
    "de": "und aber oder denn weil dass der die das wobei während wenn als obwohl sondern damit da",
    "es": "y e pero o u porque que quien cuando mientras aunque donde sino pues si",
    "it": "e ed ma o perché che chi quando mentre sebbene dove poiché se",
}

_ENCLOSING = '"“”„«»‹›(){}[]「」『』（）'
_MARKS = re.compile(f"[{re.escape(_ENCLOSING)}]")
_ROW = 1000
_DENSE = 4
"""From one mark in so many characters on, and so many marks in all, a text is no prose."""
_OPENING = {")": "(", "]": "[", "}": "{", "」": "「", "』": "『", "）": "（"}
_FAMILY = {'"': '"', "“": "“", "”": "“", "„": "“", "«": "«", "»": "«", "‹": "‹", "›": "‹"}
_SPACES = [chr(code) for code in (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))]
_BLANKED = "".join([*_SPACES, "\u2028\u2029\u202f\u205f\u3000", "\"“”„«»‹›(){}[]「」『』（）'‘’‚‛‟`´"])
_BLANK = dict.fromkeys(map(ord, _BLANKED), " ") | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_TERMINATORS = re.compile(r"(?<![.!?…])[.!?…]++(?= )")
_FOOTNOTE = re.compile(r"(?:\[\d{1,3}\])+")
_LINE_END = re.compile(r"\n|\u2029")
_BULLET = re.compile(r"[ \t]{0,8}(?:[-*•–—‣◦]|\d{1,3}[.)])[ \t\xa0]")
_LIBRARY_PIECE = 5_000
_EMBEDDED = 400
_EMBEDDED_QUOTATION = 150


def segment(document: Document, language: str | None = None) -> tuple[Segment, ...]:
    """The sentences of every block, in order; a heading is one segment.

    `language` is the document's; a block's own goes first. Segments hold no whitespace at their edges, are never
    empty, and leave nothing but whitespace between them: with the gaps they rebuild each block exactly. Linear in the
    text.
    """
    segments: list[Segment] = []
    for number, block in enumerate(document.blocks):
        own = normalise(block.language) if block.language else None
        for start, end in _pieces(block, own or language):
            span = block.span(start, end)
            segments.append(Segment(len(segments), number, start, end, span, block.text[start:end], own))
    return tuple(segments)


def sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """The half-open offsets of each sentence of a stretch of prose, without the whitespace around it."""
    cuts = sorted({0, len(text), *_line_cuts(text), *_sentence_cuts(text, normalise(language) if language else None)})
    spans: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        part = text[start:end]
        if not part.strip():
            continue
        span = (start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip()))
        # Marks alone are no sentence: they belong to the words before them or, at the start, to those after.
        if spans and (not _has_words(part) or not _has_words(text[slice(*spans[-1])])):
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
    return spans


def clauses(text: str, limit: int, language: str | None = None) -> list[tuple[int, int]]:
    """Half-open offsets of pieces of at most `limit` characters that hold all of a very long sentence.

    Cut, in this order of preference, after a sentence end, after ``;`` ``:`` or a dash, at a comma before a
    conjunction, at any comma, at a space, and only where the last two thirds of a piece have none of these inside a
    word.
    Raises ValueError where `limit` is below 1. Linear in the text.
    """
    if limit < 1:
        raise ValueError(f"a piece of {limit} characters")
    patterns = _clause_ends(normalise(language) if language else None)
    spans = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        end = _clause_end(text, at, limit, patterns)
        piece = text[at:end].rstrip()
        spans.append((at, at + len(piece)))
        at = end
    return spans


def _pieces(block: Block, language: str | None) -> list[tuple[int, int]]:
    if block.kind is not Kind.HEADING:
        return sentences(block.text, language)
    inner = block.text.strip()
    start = len(block.text) - len(block.text.lstrip())
    return [(start, start + len(inner))] if inner else []


@cache
def _clause_ends(language: str | None) -> tuple[re.Pattern[str], ...]:
    words = _CONJUNCTIONS.get(language or "", " ".join(_CONJUNCTIONS.values())).split()
    conjunction = "|".join(sorted(set(words)))
    return (
        re.compile(r"[.!?…][”»“\")]?(?=\s)|[。！？]"),
        re.compile(r"[;:](?=\s)|(?<=\s)[—–](?=\s)|—|[；：]"),
        re.compile(rf"[,،](?=\s(?:{conjunction})\b)"),
        re.compile(r"[,،](?=\s)|[，、]"),
        re.compile(r"\s"),
    )


def _clause_end(text: str, start: int, limit: int, patterns: tuple[re.Pattern[str], ...]) -> int:
    end = start + limit
    if end >= len(text):
        return len(text)
    for pattern in patterns:
        found = 0
        for match in pattern.finditer(text, start + limit // 3, end + 1):
            if match.end() <= end:
                found = match.end()
        if found > start:
            return found
    # An accent must not be parted from its letter.
    cut = end
    while cut > start + limit // 2 and "\u0300" <= text[cut] <= "\u036f":
        cut -= 1
    return max(cut, start + 1)


def _has_words(part: str) -> bool:
    return any(map(str.isalnum, part))


def _line_cuts(text: str) -> Iterator[int]:
    """Where a line break ends a sentence: before a blank line or a list item, and after a line that stops early."""
    ends = [match.start() for match in _LINE_END.finditer(text)]
    if not ends:
        return
    starts = [0, *(end + 1 for end in ends)]
    lines = list(zip(starts, [*ends, len(text)], strict=True))
    widest = max(end - start for start, end in lines)
    for (start, end), (following, last) in pairwise(lines):
        line = text[start:end].strip()
        rest = text[following : min(last, following + REACH)].lstrip()
        if not line or not rest:
            yield following
            continue
        early = 2 * len(line) < widest and line[-1].isalnum() and rest[0].isupper()
        if early or text[end] == "\u2029" or _BULLET.match(text, following):
            yield following


def _sentence_cuts(text: str, language: str | None) -> Iterator[int]:
    """The offsets where one sentence ends and, after any whitespace, the next begins."""
    blanked = _APOSTROPHE.sub("ʼ", text).translate(_BLANK)
    proposed = _proposals(blanked, language)
    # The library passes over ellipses and over abbreviations that end a sentence.
    ends = dict.fromkeys((match.end() for match in _TERMINATORS.finditer(blanked)), False) | dict.fromkeys(
        proposed, True
    )
    closers, openers, embedded = _quotations(text)
    inner_starts = [start for start, _ in embedded]
    rules = FullStop.of(language)
    begin = 0
    for end in sorted(ends):
        if end < begin:
            continue
        after = end
        footnote = _FOOTNOTE.match(text, end)
        if footnote:
            after = footnote.end()
        following = after
        while following < len(text) and blanked[following] == " ":
            following += 1
        if following == len(text):
            break
        inside = bisect_right(inner_starts, end) - 1
        if inside >= 0 and end <= embedded[inside][1]:
            continue
        cut = _cut(text, after, following, closers, openers)
        gap = text[after:following]
        if not gap and blanked[end - 1] in ".!?…":
            continue
        if gap and not any(map(str.isspace, gap)) and not (cut > after and text[following].isupper()):
            continue
        left, right = blanked[max(begin, end - REACH) : end], blanked[following : following + REACH]
        dots = len(left) - len(left.rstrip(".…"))
        if dots and text[end : end + 1] in (")", "]") and text[max(0, end - dots - 1)] in "([":
            continue
        opener = closers.get(cut - 1)
        whole = opener is not None and (begin > opener or not text[begin:opener].strip())
        if rules.ends(left, right, proposed=ends[end], quoted=cut > after, whole_quotation=whole):
            yield cut
            begin = cut


def _cut(text: str, after: int, following: int, closers: dict[int, int], openers: set[int]) -> int:
    """Where in the whitespace, marks and brackets between two sentences the first one ends."""
    cut = after
    for at in range(after, following):
        if at in openers:
            break
        if text[at].isspace():
            continue
        if at in closers or not text[at - 1].isspace():
            cut = at + 1
        else:
            break
    return cut


def _quotations(text: str) -> tuple[dict[int, int], set[int], list[tuple[int, int]]]:
    """Closing marks with their opening ones, the opening marks, and the stretches that no sentence ends in.

    Those are brackets opened inside a sentence, and quotations that are a part of one, as in: the sign “Stop. Go.” was
    taken down. They are at most 400 characters long: beyond that a mark is more likely to have gone astray.
    """
    closers: dict[int, int] = {}
    openers: set[int] = set()
    embedded: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    if _is_row_of_marks(text):
        return closers, openers, embedded
    for match in _MARKS.finditer(text):
        mark, at = match.group(), match.start()
        family = _OPENING.get(mark) or _FAMILY.get(mark, mark)
        place = next(
            (place for place in range(len(stack) - 1, max(-1, len(stack) - 5), -1) if stack[place][0] == family), -1
        )
        closes = (
            mark in _OPENING or mark in "”›" or (mark in _FAMILY and mark != "„" and _closing(text, at, stack, place))
        )
        if not closes:
            if mark == '"' and place >= 0:
                del stack[place:]
            stack.append((family, at))
            openers.add(at)
        elif place >= 0:
            opener = stack[place][1]
            del stack[place:]
            closers[at] = opener
            if at - opener <= _EMBEDDED and _is_embedded(text, opener, at, mark):
                embedded.append((opener, at))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(embedded):
        if not merged or start > merged[-1][1]:
            merged.append((start, end))
        elif end > merged[-1][1]:
            merged[-1] = (merged[-1][0], end)
    return closers, openers, merged


def _is_row_of_marks(text: str) -> bool:
    """Whether a text is so full of marks and brackets that none of them encloses a sentence."""
    found = sum(text.count(mark) for mark in _ENCLOSING) if len(text) > _ROW else 0
    return found > _ROW and found * _DENSE > len(text)


def _closing(text: str, at: int, stack: list[tuple[str, int]], place: int) -> bool:
    """Whether a quotation mark that both opens and closes, here or in another language, closes."""
    after_space = at == 0 or text[at - 1].isspace()
    before_space = text[at + 1 : at + 2].isspace()
    if place < 0:
        return (text[at] == "»" and (before_space or not after_space)) or (
            text[at] == '"' and not after_space and before_space
        )
    opened_by = text[stack[place][1]]
    opens_here = after_space and not before_space
    if text[at] == "«":
        return opened_by == "»"
    if text[at] == "»":
        return opened_by == "«" or not opens_here
    return opened_by == "„" or not opens_here


def _is_embedded(text: str, opener: int, closer: int, mark: str) -> bool:
    before = text[max(0, opener - 3) : opener].rstrip()[-1:]
    if mark in "」』":
        return True
    if mark in _OPENING:
        return bool(before) and before not in ".!?…:;。！？—–"
    return (
        before.isalnum()
        and closer - opener <= _EMBEDDED_QUOTATION
        and text[closer + 1 : closer + 4].lstrip()[:1].islower()
    )


def _proposals(blanked: str, language: str | None) -> Iterator[int]:
    """The ends of the sentences as the library sees them, before the whitespace that follows."""
    import sentencex

    at = 0
    while at < len(blanked):
        piece = blanked[at : at + _LIBRARY_PIECE]
        found = [boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language or "en", piece)]
        last = at + len(piece) == len(blanked)
        before = 0
        for end in found if last else found[:-1]:
            mark = end
            while mark > before and piece[mark - 1] == " ":
                mark -= 1
            before = end
            yield at + mark
        if last:
            return
        # The sentence at the edge is read again as a whole; one longer than a piece goes on in the next.
        at += found[-2] if len(found) > 1 else len(piece)
