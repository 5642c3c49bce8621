"""What the demonstration's two pages show. Each says how many queries it costs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db.models import QuerySet

from rrn.accounts.models import User
from rrn.demo.models import Introduction
from rrn.demo.people import seed_of
from rrn.post.models import Mail

MAILS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Somebody:
    person: User
    words: str
    code: str


def code_of(person: User, *, at: float | None = None) -> str:
    """The code that her authenticator app would show now."""
    counter = int(at if at is not None else time.time()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(seed_of(person.email), counter))


def code_good_until(*, at: float | None = None) -> datetime:
    period = app_settings.TOTP_PERIOD
    return datetime.fromtimestamp((int(at if at is not None else time.time()) // period + 1) * period, UTC)


def people() -> dict[str, list[Somebody]]:
    """Heading → the people under it. Two queries: who is introduced, and who has an app."""
    introduced = list(Introduction.objects.select_related("person")[:500])
    with_app = set(
        User.objects.filter(
            pk__in=[entry.person_id for entry in introduced], authenticator__type="totp"
        ).values_list("pk", flat=True)
    )
    found: dict[str, list[Somebody]] = {}
    for entry in introduced:
        code = code_of(entry.person) if entry.person_id in with_app else ""
        found.setdefault(entry.heading, []).append(Somebody(entry.person, entry.words, code))
    return found


def introduced() -> QuerySet[User]:
    """Whom a visitor can be: the introduced, and nobody else."""
    return User.objects.filter(pk__in=Introduction.objects.values("person"))


def mails(*, to: str, before: int | None) -> list[Mail]:
    """The newest mails, or those before one. One query, one row more than a page holds."""
    found = Mail.objects.order_by("-pk").defer("text", "html")
    if to:
        found = found.filter(to__iexact=to)
    if before:
        found = found.filter(pk__lt=before)
    return list(found[: MAILS_A_PAGE + 1])


def all_mails() -> QuerySet[Mail]:
    return Mail.objects.all()
