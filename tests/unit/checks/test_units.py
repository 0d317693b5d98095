"""In a file of translation units, what the unit's own source has too is no slip of the translation."""

from __future__ import annotations

import json

import pytest

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.readers import read_text


def found(source: str, target: str) -> list[str]:
    line = json.dumps({"source": source, "target": target, "language": "en", "source_language": "fr"})
    (report,) = assemble(Config(engine="none")).check([read_text(line, "x.jsonl")])
    return [finding.rule for finding in report.findings]


@pytest.mark.parametrize(
    ("source", "target", "rule"),
    [
        ("Conditions &amp; termes de vente", "Terms &amp; conditions of sale", "markup/entity"),
        ("fichier introuvable sur le disque", "file not found on the disk", "capitals/start"),
        ("[caption id=3]Le pont[/caption]", "[caption id=3]The bridge[/caption]", "markup/shortcode"),
        ("C'est **très** important", "This is **very** important", "markup/emphasis"),
        ("Le caf\\u00e9 est fermé", "The caf\\u00e9 is closed", "markup/escape"),
    ],
)
def test_carried_over_it_is_none_made_anew_it_is_one(source: str, target: str, rule: str) -> None:
    assert rule not in found(source, target)
    plain = "Le texte de la source n'a rien de tout cela."
    assert rule in found(plain, target)
