"""Who reads a mail: what the door, where mail leaves, asks the keeper of the accounts; and her link that stops the news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from rrn.accounts.models import Consent, User
from rrn.accounts.wordings import NEWS
from rrn.post.door import Reader
from rrn.post.models import Mail

KIND = "accounts.user"
SALT = "rrn.accounts.stop"


def readers_of(mails: Sequence[Mail]) -> Mapping[int, Reader]:
    """Whose mails these are: by the account they were written to, else by the address. One query."""
    numbers = {int(mail.recipient_id) for mail in mails if mail.recipient_kind == KIND and mail.recipient_id.isdecimal()}
    addresses = {mail.to.lower() for mail in mails if mail.to}
    agreed = Consent.objects.filter(person=OuterRef("pk"), purpose=NEWS.purpose, withdrawn_at__isnull=True)
    people = User.objects.filter(Q(pk__in=numbers) | Q(email__in=addresses)).annotate(agreed=Exists(agreed))
    found = list(people.only("pk", "email", "is_active", "large_print"))
    by_number, by_address = {person.pk: person for person in found}, {person.email: person for person in found}
    readers = {}
    for place, mail in enumerate(mails):
        hers = by_number.get(int(mail.recipient_id)) if mail.recipient_kind == KIND and mail.recipient_id.isdecimal() else None
        person = hers or by_address.get(mail.to.lower())
        if person is not None:
            readers[place] = Reader(
                closed=not person.is_active,
                large_print=person.large_print,
                wants_news=person.agreed and person.is_active,  # type: ignore[attr-defined]  # annotated above
                stop_link=stop_link(person),
            )
    return readers


def stop_link(person: User) -> str:
    """It is in every mail of news, and works for as long as she may find such a mail."""
    token = signing.Signer(salt=SALT).sign(str(person.pk))
    return settings.BASE_URL + reverse("accounts_mail:stop", args=[token])


def person_of_stop_link(token: str) -> User | None:
    """Whose link it is. One query; none where the token is not one of ours."""
    try:
        number = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=int(number), is_active=True).first()
