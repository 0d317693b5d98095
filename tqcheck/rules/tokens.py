"""A sentence as the tokens that phrase patterns are matched against."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum


class TokenKind(IntEnum):
    """What a token is to a pattern."""

    WORD = 1
    NUMBER = 2
    JOINER = 3
    """An apostrophe or a hyphen between two letters or digits, as in ``doesn't`` or ``East-West``."""
    OPENING = 4
    """A quotation mark before the words it quotes."""
    CLOSING = 7
    MARK = 5
    OPAQUE = 6
    """A URL, an e-mail address, a file name, a hashtag: no pattern looks inside."""


APOSTROPHES = frozenset("'’ʼ＇")
HYPHENS = frozenset("-‐‑")
QUOTES = frozenset("\"“”„‟«»‹›‘’‚‛'`´″＂「」")
SIDES = (TokenKind.OPENING, TokenKind.CLOSING)
_CHUNK = re.compile(r"\S+")
# Combining accents belong to the letter before them; `\w` leaves them out.
_PIECE = re.compile(
    r"(?P<word>[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*)|(?P<number>\d+(?:[.,]\d+)*)|.", re.DOTALL
)
_OPENING = frozenset("“„‟«‹‘‚‛「")
_CLOSING = frozenset("»›」")
_HANDLE = re.compile(r"[#@]\w")
_FILE = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|eu|fr|uk|de|be|ch|ca|io|py|js|ts|css|html?|xml|json|toml|ya?ml|csv|tsv"
    r"|txt|md|pdf|docx?|xlsx?|pptx?|odt|png|jpe?g|gif|svg|mp[34]|zip|gz|exe|sh)\b"
)
_WRAP = "\"“”„«»‹›‘’'()[]{}<>,;:!?."


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel columns, one entry a token; `starts` and `ends` are code-point offsets into `text`."""

    text: str
    lows: tuple[str, ...]
    """What patterns compare with: lower case, composed accents, one form of each apostrophe, hyphen and quote."""
    raws: tuple[str, ...]
    kinds: tuple[TokenKind, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.lows)

    def quote(self, start: int, end: int) -> str:
        """The text that the tokens ``start..end`` (half-open) cover."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""


def tokenize(text: str) -> Tokens:
    """The tokens of `text`, in time linear in its length."""
    lows: list[str] = []
    raws: list[str] = []
    kinds: list[TokenKind] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(low: str, raw: str, kind: TokenKind, at: int) -> None:
        lows.append(low)
        raws.append(raw)
        kinds.append(kind)
        starts.append(at)
        ends.append(at + len(raw))

    for chunk in _CHUNK.finditer(text):
        word, at = chunk.group(), chunk.start()
        if word.isalpha() and word.isascii():
            add(word.lower(), word, TokenKind.WORD, at)
            continue
        left, right = _opaque(word)
        for piece in _PIECE.finditer(word):
            start, end = piece.span()
            if left <= start < right:
                if start == left:
                    add("", word[left:right], TokenKind.OPAQUE, at + left)
                continue
            raw = piece.group()
            if piece.lastgroup == "word":
                low = raw.lower() if raw.isascii() else unicodedata.normalize("NFC", raw.lower())
                add(low, raw, TokenKind.WORD, at + start)
            elif piece.lastgroup == "number":
                add(raw, raw, TokenKind.NUMBER, at + start)
            else:
                inside = start > 0 and end < len(word) and word[start - 1].isalnum() and word[end].isalnum()
                low, kind = _mark(raw, inside)
                if kind is TokenKind.OPENING:
                    kind = _side(raw, text, at + start, kinds)
                add(low, raw, kind, at + start)
    return Tokens(text, tuple(lows), tuple(raws), tuple(kinds), tuple(starts), tuple(ends))


def _mark(raw: str, inside: bool) -> tuple[str, TokenKind]:
    if raw in APOSTROPHES and inside:
        return "'", TokenKind.JOINER
    if raw in QUOTES:
        return '"', TokenKind.OPENING
    if raw in HYPHENS:
        return "-", TokenKind.JOINER if inside else TokenKind.MARK
    return raw, TokenKind.MARK


def _side(raw: str, text: str, at: int, before: list[TokenKind]) -> TokenKind:
    """Whether a quotation mark opens or closes: by its shape, else by the side on which a word touches it."""
    if raw in _OPENING:
        return TokenKind.OPENING
    if raw in _CLOSING:
        return TokenKind.CLOSING
    left = at > 0 and not text[at - 1].isspace() and text[at - 1] not in "([{-–—"
    right = at + 1 < len(text) and not text[at + 1].isspace()
    if left:
        return TokenKind.CLOSING
    if right:
        return TokenKind.OPENING
    # Loose on both sides: it closes what the last quotation mark opened.
    last = next((kind for kind in reversed(before[-200:]) if kind in SIDES), TokenKind.CLOSING)
    return TokenKind.CLOSING if last is TokenKind.OPENING else TokenKind.OPENING


def _opaque(chunk: str) -> tuple[int, int]:
    """The part of `chunk` that is no prose; ``(0, 0)`` where all of it is."""
    right = len(chunk.rstrip(_WRAP))
    left = len(chunk) - len(chunk.lstrip(_WRAP))
    core = chunk[left:right]
    if (
        "://" in core
        or core.startswith(("www.", "~/", "./", "../", "/"))
        or _HANDLE.match(core)
        or ("@" in core and "." in core)
        or "\\" in core
        or core.count("/") > 2
        or ("." in core and len(core) < 200 and _FILE.fullmatch(core))
        or ("_" in core and core.isascii())
    ):
        return left, right
    return 0, 0
