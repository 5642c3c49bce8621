"""What reaches people without mail: letters on paper, and calls."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rrn.core.personal import PersonalData


class PaperLetter(models.Model):
    """A letter as it was made, and the day on which somebody took it to the post. What it says never changes."""

    client_key = models.UUIDField(unique=True)
    recipient_kind = models.CharField(max_length=80)
    recipient_id = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    address = models.TextField(max_length=400)
    subject = models.CharField(max_length=200)
    text = models.TextField(max_length=8000)
    large_print = models.BooleanField(default=False)
    written_on = models.DateField()
    made_at = models.DateTimeField()
    posted_on = models.DateField(null=True, blank=True)
    notice = models.ForeignKey("post.Notice", on_delete=models.PROTECT, null=True, blank=True, related_name="letters")

    personal_data = PersonalData(
        personal={
            "recipient_id": "the member's timeline",
            "name": "who it is for",
            "address": "where the post takes it",
            "subject": "proof of what we wrote",
            "text": "proof of what we wrote",
        },
        other=("id", "client_key", "recipient_kind", "large_print", "written_on", "made_at", "posted_on", "notice"),
        kept="24 months after it was made; emptied when its reader is erased",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_letter_is_posted_once_written", condition=Q(posted_on__isnull=True) | Q(posted_on__gte=models.F("written_on"))
            )
        ]
        indexes = [models.Index(fields=["recipient_kind", "recipient_id", "-made_at"], name="letter_recipient")]

    def __str__(self) -> str:
        return self.subject


class Call(models.Model):
    """A conversation on the telephone: with whom, when, what was said and what follows. Who spoke stands in the diary."""

    client_key = models.UUIDField(unique=True)
    recipient_kind = models.CharField(max_length=80)
    recipient_id = models.CharField(max_length=40)
    spoken_with = models.CharField(max_length=120)
    called_on = models.DateField()
    said = models.TextField(max_length=2000)
    follows = models.TextField(max_length=1000, blank=True)
    noted_at = models.DateTimeField()
    notice = models.ForeignKey("post.Notice", on_delete=models.PROTECT, null=True, blank=True, related_name="calls")

    personal_data = PersonalData(
        personal={
            "recipient_id": "the member's timeline",
            "spoken_with": "with whom",
            "said": "what was agreed",
            "follows": "what was agreed",
        },
        other=("id", "client_key", "recipient_kind", "called_on", "noted_at", "notice"),
        kept="24 months after the call; emptied when she is erased",
    )

    class Meta:
        indexes = [models.Index(fields=["recipient_kind", "recipient_id", "-noted_at"], name="call_recipient")]

    def __str__(self) -> str:
        return f"call with {self.spoken_with}"
