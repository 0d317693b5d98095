"""What should never reach a reader: HTML entities, tags, Markdown signs, shortcodes, broken encodings."""

from __future__ import annotations

import html
from collections.abc import Iterator
from html.entities import html5

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.mojibake import MOJIBAKE, mojibake
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

ENTITY = RuleInfo(
    "markup/entity",
    "markup/entity",
    Severity.ERROR,
    "An HTML entity that the reader will see as such.",
    "Some program encoded the text once too often, or a translation engine returned it encoded.",
    bad=(
        "The country&#39;s economy grew again.",
        "He called it &quot;a miracle&quot; on Monday.",
        "Bread &amp;amp; butter cost more.",
        "Bread &amp; butter cost more.",
        "It rose by 3&amp;nbsp;percent.",
        "It rose by 3&nbsp;percent.",
        "They called it &quot; a miracle & quot ; on Monday.",
    ),
    good=(
        "AT&T; R&D; and Q&A sessions were held.",
        "See https://example.org/?a=1&copy;=2 for more.",
        "Bread & butter; tea & cake.",
        "Write `&amp;` for the sign.",
    ),
    fix=True,
)
TAG = RuleInfo(
    "markup/tag",
    "markup/tag",
    Severity.ERROR,
    "An HTML tag left in the text.",
    "The reader sees the tag instead of what it was meant to do.",
    bad=("The first line<br>and the second.", "She spoke <b>very</b> softly.", 'See <a href="/news">here</a>.'),
    good=("If a <b and c> d, then stop.", "I <3 Paris.", "Write `<br>` for a new line.", "Send it to <name>."),
)
SHORTCODE = RuleInfo(
    "markup/shortcode",
    "markup/shortcode",
    Severity.ERROR,
    "A shortcode or template placeholder left in the text.",
    "The content system did not fill it in; the reader sees its inside.",
    bad=(
        '[caption id="attachment_12" align="left"]The new bridge[/caption]',
        "Dear {{ first_name }}, thank you for your order.",
        "[quote]So be it.[/quote]",
    ),
    good=(
        "He said that “[b]oth sides” and “[i]ts allies” agreed.",
        "[Video] The bridge at night",
        "“He [the mayor] will go,” she said.",
        "The set {a, b} has two members.",
    ),
)
EMPHASIS = RuleInfo(
    "markup/emphasis",
    "markup/emphasis",
    Severity.WARNING,
    "Markdown signs in a text that is not Markdown.",
    "The reader sees the asterisks or brackets instead of bold type or a link.",
    bad=("This is **very important** for us.", "Read [our report](https://example.org/report) first."),
    good=(
        "It was a load of s**t, and 2 ** 3 is eight.",
        "Rated *** by our critic, ** by yours.",
        "The method `**kwargs` and __init__ are Python.",
        "See the list [1] (in French).",
    ),
)
ESCAPE = RuleInfo(
    "markup/escape",
    "markup/escape",
    Severity.ERROR,
    "A character escape left in the text.",
    "It comes from a data file; the reader sees a backslash and a number instead of a character.",
    bad=("The caf\\u00e9 is closed.", "It\\u2019s late."),
    good=("Open C:\\users\\anna to see it.", "The café is closed."),
)

