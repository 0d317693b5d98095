"""A training from its data to the finished model folder, in three parts that can be days apart."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqcheck import __version__
from tqcheck.engines.base import Pair
from tqcheck.engines.manifest import Manifest
from tqcheck.engines.model import Kind
from tqcheck.errors import TrainingError, UsageError
from tqcheck.report import Metric
from tqcheck.training import data, held_out, model_folder
from tqcheck.training.architecture import SIZES, fresh
from tqcheck.training.batches import Batch, Batches, Place, Route
from tqcheck.training.cleaning import Fault
from tqcheck.training.corpus import Corpus, Held, cleaned, prepare
from tqcheck.training.emphasis import emphasised
from tqcheck.training.model_folder import Start
from tqcheck.training.recipe import Recipe
from tqcheck.training.synthetic import varied
from tqcheck.training.trainer import Trainer, Watcher
from tqcheck.training.transplant import read_lexicon, transplant
from tqcheck.training.vocabulary import Vocabulary, tag, train_vocabulary

if TYPE_CHECKING:
    import torch

WORK = "training"
"""The folder inside the model's that holds what a training needs to go on."""
_START, _CORPUS, _HELD, _STATE, _PIECES = "start", "corpus.npz", "held-out.tsv", "state.pt", "vocabulary.spm"
_TOKENS = {"cpu": 4000, "cuda": 40_000}


