"""Readers: from the bytes of a file to a Document, one file a format."""
