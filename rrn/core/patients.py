"""Signs that a text names a patient or a pupil: the numbers that services give them. They are asked to take them out."""

from __future__ import annotations

import re

# Ten digits, 3 3 4 with or without gaps: the NHS number, and those of Scotland and Northern Ireland, share the shape.
TEN_DIGITS = re.compile(r"(?<!\d)(?<!\d[ -])(?<!\+)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![ -]?\d)")
PUPIL_NUMBER = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-Z]\b")


def is_patient_number(digits: str) -> bool:
    """Whether the last of ten digits is the check on the nine before it."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return check != 10 and check % 11 == int(digits[9])


def named_in(text: str) -> str:
    """The sentence for whoever wrote it; empty where nothing was found."""
    if any(is_patient_number("".join(found.groups())) for found in TEN_DIGITS.finditer(text)):
        return "This looks like an NHS number. Take it out before you send; your text is still here"
    if PUPIL_NUMBER.search(text):
        return "This looks like a pupil’s number. Take it out before you send; your text is still here"
    return ""