@dataclass(frozen=True, slots=True)
class Readied:
    """What `ready` made of the data."""

    pairs: int
    held: int
    left_out: Counter[Fault]
    pieces: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training, by direction: figures on the pairs held out, before and after."""

    before: Mapping[Pair, Sequence[Metric]]
    after: Mapping[Pair, Sequence[Metric]]


def ready(recipe: Recipe, out: Path) -> Readied:
    """Read the data and lay out everything that `go_on` needs in ``out/training``.

    Raises ReadError for data that cannot be read or are too few, ModelError for a start that is none, UsageError where
    `out` holds something already, TrainingError where torch is not installed.
    """
    require_torch()
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out}: is a file; name a folder for the model")
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out}: not empty; name a new folder, or go on with a training in it by --resume")
    work = out / WORK
    work.mkdir(parents=True)
    try:
        return _lay_out(recipe, work)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        out.rmdir()
        raise


def go_on(recipe: Recipe, out: Path, watcher: Watcher | None = None, stop: Callable[[], bool] = lambda: False) -> bool:
    """Train, from where the training in `out` stands, to the end of the schedule; False where `stop` ended it.

    The state is saved either way. Raises TrainingError where there is nothing to go on from, or training fails.
    """
    import torch

    trainer, held = _trainer(recipe, out / WORK)
    threads = torch.get_num_threads()
    if recipe.threads:
        torch.set_num_threads(recipe.threads)
    try:
        finished = trainer.run(held, out / WORK / _STATE, watcher, stop)
    finally:
        torch.set_num_threads(threads)
    if finished:
        start = model_folder.read(out / WORK / _START)
        model_folder.write(out, start, trainer.best, start.manifest)
    return finished


def judge(recipe: Recipe, out: Path) -> Outcome:
    """Translate the pairs held out with the model in `out`, and with the one it was adapted from."""
    start = model_folder.read(out / WORK / _START)
    held = _held(out / WORK / _HELD)
    before: dict[Pair, Sequence[Metric]] = {}
    after: dict[Pair, Sequence[Metric]] = {}
    for pair in recipe.directions:
        pairs = held if pair == recipe.directions[0] else [Held(one.target, one.source) for one in held]
        asked = start.manifest.targets[pair.target]
        if recipe.init:
            before[pair] = held_out.score(out / WORK / _START, start.vocabulary, asked, pairs, recipe.threads)
        after[pair] = held_out.score(out, start.vocabulary, asked, pairs, recipe.threads)
    return Outcome(before, after)


def _lay_out(recipe: Recipe, work: Path) -> Readied:
    start = _start(recipe, work)
    pair, straighten = recipe.directions[0], start.manifest.normalise
    made = prepare(_rows(recipe), start.vocabulary, pair, straighten, recipe.clean, recipe.hold)
    model_folder.write(work / _START, start, start.weights, start.manifest)
    corpus = emphasised(made.corpus) if recipe.emphasis else made.corpus
    if recipe.synthetic:
        corpus = varied(corpus, start.vocabulary, pair, recipe.synthetic, recipe.settings.seed)
    corpus.save(work / _CORPUS)
    held = "".join(f"{pair.source}\t{pair.target}\n" for pair in made.held)
    (work / _HELD).write_text(held, encoding="utf-8")
    recipe.save(work)
    return Readied(len(corpus), len(made.held), made.left_out, len(start.vocabulary))


def require_torch() -> None:
    """Raises TrainingError where torch is not installed."""
    try:
        import torch  # noqa: F401
    except ImportError as error:
        raise TrainingError("training needs torch, which is not installed: pip install 'tqcheck[torch]'") from error


def _rows(recipe: Recipe) -> Iterator[data.Row]:
    """The pairs, what the first direction translates from first."""
    for row in data.rows(recipe.sources, recipe.languages):
        yield row if recipe.directions[0] == recipe.languages else data.Row(row.target, row.source, row.weight)


def _start(recipe: Recipe, work: Path) -> Start:
    """The model to begin with, its description already that of the result."""
    if recipe.init:
        found = model_folder.read(recipe.init)
        normalised = found.manifest.normalise if recipe.normalise is None else recipe.normalise
        return replace(found, manifest=_manifest(recipe, found.vocabulary, normalised, found.manifest))
    normalised = recipe.normalise is not False
    spm = work / _PIECES
    if recipe.vocabulary:
        Vocabulary.of_spm(recipe.vocabulary)
        shutil.copyfile(recipe.vocabulary, spm)
    else:
        rows = cleaned(_rows(recipe), recipe.directions[0], normalised, recipe.clean)
        sentences = (side for row in rows for side in (row.source, row.target))
        train_vocabulary(sentences, recipe.pieces, recipe.languages, spm)
    vocabulary = Vocabulary.of_spm(spm)
    if recipe.student:
        lexicon = read_lexicon(recipe.lexicon) if recipe.lexicon else {}
        architecture, weights = transplant(recipe.student, vocabulary, lexicon, recipe.settings.seed)
    else:
        architecture = replace(SIZES[recipe.size], vocabulary=len(vocabulary))
        weights = fresh(architecture, recipe.settings.seed)
    described = _manifest(recipe, vocabulary, normalised, None)
    return Start(architecture, weights, None, vocabulary, described, architecture.config(vocabulary.eos))


def _manifest(recipe: Recipe, vocabulary: Vocabulary, normalised: bool, began: Manifest | None) -> Manifest:
    targets = {}
    for pair in recipe.directions:
        known = began.targets.get(pair.target) if began else None
        own = tag(pair.target)
        targets[pair.target] = known or (own if vocabulary.id(own) is not None else None)
    if len(targets) > 1 and (None in targets.values() or not vocabulary.joint):
        raise UsageError("both directions need one vocabulary with a token for each language; train one direction")
    origin = recipe.init or recipe.student
    return Manifest(
        name=recipe.name,
        kind=Kind.TRANSFORMERS,
        sources=tuple(pair.source for pair in recipe.directions),
        targets=targets,
        normalise=normalised,
        licence=recipe.licence or (began.licence if began else None),
        origin=f"trained by tqcheck {__version__}" + (f" from {origin.name}" if origin else ""),
    )


def _trainer(recipe: Recipe, work: Path) -> tuple[Trainer, list[Batch]]:
    """The trainer as the training stands, and the pairs held out as batches."""
    import numpy as np
    import torch

    start = model_folder.read(work / _START)
    vocabulary = start.vocabulary
    corpus = Corpus.load(work / _CORPUS)
    device = _device(recipe.device)
    tokens, seed = recipe.tokens or _TOKENS[device], recipe.settings.seed
    routes = []
    counts = np.zeros(len(vocabulary) - 1, np.int64)
    for pair in recipe.directions:
        asked = start.manifest.targets[pair.target]
        backwards = pair != recipe.directions[0]
        routes.append(Route(backwards, None if asked is None else vocabulary.id(asked)))
        counts += np.bincount((corpus.source if backwards else corpus.target).ids, minlength=len(counts))
    counts[vocabulary.eos] = counts.sum()
    batches = Batches(corpus, routes, vocabulary.eos, vocabulary.pad, tokens, seed, Place())
    trainer = Trainer(
        start.architecture,
        start.weights,
        start.bias,
        batches,
        torch.from_numpy(counts),
        recipe.settings,
        device,
        _precision(recipe.precision, device),
    )
    if (work / _STATE).exists():
        trainer.load(work / _STATE)
    held = Corpus.of(_held(work / _HELD), vocabulary)
    looks = Batches(held, routes, vocabulary.eos, vocabulary.pad, tokens, 0, Place()) if held else None
    return trainer, [] if looks is None else looks.all()


def _device(wanted: str) -> str:
    import torch

    if wanted == "cuda" and not torch.cuda.is_available():
        raise TrainingError("no CUDA device can be used here; take --device cpu")
    return "cuda" if wanted != "cpu" and torch.cuda.is_available() else "cpu"


def _precision(wanted: str, device: str) -> torch.dtype:
    """bfloat16 where the processor multiplies matrices of it, float32 elsewhere: emulated it is the slower one."""
    import torch

    if wanted == "auto":
        if device == "cuda":
            quick = torch.cuda.is_bf16_supported()
        else:
            quick = any(
                getattr(torch.cpu, name, bool)() for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
            )
        return torch.bfloat16 if quick else torch.float32
    return torch.bfloat16 if wanted == "bfloat16" else torch.float32


def _held(path: Path) -> list[Held]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        return [Held(*line.split("\t")) for line in lines]
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError(f"{path}: missing or damaged, the training cannot go on") from error
