"""Kinds of English that a detector must not accuse, and a raw machine translation, through the embedded model."""

import pytest

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.report import Origin

IRISH = """I'm after leaving the keys at my sister's, so I am, and she's away above in Letterkenny till Sunday.
Sure what harm, says I to himself, we'll go in the back window like we did that time the lock froze.
He was giving out the whole way round the house. And wasn't the window only painted shut! We were
there the guts of an hour with a butter knife. Next door came out to see what the racket was and
handed us the spare set she's had since Christmas."""
LEARNER = """I live in this city since three years and I like it very much. When I came here I did not know
nobody, it was a difficult time for me. Now I work in a small restaurant near the station, where the
people is friendly. In the evenings I am going to the language course two times in a week. My
teacher says that I must to read more, because my vocabulary is not so big. Last weekend we have
visited the sea and I took a lot of photos for my mother."""
SIMPLE = """The town has a new library. It is next to the park. You can get there by bus. The library opens at
nine in the morning. It closes at six in the evening. You can borrow ten books. You can keep them
for three weeks. There is a room for children. Every Friday someone reads a story to them. There are
also ten computers. You can use them for one hour. If you need help, ask the people at the desk.
They will show you what to do."""
OFFICE = """Applications received after the closing date will not be considered. Applicants are asked to submit
two references, at least one of which should be from a current or recent employer. Shortlisted
candidates will be notified by email within ten working days of the deadline. Interviews are
expected to take place during the first week of May. The successful candidate will be required to
provide proof of the right to work in this country before the appointment can be confirmed. Travel
expenses are reimbursed on production of receipts."""
RAW = """The mayor affirmed that the town hall disposed of sufficient means for to finance the works.
According to him, the inhabitants must not fear an augmentation of the taxes. These declarations
come after weeks of polemic around the new stadium. For its part, the opposition denounces a project
“pharaonic” and demands explications. The two camps should find themselves this Thursday at the
occasion of a meeting public. “It is about a real gesture towards the youth”, he hammered, assuring
that the building site would start as soon as the month of March."""


def judged(text: str, engine: str) -> Origin:
    config = Config(engine=engine, cache=False, origin="fr" if engine == "ctranslate" else "auto", detect_surface=True)
    (report,) = assemble(config).check([Document.plain(text.replace("\n", " "), language="en")])
    assert report.origin is not None
    return report.origin


@pytest.mark.parametrize("engine", ["none", "ctranslate"])
@pytest.mark.parametrize("text", [IRISH, LEARNER, SIMPLE, OFFICE], ids=["dialect", "learner", "simple", "office"])
def test_no_kind_of_english_is_accused(text: str, engine: str) -> None:
    assert not judged(text, engine).reads_translated


def test_a_raw_translation_is_recognised_with_its_language_and_evidence() -> None:
    origin = judged(RAW, "ctranslate")
    assert origin.level == "full"
    assert (origin.translated or 0) > 0.8
    assert origin.language == "fr"
    assert len(origin.evidence) >= 5
