"""Spans of a block's text that no check may touch: code, URLs, e-mail addresses, file names, hashtags."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tqcheck.checks.later import later
from tqcheck.checks.wordlist import word_set
from tqcheck.document import Span

_HINT = later(r"[/\\@#_=]|\(\)|\.(?=[^\W\d_])")
_SPACE = later(r"\s")
_CODE = later(r"`[^`\n]{1,500}`")
_EMAIL = later(r"[^@]{1,100}@[^@]{1,200}\.[A-Za-z]{2,24}")
_NAME = later(r"[\w.+-]{1,200}\.([A-Za-z][A-Za-z0-9]{0,9})")
_BACKSLASH = later(r"\\(?!u[0-9a-fA-F]{4})")
_EDGES = "()[]{}<>\"“”„«»‘’'‚,;:!?…*"
_ENDINGS = word_set(
    # Top-level domains and file suffixes that stand in prose; "no" and "it" are words too often.
    "com org net edu gov info biz eu uk fr de es pt nl pl ru ch be at ca au io dev app tv co "
    "txt md pdf doc docx odt xls xlsx csv tsv ppt pptx html htm xml json toml yaml yml cfg ini log zip gz tar "
    "jpg jpeg png gif svg webp mp3 mp4 avi mov wav py js ts css php java rb rs go sh exe dll"
)


@dataclass(frozen=True, slots=True)
class Shields:
    """Sorted spans of one text that are no prose."""

    spans: tuple[Span, ...]

    def touch(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` shares a code point with a shielded span."""
        at = bisect_right(self.spans, start, key=lambda span: span.start)
        if at and self.spans[at - 1].end > start:
            return True
        return at < len(self.spans) and self.spans[at].start < end

    def hold(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` lies wholly inside a shielded span and is smaller than it."""
        at = bisect_right(self.spans, start, key=lambda span: span.start)
        return bool(at) and self.spans[at - 1].start < start and end < self.spans[at - 1].end


def shields(text: str) -> Shields:
    """The shielded spans of `text`; linear in its length."""
    found = [Span(*match.span()) for match in _CODE.finditer(text)] if "`" in text else []
    end = 0
    for match in _HINT.finditer(text):
        if match.start() < end:
            continue
        # The word around the hint: nothing before `end` is looked at again.
        start = match.start()
        while start > end and not text[start - 1].isspace():
            start -= 1
        space = _SPACE.search(text, match.end())
        end = space.start() if space else len(text)
        found.extend(_shielded(text[start:end], start))
    return Shields(tuple(_merged(sorted(found))))


def _shielded(token: str, at: int) -> Iterator[Span]:
    core = token.strip(_EDGES).rstrip(".")
    if not core:
        return
    start = at + token.index(core)
    scheme = core.find("://")
    if scheme > 0:
        lead = scheme
        while lead and (core[lead - 1].isalnum() or core[lead - 1] in "+-."):
            lead -= 1
        yield Span(start + lead, start + len(core))
    elif core.startswith(("www.", "mailto:")) or _is_code(core, token) or _is_name(core):
        yield Span(start, start + len(core))


def _is_code(core: str, token: str) -> bool:
    if core.startswith("@") or (core.startswith("#") and any(map(str.isalpha, core))):
        return len(core) > 1
    if core.startswith(("/", "./", "../", "~/")) or _BACKSLASH.search(core):
        return len(core) > 2
    inner = core.strip("_")
    return "_" in inner or "()" in token or (inner != core and core.startswith("__")) or "==" in core


def _is_name(core: str) -> bool:
    if len(core) > 500:
        return False
    if "@" in core:
        return _EMAIL.fullmatch(core) is not None
    match = _NAME.fullmatch(core.split("/", 1)[0])
    return match is not None and match[1].lower() in _ENDINGS


def _merged(spans: list[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last and span.start <= last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
