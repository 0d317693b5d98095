"""Checks: families of rules that find flaws in a document."""
