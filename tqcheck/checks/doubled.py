"""The same word twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

DOUBLED = RuleInfo(
    "doubled/word",
    "fluency/duplication",
    Severity.WARNING,
    "The same word twice in a row.",
    "A repeated word is a slip of editing, or a translation that repeats itself.",
    bad=(
        "The train left the the station at noon.",
        "It it were cheaper, more people would buy one.",
        "They signed an agreement agreement on fishing.",
        "He fell in love with\nwith Lyon.",
    ),
    good=(
        "He had had enough, and she knew that that was true.",
        "A very very long day. It was so so so long.",
        "Duran Duran played in Baden-Baden and Walla Walla.",
        "What it is is a mistake. The man who came in in May left.",
        "She gave her her book. I told you you were right.",
        "Check in in Paris, then log on on Monday; the check-in in Rome is closed.",
        "It was over. Over the hill we went.",
        "Will will go, and Mark mark the spot.",
        "Visit https://example.org/the the next day.",
        "Oh là là. Bye bye, said the pom pom girl to the can can dancer.",
        "No, no no! Knock knock. Ha ha.",
        "It is 5 5 5, and the code is x x.",
    ),
    fix=True,
)

_WORD = later(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAMES = word_set("will may mark bill rose grace art rob pat sue drew frank jack hope faith joy can van do")
_PHRASAL = tuple(
    word_set(
        "check log move come came settle kick break broke hand turn fill set sign tune stay join drop dial give gave "
        "go went bring brought carr hold held get got look take took put pass run ran walk step logged live call hang "
        "keep kept phone pull send stop work drive drove fly flew sail let tak cav plug zoom butt bring lock sneak opt "
        "press later early further went goes going com giv bail weigh usher book sworn swear tap tie tied"
    )
)
_PARTICLES = word_set("in on up out over off by down about through to around")
_ENGLISH_GRAMMAR = word_set("the a an of and or at for from with as but if because this his my our their its")
"""Words that no sentence doubles, whatever stands around them."""
_ENGLISH_TWICE = word_set(
    # Grammar: “he had had”, “that that”, “gave her her”, “told you you”, “without it it”, “what it is is”.
    "had that is was are were be her you it do does did who what there "
    # Emphasis and talk.
    "very so really much many far long never no yes well now bye ha haha blah knock tut hear hey boo cha night ho hee "
    "big old little tiny dear poor good bad nice too more quite just only always ever please wait go come sorry okay "
    "high deep dark great hot cold slow slowly soon again round on yeah oh ah eh hmm uh um la da na doo dum ding dong "
    "là fast wild late right sad mad hard new fake real hurry help run look stop move "
    # Words that are doubles.
    "pom can tuk beri tom dik yo mahi ylang piri pili chop lang gaga hush win couscous tum choo goody aye fifty same "
    "walkie pooh toy bling yum quack woof tick tap rat pitter clip clop murmur mau tam juju lulu mama papa dada nana "
    "bora wagga baden paw boing boom bang buzz ring beep drip clap hip rah sing aku agar nam nom gogo kiss thank"
)
_FUNCTION_WORDS: dict[str, frozenset[str]] = {
    # Only words that the language never doubles: “nous nous”, “die die”, “het het”, “en en” are grammar.
    "fr": word_set("le les un une des du et ou mais dans par pour avec sur au aux ce cette sa son ses leur qui"),
    "de": word_set("und oder aber ein eine einen einem einer von bei nach auf aus für wenn dass als wie ist"),
    "es": word_set("el los las un una unos y o pero en con del al por se su sus es como más muy") - {"muy"},
    "it": word_set("il lo gli i un uno una e o ma di del della nel con per tra su sul è come"),
    "pt": word_set("os as um uma e ou mas em no na com por dos das ao se seu sua é como"),
    "nl": word_set("de en of maar van voor bij naar uit met aan als is door"),
    "pl": word_set("i w z na do od po za o się że jest oraz ale przez dla"),
    "ru": word_set("и в с на к по из за от у о но или для при"),
}


class Doubled:
    """Finds doubled words, across line breaks but not across sentences."""

    rules: tuple[RuleInfo, ...] = (DOUBLED,)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a run of equal words."""
        for passage in passages(context):
            if passage.language == "en" or passage.language in _FUNCTION_WORDS:
                yield from _doubles(passage)


def _doubles(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    ends = iter(sorted(segment.end for segment in passage.segments))
    edge = next(ends, len(text))
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        crossed = False
        while edge <= match.start() and edge < len(text):
            crossed, edge = True, next(ends, len(text))
        gap = text[run[-1].end() : match.start()] if run else ""
        if run and not crossed and gap.isspace() and run[-1].group().lower() == match.group().lower():
            run.append(match)
            continue
        yield from _judged(passage, run, match)
        run = [match]
    yield from _judged(passage, run, None)


def _judged(passage: Passage, run: list[re.Match[str]], follower: re.Match[str] | None) -> Iterator[Finding]:
    if len(run) < 2:
        return
    text, start, end = passage.text, run[0].start(), run[-1].end()
    if not _is_slip(passage, run) or passage.shields.touch(start, end):
        return
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    # A hyphen or apostrophe ties one of the two to its neighbour: “check-in in”, “the the-”.
    if before in ("-", "'", "’", "_", "/", "&") or after in ("-", "'", "’", "_", "/", "&"):
        return
    word = run[0].group()
    message = f"“{word}” stands here {'twice' if len(run) == 2 else f'{len(run)} times'} in a row."
    yield finding(DOUBLED, passage.block, start, end, message, word)


def _is_slip(passage: Passage, run: list[re.Match[str]]) -> bool:
    first, second = run[0].group(), run[1].group()
    word = first.lower()
    if passage.language != "en":
        return word in _FUNCTION_WORDS[passage.language or ""] and second.islower()
    if len(word) == 1 and word != "a":
        return False
    if word in _ENGLISH_GRAMMAR:
        return second.islower()
    starts = _starts_sentence(passage.text, run[0].start())
    if not second.islower() or (first[0].isupper() and (not starts or word in _NAMES)):
        return False
    if starts and word in ("it", "is", "was", "are", "were", "what", "who"):
        return len(run) == 2
    if len(run) > 2 or word in _ENGLISH_TWICE:
        return False
    if word in _PARTICLES:
        return not _word_before(passage.text, run[0].start()).startswith(_PHRASAL)
    return True


def _starts_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 6) : at].rstrip(" \n\"“‘'(«„")
    return at == 0 or not before or before[-1] in ".!?:"


def _word_before(text: str, at: int) -> str:
    return (text[max(0, at - 30) : at].split() or [""])[-1].lower()
