"""What is taken from a page, where, and against which source; and the settings."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("wagtail", reason="needs the extra [wagtail]")


def page(**fields: Any) -> Any:
    from newsroom.models import ArticlePage

    body = fields.pop("body", [])
    made = ArticlePage(title=fields.pop("title", ""), **fields)
    made.body = ArticlePage._meta.get_field("body").to_python(body)
    return made


def test_every_kind_of_field_is_taken_with_its_place(newsroom: None) -> None:
    from newsroom.models import Fact

    from tqcheck.wagtail.text import texts

    quote = {"words": "Said so.", "speaker": "She"}
    points = [{"type": "item", "value": "First", "id": "i1"}, {"type": "item", "value": "", "id": "i2"}]
    made = page(
        title="Title",
        standfirst="Standfirst",
        reference="not checked",
        slug="not-checked",
        search_description="For searchers",
        body=[
            {"type": "heading", "value": "Heading", "id": "h"},
            {"type": "paragraph", "value": "<p>Rich</p>", "id": "p"},
            {"type": "points", "value": points, "id": "l"},
            {"type": "box", "value": [{"type": "quote", "value": quote, "id": "q"}], "id": "b"},
            {"type": "html", "value": "<div>Raw</div>", "id": "r"},
        ],
    )
    made.facts = [Fact(text="A fact")]
    assert [(one.name, one.path, one.label, one.text) for one in texts(made)] == [
        ("title", "title", "Title", "Title"),
        ("search_description", "search_description", "Meta description", "For searchers"),
        ("standfirst", "standfirst", "Standfirst", "Standfirst"),
        ("body.0", "body.h", "Body › 1. Heading", "Heading"),
        ("body.1", "body.p", "Body › 2. Paragraph", "<p>Rich</p>"),
        ("body.2.0", "body.l.i1", "Body › 3. Points › 1", "First"),
        ("body.3.0.words", "body.b.q.words", "Body › 4. Box › 1. Quote › Words", "Said so."),
        ("body.3.0.speaker", "body.b.q.speaker", "Body › 4. Box › 1. Quote › Speaker", "She"),
        ("body.4", "body.r", "Body › 5. Html", "<div>Raw</div>"),
        ("facts.0.text", "facts.0.text", "Fact 1 › Text", "A fact"),
    ]


def test_tables_are_taken_cell_by_cell(newsroom: None) -> None:
    from wagtail.blocks import CharBlock, RichTextBlock
    from wagtail.contrib.table_block.blocks import TableBlock
    from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

    from tqcheck.wagtail.text import _block

    plain = TableBlock()
    cells = {"data": [["Name", None], ["Ferry", "Runs daily"]], "table_caption": "Ships"}
    found = [text.text for text in _block(plain, cells, "t", "t", "Table") if text.text]
    assert found == ["Ships", "Name", "Ferry", "Runs daily"]
    typed = TypedTableBlock([("text", CharBlock()), ("rich", RichTextBlock())])
    value = typed.to_python(
        {
            "columns": [{"type": "text", "heading": "Ship"}, {"type": "rich", "heading": "Note"}],
            "rows": [{"values": ["Ferry", "<p>Daily</p>"]}],
            "caption": "Ships",
        }
    )
    found = [text.text for text in _block(typed, value, "t", "t", "Table")]
    assert found == ["Ships", "Ship", "Ferry", "Note", "<p>Daily</p>"]


def test_names_are_short_and_different(newsroom: None) -> None:
    from tqcheck.wagtail.text import LONGEST_NAME, texts

    made = page(body=[{"type": "points", "value": ["One"] * 300}])
    names = [one.name for one in texts(made)]
    assert len(set(names)) == 300
    assert max(map(len, names)) <= LONGEST_NAME


def test_a_page_of_more_texts_than_a_request_holds_is_judged_whole(newsroom: None) -> None:
    from tqcheck.wagtail.judge import judge

    points = [f"The ferry number {k} left late in the evening." for k in range(300)]
    points[7] = points[290] = "The ferry left the the harbour late in the evening."
    found = judge(page(title="Ferries", body=[{"type": "points", "value": points}]))
    assert [flaw.field for flaw in found.flaws if flaw.severity == "error"] == [
        "Body › 1. Points › 8",
        "Body › 1. Points › 291",
    ]
    assert found.verdict == "block"


def test_a_page_without_prose_passes(newsroom: None) -> None:
    from tqcheck.wagtail.judge import judge

    for made in (page(), page(body=[{"type": "html", "value": "<script>var a = 1;</script>"}])):
        assert judge(made).verdict == "pass"


@pytest.mark.parametrize("text", ["<p>The ferry left the the harbour\x00 late in the evening.</p>", "<p>7</p>" * 9])
def test_nothing_passes_because_it_or_its_source_cannot_be_read(newsroom: None, text: str) -> None:
    from newsroom.models import ArticlePage

    from tqcheck.wagtail.judge import judge

    flawed = "<p>The ferry left the the harbour late in the evening.</p>"
    original = ArticlePage.objects.get(slug="phare")
    original.body = ArticlePage._meta.get_field("body").to_python([{"type": "paragraph", "value": text, "id": "a"}])
    ArticlePage.objects.filter(pk=original.pk).update(body=original.body)
    raw = ArticlePage.objects.get(slug="lighthouse-raw")
    raw.body = ArticlePage._meta.get_field("body").to_python([{"type": "paragraph", "value": flawed, "id": "a"}])
    assert judge(raw).verdict == "block"
    alone = page(title="Ferry", body=[{"type": "paragraph", "value": text}])
    assert judge(alone).verdict == ("block" if "the the" in text else "pass")


def test_a_block_that_cannot_be_read_is_not_judged(newsroom: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from tqcheck.wagtail import text
    from tqcheck.wagtail.judge import judge

    made = page(title="Ferry", body=[{"type": "paragraph", "value": "<p>The ferry left late.</p>"}])
    monkeypatch.setattr(text, "_block", lambda *_: 1 // 0)
    found = judge(made)
    assert found.verdict == "undecided"
    assert "ZeroDivisionError" in found.reason


@pytest.mark.parametrize("text", ["\x00the the\ud800 end", "the the " * 20000, "<p>" * 20000 + "the the"])
def test_hostile_text_gives_a_judgement(newsroom: None, text: str) -> None:
    from tqcheck.report import Verdict
    from tqcheck.wagtail.judge import judge

    assert judge(page(title="Ferry", body=[{"type": "paragraph", "value": text}])).verdict in Verdict


def test_a_translation_is_held_against_the_page_it_was_copied_from(newsroom: None) -> None:
    from newsroom.models import ArticlePage

    from tqcheck.wagtail.judge import _requests
    from tqcheck.wagtail.scope import language, source
    from tqcheck.wagtail.text import texts

    french, raw = ArticlePage.objects.get(slug="phare"), ArticlePage.objects.get(slug="lighthouse-raw")
    assert source(french) is None
    assert source(raw) == french
    assert (language(french), language(raw)) == ("fr", "en")
    raw = raw.get_latest_revision_as_object()
    ((body, _),) = _requests(raw, texts(raw))
    import json

    request = json.loads(body)
    assert request["source"]["body.1"].startswith("<p>« Nous n’avons rien vu venir")
    assert request["source"]["facts.0.text"] == "Le phare mesure 42 mètres."
    assert "body.4" not in request["source"]
    assert (request["language"], request["source_language"]) == ("en", "fr")


def test_wagtail_localize_says_what_was_translated(newsroom: None) -> None:
    from django.test import TestCase
    from newsroom.models import ArticlePage
    from wagtail.models import Locale
    from wagtail_localize.models import StringTranslation, Translation, TranslationSource

    from tqcheck.wagtail.guard import PublicationHeldError
    from tqcheck.wagtail.scope import source

    english, french = (Locale.objects.get(language_code=code) for code in ("en", "fr"))
    # The French page is the older one, and yet the translation.
    original = ArticlePage.objects.get(slug="lighthouse-clean")
    original.get_latest_revision().publish()
    made, _ = TranslationSource.get_or_create_from_instance(ArticlePage.objects.get(pk=original.pk))
    translation = Translation.objects.create(source=made, target_locale=french)
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=False)
    target = ArticlePage.objects.get(translation_key=original.translation_key, locale=french)
    assert source(target).pk == original.pk
    assert source(original) is None or source(original).pk != target.pk
    segment = made.stringsegment_set.filter(context__path="standfirst").get()
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=french,
        data="La commune espère que que cela ira.",
    )
    with pytest.raises(PublicationHeldError), TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    assert not ArticlePage.objects.get(pk=target.pk).live
    assert english


def test_the_choice_of_what_a_failure_means_is_required(site: Any) -> None:
    from django.core.checks import run_checks
    from django.test import override_settings

    def found(**settings: Any) -> set[str]:
        with override_settings(**{"TQCHECK_FAIL": "open", "TQCHECK_CHECKER": {"engine": "none"}, **settings}):
            return {one.id for one in run_checks() if one.id and one.id.startswith("tqcheck")}

    assert found() == set()
    assert found(TQCHECK_FAIL=None) == {"tqcheck.E001"}
    assert found(TQCHECK_FAIL="maybe") == {"tqcheck.E001"}
    for timeout in (0, -1, "soon", None, float("inf")):
        assert found(TQCHECK_TIMEOUT=timeout) == {"tqcheck.E002"}
    for checker in ({"engin": "none"}, {"engine": "steam"}, "ftp://example.org", "/there/is/none.toml", 7):
        assert found(TQCHECK_CHECKER=checker) == {"tqcheck.E003"}


def test_the_apps_migrations_are_complete(site: Any) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "tqcheck_wagtail", "newsroom", check=True, dry_run=True, verbosity=0)


def test_a_service_judges_as_the_checker_in_this_process(newsroom: None, tmp_path: Any) -> None:
    """Through the real client, on the real application."""
    pytest.importorskip("uvicorn", reason="needs the extra [serve]")
    from django.test import override_settings
    from service_process import in_thread

    from tqcheck.assembly import assemble
    from tqcheck.config import Config
    from tqcheck.service.limits import Limits
    from tqcheck.wagtail.judge import judge

    made = page(title="Ferry", body=[{"type": "paragraph", "value": "<p>The ferry left the the harbour at 23h15.</p>"}])
    here = judge(made)
    config = Config(engine="none", origin="fr", severity=(("doubled", "error"),))
    with in_thread(assemble(config), Limits()) as running, override_settings(TQCHECK_CHECKER=running.url):
        there = judge(made)
    assert here == there
    assert [flaw.quote for flaw in there.flaws] == ["the the", "23h15"]
