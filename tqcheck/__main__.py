"""``python -m tqcheck``."""

from __future__ import annotations

import sys

from tqcheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
