from __future__ import annotations

from django.db import models

from rrn.accounts.models import User
from rrn.core.personal import PersonalData


class Filled(models.Model):
    """One step of filling the demonstration that has been done. What is done is not done again."""

    step = models.CharField(max_length=60, unique=True)
    day = models.DateField()
    filled_at = models.DateTimeField()

    personal_data = PersonalData(
        other=("id", "step", "day", "filled_at"), kept="as long as the demonstration"
    )

    def __str__(self) -> str:
        return self.step


class Introduction(models.Model):
    """Somebody made up whom a visitor can be, and what there is to see as her."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    heading = models.CharField(max_length=80)
    words = models.CharField(max_length=200)
    order = models.PositiveIntegerField()

    personal_data = PersonalData(
        personal={"person": "a made-up person", "words": "a made-up person"},
        other=("id", "heading", "order"),
        kept="as long as the demonstration",
    )

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.words}"
