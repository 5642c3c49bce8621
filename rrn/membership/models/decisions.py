from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.membership.models.members import Member
from rrn.membership.rules import EndingKind


class Application(models.Model):
    """A plan of this member has been waiting for the network's decision since a day.

    It makes somebody without a period "applied", and lets the grace of a renewal run until the decision.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="applications")
    starts_on = models.DateField(help_text="The day it was sent.")
    ended_on = models.DateField(null=True, blank=True, help_text="The day it was decided, taken back or given up.")

    personal_data = PersonalData(other=("id", "member", "starts_on", "ended_on"), kept="as long as the member")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_on__isnull=True), name="one_application_waits_at_a_time"
            ),
            models.CheckConstraint(
                name="an_application_ends_after_it_was_sent",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"application of {self.starts_on}"


class Suspension(models.Model):
    """The network paused a membership for a stated reason, until it lifts the pause. Rows are kept."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="suspensions")
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The day it was lifted; that day counts again.")
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.TextField(blank=True)

    personal_data = PersonalData(
        personal={
            "reason": "why it was decided",
            "decided_by": "accountability",
            "ended_by": "accountability",
            "ended_why": "why it was taken back",
        },
        other=("id", "member", "starts_on", "ended_on", "decided_at"),
        kept="6 years after it ended",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_on__isnull=True), name="one_open_suspension_a_member"
            ),
            models.CheckConstraint(
                name="a_suspension_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="a_suspension_has_its_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"suspended from {self.starts_on}"


class Ending(models.Model):
    """A membership was ended by a decision: removed, closed or merged. It can be taken back with a date."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=7, choices=EndingKind)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The day the decision was taken back.")
    into = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from")
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.TextField(blank=True)

    personal_data = PersonalData(
        personal={
            "reason": "why it was decided",
            "decided_by": "accountability",
            "ended_by": "accountability",
            "ended_why": "why it was taken back",
        },
        other=("id", "member", "kind", "starts_on", "ended_on", "into", "decided_at"),
        kept="6 years after the membership ended",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(ended_on__isnull=True), name="one_open_ending_a_kind"
            ),
            models.CheckConstraint(
                name="an_ending_is_taken_back_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="merged_says_into_which_member",
                condition=(Q(kind="merged", into__isnull=False) & ~Q(into=F("member")))
                | (~Q(kind="merged") & Q(into__isnull=True)),
            ),
            models.CheckConstraint(name="an_ending_has_its_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.starts_on}"


class Override(models.Model):
    """The office lets a membership count until a day, for a stated reason, after its grace has run out."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="overrides")
    starts_on = models.DateField()
    until = models.DateField(help_text="The last day, included.")
    ended_on = models.DateField(null=True, blank=True, help_text="The day it was taken back.")
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.TextField(blank=True)

    personal_data = PersonalData(
        personal={
            "reason": "why it was decided",
            "decided_by": "accountability",
            "ended_by": "accountability",
            "ended_why": "why it was taken back",
        },
        other=("id", "member", "starts_on", "until", "ended_on", "decided_at"),
        kept="6 years after it ended",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(name="an_override_ends_after_it_starts", condition=Q(until__gte=F("starts_on"))),
            models.CheckConstraint(
                name="an_override_is_taken_back_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="an_override_has_its_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"counts until {self.until}"
