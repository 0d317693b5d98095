"""What a CMS asks: one JSON document, held against its schema, and the documents to check that come of it."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from tqcheck import language, languages
from tqcheck import segment as segmentation
from tqcheck.config import BOUNDS, FAIL_ON, Config
from tqcheck.document import Document
from tqcheck.errors import NoProseError, ReadError, UsageError
from tqcheck.readers import decode, read_text

FORMS = ("text", "html", "markdown")
# ISO 639-1. Each language met keeps its rules in memory, so made-up codes must not count.
_ISO_639_1 = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nd ne ng
    nl no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv
    sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_CODES = frozenset(_ISO_639_1.split())
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}[ \t\r\n/>]|&[a-z]{2,8};")
_NAMED = 200
"""Characters of an id, a revision or the name of a field."""
_FIELDS = 200

_STRING = {"type": "string"}
_NAME = {"type": "string", "maxLength": _NAMED}
_RULES = {"type": "array", "items": _STRING}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "description": "Exactly one of text, html, markdown and fields is given.",
    "properties": {
        "id": {**_NAME, "description": "The CMS's name for the text; comes back in the answer."},
        "revision": {**_NAME, "description": "The CMS's name for this version; comes back in the answer."},
        "text": {**_STRING, "description": "Plain text."},
        "html": {**_STRING, "description": "A page or part of one; offsets are into it as sent, tags and all."},
        "markdown": {**_STRING, "description": "Markdown; offsets are into it as sent."},
        "fields": {
            "type": "object",
            "additionalProperties": _STRING,
            "maxProperties": _FIELDS,
            "description": "Name to text or HTML: one document of the report each, called id/name. Empty ones are left "
            "out.",
        },
        "language": {**_STRING, "description": "Of the text, as in en; found where it is not given."},
        "source": {
            "anyOf": [_STRING, {"type": "object", "additionalProperties": _STRING}],
            "description": "The text that this one translates, in the same format; for fields: by the same names.",
        },
        "source_language": {**_STRING, "description": "Of the source, or that the text was translated from, as in fr."},
        "policy": {
            "type": "object",
            "additionalProperties": False,
            "description": "What goes before the service's own settings.",
            "properties": {
                "fail_on": {"enum": list(FAIL_ON), "description": "The least severe finding that makes it flagged."},
                "fail_under": {"type": "number", "minimum": 0, "maximum": 100, "description": "Least fidelity."},
                "fail_on_bound": {
                    "enum": list(BOUNDS),
                    "description": "What fail_under is for: fidelity, or its lower bound.",
                },
                "select": {**_RULES, "description": "Apply only these rules or families."},
                "ignore": {**_RULES, "description": "Do not apply these rules or families."},
            },
        },
        "deadline": {
            "type": "number",
            "minimum": 0,
            "description": "Seconds until an answer is wanted; 0: the rules' answer at once, and a job for the rest.",
        },
        "callback": {
            **_STRING,
            "format": "uri",
            "description": "Where the final answer is to be posted, signed, if it was not there within the deadline.",
        },
    },
}
"""The JSON Schema of a request; `parse` holds to it."""

EXAMPLE = {
    "id": "article-1842",
    "revision": "7",
    "text": "The ferry left the the harbour late in the evening.",
    "language": "en",
    "source_language": "fr",
    "policy": {"fail_on": "warning"},
    "deadline": 10,
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request that fits the schema."""

    texts: tuple[tuple[str, str, str | None], ...]
    """Name, text, source of each field; one of the name "" where the text is given as a whole."""
    markup: str | None
    """``None``: found by each field's looks."""
    id: str = "text"
    revision: str | None = None
    language: str | None = None
    source_language: str | None = None
    policy: Mapping[str, Any] = field(default_factory=dict)
    deadline: float | None = None
    callback: str | None = None

    @property
    def size(self) -> int:
        """Code points of all texts and sources."""
        return sum(len(text) + len(source or "") for _, text, source in self.texts)

    def under(self, config: Config) -> Config:
        """The service's settings with the request's before them."""
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in self.policy.items()
        }
        return config.updated({**values, "origin": self.source_language})

    def key(self, config: Config) -> str:
        """Equal for requests that get equal answers under `config`."""
        # The digest knows what makes a report; what the policy makes of it is part of the answer too.
        policy = sorted(self.policy.items())
        told = json.dumps([self.under(config).digest(), policy, self.id, self.language, self.markup, self.texts])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def documents(self) -> list[Document]:
        """The documents to check.

        Raises ReadError where a field cannot be read, since what is left out would pass, and where none holds prose.
        """
        whole = self.texts[0][0] == ""
        found = []
        for name, text, source in self.texts:
            markup = self.markup or ("html" if _TAG.search(text) else "text")
            try:
                document = read_text(text, "the text" if whole else name, markup=markup, language=self.language)
            except NoProseError:
                # A CMS has fields with nothing in them but a picture.
                if whole:
                    raise
                continue
            document = replace(document, id=self.id if whole else f"{self.id}/{name}")
            if source is not None:
                # A picture's place in the other language's page may be empty too.
                with suppress(NoProseError):
                    read = read_text(source, "the source", markup=markup, language=self.source_language)
                    document = replace(document, source=read)
            found.append(document)
        if not found:
            raise ReadError("no field holds any text to be judged")
        return found if whole or self.language else _as_the_longest(found)


