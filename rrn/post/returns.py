"""Reads mails that say that a mail could not be delivered (RFC 3464). Pure: bytes in, what they say out.

Anybody can send such a mail. What is read here is a claim; whether it counts is asked in `holding.note_bounce`.
"""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from itertools import islice
from typing import Any

MOST_BYTES = 512 * 1024  # the report stands first; what follows is our own letter
MOST_PARTS, MOST_RECIPIENTS = 30, 5  # our mails have one reader each


@dataclass(frozen=True, slots=True)
class Returned:
    """One claim: the mail with this number could not be delivered to this address."""

    number: str
    addresses: tuple[str, ...]  # as it left, and where it was forwarded to
    status: str
    diagnosis: str


def read_return(raw: bytes) -> list[Returned]:
    """What a mail claims came back; nothing where it is no report, or none that can be read."""
    try:
        return _read(message_from_bytes(raw[:MOST_BYTES]))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return []  # a hostile or broken mail says nothing


def _read(mail: Message) -> list[Returned]:
    if mail.get_content_type() != "multipart/report" or str(mail.get_param("report-type", "")).lower() != "delivery-status":
        return []
    parts = list(islice(mail.walk(), MOST_PARTS))
    number = next((found for part in parts if (found := _number_of(part))), "")
    report = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    blocks: Any = report.get_payload() if report is not None else []
    if not number or not isinstance(blocks, list):
        return []
    said = (_claim(block, number) for block in blocks[1 : 1 + MOST_RECIPIENTS])
    return [claim for claim in said if claim is not None]


def _number_of(part: Message) -> str:
    """The number of our letter, which comes back whole or as its headers."""
    kind, letter = part.get_content_type(), None
    if kind == "message/rfc822":
        inside: Any = part.get_payload()
        letter = inside[0] if isinstance(inside, list) and inside else None
    elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
        words: Any = part.get_payload(decode=True)
        letter = message_from_bytes(words[:MOST_BYTES]) if isinstance(words, bytes) else None
    return _plain(letter["Message-ID"], 120) if letter is not None else ""


def _claim(block: Message, number: str) -> Returned | None:
    if _plain(block["Action"], 20).lower() != "failed":
        return None
    addresses = [_address(block[name]) for name in ("Original-Recipient", "Final-Recipient")]
    found = tuple(dict.fromkeys(address for address in addresses if address))
    if not found:
        return None
    return Returned(number, found, _plain(block["Status"], 12), _plain(block["Diagnostic-Code"], 300))


def _address(value: Any) -> str:
    """Of "rfc822; ada@example.org" the address."""
    kind, _, address = _plain(value, 320).partition(";")
    return address.strip().strip("<>").lower() if kind.strip().lower() == "rfc822" else ""


def _plain(value: Any, most: int) -> str:
    """One line of visible letters, however it was written."""
    words = " ".join(str(value or "")[: most * 4].split())
    return "".join(letter for letter in words if letter.isprintable())[:most]
