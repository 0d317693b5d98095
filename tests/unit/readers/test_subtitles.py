"""Subtitles: sentences over several cues, tags, speakers, times."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tqcheck.document import Document
from tqcheck.errors import ReadError
from tqcheck.readers import read_text

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>The boat that we saw</i>
in the morning

2
00:00:02,600 --> 00:00:04,000
{\\an8}never came back.

3
00:00:04,100 --> 00:00:06,000 X1:10 X2:20
- Did it?
- So they say

4
00:01:00,000 --> 00:01:02,000
Next morning
"""

VTT = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE nobody reads this

intro
00:01.000 --> 00:02.000 align:start
<v Ann>Tom &amp; I were <c.loud>late</c><00:01.500>,

00:02.100 --> 00:03.000
as ever.
"""


def test_a_sentence_runs_over_cues(hold: Callable[[Document], None]) -> None:
    document = read_text(SRT, "film.srt")
    hold(document)
    assert [(block.name, block.text) for block in document.blocks] == [
        ("1", "The boat that we saw in the morning never came back."),
        ("3", "Did it?"),
        ("3", "So they say"),
        ("4", "Next morning"),
    ]
    block = document.blocks[0]
    at = block.text.index("never")
    assert block.span(at, at + 5).of(SRT) == "never"
    assert "-->" in block.span(0, len(block.text)).of(SRT)


def test_vtt(hold: Callable[[Document], None]) -> None:
    document = read_text(VTT, "film.vtt")
    hold(document)
    assert [(block.name, block.text) for block in document.blocks] == [("intro", "Tom & I were late, as ever.")]


def test_cr_lf_and_missing_blank_lines() -> None:
    assert [b.text for b in read_text(SRT.replace("\n", "\r\n"), "f.srt").blocks] == [
        b.text for b in read_text(SRT, "f.srt").blocks
    ]
    tight = SRT.replace("\n\n", "\n")
    assert [b.text for b in read_text(tight, "f.srt").blocks] == [b.text for b in read_text(SRT, "f.srt").blocks]


def test_what_players_forgive() -> None:
    text = '\ufeff1\r\n0:00:01.5 --> 0:00:02\r\n<font color="#ff0">The <b>boat</b></font>\r\n\r\n\r\n2\r\n'
    text += "00:00:02,100 --> 00:00:03,000\r\n\r\n3\r\n00:00:03,000 --> 00:00:04,000\r\nleft."
    assert [(block.name, block.text) for block in read_text(text, "f.srt").blocks] == [("1", "The boat left.")]


def test_what_holds_no_subtitles() -> None:
    with pytest.raises(ReadError, match="no subtitles"):
        read_text("Only words.", "f.srt")
    with pytest.raises(ReadError, match="WEBVTT"):
        read_text(SRT, "f.vtt")
