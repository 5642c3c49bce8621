from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from rrn.core.personal import PersonalData
from rrn.core.vocabulary import Nation, Region, Sector
from rrn.organisations.rules import Scheme


class Organisation(models.Model):
    """A body, or the part of one, that can promise something: a trust's directorate, a school, a charity.

    One organisation is not one legal entity and not one person's login: it says what part of itself it speaks for,
    may stand in several registers or in none, and people hold seats in it.
    """

    slug = models.SlugField(
        max_length=80, unique=True, help_text="Its address for good: a new name does not change it."
    )
    name = models.CharField(max_length=200)
    part_covered = models.CharField(
        max_length=300, blank=True, help_text="What part of itself it speaks for."
    )
    sector = models.CharField(max_length=30, choices=Sector, blank=True)
    nation = models.CharField(max_length=20, choices=Nation, blank=True)
    region = models.CharField(
        max_length=30, choices=Region, blank=True, help_text="Where in England; of no other nation."
    )
    place = models.CharField(max_length=120, blank=True)
    website = models.URLField(max_length=300, blank=True)
    training_provider = models.CharField(max_length=200, blank=True)
    certificate_reference = models.CharField(max_length=80, blank=True)
    use_of_force_policy = models.URLField(max_length=300, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en-gb")
    founded_at = models.DateTimeField(help_text="When it was entered here.")
    founded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    client_key = models.UUIDField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"founded_by": "accountability"},
        other=(
            "id",
            "slug",
            "name",
            "part_covered",
            "sector",
            "nation",
            "region",
            "place",
            "website",
            "training_provider",
            "certificate_reference",
            "use_of_force_policy",
            "language",
            "founded_at",
            "client_key",
        ),
        kept="for good; an organisation is not a person",
    )

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="organisation_name"),
            models.Index(fields=["founded_at"], name="organisation_founded"),
        ]
        constraints = [
            models.CheckConstraint(name="organisation_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="region_is_of_england", condition=Q(region="") | Q(nation=Nation.ENGLAND)
            ),
            models.UniqueConstraint(fields=["founded_by", "client_key"], name="organisation_once_a_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/members/{self.slug}/"

    def get_home_url(self) -> str:
        """Its people's own page."""
        return reverse("plans:home", args=[self.slug])


class FormerName(models.Model):
    """A name the organisation had, and the day it stopped having it. The slug stays; search finds both."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    used_until = models.DateField()

    personal_data = PersonalData(other=("id", "organisation", "name", "used_until"), kept="for good")

    class Meta:
        ordering = ["-used_until", "-pk"]

    def __str__(self) -> str:
        return self.name


class RegisterEntry(models.Model):
    """The organisation's number in a public register. Optional, several, and no proof of anything until checked.

    Two organisations may share a number: each may be a part of the same legal entity.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="register_entries")
    scheme = models.CharField(max_length=20, choices=Scheme)
    value = models.CharField(max_length=60, help_text="As it was typed.")
    normalised = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    checked_on = models.DateField(null=True, blank=True)
    checked_how = models.CharField(max_length=200, blank=True)

    personal_data = PersonalData(
        other=(
            "id",
            "organisation",
            "scheme",
            "value",
            "normalised",
            "added_at",
            "checked_on",
            "checked_how",
        ),
        kept="for good",
    )

    class Meta:
        ordering = ["scheme", "normalised"]
        verbose_name_plural = "register entries"
        indexes = [models.Index(fields=["scheme", "normalised"], name="register_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "normalised"], name="one_entry_a_number"
            ),
            models.CheckConstraint(
                name="check_says_when_and_how",
                condition=Q(checked_on__isnull=True, checked_how="")
                | (Q(checked_on__isnull=False) & ~Q(checked_how="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.normalised}"


class SeatKind(models.TextChoices):
    """What a seat lets somebody do. A colleague has a member's rights and none on the plan."""

    LEAD = "lead", "Lead"
    EDITOR = "editor", "Editor"
    VIEWER = "viewer", "Viewer"
    COLLEAGUE = "colleague", "Colleague"


class Seat(models.Model):
    """One person's place in one organisation, from one moment to another. Ended seats stay, without showing a name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=10, choices=SeatKind)
    kind_since = models.DateTimeField(
        null=True, blank=True, help_text="When it became of this kind, if it was of another before."
    )
    role_title = models.CharField(
        max_length=120, blank=True, help_text="What she does there. Public where a role is shown."
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={
            "person": "who may do what for the organisation",
            "role_title": "how the organisation names the role",
        },
        other=("id", "organisation", "kind", "kind_since", "started_at", "ended_at"),
        kept="24 months after it ended: until then its holder may not review the organisation",
    )

    class Meta:
        ordering = ["started_at", "pk"]
        indexes = [
            models.Index(fields=["person", "ended_at"], name="seat_person"),
            models.Index(fields=["organisation", "ended_at"], name="seat_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_open_seat_a_person",
            ),
            models.CheckConstraint(
                name="seat_ends_after_it_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.organisation}"


class FormerKind(models.Model):
    """What a seat was before, and from when to when: who led an organisation on a day is read from dates."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="former_kinds")
    kind = models.CharField(max_length=10, choices=SeatKind)
    since = models.DateTimeField()
    until = models.DateTimeField()

    personal_data = PersonalData(
        personal={"seat": "to whom a letter was due"}, other=("id", "kind", "since", "until"), kept="as long as the seat"
    )

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(name="a_former_kind_ends_after_it_began", condition=Q(until__gte=F("since")))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} until {self.until}"


class Invitation(models.Model):
    """A seat offered by mail to one address. The link names the invitation; the address has to sign in to take it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    kind = models.CharField(max_length=10, choices=SeatKind)
    role_title = models.CharField(max_length=120, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={
            "email": "to offer the seat",
            "role_title": "how the organisation names the role",
            "invited_by": "accountability",
        },
        other=(
            "id",
            "organisation",
            "kind",
            "token_digest",
            "invited_at",
            "expires_at",
            "accepted_at",
            "taken_back_at",
        ),
        kept="6 months after it ran out, was taken or was taken back",
    )

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True, taken_back_at__isnull=True),
                name="one_open_invitation_an_address",
            ),
            models.CheckConstraint(
                name="invitation_ends_once",
                condition=Q(accepted_at__isnull=True) | Q(taken_back_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation to {self.organisation}"

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.taken_back_at is None and at < self.expires_at


class SeatCode(models.Model):
    """The code with which colleagues take a seat themselves. The lead can renew it; the old one stops at once.

    The code itself is not stored: it is derived from the installation's key and `number`, and found by its digest.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="seat_code")
    number = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  # null: switched off
    renewed_at = models.DateTimeField()

    personal_data = PersonalData(
        other=("id", "organisation", "number", "digest", "renewed_at"), kept="for good"
    )

    def __str__(self) -> str:
        return f"code of {self.organisation}"


class InterestKind(models.TextChoices):
    EMPLOYER = "employer", "Works or worked there"
    CUSTOMER = "customer", "Sells to it, buys from it, trains or inspects it"
    FAMILY = "family", "Has a family member or close friend there"
    OTHER = "other", "Something else"


class Interest(models.Model):
    """A reviewer said that she has something to do with an organisation. While it stands she reviews nothing of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=10, choices=InterestKind)
    words = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"person": "impartial review", "words": "impartial review", "kind": "impartial review"},
        other=("id", "organisation", "declared_at", "ended_at"),
        kept="6 years after it ended",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"],
                condition=Q(ended_at__isnull=True),
                name="one_open_interest_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.organisation}"
