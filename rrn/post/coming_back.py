"""What comes back: a mail that was returned, and the addresses that are on hold because of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rrn.core.personal import PersonalData


class ReturnedMail(models.Model):
    """One mail that could not be delivered, by what said so. The same mail may be told of several times; it counts once."""

    class Said(models.TextChoices):
        SERVER = "server", "The mail server refused it"
        PROVIDER = "provider", "The provider that carries our mail said so"
        RETURN = "return", "A mail came back that says so"

    mail = models.OneToOneField("post.Mail", on_delete=models.CASCADE, related_name="returned")
    address = models.EmailField()
    hard = models.BooleanField()
    said_by = models.CharField(max_length=8, choices=Said)
    evidence = models.CharField(max_length=300)
    came_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={"address": "so that nothing more is sent there in vain", "evidence": "what the other server said"},
        other=("id", "mail", "hard", "said_by", "came_at"),
        kept="as long as its mail",
    )

    class Meta:
        indexes = [models.Index(fields=["address", "-came_at"], name="returned_address")]

    def __str__(self) -> str:
        return f"{'hard' if self.hard else 'soft'} return, {self.came_at:%d %B %Y}"


class AddressHold(models.Model):
    """Nothing is sent to this address until somebody has lifted the hold: the person by a code, or the office."""

    class Why(models.TextChoices):
        HARD = "hard", "There is no such mailbox"
        SOFT = "soft", "Several mails could not be delivered"
        COMPLAINT = "complaint", "A reader marked our mail as unwanted"

    class Lifted(models.TextChoices):
        CONFIRMED = "confirmed", "A code sent there came back"
        OFFICE = "office", "The office lifted it"

    address = models.EmailField(help_text="In small letters.")
    since = models.DateTimeField()
    why = models.CharField(max_length=10, choices=Why)
    evidence = models.CharField(max_length=300)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_how = models.CharField(max_length=10, choices=Lifted, blank=True)
    lifted_why = models.CharField(max_length=300, blank=True, help_text="The office's reason. Who it was stands in the diary.")

    personal_data = PersonalData(
        personal={
            "address": "so that nothing more is sent there in vain",
            "evidence": "what the other server said",
            "lifted_why": "the office's reason",
        },
        other=("id", "since", "why", "lifted_at", "lifted_how"),
        kept="24 months after it was lifted; emptied when its reader is erased",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=Q(lifted_at__isnull=True), name="one_hold_an_address"),
            models.CheckConstraint(
                name="a_lifted_hold_says_how",
                condition=Q(lifted_at__isnull=True, lifted_how="") | (Q(lifted_at__isnull=False) & ~Q(lifted_how="")),
            ),
        ]
        indexes = [
            models.Index(fields=["address", "-since"], name="hold_address"),
            models.Index(fields=["-since"], name="hold_newest_first"),
        ]

    def __str__(self) -> str:
        return f"on hold since {self.since:%d %B %Y}"
