"""`tqcheck models`: what models there are, and downloading and removing them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from tqcheck.cli.options import option
from tqcheck.cli.train import train
from tqcheck.config import ENGINES
from tqcheck.errors import ModelError, UsageError

if TYPE_CHECKING:
    from tqcheck.engines.base import Pair
    from tqcheck.engines.catalogue import Catalogue
    from tqcheck.engines.model import Kind
    from tqcheck.engines.store import Begin, Installed

engine_option = option("--engine", type=click.Choice(ENGINES), default="ctranslate", help="Engine the model is for.")
model_option = option("--model", multiple=True, type=click.Path(), metavar="DIR", help="Look into this folder first.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def models() -> None:
    """List, download, remove and train translation models.

    A PAIR is source and target language, as in de-en.
    """


models.add_command(train)


@models.command(name="list")
@json_option
def list_(as_json: bool) -> None:
    """Show the models that are there: embedded and downloaded."""
    catalogue = _catalogue()
    rows = [_row(catalogue, model) for model in catalogue.models()]
    if as_json:
        click.echo(json.dumps({"cache": str(catalogue.store.root), "models": rows}, indent=2, ensure_ascii=False))
        return
    for row in rows:
        state = "damaged" if row["problem"] else row["kind"]
        click.echo(f"{row['name']}: {row['directions']} ({row['where']}, {state}, {_megabytes(row['bytes'])})")
    click.echo(f"Downloaded models are kept in {catalogue.store.root}", err=True)


@models.command()
@click.argument("model", metavar="PAIR|NAME")
@engine_option
@json_option
def info(model: str, engine: str, as_json: bool) -> None:
    """Show one model in full, and check its files."""
    from tqcheck.engines import folder

    catalogue = _catalogue()
    rows = []
    for found in _find(catalogue, model, engine):
        if found.manifest is not None:
            folder.verify(found.folder, found.manifest)
        rows.append(_row(catalogue, found))
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        click.echo(row["name"])
        for key in ("directions", "where", "folder", "kind", "licence", "origin", "note", "problem"):
            if row[key]:
                click.echo(f"  {key + ':':<12}{row[key]}")
        click.echo(f"  {'size:':<12}{_megabytes(row['bytes'])}")
        click.echo(f"  {'checksum:':<12}{row['sha256'] or 'not recorded'}")


@models.command()
@click.argument("pairs", nargs=-1, required=True, metavar="PAIR...")
@engine_option
def pull(pairs: tuple[str, ...], engine: str) -> None:
    """Download the models for these directions from the hub.

    Where there is no direct model, a model for a group of languages is taken, else two through English.
    """
    from tqcheck.engines.catalogue import Catalogue
    from tqcheck.engines.store import Store, cache_folder

    wanted, kind = [parse_pair(pair) for pair in pairs], _kind(engine)
    waiting = Store(cache_folder(), lambda name: click.echo(f"Waiting: another tqcheck is fetching {name}", err=True))
    with progress_bar() as begin:
        catalogue = Catalogue(store=waiting, begin=begin)
        pulled = [(pair, catalogue.pull(pair, kind)) for pair in wanted]
    for pair, chain in pulled:
        click.echo(f"{pair}: " + ", then ".join(f"{model.name} ({model.pair})" for model in chain))


@models.command()
@click.argument("model", metavar="PAIR|NAME")
@engine_option
def remove(model: str, engine: str) -> None:
    """Delete a downloaded model."""
    catalogue = _catalogue()
    found = [entry for entry in _find(catalogue, model, engine) if not catalogue.embedded(entry)]
    if not found:
        raise ModelError(f"{model}: this model came with tqcheck and stays")
    for entry in found:
        catalogue.store.remove(entry)
        click.echo(f"Removed {entry.name}")


@models.command()
@click.argument("pair")
@model_option
@engine_option
def path(pair: str, model: tuple[str, ...], engine: str) -> None:
    """Print the folder of the model for a direction; two lines where it takes two models."""
    from tqcheck.engines.catalogue import Catalogue

    for found in Catalogue(model).resolve(parse_pair(pair), _kind(engine)):
        click.echo(str(found.folder))


def parse_pair(text: str) -> Pair:
    """A direction as it is typed, ``de-en``. Raises UsageError for anything else."""
    from tqcheck.engines.base import Pair

    match = re.fullmatch(r"([a-z]{2,3})-([a-z]{2,3})", text.strip().lower())
    if not match:
        raise UsageError(f"{text!r} is no language pair; write source and target like de-en")
    return Pair(match[1], match[2])


@contextmanager
def progress_bar() -> Iterator[Begin]:
    """A progress bar on stderr for each download; nothing is drawn where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:

        def begin(name: str, size: int) -> Any:
            task = bar.add_task(name, total=size or None)
            if not console.is_terminal:
                click.echo(f"Downloading {name} ({_megabytes(size)})", err=True)
            return lambda received: bar.advance(task, received)

        yield begin


def _catalogue() -> Catalogue:
    from tqcheck.engines.catalogue import Catalogue

    return Catalogue()


def _kind(engine: str) -> Kind:
    from tqcheck.engines.model import Kind

    kinds = {"ctranslate": Kind.CTRANSLATE2, "marian": Kind.TRANSFORMERS}
    if engine not in kinds:
        raise UsageError(f"--engine {engine}: this engine has no models")
    return kinds[engine]


def _find(catalogue: Catalogue, text: str, engine: str) -> list[Installed]:
    """The models called `text`, or those that serve it as a pair. Raises ModelError where there is none."""
    named = [model for model in catalogue.models() if text in (model.name, model.folder.name)]
    if named:
        return named
    if "/" not in text:
        folders = {model.folder for model in catalogue.resolve(parse_pair(text), _kind(engine))}
        found = [model for model in catalogue.models() if model.folder in folders]
        if found:
            return found
    raise ModelError(f"{text}: no such model; `tqcheck models list` shows those that are there")


def _row(catalogue: Catalogue, model: Installed) -> dict[str, Any]:
    from tqcheck.engines.folder import WEIGHTS

    found = model.manifest
    weights = found.files.get(WEIGHTS[found.kind]) if found else None
    return {
        "name": model.name,
        "directions": found.directions if found else "unknown",
        "pairs": [str(pair) for pair in found.pairs] if found else [],
        "kind": str(found.kind) if found else None,
        "where": "embedded" if catalogue.embedded(model) else "converted" if model.local else "downloaded",
        "folder": str(model.folder),
        "bytes": model.size,
        "sha256": weights.sha256 if weights else None,
        "licence": found.licence if found else None,
        "origin": found.origin if found else None,
        "note": found.note if found else None,
        "problem": model.problem,
    }


def _megabytes(size: int) -> str:
    return f"{size / 10**6:.1f} MB"
