"""What a request may be, and the documents that come of it."""

import json
from typing import Any

import pytest

from tqcheck.config import Config, Threshold
from tqcheck.errors import ReadError, TqcheckError, UsageError
from tqcheck.service.request import EXAMPLE, SCHEMA, parse, sentences

PROSE = "The lighthouse keeper counted the boats as they came home."


def asked(**value: Any) -> Any:
    return parse(json.dumps(value).encode())


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"{", ReadError, "not JSON"),
        (b"", ReadError, "JSON"),
        (b"[1, 2]", UsageError, "object"),
        (b'{"text": "caf\xe9"}', ReadError, "0xE9"),
        (b"[" * 200_000, ReadError, "nested"),
        (b'{"text": ' + b"[" * 200_000, ReadError, "nested"),
        (b'{"text": "a", "deadline": NaN}', ReadError, "not JSON"),
        (b'{"text": "a", "deadline": ' + b"9" * 5000 + b"}", ReadError, "not JSON"),
        (b'{"text": "a", "deadline": -1}', UsageError, "deadline"),
        (b'{"text": "a", "deadline": true}', UsageError, "deadline"),
        (b'{"text": "a", "deadline": 1e999}', UsageError, "deadline"),
        (b'{"text": 7}', UsageError, "text must be a string"),
        (b'{"text": "a", "html": "b"}', UsageError, "exactly one"),
        (b'{"id": "a"}', UsageError, "exactly one"),
        (b'{"text": "a", "txet": "b"}', UsageError, "'txet'"),
        (b'{"text": "a", "language": "klingon"}', UsageError, "klingon"),
        (b'{"text": "a", "policy": {"fail_on": "all"}}', UsageError, "fail_on"),
        (b'{"text": "a", "policy": {"fail_under": 101}}', UsageError, "fail_under"),
        (b'{"text": "a", "policy": {"fail_on_bound": "upper"}}', UsageError, "fail_on_bound"),
        (b'{"text": "a", "policy": {"select": "quotes"}}', UsageError, "list"),
        (b'{"text": "a", "policy": {"engine": "none"}}', UsageError, "'engine'"),
        (b'{"fields": {"a": 1}}', UsageError, "names and texts"),
        (b'{"fields": {"a": " "}}', ReadError, "empty"),
        (b'{"fields": {"a": "b"}, "source": {"c": "d"}}', UsageError, "'c'"),
        (b'{"fields": {"a": "b"}, "source": "d"}', UsageError, "source"),
        (b"PK\x03\x04 and more of a zip", ReadError, "ZIP"),
    ],
)
def test_what_is_no_request_is_refused_in_one_line(body: bytes, kind: type[TqcheckError], said: str) -> None:
    with pytest.raises(kind) as caught:
        parse(body)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_example_fits_the_schema_and_the_parser() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(EXAMPLE, SCHEMA)
    assert parse(json.dumps(EXAMPLE).encode()).id == EXAMPLE["id"]


def test_every_key_of_the_schema_is_known() -> None:
    nothing = dict.fromkeys(SCHEMA["properties"])
    assert parse(json.dumps({**nothing, "text": PROSE}).encode()).texts == (("", PROSE, None),)


def test_each_field_is_a_document_with_offsets_of_its_own() -> None:
    request = asked(
        id="a7", fields={"headline": "A Quiet Night", "lead": "", "body": f"<p>{PROSE}</p>", "image": "<img>"}
    )
    headline, body = request.documents()
    assert [headline.id, body.id] == ["a7/headline", "a7/body"]
    assert (headline.markup, body.markup) == ("text", "html")
    assert body.blocks[0].span(0, 3).of(body.text) == "The"


def test_a_field_that_cannot_be_read_does_not_pass_with_the_others() -> None:
    with pytest.raises(ReadError, match="NUL"):
        asked(fields={"headline": "A Quiet\x00 Night", "body": PROSE}).documents()


def test_a_source_without_prose_is_none() -> None:
    (document,) = asked(html=f"<p>{PROSE}</p>", source="<img src='phare.jpg'>").documents()
    assert document.source is None


def test_a_short_field_is_in_the_language_of_the_longest() -> None:
    headline, _body = asked(
        fields={"headline": "Nuit", "body": "Le gardien du phare comptait les bateaux " * 3}
    ).documents()
    assert headline.language == "fr"


def test_a_source_is_read_in_the_format_of_its_text() -> None:
    (document,) = asked(html=f"<p>{PROSE}</p>", source="<p>Le gardien comptait.</p>", source_language="fr").documents()
    assert document.source is not None
    assert document.source.language == "fr"
    assert document.source.blocks[0].text == "Le gardien comptait."


def test_the_policy_goes_before_the_settings() -> None:
    request = asked(
        text=PROSE, source_language="de", policy={"fail_on": "error", "fail_under": 30, "ignore": ["quotes"]}
    )
    config = request.under(Config(fail_on="never", ignore=("names",), beam=2, thresholds=(Threshold(90.0),)))
    assert (config.fail_on, config.fail_under, config.ignore) == ("error", 30.0, ("quotes",))
    assert config.thresholds == (), "a limit in the request is for the request, whatever the file says"
    assert (config.origin, config.beam) == ("de", 2)


def test_the_key_is_that_of_the_report() -> None:
    config = Config()
    key = asked(text=PROSE).key(config)
    assert asked(text=PROSE, deadline=3, revision="9").key(config) == key
    others = [
        {"id": "b"},
        {"language": "en"},
        {"source": "x"},
        {"policy": {"select": ["quotes"]}},
        {"policy": {"fail_on": "error"}},
    ]
    assert key not in {asked(text=PROSE, **other).key(config) for other in others}
    assert asked(markdown=PROSE).key(config) != key
    assert asked(text=PROSE).key(Config(beam=1)) != key
    assert asked(text="a lone \ud800").key(config)


def test_sentences_are_counted() -> None:
    assert sentences(asked(text=f"{PROSE} {PROSE}\n\n{PROSE}").documents()) == 3
