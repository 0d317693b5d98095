"""tqcheck: does this text read as a raw machine translation, where, and what should it say instead."""

__version__ = "0.1.0"
