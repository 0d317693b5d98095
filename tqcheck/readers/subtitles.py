"""Subtitles, SubRip and WebVTT: the words of the cues, sentences that run over several of them put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tqcheck.document import Block
from tqcheck.errors import ReadError
from tqcheck.readers.base import Pen, Prose
from tqcheck.readers.tags import pieces

_TIME = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]{{0,500}}")
_LINE = re.compile(r"[^\n]*+\n?+")
_TAG = re.compile(r"</?[A-Za-z\d][^<>\n]{0,300}>|\{\\[^{}\n]{0,300}\}")
_ENDED = re.compile(r"[.!?…:;\])♪。！？][\"'”’»)\]♪ ]{0,4}$")
_SPEAKER = re.compile(r"[-–—][ \t]?(?=\S)")
_PAUSE = 3.0
_MOST_CUES = 30


@dataclass(frozen=True, slots=True)
class _Cue:
    id: str
    begin: float
    end: float
    lines: tuple[tuple[int, int], ...]
    """Each line of words, without the white space around it."""


class Srt:
    """Reads ``.srt``; offsets are into the file, past numbers, times and tags."""

    markup = "srt"
    suffixes = (".srt",)

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block up to a full stop, a pause or another speaker, named by the number of its first cue."""
        return Prose(tuple(_blocks(text, _cues(text, name))))


class Vtt:
    """Reads ``.vtt``; offsets are into the file, past times, settings, tags and notes."""

    markup = "vtt"
    suffixes = (".vtt",)

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block up to a full stop, a pause or another speaker, named by the first cue's identifier or number."""
        if not text.startswith("WEBVTT"):
            raise ReadError(f"{name} is not WebVTT: it does not begin with WEBVTT")
        return Prose(tuple(_blocks(text, _cues(text, name))))


def _cues(text: str, name: str) -> Iterator[_Cue]:
    before = ""
    times: tuple[float, float] | None = None
    lines: list[tuple[int, int]] = []
    id = ""
    count = 0
    for match in _LINE.finditer(text):
        bare = match[0].strip()
        timing = _TIMING.fullmatch(match[0].rstrip()) if "-->" in bare else None
        if (timing or not bare) and times:
            count += 1
            # A cue right below the last, without a blank line, has its number among the words of that.
            if timing and lines and before.isdigit():
                lines.pop()
            yield _Cue(id or str(count), *times, tuple(lines))
            times, lines = None, []
        if timing:
            id = before
            parts = timing.groups()
            times = _seconds(*parts[:4]), _seconds(*parts[4:])
        elif times and bare:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            lines.append((start, start + len(bare)))
        before = bare[:80]
    if times:
        yield _Cue(id or str(count + 1), *times, tuple(lines))
    elif not count:
        raise ReadError(f"{name} holds no subtitles: no line in it gives a time from --> to")


def _seconds(hours: str | None, minutes: str, seconds: str, parts: str | None) -> float:
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds) + int((parts or "0").ljust(3, "0")) / 1000


def _blocks(text: str, cues: Iterator[_Cue]) -> Iterator[Block]:
    pen = Pen(text, collapse=True)
    ended, last, at, count, id = True, 0.0, 0, 0, ""
    for cue in cues:
        for start, end in cue.lines:
            speaker = _SPEAKER.match(text, start, end)
            paused = cue.begin - last > _PAUSE or count >= _MOST_CUES
            if (ended or speaker or paused) and (block := pen.finish(name=id)):
                yield block
            if not pen.size:
                id, count = cue.id, 0
            elif start > at:
                pen.gap(at, start - at)
            _write(pen, text, speaker.end() if speaker else start, end)
            ended = bool(_ENDED.search(_TAG.sub("", text[max(start, end - 300) : end])))
            at, last = end, cue.end
        count += 1
    if block := pen.finish(name=id):
        yield block


def _write(pen: Pen, text: str, start: int, end: int) -> None:
    for match in (*_TAG.finditer(text, start, end), None):
        stop = match.start() if match else end
        for decoded, first, last in pieces(text, start, stop):
            if decoded is None:
                pen.copy(first, last)
            else:
                pen.put(decoded, first, last - first)
        start = match.end() if match else end
