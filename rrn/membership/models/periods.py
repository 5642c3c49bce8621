from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.membership.models.members import Member
from rrn.membership.rules import PeriodKind


class Period(models.Model):
    """One unbroken stretch of membership, two years from the day it started, the last day included.

    Nothing here says "active". A renewal is the next period, a return is a new one; leaving dates this one.
    The dates are anchors: written once and never computed again.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=8, choices=PeriodKind)
    reference = models.CharField(max_length=16, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day, included.")
    grace_ends_on = models.DateField(help_text="The last day on which it still counts without a renewal.")
    left_on = models.DateField(null=True, blank=True, help_text="The first day on which it no longer counts.")
    client_key = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()

    personal_data = PersonalData(
        other=(
            "id", "member", "kind", "reference", "starts_on", "ends_on", "grace_ends_on", "left_on", "client_key", "made_at",
        ),
        kept="as long as the member",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [
            models.Index(fields=["member", "-starts_on", "-id"], name="period_latest"),
            models.Index(fields=["ends_on", "id"], name="period_ends_in_order"),
            models.Index(fields=["grace_ends_on"], name="period_grace_ends"),
            models.Index(fields=["made_at"], name="period_made"),
            models.Index(fields=["left_on"], condition=Q(left_on__isnull=False), name="period_left"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_period_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")) & Q(grace_ends_on__gte=F("ends_on")),
            ),
            models.UniqueConstraint(
                fields=["member", "starts_on"], condition=Q(left_on__isnull=True), name="one_period_a_start"
            ),
            models.UniqueConstraint(
                fields=["member", "client_key"], condition=~Q(client_key=""), name="one_period_a_client_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.starts_on} to {self.ends_on}"
