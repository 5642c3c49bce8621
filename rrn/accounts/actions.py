"""Everything that changes an account."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from rrn.accounts.models import Consent, KeptForm, Role, RoleGrant, User
from rrn.accounts.permissions import may_change_account, may_change_roles
from rrn.accounts.rules import (
    KEPT_FOR,
    UNCONFIRMED_FOR,
    check_display_name,
    check_role_can_be_ended,
    check_role_can_be_granted,
    normal_address,
)
from rrn.accounts.wordings import NEWS, TERMS, WORDINGS
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.post.actions import queue_mail
from rrn.post.holding import lift_as_confirmed
from rrn.post.models import Mail


@transaction.atomic
def sign_up(
    *,
    email: str,
    at: datetime,
    hashed_password: str | None = None,
    display_name: str = "",
    language: str = "en-gb",
    adult: bool = False,
    terms: bool = False,
    by: User | None = None,
) -> User:
    """Make an account whose address is not confirmed yet, with what was agreed on the way.

    The password comes hashed, so that hashing holds no lock. None means she signs in by a code each time.
    `by` is the member of staff who does it for her, on the telephone; she herself otherwise.
    """
    address = normal_address(email)
    person = User(
        email=address,
        password=hashed_password or make_password(None),
        display_name=check_display_name(display_name),
        language=language,
        date_joined=at,
        adult_confirmed_at=at if adult else None,
    )
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            EmailAddress.objects.create(user=person, email=address, primary=True, verified=False)
    except IntegrityError:
        raise Refused("There is already an account with this address.") from None
    record("person.signed_up", about=person, by=by or person, on_behalf_of=person if by else None, at=at)
    if terms:
        give_consent(person=person, purpose=TERMS.purpose, by=by or person, at=at)
    return person


@transaction.atomic
def confirm_address(*, person: User, email: str, at: datetime, by: User | None = None) -> None:
    """She has shown that mail to this address reaches her: by a code, or face to face with the office."""
    address = normal_address(email)
    if by is not None:
        require(may_change_account(by, person))
    moved = EmailAddress.objects.filter(user=person, email=address, verified=False).update(
        verified=True, primary=True
    )
    if moved:
        note_address_confirmed(person=person, at=at, by=by)


@transaction.atomic
def note_address_confirmed(
    *, person: User, at: datetime, by: User | None = None, by_mailed_code: bool = False
) -> None:
    """Write down that the address is hers.

    Somebody else could have signed up with her address and a password of his. Whoever proves the address without
    that password, by a sign-in code, makes the password of that time useless.
    """
    if by_mailed_code and person.last_login is None and person.has_usable_password():
        User.objects.filter(pk=person.pk).update(password=make_password(None))
        person.refresh_from_db(fields=["password"])
    record("person.address_confirmed", about=person, by=by or person, at=at)
    if by is None:
        lift_as_confirmed(address=person.email, by=person, at=at)


@transaction.atomic
def rename(*, person: User, display_name: str, by: User, at: datetime) -> None:
    """Change the name that other people see."""
    require(may_change_account(by, person))
    name, before = check_display_name(display_name), person.display_name
    if name == before:
        return
    User.objects.filter(pk=person.pk).update(display_name=name)
    person.display_name = name
    record("person.renamed", about=person, by=by, at=at, before=before, after=name)


@transaction.atomic
def choose_language(*, person: User, language: str, by: User, at: datetime) -> None:
    """Which language we write to her in."""
    require(may_change_account(by, person))
    if language == person.language:
        return
    User.objects.filter(pk=person.pk).update(language=language)
    person.language = language
    record("person.language_chosen", about=person, by=by, at=at, language=language)


@transaction.atomic
def choose_mail(*, person: User, large_print: bool, news: bool, by: User, at: datetime) -> None:
    """Everything she can choose about our mail to her, as one form has it."""
    choose_print(person=person, large=large_print, by=by, at=at)
    if news:
        give_consent(person=person, purpose=NEWS.purpose, by=by, at=at)
    else:
        withdraw_consent(person=person, purpose=NEWS.purpose, by=by, at=at)


@transaction.atomic
def send_address_code(*, person: User, code: str, by: User, at: datetime) -> None:
    """Mail a code to her own address, even though mail to it came back: with it she shows that mail reaches her."""
    require(may_change_account(by, person))
    queue_mail(
        to=person.email, template="accounts/emails/address_code.txt", context={"code": code}, at=at, recipient=person, kind=Mail.Kind.ASKED
    )


@transaction.atomic
def confirm_again(*, person: User, by: User, at: datetime) -> None:
    """The code that was sent to her address has come back from her: we write there again."""
    require(may_change_account(by, person))
    lift_as_confirmed(address=person.email, by=by, at=at)


@transaction.atomic
def choose_print(*, person: User, large: bool, by: User, at: datetime) -> None:
    """How large the letters are of what we write to her."""
    require(may_change_account(by, person))
    if large == person.large_print:
        return
    User.objects.filter(pk=person.pk).update(large_print=large)
    person.large_print = large
    record("person.print_chosen", about=person, by=by, at=at, large=large)


@transaction.atomic
def grant_role(*, person: User, role: Role | str, by: User | None, at: datetime) -> RoleGrant:
    """From now on this person does this for the network. `by=None` is a command typed on the machine."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    require(may_change_roles(by, locked))
    check_role_can_be_granted(str(role), locked.roles, Role.values)
    grant = RoleGrant.objects.create(person=person, role=str(role), granted_at=at, granted_by=by)
    record("role.granted", about=person, by=by, at=at, role=str(role))
    person.__dict__.pop("roles", None)
    return grant


