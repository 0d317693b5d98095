"""`tqcheck cache`: what the cache of translations holds, and making it smaller."""

from __future__ import annotations

from pathlib import Path

import click

from tqcheck.cache import Cache, cache_path
from tqcheck.cli.options import settings

_CONFIG = click.option("--config", type=click.Path(), metavar="FILE", help="Configuration file that names the cache.")


@click.group()
def cache() -> None:
    """Show, shrink or empty the cache of translations."""


@cache.command()
@_CONFIG
def info(config: str | None) -> None:
    """Print where the cache is, how much it holds and how much it may."""
    found = _cache(config).info()
    click.echo(f"{found.path}: {found.entries:,} translations, {_size(found.size)} of at most {_size(found.limit)}")


@cache.command()
@click.option("--to", "megabytes", type=click.FloatRange(0), metavar="MB", help="Keep at most so much (500).")
@_CONFIG
def prune(config: str | None, megabytes: float | None) -> None:
    """Drop what was used least lately until the rest is small enough."""
    _gone(_cache(config).prune(None if megabytes is None else int(megabytes * 1e6)))


@cache.command()
@_CONFIG
def clear(config: str | None) -> None:
    """Drop everything."""
    _gone(_cache(config).clear())


def _cache(config: str | None) -> Cache:
    path = settings(config, {}).cache_path
    return Cache(Path(path) if path else cache_path())


def _gone(count: int) -> None:
    click.echo(f"{count:,} translation{'' if count == 1 else 's'} dropped")


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
