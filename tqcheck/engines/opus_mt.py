"""The names of the OPUS-MT models: which may serve a direction, and how they want the target language named."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tqcheck.engines.base import Pair

PREFIX = "opus-mt-"


@dataclass(frozen=True, slots=True)
class _Facts:
    owner: str
    renamed: Mapping[str, tuple[str, ...]]
    groups: tuple[tuple[str, str, str], ...]
    """Name, source and target."""
    families: Mapping[str, tuple[str, ...]]
    tags: Mapping[str, tuple[str, ...]]


@cache
def _facts() -> _Facts:
    table = tomllib.loads(resources.files("tqcheck.engines").joinpath("opus_mt.toml").read_text(encoding="utf-8"))
    groups = []
    for name in table["groups"]["names"]:
        source, target = name.removeprefix("tc-big-").split("-")
        groups.append((PREFIX + name, source, target))
    return _Facts(
        table["owner"],
        {pair: tuple(names) for pair, names in table["renamed"].items()},
        tuple(groups),
        {family: tuple(members) for family, members in table["families"].items()},
        {language: tuple(tags) for language, tags in table["tags"].items()},
    )


def candidates(pair: Pair) -> tuple[str, ...]:
    """The repositories that may serve `pair`, best first: direct models, then groups from narrow to wide.

    They need not exist: only the hub knows.
    """
    facts = _facts()
    direct = [*facts.renamed.get(str(pair), ()), f"{PREFIX}{pair}", f"{PREFIX}tc-big-{pair}"]
    fitting = [
        (len(languages(source)) * len(languages(target)), name)
        for name, source, target in facts.groups
        if pair.source in languages(source) and pair.target in languages(target)
    ]
    names = direct + [name for _, name in sorted(fitting, key=lambda group: group[0])]
    return tuple(f"{facts.owner}/{name}" for name in dict.fromkeys(names))


def languages(code: str) -> tuple[str, ...]:
    """The ISO 639-1 languages behind a code in a model's name or tokenizer: ``de``, ``deu``, ``gem``, ``ROMANCE``.

    An unknown code stands for itself.
    """
    facts = _facts()
    if code in facts.families:
        return facts.families[code]
    if len(code) > 2:
        for language, tags in facts.tags.items():
            if code in tags:
                return (language,)
    return {"ZH": ("zh",), "jap": ("ja",), "NORWAY": ("nb", "nn", "no")}.get(code, (code,))


def split(name: str) -> Pair | None:
    """Source and target in the name of a model or its folder, as in ``opus-mt-en-ROMANCE``; None where it has none."""
    parts = name.rsplit("/", 1)[-1].removesuffix(".transformers").rsplit("-", 2)
    pair = Pair(*parts[-2:]) if len(parts) >= 2 else None
    return pair if pair and all(_known(code) for code in pair) else None


def targets(code: str, vocabulary: Collection[str]) -> dict[str, str | None]:
    """The target languages behind `code` that a model can be asked for, each with its first source token.

    `vocabulary` is the model's. A model without tags has one target language and is asked without; a model with
    tags cannot be asked for a language whose tag it does not know. Empty where there is none.
    """
    found: dict[str, str | None] = {}
    tagged = any(token.startswith(">>") and token.endswith("<<") for token in vocabulary)
    if not tagged:
        members = languages(code)
        return {members[0]: None} if len(members) == 1 else {}
    for language in languages(code):
        for tag in (*_facts().tags.get(language, ()), language):
            if f">>{tag}<<" in vocabulary:
                found[language] = f">>{tag}<<"
                break
    return found


def _known(code: str) -> bool:
    facts = _facts()
    return code in facts.families or code in facts.tags or languages(code) != (code,)
