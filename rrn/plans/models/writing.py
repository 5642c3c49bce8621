from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rrn.core.personal import PersonalData
from rrn.plans.models.plans import Action, Plan

USER = settings.AUTH_USER_MODEL


class Edit(models.Model):
    """Somebody changed a field of a draft. The words before are kept, so that two people at once lose none.

    One person's changes to one field within a short while are one edit.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="edits")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="edits")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    personal_data = PersonalData(
        personal={
            "by": "who wrote what, for the people who write the plan",
            "on_behalf_of": "accountability",
            "before": "nothing written is lost",
        },
        other=("id", "plan", "action", "field", "started_at", "at"),
        kept="90 days after the plan was published, withdrawn or not accepted",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["plan", "action", "field", "-at"], name="edit_latest")]

    def __str__(self) -> str:
        return f"{self.field} of plan {self.plan_id}"


class ConfirmationKind(models.TextChoices):
    """What the organisation confirms before it sends its plan."""

    PUBLICATION = "publication", "Publication and its licence"
    ACCURACY = "accuracy", "Accuracy"
    AUTHORITY = "authority", "Authority"


class Confirmation(models.Model):
    """One confirmation of one wording by one person. Taken back, it stays with the day it ended."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="confirmations")
    kind = models.CharField(max_length=12, choices=ConfirmationKind)
    wording_version = models.CharField(max_length=20)
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"given_by": "proof of what was agreed", "on_behalf_of": "proof of what was agreed"},
        other=("id", "plan", "kind", "wording_version", "given_at", "taken_back_at"),
        kept="as its plan",
    )

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"],
                condition=Q(taken_back_at__isnull=True),
                name="one_open_confirmation_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, wording {self.wording_version}"
