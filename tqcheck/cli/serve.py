"""`tqcheck serve`: the HTTP service and its page."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import click

from tqcheck.assembly import assemble
from tqcheck.cli.options import engine_options, language_options, option, rule_options, settings
from tqcheck.errors import UsageError
from tqcheck.service.limits import Limits

_LIMITS = Limits()


@click.command()
@option("--host", default="127.0.0.1", show_default=True, help="Address to bind to; a wide one needs TQCHECK_TOKEN.")
@option("--port", type=click.IntRange(1, 65535), default=8766, show_default=True, help="Port to bind to.")
@option("--max-body", type=click.IntRange(1), default=_LIMITS.body, help="Largest request, in bytes (2 MB).")
@option("--max-sentences", type=click.IntRange(1), default=_LIMITS.sentences, help="Of one check (2,000).")
@option("--max-seconds", type=click.FloatRange(0.1), default=_LIMITS.seconds, help="The model's, for a check (120).")
@option("--deadline", type=click.FloatRange(0), default=_LIMITS.deadline, help="Seconds to an answer (10).")
@option("--queue", type=click.IntRange(1), default=_LIMITS.queue, help="Checks that may wait (512).")
@option("--grace", type=click.FloatRange(0), default=_LIMITS.grace, help="Seconds to finish when stopped (60).")
@option("--keep-reports", type=click.FloatRange(0), default=24.0, metavar="HOURS", help="For a link (24); 0: none.")
@option("--callback-host", multiple=True, metavar="HOST", help="May be called back; HOST:PORT, may be repeated.")
@option("--callback-private", is_flag=True, help="Callback hosts may have private addresses, and no TLS.")
@option("--config", type=click.Path(), metavar="FILE", help="Configuration file; else the nearest one upwards.")
@language_options
@rule_options
@engine_options
def serve(
    host: str,
    port: int,
    max_body: int,
    max_sentences: int,
    max_seconds: float,
    deadline: float,
    queue: int,
    grace: float,
    keep_reports: float,
    callback_host: tuple[str, ...],
    callback_private: bool,
    config: str | None,
    **options: Any,
) -> None:
    """Serve checks over HTTP, and a page for editors at /.

    Needs the extra: pip install "tqcheck[serve]". With TQCHECK_TOKEN set, requests have to show or sign with it.
    Stops on SIGTERM when what was accepted is answered; a second signal stops it at once.
    """
    try:
        from tqcheck.service.callback import Callbacks
        from tqcheck.service.server import Binding
        from tqcheck.service.server import serve as run
    except ImportError as error:
        raise UsageError(f'serve needs an extra ({error.name} is missing): pip install "tqcheck[serve]"') from None
    limits = replace(
        _LIMITS,
        body=max_body,
        sentences=max_sentences,
        seconds=max_seconds,
        deadline=deadline,
        longest_deadline=max(deadline, _LIMITS.longest_deadline),
        queue=queue,
        grace=grace,
        kept=3600 * keep_reports,
    )
    checker = assemble(settings(config, options))
    click.echo(f"tqcheck: http://{f'[{host}]' if ':' in host else host}:{port}/", err=True)
    token = os.environ.get("TQCHECK_TOKEN")
    secret = os.environ.get("TQCHECK_CALLBACK_SECRET") or token or None
    callbacks = Callbacks(frozenset(one.lower() for one in callback_host), secret, callback_private)
    run(checker, Binding(host, port), token, limits, callbacks)
