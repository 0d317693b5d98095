"""From trained MarianMTModel folders to the folders that the package ships.

Run as ``python -m tqcheck.training.convert models/en-fr models/fr-en --out tqcheck/engines/embedded``. Each folder's
model.json says pair and tag; it is brought up to date with the weights, and the shipped folder gets one like it.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tqcheck.engines.convert import convert
from tqcheck.engines.manifest import FILE, SCHEMA, sha256
from tqcheck.engines.model import Kind
from tqcheck.errors import ModelError, TqcheckError, UsageError

PUBLISHABLE_BLEU = 28.0
"""On FLORES dev; below it a report warns that the model is weak."""
JOINT = "sentencepiece.model"
_FACTS = ("training_tokens", "bleu", "licence", "origin")


def describe(
    folder: Path, pair: str | None = None, bleu: float | None = None, training_tokens: int | None = None
) -> dict[str, Any]:
    """Write model.json of a MarianMTModel folder, from its files and what an earlier model.json says; return it.

    `pair`, as in ``en-fr``, is needed where there is no earlier one. `bleu` is on FLORES dev with the shipped
    weights; the earlier figure stays only if the weights are the same.

    Raises ModelError where files are missing, UsageError where the pair is not known.
    """
    before = _read(folder / FILE) if (folder / FILE).exists() else {}
    pair = pair or before.get("pair")
    if pair is None or pair.count("-") != 1:
        raise UsageError(f"{folder}: name the pair, as in --pair en-fr")
    _name_languages(folder, pair)
    names = ("config.json", "model.safetensors", "source.spm", "target.spm", "vocab.json")
    files = _files(folder, names)
    weights = files["model.safetensors"]["sha256"]
    if before.get("files", {}).get("model.safetensors", {}).get("sha256") != weights:
        before = {name: value for name, value in before.items() if name not in ("bleu", "training_tokens")}
    facts = {name: before.get(name) for name in _FACTS}
    facts |= {} if bleu is None else {"bleu": bleu}
    facts |= {} if training_tokens is None else {"training_tokens": training_tokens}
    content = {
        "schema": SCHEMA,
        "name": f"tqcheck-{pair}",
        "kind": Kind.TRANSFORMERS,
        "pair": pair,
        "tag": before.get("tag", f">>{pair.partition('-')[2]}<<"),
        "normalise": True,
        "source_spm": "source.spm",
        "target_spm": "target.spm",
        **facts,
        "note": _note(pair, facts["bleu"]),
        "files": files,
    }
    _write(folder / FILE, content)
    return content


def ship(folder: Path, out: Path) -> Path:
    """Convert one described folder to ``out/<pair>`` in int8, with its SentencePiece model and model.json.

    Raises ModelError where the folder holds no Marian model or source and target have different vocabularies.
    """
    described = _read(folder / FILE)
    if not filecmp.cmp(folder / "source.spm", folder / "target.spm", shallow=False):
        raise ModelError(f"{folder}: source.spm and target.spm differ; only models with a joint one are shipped")
    made = convert(folder, out / str(described["pair"]), "int8")
    shutil.copyfile(folder / "source.spm", made / JOINT)
    content = {
        **described,
        "kind": Kind.CTRANSLATE2,
        "source_spm": JOINT,
        "target_spm": JOINT,
        "converted_from": described["files"]["model.safetensors"]["sha256"],
        "files": _files(made, sorted(path.name for path in made.iterdir())),
    }
    _write(made / FILE, content)
    return made


def _name_languages(folder: Path, pair: str) -> None:
    """The tokenizer's own idea of the pair, for those who load the folder with transformers alone."""
    path = folder / "tokenizer_config.json"
    source, _, target = pair.partition("-")
    content = _read(path) if path.exists() else {"tokenizer_class": "MarianTokenizer"}
    if (content.get("source_lang"), content.get("target_lang")) != (source, target):
        _write(path, {**content, "source_lang": source, "target_lang": target})


def _note(pair: str, bleu: float | None) -> str | None:
    if bleu is None:
        return (
            f"The embedded {pair} model has not been measured yet: judge by its translations, not by the score alone."
        )
    if bleu < PUBLISHABLE_BLEU:
        return (
            f"The embedded {pair} model is weak ({bleu:.1f} BLEU on FLORES dev, where {PUBLISHABLE_BLEU:.0f} is the "
            "least for work): a low score may be its fault and not the text's."
        )
    return None


def _files(folder: Path, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    try:
        return {name: {"size": (folder / name).stat().st_size, "sha256": sha256(folder / name)} for name in names}
    except OSError as error:
        raise ModelError(f"{error.filename}: {error.strerror or 'cannot be read'}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except ValueError as error:
        raise ModelError(f"{path}: not JSON") from error
    if not isinstance(content, dict):
        raise ModelError(f"{path}: not a JSON object")
    return content


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Describe and ship each folder; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tqcheck.training.convert", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="a MarianMTModel folder")
    parser.add_argument("--out", type=Path, default=Path("tqcheck/engines/embedded"), help="default: %(default)s")
    parser.add_argument("--pair", help="as in en-fr, for a folder without model.json")
    parser.add_argument("--bleu", type=float, help="on FLORES dev, of these weights")
    parser.add_argument("--training-tokens", type=int, help="target tokens that these weights were trained on")
    given = parser.parse_args(arguments)
    facts = {"pair": given.pair, "bleu": given.bleu, "training_tokens": given.training_tokens}
    if len(given.folders) > 1 and any(value is not None for value in facts.values()):
        parser.error("--pair, --bleu and --training-tokens go with one folder")
    try:
        for folder in given.folders:
            describe(folder, **facts)
            print(ship(folder, given.out))
    except TqcheckError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
