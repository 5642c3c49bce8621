"""Mail to an erased person, and mail that names her address, loses its words. That something was sent stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from rrn.core.erasures import Eraser, mentions
from rrn.post.models import Mail

WORDS = ("subject", "text", "html", "key", "reason")
UNSENT = (Mail.State.QUEUED, Mail.State.SENDING)


def _addresses() -> Iterator[str]:
    yield from Mail.objects.exclude(to="").order_by().values_list("to", flat=True).distinct().iterator()


def _find(address: str, *, until: datetime) -> list[Mail]:
    naming = Q(to__iexact=address)
    for field in WORDS:
        naming |= Q(**{f"{field}__icontains": address})
    some = Mail.objects.filter(naming, queued_at__lte=until).order_by("pk")
    return [mail for mail in some if any(mentions(getattr(mail, field) or "", address) for field in ("to", *WORDS))]


def _erase(mail: Mail, *, address: str, at: datetime) -> None:
    """A mail to her that has not left yet does not leave any more; one to somebody else has lost its words."""
    emptied = Mail.objects.filter(pk=mail.pk)
    emptied.update(subject="", text="", html="", reason="")
    if mail.key and mentions(mail.key, address):
        emptied.update(key=None)
    emptied.filter(state__in=UNSENT).update(state=Mail.State.SUPPRESSED, claimed_until=None)
    if mentions(mail.to, address):
        emptied.update(to="", decided_at=mail.decided_at or at)


ERASER = Eraser("post", addresses=_addresses, find=_find, erase=_erase)
