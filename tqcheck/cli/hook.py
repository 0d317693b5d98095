"""`tqcheck hook`: one request from standard input, for a CMS that can run a command."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from tqcheck.assembly import assemble
from tqcheck.cli.options import engine_options, language_options, option, rule_options, settings
from tqcheck.errors import ReadError, UsageError
from tqcheck.service.answer import answer, exit_code
from tqcheck.service.client import Client
from tqcheck.service.limits import Limits
from tqcheck.service.request import parse


@click.command()
@option("--url", metavar="URL", help="Ask this service, with TQCHECK_TOKEN, in place of a model in this process.")
@option("--timeout", type=click.FloatRange(0.1), default=60.0, help="Seconds to wait for the service (60).")
@option("--max-body", type=click.IntRange(1), default=Limits().body, help="Largest request, in bytes (2 MB).")
@option("--config", type=click.Path(), metavar="FILE", help="Configuration file; else the nearest one upwards.")
@language_options
@rule_options
@engine_options
def hook(url: str | None, timeout: float, max_body: int, config: str | None, **options: Any) -> int:
    """Read one JSON request from standard input, print the answer as JSON.

    Request and answer are those of POST /v1/check. Exit codes: 0 passes, 1 flagged, 2 wrong use, 3 not judged.
    """
    body = sys.stdin.buffer.read(max_body + 1)
    if len(body) > max_body:
        raise ReadError(f"the request is larger than {max_body:,} bytes")
    if url:
        content = Client(url, os.environ.get("TQCHECK_TOKEN"), timeout).check(body)
    else:
        request = parse(body)
        if request.callback is not None:
            raise UsageError("callback: only a service calls back; here the answer is printed")
        chosen = request.under(settings(config, options))
        reports = list(assemble(chosen).check(request.documents()))
        content = answer(reports, chosen).json(request.id, request.revision)
    sys.stdout.buffer.write(content + b"\n")
    return exit_code(content)