_ENTITY = later(
    r"&(?:amp;){0,4}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    r"|& ?(?:amp ?; ?)?(?:quot|apos|nbsp|amp|lt|gt|# ?0?39) ?;"
    r"|&(?:quot|nbsp|#0?39)(?![\w;])"
)
_ELEMENTS = word_set(
    "a abbr article aside b blockquote body br button caption center cite code dd del div dl dt em embed figcaption "
    "figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins li link main mark meta nav "
    "object ol p pre q s script section small source span strike strong style sub sup table tbody td tfoot th thead "
    "title tr tt u ul video"
)
_TAG = later(r"</?([A-Za-z][A-Za-z0-9]{0,11})((?=[\s/>])[^<>]{0,500})>|<!--[^<>]{0,500}-->")
_SHORTCODE = later(
    r"\[/?(caption|gallery|embed|video|audio|playlist|quote|url|img|code|color|size|center|youtube|spoiler|b|i|u|s"
    r"|vc_[a-z_]{2,20}|et_pb_[a-z_]{2,20})((?:[ =][^\[\]\n]{0,300})?)\]"
    r"|\{\{[^{}\n]{1,80}\}\}|\{%[^{}\n]{1,80}%\}"
)
_EMPHASIS = later(
    r"(?<![\w*])\*\*(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])\*\*(?![\w*])"
    r"|(?<!\w)__(?=[^\s_])[^_\n]{1,200} [^_\n]{1,200}(?<=\S)__(?!\w)"
)
_LINK = later(r"!?\[([^\[\]\n]{1,200})\]\((?:https?://|/|mailto:|#)[^()\s]{1,500}\)")
_HEADING = later(r"#{2,6}\s+(?=\S)")
_ESCAPE = later(r"(?:\\u[0-9a-fA-F]{4}){1,20}")


class Entities:
    """Finds the traces of markup and encodings."""

    rules: tuple[RuleInfo, ...] = (ENTITY, TAG, SHORTCODE, EMPHASIS, ESCAPE, MOJIBAKE)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings, passage by passage."""
        markdown = context.document.markup == "markdown"
        for passage in passages(context):
            text = passage.text
            if "&" in text:
                yield from _entities(passage)
            if "<" in text:
                yield from _tags(passage)
            if "[" in text or "{" in text:
                yield from _shortcodes(passage)
            # What is translated is Markdown where it uses the same signs.
            if not markdown and not any(sign in text and sign in passage.source for sign in ("**", "__", "](", "##")):
                yield from _emphasis(passage)
            if "\\u" in text:
                yield from _escapes(passage)
            if not text.isascii():
                yield from mojibake(passage)


def _entities(passage: Passage) -> Iterator[Finding]:
    for match in _ENTITY.finditer(passage.text):
        if passage.shields.touch(*match.span()) or match.group() in passage.source:
            continue
        better = match.group().replace(" ", "")
        if not better.endswith(";"):
            better += ";"
        name = better[1:-1].rsplit("amp;", 1)[-1]
        if not name.startswith("#") and f"{name};" not in html5:
            continue
        while (plain := html.unescape(better)) != better:
            better = plain
        message = f"The HTML code {match.group()} shows in the text: write {_shown(better)}."
        yield finding(ENTITY, passage.block, *match.span(), message, better)


def _shown(text: str) -> str:
    return {"\xa0": "a no-break space", " ": "a space"}.get(text, text if text.strip() else "nothing")


def _tags(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _TAG.finditer(text):
        name, rest = match[1], match[2]
        if name is not None and (name.lower() not in _ELEMENTS or (rest.strip(" /\t\n") and "=" not in rest)):
            continue
        # A tag's own attributes hold URLs, which are shielded: only a shield around the whole tag counts.
        if passage.shields.hold(*match.span()) or match.group() in passage.source:
            continue
        tight = text[match.start() - 1 : match.start()].strip() and text[match.end() : match.end() + 1].strip()
        better = " " if tight and (name or "").lower() in ("br", "p", "div", "li", "hr", "td", "tr") else ""
        yield finding(TAG, passage.block, *match.span(), "An HTML tag shows in the text.", better)


def _shortcodes(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    closed = {match[1] for match in _SHORTCODE.finditer(text) if match[1] and text[match.start() + 1] == "/"}
    for match in _SHORTCODE.finditer(text):
        name, rest = match[1], match[2]
        if (name is not None and name not in closed and "=" not in (rest or "")) or passage.shields.hold(*match.span()):
            continue
        if match.group() in passage.source:
            continue
        message = "A code of the content system shows in the text."
        yield finding(SHORTCODE, passage.block, *match.span(), message, "" if name else None)


def _emphasis(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    message = "These signs are Markdown, which shows in this text as it stands."
    if "**" in text or "__" in text:
        for match in _EMPHASIS.finditer(text):
            if not passage.shields.touch(match.start(), match.start() + 2):
                yield finding(EMPHASIS, passage.block, *match.span(), message, match.group()[2:-2])
    if "](" in text:
        for match in _LINK.finditer(text):
            yield finding(EMPHASIS, passage.block, *match.span(), message, match[1])
    heading = _HEADING.match(text)
    if heading:
        yield finding(EMPHASIS, passage.block, *heading.span(), message, "")


def _escapes(passage: Passage) -> Iterator[Finding]:
    for match in _ESCAPE.finditer(passage.text):
        if passage.shields.hold(*match.span()) or match.group() in passage.source:
            continue
        units = [int(unit, 16) for unit in match.group().split("\\u")[1:]]
        raw = b"".join(unit.to_bytes(2, "big") for unit in units)
        better = raw.decode("utf-16-be", "replace")
        message = "A character escape shows in the text."
        yield finding(ESCAPE, passage.block, *match.span(), message, better if "\ufffd" not in better else None)
