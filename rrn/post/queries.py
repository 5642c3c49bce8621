"""Reads worth naming: whether a message has come before."""

from __future__ import annotations

import uuid

from rrn.post.models import ContactMessage


def keys_of(client_key: uuid.UUID, said: dict[str, str]) -> tuple[uuid.UUID, uuid.UUID]:
    """The key of the form, and the one for other words from the same form: somebody who went back and wrote more."""
    return client_key, uuid.uuid5(client_key, "\n".join(said[name] for name in sorted(said)))


def message_like(client_key: uuid.UUID, said: dict[str, str]) -> ContactMessage | None:
    """The message that this form has brought with these very words. One query."""
    known = ContactMessage.objects.filter(client_key__in=keys_of(client_key, said))
    return next((message for message in known if all(getattr(message, name) == words for name, words in said.items())), None)
