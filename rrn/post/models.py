from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When

from rrn.core.personal import PersonalData
from rrn.post.rules import END_OF_MAIL, End


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


class ContactMessage(models.Model):
    """What somebody wrote to the network by its form. It waits in the office's list until somebody has answered."""

    class Topic(models.TextChoices):
        JOINING = "joining", "Joining"
        PLAN = "plan", "A plan we are writing, or one of a member"
        PLEDGE = "pledge", "The pledge that was signed from 2014"
        MISTAKE = "mistake", "A mistake on a page, or a logo where it should not be"
        FORM = "form", "This site in another form"
        OTHER = "other", "Something else"

    reference = models.CharField(max_length=14, unique=True)
    client_key = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    address = models.EmailField()
    topic = models.CharField(max_length=10, choices=Topic)
    words = models.TextField(max_length=4000)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(max_length=1000, blank=True, help_text="What came of it, for colleagues. Who wrote it stands in the diary.")

    personal_data = PersonalData(
        personal={
            "name": "to answer",
            "address": "to answer",
            "words": "to answer",
            "note": "what came of it",
        },
        other=("id", "reference", "client_key", "topic", "sent_at", "answered_at"),
        kept="24 months after it was answered; emptied when its writer is erased",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_message_note_needs_answer", condition=models.Q(note="") | models.Q(answered_at__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["sent_at"], name="message_open", condition=models.Q(answered_at__isnull=True)),
            models.Index(fields=["-sent_at"], name="message_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}, {self.reference}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def with_end(self) -> Any:
        """Annotate `ended_as`: `rules.end_of` as a query, for lists and counts. A property test holds the two together."""
        answers = [
            *(When(closed_as=how, then=Value(how.value)) for how in Notice.Closing),
            When(mail__state=Mail.State.SENT, gathered=True, then=Value(End.GATHERED.value)),
            When(mail__state=Mail.State.SENT, then=Value(End.SENT.value)),
            *(When(mail__state=state, then=Value(end.value)) for state, end in END_OF_MAIL.items()),
        ]
        return self.annotate(
            ended_as=Case(*answers, default=Value(End.WAITING.value), output_field=models.CharField())
        )


class Notice(models.Model):
    """One thing that a rule owed somebody on a day, and the mail that said it, or why none did.

    What became of it is an answer from `closed_as` and the mail's state. What *should* be here is never read from
    here: the ledger computes it from the dates (`ledger.expected`).
    """

    class Closing(models.TextChoices):
        SUPERSEDED = "superseded", "Superseded"
        SUPPRESSED = "suppressed", "Not sent"
        NO_ADDRESS = "no_address", "Nobody to write to"

    rule = models.CharField(max_length=60)
    offset = models.SmallIntegerField(help_text="Days after the anchor; before it, where negative.")
    anchor_on = models.DateField()
    due_on = models.DateField()
    recipient_kind = models.CharField(max_length=80)
    recipient_id = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=80)
    about_id = models.CharField(max_length=40)
    noted_at = models.DateTimeField()
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    gathered = models.BooleanField(default=False, help_text="Its mail carries others of the same person too.")
    closed_as = models.CharField(max_length=10, choices=Closing, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    personal_data = PersonalData(
        personal={"recipient_id": "the member's timeline", "about_id": "the record's timeline"},
        other=(
            "id",
            "rule",
            "offset",
            "anchor_on",
            "due_on",
            "recipient_kind",
            "about_kind",
            "noted_at",
            "mail",
            "gathered",
            "closed_as",
            "reason",
        ),
        kept="24 months after it was due",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "about_id", "recipient_id", "offset", "anchor_on", "about_kind", "recipient_kind"],
                name="one_notice_a_promise",
            ),
            models.CheckConstraint(
                name="a_notice_is_written_or_closed", condition=Q(closed_as="") | Q(mail__isnull=True)
            ),
            models.CheckConstraint(
                name="a_closed_notice_says_why", condition=Q(closed_as="") | ~Q(reason="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["rule", "id"], name="notice_waiting", condition=Q(mail__isnull=True, closed_as="")
            ),
            models.Index(fields=["due_on", "rule"], name="notice_day"),
            models.Index(fields=["recipient_kind", "recipient_id", "-due_on"], name="notice_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.offset:+d}, {self.due_on}"


class RuleKept(models.Model):
    """Since when this house keeps a rule of notices, and up to which day all of it has been noted.

    Days before it belong to no one: an installation's first run owes no notices of its past. The mark only spares
    the clock work; a notice that is there already is never noted again.
    """

    rule = models.CharField(max_length=60, primary_key=True)
    since = models.DateField()
    noted_until = models.DateField(null=True, blank=True)

    personal_data = PersonalData(other=("rule", "since", "noted_until"), kept="for good")

    class Meta:
        verbose_name_plural = "rules kept"

    def __str__(self) -> str:
        return f"{self.rule} since {self.since}"
