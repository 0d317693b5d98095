"""Markdown: what is prose and where it stands in the raw file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.readers import OBJECT, read_text

PAGE = """\
---
title: Not for readers
tags: [a, b]
---

# The *long* way home

We took the [night train](https://trains.example/night "not this") from
**Basel**, which **never** runs `on time`, and paid 5&nbsp;&euro;.
![a photo of it](train.jpg)

> All aboard,
> she said.

- first *stop*
  and its name
- [x] second

1. counted

| Stop | Ti\\|me |
| --- | --- |
| Bern | ten **to** |

<div>
Not in Markdown any more
</div>

```python
print("not prose")
```

    indented = "code"

Last
====

A <b>tag</b> and<br>a break\\
here, <https://example.org/x> too[^1]. Snake_case_stays, 2 * 3 * 4, \\*not\\* so.

[^1]: The note at the foot.
[^2]: And another.

[ref]: https://example.org "Title of it"
"""


def test_what_is_prose() -> None:
    blocks = read_text(PAGE, "page.md").blocks
    assert [(block.kind.value, block.text) for block in blocks] == [
        ("heading", "The long way home"),
        (
            "paragraph",
            f"We took the night train from Basel, which never runs {OBJECT}, and paid 5\xa0€.",
        ),
        ("quotation", "All aboard, she said."),
        ("item", "first stop and its name"),
        ("item", "second"),
        ("item", "counted"),
        ("cell", "Stop"),
        ("cell", "Ti|me"),
        ("cell", "Bern"),
        ("cell", "ten to"),
        ("heading", "Last"),
        (
            "paragraph",
            f"A tag and a break here, {OBJECT} too. Snake_case_stays, 2 * 3 * 4, *not* so.",
        ),
        ("paragraph", "The note at the foot. And another."),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("words", "raw"),
    [
        ("long way", "long* way"),
        ("night train from", 'night train](https://trains.example/night "not this") from'),
        ("from Basel", "from\n**Basel"),
        (f"runs {OBJECT},", "runs `on time`,"),
        ("5\xa0€", "5&nbsp;&euro;"),
        ("aboard, she", "aboard,\n> she"),
        ("stop and", "stop*\n  and"),
        ("Ti|me", "Ti\\|me"),
        ("|me", "\\|me"),
        ("to", "to"),
        ("ten to", "ten **to"),
        ("and a break", "and<br>a break"),
        ("break here", "break\\\nhere"),
        (OBJECT + " too.", "<https://example.org/x> too[^1]."),
        ("*not*", "\\*not\\*"),
        ("The note", "The note"),
        ("Last", "Last"),
    ],
)
def test_spans_into_the_raw_file(words: str, raw: str, newline: str) -> None:
    text = PAGE.replace("\n", newline)
    document = read_text(text, "page.md")
    block, at = next((block, block.text.index(words)) for block in document.blocks if words in block.text)
    assert block.span(at, at + len(words)).of(text) == raw.replace("\n", newline)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("> > - # Deep *head* ##\n", ["Deep head"]),
        ("- > | a | b |\n  > |---|---|\n  > | c `x\\|y` d | e |\n", ["a", "b", f"c {OBJECT} d", "e"]),
        ("a | b\n-|-\nc | d\n", ["a", "b", "c", "d"]),
        ("|| b |\n|-|-|\n|| d |\n", ["b", "d"]),
        ("+++\ntitle = 1\n+++\nBody text", ["Body text"]),
        ("---\nnot closed: yes\n", ["not closed: yes"]),
        ("An unclosed ` tick and *star", ["An unclosed ` tick and *star"]),
        ("~~Gone~~ but ~5 left", ["Gone but ~5 left"]),
        ("[Full][ref] and [ref] links\n\n[ref]: http://a.b/c", ["Full and ref links"]),
        ("[a *b* `c`](x) d", [f"a b {OBJECT} d"]),
        ("C:\\temp and \\\udc00 \\# three", ["C:\\temp and \\\ufffd # three"]),
        ("Two\n\n***\n\nparts", ["Two", "parts"]),
        ("***both* ways** and **one *two***", ["both ways and one two"]),
        ("a\u00a0\n\u00a0b", ["a\xa0 \xa0b"]),
    ],
)
def test_shapes(text: str, shown: list[str]) -> None:
    assert [block.text for block in read_text(text, "a.md").blocks] == shown


def test_deep_nesting_and_unclosed_links_end() -> None:
    read_text("words\n\n" + ">" * 5000 + " deep", "a.md")
    assert read_text("[" * 5000 + "word", "a.md").blocks[0].text.endswith("word")
    assert len(read_text("[a](b) " * 150, "a.md").blocks[0].text) == 299


_WORD = st.text("abcdefgé", min_size=1, max_size=6)
_FORM = st.sampled_from(["{}", "*{}*", "**{}**", "[{}](http://x.y/z)", "[{}](<u v> 'title')", "<b>{}</b>", "***{}***"])
_JOIN = st.sampled_from([" ", "\n", "  ", "\t", " ![i](j) ", "\n  ", "\n> "])


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(st.tuples(_WORD, _FORM, _JOIN), min_size=1, max_size=12), newline=st.sampled_from(["\n", "\r\n"]))
def test_every_word_has_its_own_place(parts: list[tuple[str, str, str]], newline: str) -> None:
    raw, expected = "> ", []
    for number, (word, form, join) in enumerate(parts):
        marked = f"{word}{number}"
        expected.append((marked, len(raw) + form.index("{}")))
        raw += form.format(marked) + join
    expanded = raw.replace("\n", newline)
    document = read_text(expanded, "a.md")
    (block,) = document.blocks
    assert block.text.split() == [word for word, _ in expected]
    at = 0
    for word, place in expected:
        at = block.text.index(word, at)
        span = block.span(at, at + len(word))
        assert span.of(expanded) == word
        assert span.start == place + raw.count("\n", 0, place) * (len(newline) - 1)
        at += len(word)
