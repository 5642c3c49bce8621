"""Reads worth naming: whether a message has come before; whose number a mail has; whether an address is on hold."""

from __future__ import annotations

import uuid

from rrn.post.models import AddressHold, ContactMessage, Mail


def keys_of(client_key: uuid.UUID, said: dict[str, str]) -> tuple[uuid.UUID, uuid.UUID]:
    """The key of the form, and the one for other words from the same form: somebody who went back and wrote more."""
    return client_key, uuid.uuid5(client_key, "\n".join(said[name] for name in sorted(said)))


def message_like(client_key: uuid.UUID, said: dict[str, str]) -> ContactMessage | None:
    """The message that this form has brought with these very words. One query."""
    known = ContactMessage.objects.filter(client_key__in=keys_of(client_key, said))
    return next((message for message in known if all(getattr(message, name) == words for name, words in said.items())), None)


def mail_numbered(number: str) -> Mail | None:
    """The mail with this Message-ID, or that the provider calls so. One query, or two."""
    bare = number.strip().strip("<>")
    if not bare or len(bare) > 118:
        return None
    without_words = Mail.objects.defer("text", "html")
    return without_words.filter(message_id=f"<{bare}>").first() or without_words.filter(provider_number=bare).exclude(provider_number="").first()


def hold_of(address: str) -> AddressHold | None:
    """What holds this address now. One query."""
    return AddressHold.objects.filter(address=address.strip().lower(), lifted_at__isnull=True).first()
