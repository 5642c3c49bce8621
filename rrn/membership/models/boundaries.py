from __future__ import annotations

from django.db import models

from rrn.core.personal import PersonalData
from rrn.membership.models.periods import Period
from rrn.membership.rules import BoundaryKind


class Boundary(models.Model):
    """A day that a period passed by itself and that stands in the diary: renewal asked for, overdue, ended.

    It answers nothing: what a membership is follows from its dates alone. It only keeps the diary from saying it twice.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="boundaries")
    kind = models.CharField(max_length=5, choices=BoundaryKind)
    on = models.DateField(help_text="The first day on which it held.")
    noted_at = models.DateTimeField()

    personal_data = PersonalData(other=("id", "period", "kind", "on", "noted_at"), kept="as long as the member")

    class Meta:
        verbose_name_plural = "boundaries"
        indexes = [models.Index(fields=["kind", "-on"], name="boundary_latest")]
        constraints = [models.UniqueConstraint(fields=["period", "kind"], name="one_boundary_of_a_kind_a_period")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
