"""What the website itself remembers: whom to turn to when someone is at risk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rrn.core.personal import PersonalData
from rrn.core.vocabulary import Nation


class HelpContact(models.Model):
    """Somebody who can act when a person is at risk. A wrong number here would be the worst fault of the product.

    An entry without a day on which staff checked it is shown, because the national numbers must never be missing, and
    is a task for the office until somebody has.
    """

    class Purpose(models.TextChoices):
        DANGER = "danger", "A person is in danger now"
        CONCERN = "concern", "You are worried about how someone is treated"
        TALK = "talk", "You want to talk to someone"

    nation = models.CharField(
        max_length=20,
        choices=Nation.choices,
        blank=True,
        help_text="Left empty, the entry is shown in every nation.",
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    name = models.CharField(max_length=120)
    what_for = models.CharField(max_length=300)
    number = models.CharField(max_length=30, blank=True, help_text="Left empty, only the name is shown.")
    website = models.URLField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.CharField(
        max_length=120, blank=True, help_text="The role of whoever checked it, never a name."
    )

    personal_data = PersonalData(
        other=(
            "id", "nation", "purpose", "name", "what_for", "number", "website", "hours", "order", "checked_on", "checked_by",
        ),
        kept="As long as the page exists; names of bodies, never of persons.",
    )  # fmt: skip

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(name="one_help_contact_a_name", fields=["nation", "purpose", "name"]),
            models.CheckConstraint(
                name="help_contact_checked_by_somebody",
                condition=Q(checked_on__isnull=True, checked_by="")
                | (Q(checked_on__isnull=False) & ~Q(checked_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}".strip()
