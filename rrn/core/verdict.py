"""How the house says yes and no."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """The rules say not now. The message is the sentence a person reads."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer to "may I?" with its reason: the very sentence that the person is shown."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str) -> Verdict:
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Raise PermissionDenied with the verdict's sentence unless it is a yes."""
    if not verdict:
        raise PermissionDenied(verdict.reason)
