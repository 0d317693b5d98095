"""Translation engines behind one protocol, and the catalogue that finds a model for a language pair."""
