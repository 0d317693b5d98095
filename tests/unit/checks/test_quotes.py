"""Quotation marks in whole texts: traps, languages, exact replacements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.base import Context
from tqcheck.checks.quotes import Quotes
from tqcheck.document import Block, Document, Segment
from tqcheck.report import Finding, Severity


def check(text: str, language: str | None = "en") -> list[Finding]:
    document = Document.plain(text)
    segments = tuple(
        Segment(at, at, 0, len(block.text), block.span(0, len(block.text)), block.text)
        for at, block in enumerate(document.blocks)
    )
    return list(Quotes()(Context(document, language, segments)))


def flaws(text: str, language: str | None = "en") -> list[tuple[str, str, str | None]]:
    """Rule, quote and suggestion of everything from a warning on."""
    return [
        (flaw.rule.removeprefix("quotes/"), flaw.quote, flaw.suggestion)
        for flaw in check(text, language)
        if flaw.severity >= Severity.WARNING
    ]


def fixed(text: str, language: str = "en") -> str:
    for flaw in sorted(check(text, language), key=lambda flaw: flaw.span, reverse=True):
        if flaw.suggestion is not None:
            text = text[: flaw.span.start] + flaw.suggestion + text[flaw.span.end :]
    return text


@pytest.mark.parametrize(
    "text",
    [
        'The door is 6\'8" high and 32" wide; the "old" one was 6\' 2" high.',
        "“‘Stop it,’ she told me, and I did,” he said.",
        "The players’ bus and the boys’ coach left; the Joneses’ did not. ‘The drivers’ strike goes on,’ he wrote.",
        "’Twas in the ’60s, the summer of ’68, that rock ’n’ roll came here. Get ’em!",
        "'Tis the '90s again: rock 'n' roll, and the girls' choir. 'I am the boys' coach,' she said.",
        "“We sailed at dawn.\n\n“There was no wind.\n\n“And then it came,” the captain recalled.",
        '"We sailed at dawn.\n\nThere was no wind at all.\n\nAnd then it came," the captain recalled.',
        "She asked, “Why?”; he said “no”: that was all.",
        "He said—“never”—and left (“for good”).",
        "In “Emma”, “Persuasion” and “Mansfield Park” she is at her best.",
        "The so-called “smart” phones… “and so on.”",
        "It was a “yes/no” question about O’Neill’s “d’accord”.",
        "Qur’an, Hawai‘i, Sana‘a and the ‘Abbasids.",
        'The 3.5" disk, the 12"-record and the 5\'10" man.',
        "",
        "No marks here.",
    ],
)
def test_traps(text: str) -> None:
    assert flaws(text) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("« Je viens », dit-elle. « C’est “bien”. »", "fr"),
        ("« Nous partons.\n\n« Nous ne reviendrons pas », écrit-il.", "fr"),
        ("„Ich komme“, sagte sie. „Er sagte ‚nein‘ und ging.“", "de"),
        ("»Ich komme«, sagte sie.", "de"),
        ("«Vengo», dijo. «Dijo “no” y salió».", "es"),
        ("«Vengo», disse. L’amico dell’altro po’ di tempo fa.", "it"),
        ("“Venho”, disse ela.", "pt"),
        ("‘Ik kom,’ zei ze. ’s Avonds in d’r eentje.", "nl"),
        ("„Przyjdę”, powiedziała.", "pl"),
        ("«Приду», — сказала она. «Роман „Мать“ вышел».", "ru"),
        ("”Jag kommer”, sade hon.", "sv"),
        ("「行きます」と言った。", "ja"),
        ('צה"ל הודיע', "he"),
    ],
)
def test_each_language_keeps_its_own_marks(text: str, language: str) -> None:
    assert flaws(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "better"),
    [
        ("They call it „the wall“.", "en", "They call it “the wall”."),
        ("They call it « the wall ».", "en", "They call it “the wall”."),
        ('They call it «the wall», or "wall" and "brick".', "en", 'They call it "the wall", or "wall" and "brick".'),
        ("Sie sagte “nein” zu ihm.", "de", "Sie sagte „nein“ zu ihm."),
        ("Ella dijo „no“ otra vez.", "es", "Ella dijo «no» otra vez."),
        ("Это „конец” пути.", "ru", "Это «конец» пути."),
        ("On dit “non” ici.", "fr", "On dit «non» ici."),
    ],
)
def test_marks_of_another_language_are_exchanged(text: str, language: str, better: str) -> None:
    assert {flaw.rule for flaw in check(text, language)} == {"quotes/foreign"}
    assert fixed(text, language) == better


def test_curly_marks_in_french_are_a_note_only() -> None:
    (flaw,) = check("On dit “non” ici.", "fr")
    assert flaw.severity is Severity.INFO


def test_long_foreign_quotations_are_shown_at_their_ends() -> None:
    text = "„This is a rather long sentence that somebody once said in another country, long ago“."
    assert flaws(text) == [("foreign", "„This", "“This"), ("foreign", "ago“", "ago”")]


def test_a_block_in_another_language_has_its_own_marks() -> None:
    text = "«Bonjour», dit-il."
    block = Block(text, Block.copy(text, 0).runs, language="fr-CA")
    assert list(Quotes()(Context(Document("d", text, (block,)), "en", ()))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“I am glad”, said the mayor.", [("comma-outside", "”,", ",”")]),
        ("“I am glad”, she beamed, and left.", [("comma-outside", "”,", ",”")]),
        ("“I am glad”, it reads, and more.", []),
        ("“They told me ‘no’”, he said.", [("comma-outside", "’”,", ",’”")]),
        ('"Why now?", asked the girl.', [("comma-outside", '",', '"')]),
        ("“Old Times”, said the critic, is dull.", []),
        ("The trip was “not easy”, he said.", []),
    ],
)
def test_the_comma_of_a_quoted_sentence(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert flaws(text) == expected


def test_british_spelling_makes_a_consistent_comma_outside_a_note() -> None:
    text = "“I am glad”, said the mayor of the harbour. “We organised it”, his neighbour added."
    assert flaws(text) == []
    assert [flaw.severity for flaw in check(text)] == [Severity.INFO, Severity.INFO]
    mixed = text + " “It is over,” she said."
    assert [rule for rule, _, _ in flaws(mixed)] == ["comma-outside", "comma-outside"]


def test_american_convention_is_read_off_the_text() -> None:
    american = "The “blue,” the “red,” and the “green.” The “last”, he thought."
    assert flaws(american) == [("convention", "”,", ",”")]
    assert flaws("The “blue”, the “red,” and the “green”. The “last”, he thought.") == []
    assert flaws("The “blue,” and the “last”.") == []
    assert flaws("On March 4, 2020, the “blue,” and the “last”.") == [("convention", "”.", ".”")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She says that “There is no way out of it.”", "“There"),
        ("He left because “The work is never done here”.", "“The"),
        ("He urged them to “Keep the faith” for now.", "“Keep"),
    ],
)
def test_capital_in_a_continued_sentence(text: str, expected: str) -> None:
    assert [quote for rule, quote, _ in flaws(text) if rule == "capital"] == [expected]


def test_possessor_moves_before_the_quotation() -> None:
    assert fixed("Nobody believes that the “fair trade pact” Spain would last.") == (
        "Nobody believes that Spain’s “fair trade pact” would last."
    )
    assert 'the "last offer" Brussels, or' not in fixed('They refused the "last offer" Brussels, or so it seems.')


def test_a_lone_mark_in_a_lone_sentence_is_a_note() -> None:
    (flaw,) = check("He said: “We will be there.")
    assert flaw.severity is Severity.INFO
    assert [rule for rule, _, _ in flaws("He said: “We will be there.\n\nNobody came.")] == ["unbalanced"]


def test_a_mark_that_stands_twice_is_removed() -> None:
    assert fixed('He called it ""great news"" twice.') == 'He called it "great news" twice.'


def test_nothing_is_flagged_in_code_and_addresses() -> None:
    assert flaws('Run `echo "“` and see https://example.org/?q=“x and «a@b.org.') == []


PIECES = [*"\"'“”‘’„«»‹› aAbs.,:!?5-(\n\u00a0", "said ", "that ", "the ", "NATO would "]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.sampled_from(["en", "fr", "de", None]))
def test_every_span_is_exact(text: str, language: str | None) -> None:
    for flaw in check(text, language):
        assert flaw.quote == flaw.span.of(text)
        assert flaw.quote
        assert flaw.suggestion != flaw.quote
