"""Numbers that people read out on the telephone: random, so that nobody guesses the next, and without lookalikes."""

from __future__ import annotations

import secrets

# No I, L, O, U, 0 or 1: nothing that is misheard, misread or spells a word.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def new_reference() -> str:
    """Such as RRN-7Q4K-2M."""
    return f"RRN-{_letters(4)}-{_letters(2)}"


def new_number() -> str:
    """Longer, for what stands in a public address: such as 7Q4K-2MXR-9T."""
    return f"{_letters(4)}-{_letters(4)}-{_letters(2)}"
