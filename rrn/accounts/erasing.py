"""An account is emptied when its person is erased. The row stays, so that what others did with her stays whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import Q

from rrn.accounts.models import KeptForm, Note, RoleGrant, SavedView, TakenToDo, User
from rrn.accounts.queries import people_at
from rrn.core.erasures import NOWHERE, Eraser, mentions, nowhere


def _addresses() -> Iterator[str]:
    yield from User.objects.exclude(email__endswith=NOWHERE).values_list("email", flat=True).iterator()
    yield from EmailAddress.objects.values_list("email", flat=True).iterator()


def _find(address: str, *, until: datetime) -> list[User]:
    return list(people_at(address, until=until))


def _erase(person: User, *, address: str, at: datetime) -> None:
    _end_sessions(person, address)
    for hers in (EmailAddress, Authenticator):
        hers.objects.filter(user=person).delete()
    KeptForm.objects.filter(person=person).delete()
    Note.objects.filter(about_kind=person._meta.label_lower, about_id=str(person.pk)).delete()
    SavedView.objects.filter(owner=person, shared=False).delete()
    TakenToDo.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    RoleGrant.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    User.objects.filter(pk=person.pk).update(
        email=nowhere(person),
        display_name="",
        password=make_password(None),
        is_active=False,
        is_superuser=False,
        last_login=None,
        adult_confirmed_at=None,
        signed_out_everywhere_at=at,
    )


def _end_sessions(person: User, address: str) -> None:
    """Hers, and those in which somebody was about to sign in with her address."""
    doomed = [
        session.pk
        for session in Session.objects.iterator()
        if _is_hers(session.get_decoded(), person, address)
    ]
    for start in range(0, len(doomed), 500):
        Session.objects.filter(Q(pk__in=doomed[start : start + 500])).delete()


def _is_hers(said: dict[str, object], person: User, address: str) -> bool:
    return said.get("_auth_user_id") == str(person.pk) or mentions(json.dumps(said, default=str), address)


ERASER = Eraser("accounts", addresses=_addresses, find=_find, erase=_erase)
