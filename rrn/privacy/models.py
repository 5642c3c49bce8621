from __future__ import annotations

from django.db import models

from rrn.core.personal import PersonalData


class Erasure(models.Model):
    """Something was erased, and must not come back with an import or a restored backup.

    What it was is not kept: only its digest under the installation's key, by which it is recognised.
    """

    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={"digest": "so that what was erased stays erased"},
        other=("id", "kind", "erased_at"),
        kept="for good; it cannot be turned back into what it was",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="one_erasure_a_value")]

    def __str__(self) -> str:
        return f"{self.kind} erased on {self.erased_at:%d %B %Y}"
