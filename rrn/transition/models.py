from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rrn.core.personal import PersonalData
from rrn.membership.models import OriginalPledge

from .rules.rows import Reason


class ImportBatch(models.Model):
    """One file, brought in at one moment, exactly as its preview had shown."""

    reference = models.CharField(max_length=40, unique=True)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    preview_digest = models.CharField(max_length=64)
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Blank: from the command line.",
    )
    rows = models.PositiveIntegerField()
    created_people = models.PositiveIntegerField()
    created_organisations = models.PositiveIntegerField()
    matched_rows = models.PositiveIntegerField()
    known_rows = models.PositiveIntegerField()
    refused_rows = models.PositiveIntegerField()
    looked_at = models.DateTimeField(null=True, blank=True, help_text="When somebody looked at its look-alikes.")
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_data = PersonalData(
        personal={"applied_by": "accountability", "looked_by": "accountability"},
        other=(
            "id",
            "reference",
            "file_name",
            "file_digest",
            "preview_digest",
            "applied_at",
            "rows",
            "created_people",
            "created_organisations",
            "matched_rows",
            "known_rows",
            "refused_rows",
            "looked_at",
        ),
        kept="for good; names nobody but the member of staff",
    )

    class Meta:
        ordering = ["-applied_at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class ImportedRow(models.Model):
    """What became of one row of a batch's file: a record was created, one was matched, or it was refused because."""

    class Decision(models.TextChoices):
        CREATE = "create", "Created a record"
        MATCH = "match", "Belongs to a record"
        KNOWN = "known", "Was there already"
        REFUSE = "refuse", "Left out"

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="row_decisions")
    number = models.PositiveIntegerField(help_text="Where the row stands in the file.")
    decision = models.CharField(max_length=6, choices=Decision)
    pledge = models.ForeignKey(
        OriginalPledge, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(
        max_length=40, choices=[(reason.value, reason.value) for reason in Reason], blank=True
    )
    about = models.CharField(max_length=20, blank=True, help_text="The column the reason is about.")
    entry = models.CharField(
        max_length=40, blank=True, help_text="The number the pledge form gave a row that was left out."
    )

    personal_data = PersonalData(
        other=("id", "batch", "number", "decision", "pledge", "reason", "about", "entry"),
        kept="for good; the row's own words are with the pledge, those of a refused row are not kept",
    )

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_decision_a_row"),
            models.CheckConstraint(
                condition=Q(decision="refuse", pledge__isnull=True) & ~Q(reason="")
                | ~Q(decision="refuse") & Q(pledge__isnull=False, reason=""),
                name="a_row_has_a_record_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number}: {self.get_decision_display()}"


class LookAlike(models.Model):
    """Pledges that may be one, as a batch left them: listed for staff, never merged by the house."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="look_alikes")
    place = models.PositiveIntegerField(help_text="The most telling first.")
    why = models.CharField(max_length=80, help_text="What makes them look alike.")
    count = models.PositiveIntegerField(help_text="How many there are; at most ten are listed.")

    personal_data = PersonalData(
        other=("id", "batch", "place", "why", "count"),
        kept="for good; who they are stands with the pledges alone",
    )

    class Meta:
        ordering = ["batch", "place"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="one_look_alike_a_place"),
        ]

    def __str__(self) -> str:
        return self.why


class LookAlikePledge(models.Model):
    """One of the pledges that look alike."""

    look_alike = models.ForeignKey(LookAlike, on_delete=models.PROTECT, related_name="members")
    pledge = models.ForeignKey(OriginalPledge, on_delete=models.PROTECT, related_name="+")

    personal_data = PersonalData(
        other=("id", "look_alike", "pledge"), kept="for good; it names the pledge, which has its own retention"
    )

    class Meta:
        ordering = ["look_alike", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["look_alike", "pledge"], name="a_pledge_once_among_look_alikes"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge}"
