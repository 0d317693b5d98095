"""Text as a model was trained on it, with the way back to the text as given."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from html.entities import html5

# Anything but printable text below the combining marks, without marks to straighten or the start of an entity; spaces
# not single, or at an edge.
_CHANGED = re.compile(r"[^ -%'-~\u00a1-\u00aa\u00ac\u00ae-\u00ba\u00bc-\u02bb\u02bd-\u02ff]|  |^ | $")
_MARKS = {
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{SOFT HYPHEN}": "",
    "\N{ZERO WIDTH SPACE}": "",
}
_OPENING, _CLOSING = "«", "»"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Conjoining jamo compose although they are letters, not marks.
_JAMO = range(0x1160, 0x1200)
# Nothing below it changes under NFC.
_FIRST_MARK = "\u0300"
# Sorting a run of marks is quadratic; no script needs more than a few.
_LONGEST_CLUSTER = 32


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text for a model, and for each of its code points the stretch of the given text that it stands for."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the given text of ``self.text[start:end]``, which is not empty."""
        return self.starts[start], self.ends[end - 1]


def is_plain(text: str) -> bool:
    """Whether `normalise` is sure to leave `text` as it is; most text is, and to know it takes next to no time."""
    return not _CHANGED.search(text)


def normalise(text: str, straighten: bool = True) -> Normalised:
    """`text` made fit for a model.

    Lone surrogates become U+FFFD, control characters other than white space go, and a left-over entity such as
    ``&quot;`` becomes its character, in any case: SentencePiece and the models know none of them. With `straighten`,
    what the training pairs of the embedded model went through: NFC, straight quotation marks and apostrophes
    (guillemets lose the spaces inside them), three dots for an ellipsis, single spaces. Linear in the text.
    """
    if is_plain(text) if straighten else text.isprintable() and "&" not in text:
        return Normalised(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    signs = _clean(_decoded(text))
    return _join(_quotes(_marks(_compose(signs))) if straighten else signs)


_Sign = tuple[str, int, int]


def _decoded(text: str) -> list[_Sign]:
    signs: list[_Sign] = []
    at = 0
    for entity in _ENTITY.finditer(text) if "&" in text else ():
        signs += [(text[k], k, k + 1) for k in range(at, entity.start())]
        numbered = entity[0].startswith("&#")
        # Not `html.unescape` for names: it would make a sign and the rest of a longer word of “&notable;”.
        characters = html.unescape(entity[0]) if numbered else html5.get(entity[0][1:], "")
        at = entity.end() if characters else entity.start()
        signs += [(character, entity.start(), at) for character in characters]
    return signs + [(text[k], k, k + 1) for k in range(at, len(text))]


def _clean(given: list[_Sign]) -> list[_Sign]:
    signs = []
    for sign, start, end in given:
        category = "" if sign.isprintable() else unicodedata.category(sign)
        if category == "Cs":
            signs.append((_REPLACEMENT, start, end))
        elif category == "Cc" and sign.isspace():
            signs.append((" ", start, end))
        elif category != "Cc":
            signs.append((sign, start, end))
    return signs


def _compose(signs: list[_Sign]) -> list[_Sign]:
    """NFC, cluster by cluster: a base and the marks on it may become fewer characters, or more."""
    if all(sign < _FIRST_MARK for sign, _, _ in signs):
        return signs
    composed: list[_Sign] = []
    at = 0
    while at < len(signs):
        end = at + 1
        while end < len(signs) and end - at < _LONGEST_CLUSTER and _attaches(signs[end][0]):
            end += 1
        cluster = "".join(sign for sign, _, _ in signs[at:end])
        letters = unicodedata.normalize("NFC", cluster)
        if letters == cluster:
            composed += signs[at:end]
        else:
            composed += [(letter, signs[at][1], signs[end - 1][2]) for letter in letters]
        at = end
    return composed


def _attaches(sign: str) -> bool:
    return not sign.isascii() and (unicodedata.category(sign)[0] == "M" or ord(sign) in _JAMO)


def _marks(signs: list[_Sign]) -> list[_Sign]:
    return [(letter, start, end) for sign, start, end in signs for letter in _MARKS.get(sign, sign)]


def _quotes(signs: list[_Sign]) -> list[_Sign]:
    """Guillemets to straight marks, without the spaces inside them; then single spaces, none at the edges."""
    kept: list[_Sign] = []
    after_opening = False
    space: _Sign | None = None
    for sign, start, end in signs:
        if sign.isspace():
            space = (" ", start if space is None else space[1], end)
            continue
        if space is not None and kept and not after_opening and sign != _CLOSING:
            kept.append(space)
        space = None
        after_opening = sign == _OPENING
        kept.append(('"', start, end) if sign in (_OPENING, _CLOSING) else (sign, start, end))
    return kept


def _join(signs: list[_Sign]) -> Normalised:
    return Normalised(
        "".join(sign for sign, _, _ in signs),
        tuple(start for _, start, _ in signs),
        tuple(end for _, _, end in signs),
    )
