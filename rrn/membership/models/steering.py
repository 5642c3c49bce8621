from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from rrn.core.personal import PersonalData
from rrn.core.time import end_of_day
from rrn.membership.models.members import Member
from rrn.membership.roles import PersonRole
from rrn.membership.rules import Basis, Body, RosterRole
from rrn.organisations.models import Seat


class RosterQuerySet(models.QuerySet["RosterSeat"]):
    """The lists behind `rules.standing_on`. The membership's own queryset says who counts."""

    def seated_on(self, day: date) -> RosterQuerySet:
        """Confirmed, in a term, not ended; see `rules.is_seated`."""
        over = end_of_day(day)
        return self.filter(
            Exists(RosterTerm.objects.filter(seat=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)),
            Q(ended_at__isnull=True) | Q(ended_at__gte=over),
            confirmed_at__lt=over,
        )

    def entitled_on(self, day: date) -> RosterQuerySet:
        """Seated, and the membership lets them; see `rules.is_entitled`."""
        over = end_of_day(day)
        counting = Member.objects.counting_on(day)
        held = Seat.objects.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gte=over),
            organisation=OuterRef("organisation"), person=OuterRef("person"), started_at__lt=over,
        )  # fmt: skip
        as_herself = Q(basis=Basis.PERSON) & Exists(counting.filter(person=OuterRef("person")))
        through = Q(basis=Basis.ORGANISATION) & Exists(held) & Exists(counting.filter(organisation=OuterRef("organisation")))
        return self.seated_on(day).filter(Q(body=Body.TRUSTEES) | as_herself | through)


class RosterSeat(models.Model):
    """Somebody's seat on the steering group or among the trustees: proposed, then confirmed, with one term or several.

    Nothing here says "is a member": that is `rules.standing_on(facts, day)`, and `RosterSeat.objects.entitled_on(day)`.
    """

    body = models.CharField(max_length=8, choices=Body)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roster_seats")
    role = models.CharField(max_length=12, choices=RosterRole, default=RosterRole.MEMBER)
    comes_as = models.CharField(max_length=20, choices=PersonRole, blank=True, help_text="Shown beside her name.")
    basis = models.CharField(max_length=12, choices=Basis, blank=True, help_text="Trustees need no membership.")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="roster_seats"
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: it ended because her details were erased.",
    )
    why_ended = models.CharField(max_length=300, blank=True)

    objects = RosterQuerySet.as_manager()

    personal_data = PersonalData(
        personal={
            "person": "who guides the network",
            "comes_as": "what she brings to the group",
            "proposed_by": "accountability",
            "confirmed_by": "accountability",
            "ended_by": "accountability",
            "why_ended": "why the seat ended",
        },
        other=("id", "body", "role", "basis", "organisation", "proposed_at", "confirmed_at", "ended_at"),
        kept="6 years after it ended",
    )

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(ended_at__isnull=True), name="one_open_roster_seat_a_person"
            ),
            models.CheckConstraint(
                name="a_roster_seat_says_by_whose_membership",
                condition=Q(body=Body.TRUSTEES, basis="", organisation__isnull=True)
                | Q(body=Body.STEERING, basis=Basis.PERSON, organisation__isnull=True)
                | Q(body=Body.STEERING, basis=Basis.ORGANISATION, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="a_confirmed_roster_seat_says_by_whom",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_at__gte=F("proposed_at"), confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_ended_roster_seat_says_why",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, why_ended="")
                | (Q(ended_at__isnull=False, ended_at__gte=F("proposed_at")) & ~Q(why_ended="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.get_body_display().lower()}: {self.person}"


class RosterTerm(models.Model):
    """From a day to a day, both included. A seat that goes on gets another term."""

    seat = models.ForeignKey(RosterSeat, on_delete=models.CASCADE, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day, included.")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_data = PersonalData(
        personal={"given_by": "accountability"},
        other=("id", "seat", "starts_on", "ends_on", "given_at"),
        kept="as long as the seat",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "starts_on"], name="one_roster_term_a_start"),
            models.CheckConstraint(name="a_roster_term_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"


class RosterNaming(models.Model):
    """She agreed to be named with her seat, in one version of the wording; the office may have noted it from a call."""

    seat = models.ForeignKey(RosterSeat, on_delete=models.CASCADE, related_name="namings")
    wording_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_data = PersonalData(
        personal={"given_by": "proof of what was agreed", "withdrawn_by": "proof of what was taken back"},
        other=("id", "seat", "wording_version", "given_at", "withdrawn_at"),
        kept="6 years after it was taken back or the seat ended",
    )

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(withdrawn_at__isnull=True), name="one_open_naming_a_roster_seat"
            ),
            models.CheckConstraint(
                name="a_naming_taken_back_says_by_whom",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_at__gte=F("given_at"), withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"named since {self.given_at:%Y-%m-%d}, wording {self.wording_version}"


class RosterInterest(models.Model):
    """What else she is bound to, in her own words, from a day; in public only where she said so."""

    seat = models.ForeignKey(RosterSeat, on_delete=models.CASCADE, related_name="interests")
    words = models.CharField(max_length=300)
    is_public = models.BooleanField()
    client_key = models.CharField(max_length=64, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"words": "interests of those who guide the network", "declared_by": "accountability"},
        other=("id", "seat", "is_public", "client_key", "declared_at", "ended_at"),
        kept="6 years after the seat ended",
    )

    class Meta:
        ordering = ["declared_at", "id"]
        constraints = [
            models.CheckConstraint(name="a_roster_interest_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="a_roster_interest_ends_after_it_was_declared",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("declared_at")),
            ),
            models.UniqueConstraint(
                fields=["seat", "client_key"], condition=~Q(client_key=""), name="one_roster_interest_a_client_key"
            ),
        ]

    def __str__(self) -> str:
        return self.words