@transaction.atomic
def end_role(*, person: User, role: Role | str, by: User | None, at: datetime) -> None:
    """From now on this person no longer does this; the record of the time stays. She is signed out everywhere."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    require(may_change_roles(by, locked))
    open_grants = RoleGrant.objects.filter(role=str(role), ended_at__isnull=True)
    check_role_can_be_ended(str(role), locked.roles, open_grants.exclude(person=person).count())
    open_grants.filter(person=person).update(ended_at=at)
    User.objects.filter(pk=person.pk).update(signed_out_everywhere_at=at)
    record("role.ended", about=person, by=by, at=at, role=str(role))
    person.__dict__.pop("roles", None)


@transaction.atomic
def hand_over_installation(*, person: User, by: User | None, at: datetime) -> None:
    """From now on this person runs the installation: gives roles, sees what machines see."""
    require(may_change_roles(by, person))
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    person.is_superuser = True
    record("installation.handed_over", about=person, by=by, at=at)


@transaction.atomic
def add_authenticator_app(*, person: User, secret: str, by: User | None, at: datetime) -> None:
    """Give her account a second factor whose seed is known already; on the page she scans it herself."""
    if by is not None:
        require(may_change_account(by, person))
    TOTP.activate(person, secret)
    person.__dict__.pop("has_second_factor", None)
    record("person.authenticator_app_added", about=person, by=by or person, at=at)


@transaction.atomic
def give_consent(
    *, person: User, purpose: str, by: User, at: datetime, version: str | None = None
) -> Consent:
    """She agrees to one wording. The version defaults to the wording shown today."""
    require(may_change_account(by, person))
    version = version or WORDINGS[purpose].version
    current = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True)
    same = current.filter(wording_version=version).first()
    if same:
        return same
    consent = Consent.objects.create(person=person, purpose=purpose, wording_version=version, given_at=at)
    record("consent.given", about=person, by=by, at=at, purpose=purpose, version=version)
    return consent


@transaction.atomic
def withdraw_consent(*, person: User, purpose: str, by: User, at: datetime) -> bool:
    """She takes it back. Returns whether there was anything to take back."""
    require(may_change_account(by, person))
    rows = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )
    if rows:
        record("consent.withdrawn", about=person, by=by, at=at, purpose=purpose)
    return rows > 0


@transaction.atomic
def sign_out_everywhere(*, person: User, by: User, at: datetime) -> None:
    """Every session of hers ends now. The caller keeps the present one alive where that is wanted."""
    require(may_change_account(by, person))
    User.objects.filter(pk=person.pk).update(signed_out_everywhere_at=at)
    person.signed_out_everywhere_at = at
    record("person.signed_out_everywhere", about=person, by=by, at=at)


@transaction.atomic
def note_security(*, person: User, what: str, at: datetime, by: User | None = None) -> None:
    """A line in the diary for what allauth did: signed in, a password changed, a second factor added."""
    record(f"person.{what}", about=person, by=by or person, at=at)


@transaction.atomic
def keep_form(*, person: User, path: str, page: str, fields: dict[str, list[str]], at: datetime) -> KeptForm:
    """Keep what she had written when her session ran out; a second try at one address replaces the first."""
    kept, _ = KeptForm.objects.update_or_create(
        person=person,
        path=path,
        defaults={"page": page, "fields": fields, "kept_at": at, "until": at + KEPT_FOR},
    )
    return kept


def drop_kept_form(*, person: User, path: str) -> None:
    """She has sent it, so it need not be kept."""
    KeptForm.objects.filter(person=person, path=path).delete()


def drop_old_kept_forms(*, at: datetime) -> int:
    """For the night: what nobody came back for."""
    return KeptForm.objects.filter(until__lte=at).delete()[0]


@transaction.atomic
def remove_unconfirmed_accounts(*, at: datetime, most: int = 200) -> int:
    """For the night: accounts whose address was not confirmed within seven days are removed."""
    old = list(
        User.objects.filter(
            date_joined__lte=at - UNCONFIRMED_FOR, last_login__isnull=True, is_superuser=False
        )
        .exclude(emailaddress__verified=True)
        .exclude(role_grants__isnull=False)
        .order_by("pk")[:most]
    )
    removed = 0
    for person in old:
        try:
            with transaction.atomic():
                Consent.objects.filter(person=person).delete()
                record("person.removed_unconfirmed", about=person, by=None, at=at)
                person.delete()
        except ProtectedError:  # something upstairs hangs on her: a person to look at, not one to remove
            continue
        removed += 1
    return removed
