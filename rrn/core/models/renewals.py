from __future__ import annotations

from django.db import models
from django.db.models import Q

from rrn.core.personal import PersonalData


class Renewal(models.Model):
    """Something was written about a record of which public rows or kept pages tell: they are to be made again.

    Written in the transaction of the write itself, so that nothing in public stays behind when a process dies. An
    empty `record` stands for every record of the kind, as after an import.
    """

    kind = models.CharField(max_length=60)
    record = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        other=("id", "kind", "record", "at", "done_at", "tries", "not_before"),
        kept="a day after it was done; numbers of records, no names",
    )

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="renewal_waiting"),
            models.Index(fields=["at"], name="renewal_at"),
            # Every host asks each second what has been done lately, for the pages that it keeps.
            models.Index(fields=["done_at"], name="renewal_done"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record or 'all'}"
