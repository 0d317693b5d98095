"""Phrase rules as data: packs by target language and language of origin, and their interpreter."""
