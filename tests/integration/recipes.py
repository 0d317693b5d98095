"""The page whose code is for others to copy, and what is on this machine to run it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hooks.md").read_text("utf-8")
NODE, PHP, BASH = shutil.which("node"), shutil.which("php"), shutil.which("bash")


def recipe(path: str) -> str:
    """The block of the page whose first lines hold this, the name of a file mostly."""
    blocks = re.findall(r"```\w+\n(.*?)```", PAGE, re.S)
    (found,) = [block for block in blocks if path in "\n".join(block.splitlines()[:2])]
    return str(found)
