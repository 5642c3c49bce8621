from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from rrn.core.personal import PersonalData


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """For libraries that insist on it; our own code calls `accounts.actions`."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # of pictures, a library's relation
    """A person who can sign in. What she may do follows from her roles, her seats and her membership, never from here."""

    email = models.EmailField("email address", unique=True)
    display_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5, default="en-gb")
    large_print = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField()
    adult_confirmed_at = models.DateTimeField(null=True, blank=True)
    signed_out_everywhere_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    personal_data = PersonalData(
        personal={
            "email": "sign-in and service messages",
            "password": "sign-in",
            "display_name": "how other people see her",
            "language": "the language we write in",
            "large_print": "how large the letters of our mails and letters are",
            "last_login": "security",
            "date_joined": "retention",
            "adult_confirmed_at": "membership is for adults",
            "signed_out_everywhere_at": "security: sessions older than this are dead",
        },
        other=("id", "is_active", "is_superuser", "groups", "user_permissions"),
        kept="24 months after the last membership ended; 7 days while the address is not confirmed",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_an_address"),
            models.CheckConstraint(name="address_is_normalised", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def seen_as(self) -> str:
        """What other people read. Somebody who gave no name is a colleague: her address is never shown to them."""
        return self.display_name or "a colleague"

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: a new password, or signing out everywhere, ends all the others."""
        since = self.signed_out_everywhere_at
        state = f"{self.password}|{since.astimezone(UTC).isoformat() if since else ''}"
        return salted_hmac("rrn.accounts.session", state, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The staff roles held now."""
        if self.pk is None:
            return frozenset()
        return frozenset(self.role_grants.filter(ended_at__isnull=True).values_list("role", flat=True))

    @property
    def is_staff(self) -> bool:
        return self.is_superuser or bool(self.roles & STAFF_ROLES)

    @cached_property
    def has_second_factor(self) -> bool:
        from allauth.mfa.utils import is_mfa_enabled

        return is_mfa_enabled(self)

    @property
    def reviews_plans(self) -> bool:
        return bool(self.roles & {Role.REVIEWER, Role.OFFICE})

    @property
    def is_office(self) -> bool:
        return Role.OFFICE in self.roles


class Role(models.TextChoices):
    """What somebody does for the network. Roles are granted and ended with dates, never edited."""

    OFFICE = "office", "Office"
    EDITOR = "editor", "Website editor"
    REVIEWER = "reviewer", "Reviewer"
    MODERATOR = "moderator", "Moderator"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    SAFEGUARDING_DEPUTY = "safeguarding_deputy", "Deputy safeguarding lead"
    LIVED_EXPERIENCE_READER = "lived_experience_reader", "Lived-experience reader"
    TRUSTEE = "trustee", "Trustee"


# Lived-experience readers read on pages of their own; they are not staff and never see the office.
STAFF_ROLES = frozenset(Role.values) - {Role.LIVED_EXPERIENCE_READER.value}


class RoleGrant(models.Model):
    """One person held one role from one moment to another."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=40, choices=Role)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"person": "who may do what", "granted_by": "accountability"},
        other=("id", "role", "granted_at", "ended_at"),
        kept="6 years after the role ended",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ended_at__isnull=True), name="one_open_grant_a_role"
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("granted_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"


class Consent(models.Model):
    """Somebody agreed to one version of one wording, and may have taken it back. Rows are added, never rewritten."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    wording_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"person": "proof of what was agreed"},
        other=("id", "purpose", "wording_version", "given_at", "withdrawn_at"),
        kept="6 years after it was withdrawn or the membership ended",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "-given_at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.wording_version}"

    def in_force(self, at: datetime) -> bool:
        return self.given_at <= at and (self.withdrawn_at is None or self.withdrawn_at > at)


class KeptForm(models.Model):
    """What somebody had written when her session ran out, kept until she is back (VISUAL.md 13, session ended).

    Never a password, a code or a file. It belongs to the person whose session it was, and to nobody else.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_forms")
    path = models.CharField(max_length=500)
    page = models.CharField(max_length=500)
    fields = models.JSONField()
    kept_at = models.DateTimeField()
    until = models.DateTimeField()

    personal_data = PersonalData(
        personal={"person": "to give it back to her", "fields": "to give it back to her"},
        other=("id", "path", "page", "kept_at", "until"),
        kept="24 hours, or until she has sent it",
    )

    class Meta:
        indexes = [models.Index(fields=["until"], name="kept_form_until")]
        constraints = [
            models.CheckConstraint(name="kept_form_ends", condition=Q(until__gt=F("kept_at"))),
            models.UniqueConstraint(fields=["person", "path"], name="one_kept_form_an_address"),
        ]

    def __str__(self) -> str:
        return f"kept for {self.page}"


# The rest of the room's tables; they stand in a file of their own because they are the desk's and not the account's.
from rrn.accounts.desk_models import Batch, BatchRow, Note, SavedView, TakenToDo  # noqa: E402

__all__ = [
    "STAFF_ROLES", "Batch", "BatchRow", "Consent", "KeptForm", "Note", "Role", "RoleGrant", "SavedView", "TakenToDo", "User",
    "UserManager",
]  # fmt: skip
