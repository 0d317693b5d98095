"""Fidelity: how well a text says what its source says."""
