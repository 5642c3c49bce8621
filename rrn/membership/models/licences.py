from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.membership.models.members import Member


class LogoLicence(models.Model):
    """An organisation may show the network's logo on its website: offered with the published plan, then accepted.

    One for an organisation, for good: its number stands in the image's address, so a renewal keeps it. Whether it
    is in force on a day follows from the membership, this acceptance and the dated suspensions.
    """

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="logo_licence")
    number = models.CharField(max_length=16, unique=True, help_text="Random and readable; nobody can guess the next.")
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    terms_version = models.CharField(max_length=20, blank=True)

    personal_data = PersonalData(
        personal={"accepted_by": "proof of who accepted the terms"},
        other=("id", "member", "number", "offered_at", "accepted_at", "terms_version"),
        kept="for good; the person's name 6 years after the membership ended",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_acceptance_has_person_terms_and_time",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True, terms_version="")
                | (Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(terms_version="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LicenceSuspension(models.Model):
    """The logo of one licence was paused for a stated reason, until the pause was lifted."""

    licence = models.ForeignKey(LogoLicence, on_delete=models.PROTECT, related_name="suspensions")
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The day it was lifted; that day counts again.")
    reason = models.TextField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the published ladder of missing reports.",
    )
    decided_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={"reason": "why it was decided", "decided_by": "accountability"},
        other=("id", "licence", "starts_on", "ended_on", "decided_at"),
        kept="6 years after it ended",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["licence"], condition=Q(ended_on__isnull=True), name="one_open_suspension_a_licence"
            ),
            models.CheckConstraint(
                name="a_licence_suspension_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence.number} from {self.starts_on}"
