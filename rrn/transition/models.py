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

    personal_data = PersonalData(
        personal={"applied_by": "accountability"},
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

    personal_data = PersonalData(
        other=("id", "batch", "number", "decision", "pledge", "reason", "about"),
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
