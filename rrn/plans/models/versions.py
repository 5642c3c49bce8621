from __future__ import annotations

from django.conf import settings
from django.db import models

from rrn.core.personal import PersonalData
from rrn.organisations.models import Organisation
from rrn.plans.models.plans import Action, Plan

USER = settings.AUTH_USER_MODEL


class PlanVersion(models.Model):
    """The plan as it was sent: frozen words with their digest. The database refuses to change or delete it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    words = models.JSONField()
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_key = models.UUIDField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"sent_by": "accountability", "on_behalf_of": "accountability"},
        other=("id", "plan", "number", "words", "digest", "sent_at", "client_key"),
        kept="for good; its words hold roles, never names or contacts",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["sent_by", "client_key"], name="version_once_a_key"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.plan_id}"


class Publication(models.Model):
    """A version stood in public from a moment on. `number` counts through all the organisation ever published."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="publications")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publications")
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="publication")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()

    personal_data = PersonalData(
        other=("id", "organisation", "plan", "version", "number", "published_at"), kept="for good"
    )

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["-published_at", "-id"], name="publication_latest")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_publication_a_number")
        ]

    def __str__(self) -> str:
        return f"publication {self.number} of {self.organisation_id}"


class Baseline(models.Model):
    """What an action promised on the day of publication. Targets that quietly move are measured against this."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="frozen_baseline")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="baselines")
    words = models.JSONField()
    due_on = models.DateField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    personal_data = PersonalData(
        other=("id", "action", "plan", "words", "due_on", "digest", "frozen_at"), kept="for good"
    )

    class Meta:
        ordering = ["action__order", "pk"]

    def __str__(self) -> str:
        return f"baseline of action {self.action_id}"
