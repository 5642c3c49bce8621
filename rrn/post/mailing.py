"""What a mailing is, and to whom it goes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.post.mailing_rules import LeftOut, State


class Mailing(models.Model):
    """One letter to everybody in a view of the office's lists, each by a mail of her own.

    Its list of readers is frozen when it is handed in, so that the second person agrees to those very people. Who of
    them really gets it is asked again at the door when each mail leaves.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", "About their membership or account"
        NEWS = "news", "News"

    class Reach(models.TextChoices):
        LEADS = "leads", "Whoever leads the organisation"
        SEATS = "seats", "Everybody with a seat in the organisation"

    client_key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    reach = models.CharField(max_length=8, choices=Reach, default=Reach.LEADS)
    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=20000)
    view_name = models.CharField(max_length=80, blank=True)
    view_list = models.CharField(max_length=20)
    view_query = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="Rises with each saving, so that two writers notice each other.")
    made_at = models.DateTimeField()
    changed_by = models.BigIntegerField(help_text="Whose account it is, by number: accounts stand above this room.")
    changed_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True, help_text="Held until this moment.")
    asked_by = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_why = models.CharField(max_length=200, blank=True, help_text="Why a second person is asked.")
    reason = models.CharField(max_length=500, blank=True, help_text="What whoever asked wrote to the second person.")
    agreed_by = models.BigIntegerField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, help_text="From when it may leave.")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={
            "changed_by": "accountability",
            "asked_by": "accountability",
            "agreed_by": "accountability",
            "reason": "accountability",
            "stop_reason": "accountability",
            "view_query": "whom the list was asked for",
            "view_name": "the office's words for the list",
            "subject": "proof of what we wrote",
            "text": "proof of what we wrote",
        },
        other=(
            "id",
            "client_key",
            "kind",
            "reach",
            "view_list",
            "state",
            "version",
            "made_at",
            "changed_at",
            "not_before",
            "asked_at",
            "asked_why",
            "released_at",
            "stopped_at",
            "done_at",
        ),
        kept="24 months after it was sent or stopped",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_mailing_leaves_once_released",
                condition=Q(state__in=[State.DRAFT, State.SUBMITTED, State.STOPPED]) | Q(released_at__isnull=False, asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="two_people_agree_to_a_mailing", condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by"))
            ),
            models.CheckConstraint(name="a_done_mailing_has_its_time", condition=~Q(state=State.DONE) | Q(done_at__isnull=False)),
            models.CheckConstraint(
                name="a_stopped_mailing_says_why", condition=~Q(state=State.STOPPED) | (Q(stopped_at__isnull=False) & ~Q(stop_reason=""))
            ),
        ]
        indexes = [
            models.Index(fields=["released_at"], name="mailing_to_send", condition=Q(state__in=[State.RELEASED, State.SENDING])),
            models.Index(fields=["asked_at"], name="mailing_to_agree", condition=Q(state=State.SUBMITTED)),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def words(self) -> str:
        """Everything in which a field may stand."""
        return f"{self.subject}\n{self.text}"


class MailingRecipient(models.Model):
    """One person of a mailing's frozen list, and the one mail she got, or why none was written.

    The address stands in the mail: it is the one she has when it is written. What became of it is the mail's answer.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="recipients")
    recipient_kind = models.CharField(max_length=80)
    recipient_id = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=80)
    about_id = models.CharField(max_length=40)
    mail = models.OneToOneField("post.Mail", on_delete=models.PROTECT, null=True, blank=True, related_name="of_mailing")
    left_out = models.CharField(max_length=10, choices=LeftOut, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    personal_data = PersonalData(
        personal={"recipient_id": "the member's timeline", "about_id": "the record's timeline"},
        other=("id", "mailing", "recipient_kind", "about_kind", "mail", "left_out", "reason"),
        kept="24 months after the mailing was sent or stopped",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "recipient_kind", "recipient_id"], name="one_place_a_mailing"),
            models.CheckConstraint(name="a_reader_is_written_to_or_left_out", condition=Q(left_out="") | Q(mail__isnull=True)),
            models.CheckConstraint(name="who_is_left_out_is_told_why", condition=Q(left_out="") | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["mailing", "id"], name="mailing_unwritten", condition=Q(mail__isnull=True, left_out=""))]

    def __str__(self) -> str:
        return f"{self.recipient_kind} {self.recipient_id} of mailing {self.mailing_id}"
