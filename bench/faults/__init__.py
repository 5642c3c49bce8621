"""Faults done on purpose, each with its figure."""