def sentences(documents: list[Document]) -> int:
    """How many sentences there are to judge, those of the sources not counted."""
    return sum(len(segmentation.segment(document, document.language)) for document in documents)


def _as_the_longest(documents: list[Document]) -> list[Document]:
    """A headline of three words is in the language of its article."""
    longest = max(documents, key=lambda document: len(document.text))
    found = language.detect_document(longest)[0].code
    return [d if d.language or found is None else replace(d, language=found) for d in documents]


def parse(body: bytes) -> Request:
    """The request in the bytes of a body. Raises ReadError where it is no JSON, UsageError where it does not fit."""
    text = decode(body, "the request")
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ReadError("the request is nested too deeply to be one") from None
    except ValueError as error:
        # The message of a JSONDecodeError says where, and quotes nothing.
        where = str(error) if isinstance(error, json.JSONDecodeError) else "a number in it is none that JSON knows"
        raise ReadError(f"the request is not JSON: {where}") from None
    if not isinstance(value, dict):
        raise UsageError('the request must be a JSON object, as in {"text": "..."}')
    return _request(value)


def _request(value: dict[str, Any]) -> Request:
    _known(value, SCHEMA["properties"], "")
    given = [form for form in (*FORMS, "fields") if value.get(form) is not None]
    if len(given) != 1:
        raise UsageError("give the text as exactly one of text, html, markdown and fields")
    (form,) = given
    source = value.get("source")
    if form == "fields":
        texts = _fields(value["fields"], source)
    else:
        texts = (("", _string(value, form) or "", _string(value, "source")),)
    deadline = _number(value, "deadline")
    return Request(
        texts,
        None if form == "fields" else form,
        _string(value, "id", _NAMED) or "text",
        _string(value, "revision", _NAMED),
        _code(value, "language"),
        _code(value, "source_language"),
        _policy(value.get("policy")),
        deadline,
        _string(value, "callback"),
    )


def _fields(fields: Any, source: Any) -> tuple[tuple[str, str, str | None], ...]:
    for what, table in (("fields", fields), ("source", source)):
        if table is None and what == "source":
            continue
        if not isinstance(table, dict) or not all(isinstance(text, str | None) for text in table.values()):
            raise UsageError(f"{what} must be an object of names and texts")
    if len(fields) > _FIELDS:
        raise UsageError(f"there are {len(fields):,} fields; {_FIELDS} at most are checked at once")
    if any(not name or len(name) > _NAMED for name in fields):
        raise UsageError(f"the name of a field has 1 to {_NAMED} characters")
    strange = sorted(set(source or {}) - set(fields))
    if strange:
        raise UsageError(f"source: there is no field {strange[0][:_NAMED]!a}")
    texts = tuple((name, text, (source or {}).get(name)) for name, text in fields.items() if text and text.strip())
    if not texts:
        raise ReadError("every field is empty")
    return texts


def _policy(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UsageError("policy must be an object")
    _known(value, SCHEMA["properties"]["policy"]["properties"], "policy: ")
    fail_on = value.get("fail_on")
    if fail_on is not None and fail_on not in FAIL_ON:
        raise UsageError(f"policy: fail_on must be one of {', '.join(FAIL_ON)}")
    bound = value.get("fail_on_bound")
    if bound is not None and bound not in BOUNDS:
        raise UsageError(f"policy: fail_on_bound must be one of {', '.join(BOUNDS)}")
    fail_under = _number(value, "fail_under")
    if fail_under is not None and fail_under > 100:
        raise UsageError("policy: fail_under must be between 0 and 100")
    for key in ("select", "ignore"):
        names = value.get(key)
        if names is not None and not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
            raise UsageError(f"policy: {key} must be a list of rules or families")
    return {**value, "fail_under": fail_under}


def _known(value: dict[str, Any], known: Mapping[str, Any], where: str) -> None:
    strange = next((key for key in value if key not in known), None)
    if strange is not None:
        raise UsageError(f"{where}unknown key {strange[:_NAMED]!a}; known are {', '.join(known)}")


def _string(value: dict[str, Any], key: str, limit: int | None = None) -> str | None:
    found = value.get(key)
    if found is None:
        return None
    if not isinstance(found, str):
        raise UsageError(f"{key} must be a string")
    if limit is not None and len(found) > limit:
        raise UsageError(f"{key} has {len(found):,} characters; {limit} at most are kept")
    return found


def _number(value: dict[str, Any], key: str) -> float | None:
    found = value.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < math.inf:
        raise UsageError(f"{key} must be a number, 0 or more")
    return float(min(found, 1e9))


def _code(value: dict[str, Any], key: str) -> str | None:
    found = _string(value, key)
    if not found:
        return None
    code = languages.normalise(found[:40])
    if code not in _CODES:
        raise UsageError(f"{key}: {found[:40]!a} is no language code of ISO 639-1, as in en or pt-BR")
    return code


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError
