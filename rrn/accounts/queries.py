"""Reads worth naming. Each says how many queries it costs."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from rrn.accounts.models import RoleGrant, User
from rrn.accounts.wordings import NEWS


def duties_of(person: User) -> QuerySet[RoleGrant]:
    """The roles somebody holds now, oldest first. One query."""
    return RoleGrant.objects.filter(person=person, ended_at__isnull=True).order_by("granted_at", "pk")


def second_factors_of(person: User) -> list[Authenticator]:
    """Apps and passkeys, without recovery codes. One query; nobody has more than a handful."""
    factors = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return list(factors.order_by("pk")[:50])


def find_person(address: str) -> User | None:
    """The account with this address, confirmed or not. One query."""
    return User.objects.filter(email=address.strip().lower()).first()


def people_at(address: str, *, until: datetime) -> QuerySet[User]:
    """Whose account, made until then, has this address: as its own or beside it. One query."""
    hers = Q(email__iexact=address) | Q(emailaddress__email__iexact=address)
    return User.objects.filter(hers, date_joined__lte=until).order_by("pk").distinct()


def addresses_of(person: User) -> set[str]:
    """Every address that her account has or is about to have. One query."""
    beside = person.emailaddress_set.values_list("email", flat=True)  # type: ignore[attr-defined]  # allauth's reverse name
    return {person.email, *beside}


def address_is_confirmed(person: User) -> bool:
    """Whether mail to her present address is known to reach her. One query."""
    return person.emailaddress_set.filter(email=person.email, verified=True).exists()  # type: ignore[attr-defined]  # allauth's reverse name


def has_people() -> bool:
    """Whether anybody has an account here: a restore asks before it replaces them."""
    return User.objects.exists()


def wants_news(person: User) -> bool:
    """Whether she has agreed to the news and not taken it back. One query."""
    return person.consents.filter(purpose=NEWS.purpose, withdrawn_at__isnull=True).exists()
