"""What follows from the three questions. Any answer to the first two may join; only the third decides (DOMAIN.md 1)."""

from __future__ import annotations

from collections.abc import Mapping


def may_join(answers: Mapping[str, str]) -> bool:
    return answers.get("committed") == "yes"


def words_that_fit(answers: Mapping[str, str]) -> str:
    """Which of the join page's texts answers this reader."""
    if not may_join(answers):
        return "no_words"
    if answers.get("authorise") == "yes":
        return "yes_authorises"
    if answers.get("authorise") == "no":
        return "yes_authorises_none"
    if answers.get("support") == "no":
        return "yes_supports_nobody"
    return "yes_otherwise"
