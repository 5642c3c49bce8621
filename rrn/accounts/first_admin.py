"""The first account with rights: made once, with a secret that only somebody at the machine can have read.

The door closes itself: as soon as the network has an office person or a superuser there is no such page any more.
Nothing is stored for it; the secret is signed with the installation's key and runs out after an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import connection, transaction

from rrn.accounts.actions import confirm_address, grant_role, sign_up
from rrn.accounts.models import Role, RoleGrant, User
from rrn.core.verdict import Refused
from rrn.events.actions import record

SALT = "accounts.first-admin"
VALID_FOR = timedelta(hours=1)


def is_open() -> bool:
    """Whether the network still waits for its first account with rights."""
    has_office = RoleGrant.objects.filter(role=Role.OFFICE, ended_at__isnull=True).exists()
    return not has_office and not User.objects.filter(is_superuser=True, is_active=True).exists()


def make_secret(*, at: datetime) -> str:
    if not is_open():
        raise Refused("The network has an account with rights already. Roles are given at /office/roles/.")
    return signing.dumps({"until": int((at + VALID_FOR).timestamp())}, salt=SALT)


def is_valid(secret: str, *, at: datetime) -> bool:
    try:
        return bool(signing.loads(secret.strip(), salt=SALT)["until"] >= at.timestamp())
    except (signing.BadSignature, KeyError, TypeError):
        return False


@transaction.atomic
def make_first_admin(*, secret: str, email: str, display_name: str, hashed_password: str, at: datetime) -> User:
    """Make the first account: in the office, and able to give roles. Two people at once: the second is refused."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_rolegrant IN SHARE ROW EXCLUSIVE MODE")
    if not is_open():
        raise Refused("The network has an account with rights already.")
    if not is_valid(secret, at=at):
        raise Refused("This secret is not right, or it has run out. Type `manage.py first_admin` for a new one.")
    person = sign_up(email=email, hashed_password=hashed_password, display_name=display_name, adult=True, terms=True, at=at)
    confirm_address(person=person, email=email, at=at)
    grant_role(person=person, role=Role.OFFICE, by=None, at=at)
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    record("person.made_first_admin", about=person, by=None, at=at)
    person.refresh_from_db()
    return person
