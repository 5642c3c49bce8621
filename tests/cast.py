"""The people of the tests. `make_person` makes anybody; the named ones are who most tests need.

    reader      signed up, address confirmed, no role and no seat
    stranger    somebody else, who must see nothing of the reader's
    reviewer, moderator, office_person, safeguarding_lead, trustee: staff, with a second factor

A room that knows more about people (seats, memberships) adds its own cast in its `tests/`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
PASSWORD = "a long walk by the canal"
MakePerson = Callable[..., Any]
_numbers = count(1)


def person(
    name: str = "Ada Reed",
    *,
    email: str = "",
    roles: tuple[str, ...] = (),
    confirmed: bool = True,
    second_factor: bool | None = None,
    superuser: bool = False,
) -> Any:
    """Somebody with an account. Staff have a second factor unless the test says otherwise."""
    from allauth.account.models import EmailAddress

    from rrn.accounts.models import RoleGrant, User

    email = email or f"{name.lower().replace(' ', '.')}.{next(_numbers)}@people.example"
    made = User(email=email, display_name=name, date_joined=LONG_AGO, adult_confirmed_at=LONG_AGO, is_superuser=superuser)
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=email, verified=confirmed, primary=True)
    RoleGrant.objects.bulk_create(RoleGrant(person=made, role=role, granted_at=LONG_AGO) for role in roles)
    if bool(roles or superuser) if second_factor is None else second_factor:
        give_second_factor(made)
    return made


def give_second_factor(who: Any) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(who, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert Authenticator.objects.filter(user=who).exists()


@pytest.fixture
def make_person() -> MakePerson:
    return person


@pytest.fixture
def reader(db: None) -> Any:
    return person("Rosa Reader")


@pytest.fixture
def stranger(db: None) -> Any:
    return person("Sam Stranger")


@pytest.fixture
def reviewer(db: None) -> Any:
    return person("Rui Reviewer", roles=("reviewer",))


@pytest.fixture
def moderator(db: None) -> Any:
    return person("Mo Derator", roles=("moderator",))


@pytest.fixture
def office_person(db: None) -> Any:
    return person("Olu Office", roles=("office",))


@pytest.fixture
def safeguarding_lead(db: None) -> Any:
    return person("Sefa Guard", roles=("safeguarding_lead",))


@pytest.fixture
def trustee(db: None) -> Any:
    return person("Tess Trustee", roles=("trustee",))
