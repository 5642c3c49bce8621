"""The sentences that people agree to, each with its version. A changed sentence is a new version, never an edit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    purpose: str
    version: str
    sentence: str


TERMS = Wording("terms", "2026-11", "I agree to the terms of use.")
ADULT = Wording("adult", "2026-11", "I am {age} or over.")

WORDINGS: dict[str, Wording] = {TERMS.purpose: TERMS}


def register_wording(wording: Wording) -> None:
    """Other rooms add what they ask consent for, in `AppConfig.ready()`."""
    WORDINGS[wording.purpose] = wording
