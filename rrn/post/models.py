from __future__ import annotations

from django.db import models

from rrn.core.personal import PersonalData


class Mail(models.Model):
    """One mail that has to leave the house: an outbox row, written in the transaction that promised it.

    Each ends as exactly one of sent, unsure, bounced or suppressed. A row whose sender died between DATA and 250
    is unsure and goes to staff; it is not sent again blindly (RELIABILITY.md, clock 3).
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        UNSURE = "unsure", "Perhaps sent"
        BOUNCED = "bounced", "Came back"
        SUPPRESSED = "suppressed", "Not sent"

    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)  # null: no key, may repeat
    to = models.EmailField()
    recipient_kind = models.CharField(max_length=80, blank=True)
    recipient_id = models.CharField(max_length=40, blank=True)
    about_kind = models.CharField(max_length=80, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    template = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text="When staff left it at that, after it came back or may not have arrived."
    )

    personal_data = PersonalData(
        personal={
            "to": "where it went",
            "recipient_id": "the member's timeline",
            "about_id": "the record's timeline",
            "subject": "proof of what we wrote",
            "text": "proof of what we wrote",
            "html": "proof of what we wrote",
        },
        other=(
            "id",
            "state",
            "key",
            "recipient_kind",
            "about_kind",
            "template",
            "message_id",
            "queued_at",
            "next_try_at",
            "claimed_until",
            "attempts",
            "sent_at",
            "reason",
            "decided_at",
        ),
        kept="body 90 days, the fact 24 months",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="mail_due", condition=models.Q(state__in=["queued", "sending"])
            ),
            models.Index(
                fields=["queued_at"],
                name="mail_to_decide",
                condition=models.Q(state__in=["unsure", "bounced"], decided_at__isnull=True),
            ),
            models.Index(fields=["recipient_kind", "recipient_id", "-queued_at"], name="mail_recipient"),
            models.Index(fields=["about_kind", "about_id", "-queued_at"], name="mail_about"),
        ]

    def __str__(self) -> str:
        return self.subject


# A mail in one of these waits until somebody in the office has looked.
TO_DECIDE = (Mail.State.UNSURE, Mail.State.BOUNCED)
