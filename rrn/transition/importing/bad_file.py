"""The one way in which a file is refused whole."""

from __future__ import annotations


class BadFile(Exception):
    """The file as a whole cannot be used. Its text is one sentence that says what to do."""
