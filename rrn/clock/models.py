from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData


class Lease(models.Model):
    """Who may do the night's duties just now. It ends by itself, so that a dead worker holds nobody up.

    A lease keeps two workers out of each other's way; that nothing happens twice is promised by the duties
    themselves (RELIABILITY.md, clock 1 and 4).
    """

    name = models.CharField(max_length=40, primary_key=True)
    owner = models.CharField(max_length=80)
    taken_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    until = models.DateTimeField()

    personal_data = PersonalData(other=("name", "owner", "taken_at", "beat_at", "until"), kept="overwritten each minute")

    class Meta:
        constraints = [models.CheckConstraint(name="lease_ends_after_its_beat", condition=Q(until__gte=F("beat_at")))]

    def __str__(self) -> str:
        return f"{self.name}: {self.owner}"


class JobRun(models.Model):
    """How one duty last went. What it did stands in the diary and the outbox; this is for whoever looks after it."""

    name = models.CharField(max_length=60, primary_key=True)
    begun_at = models.DateTimeField()
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    personal_data = PersonalData(
        other=("name", "begun_at", "succeeded_at", "failed_at", "error", "done", "failed"), kept="overwritten each run"
    )

    def __str__(self) -> str:
        return self.name


class Setback(models.Model):
    """One record that a duty could not do. It is tried again, each time later, and shown to staff until it works."""

    duty = models.CharField(max_length=60)
    record = models.CharField(max_length=120)
    tries = models.PositiveSmallIntegerField(default=1)
    failed_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    error = models.CharField(max_length=200)

    personal_data = PersonalData(
        personal={"record": "so that staff can mend what keeps a duty from a person"},
        other=("id", "duty", "tries", "failed_at", "next_try_at", "error"),
        kept="until the duty is done",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "record"], name="one_setback_a_record")]
        indexes = [models.Index(fields=["duty", "next_try_at"], name="setback_next")]

    def __str__(self) -> str:
        return f"{self.duty}: {self.record}"
