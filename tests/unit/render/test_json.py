"""JSON text that every reader can take."""

import json

from tqcheck.render.json import dumps


def test_accents_stay_readable_and_lone_surrogates_are_escaped() -> None:
    text = dumps({"a": "é \ud800 🎉"})
    assert "é" in text
    assert "🎉" in text
    text.encode()
    assert json.loads(text) == {"a": "é \ud800 🎉"}
