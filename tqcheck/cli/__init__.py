"""The command line: options in, exit code out; the only place that exits."""

from __future__ import annotations

from tqcheck.cli.main import main

__all__ = ["main"]
