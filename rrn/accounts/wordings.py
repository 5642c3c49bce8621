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
NEWS = Wording("news", "2026-11", "Send me the network’s news by mail. I can stop it at any time.")

WORDINGS: dict[str, Wording] = {each.purpose: each for each in (TERMS, NEWS)}


def register_wording(wording: Wording) -> None:
    """Other rooms add what they ask consent for, in `AppConfig.ready()`."""
    WORDINGS[wording.purpose] = wording
