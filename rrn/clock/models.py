from __future__ import annotations

from django.conf import settings
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


class HighWater(models.Model):
    """The latest London day on which the clock has done its work. It never goes down, whatever the machine's clock does."""

    name = models.CharField(max_length=20, primary_key=True)
    day = models.DateField()
    reached_at = models.DateTimeField()

    personal_data = PersonalData(other=("name", "day", "reached_at"), kept="overwritten each day")

    class Meta:
        verbose_name_plural = "high-water marks"

    def __str__(self) -> str:
        return f"{self.name}: {self.day}"


class Forecast(models.Model):
    """How much of one kind the dates called for on a day to come, counted on an earlier day. The brake compares with it."""

    duty = models.CharField(max_length=60)
    day = models.DateField()
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    personal_data = PersonalData(other=("id", "duty", "day", "number", "made_at"), kept="a month")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "day"], name="one_forecast_a_duty_and_day")]

    def __str__(self) -> str:
        return f"{self.duty} on {self.day}: {self.number}"


class Halt(models.Model):
    """The clock has stopped before doing more of one kind than the dates called for the day before, and asks.

    One is open for a kind at a time. Two people let it go on; whoever asked may go on alone when nobody answers in two
    working days, a day later. A release is for the number that was looked at and for what the forecasts add since.
    """

    duty = models.CharField(max_length=60)
    day = models.DateField(help_text="The London day on which it was measured.")
    number = models.PositiveIntegerField()
    forecast = models.PositiveIntegerField()
    by_day = models.JSONField(help_text="How many fell due on each day.")
    stopped_at = models.DateTimeField()
    left_until = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True, help_text="From when it may go on.")
    released_number = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"asked_by": "accountability", "agreed_by": "accountability", "reason": "accountability"},
        other=(
            "id",
            "duty",
            "day",
            "number",
            "forecast",
            "by_day",
            "stopped_at",
            "left_until",
            "asked_at",
            "released_at",
            "released_number",
            "closed_at",
        ),
        kept="24 months",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(closed_at__isnull=True), name="one_open_halt_a_duty"),
            models.CheckConstraint(
                name="a_release_was_asked_for_with_a_reason",
                condition=Q(released_at__isnull=True)
                | (Q(asked_by__isnull=False, released_number__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="two_people_release", condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} on {self.day}: {self.number}, forecast {self.forecast}"
