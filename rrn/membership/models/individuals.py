from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.core.time import london_day
from rrn.core.vocabulary import Nation, Sector, Strategy
from rrn.membership.models.members import Member
from rrn.membership.models.periods import Period
from rrn.membership.roles import PersonRole
from rrn.membership.rules.action import ActionEnding, ActionFacts, Reading


class IndividualDetails(models.Model):
    """What an individual member told us about herself. Listed in public only if she asks for it."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="details")
    role = models.CharField(max_length=20, choices=PersonRole)
    nation = models.CharField(max_length=20, choices=Nation)
    sector = models.CharField(max_length=25, choices=Sector)
    listed_at = models.DateTimeField(null=True, blank=True, help_text="Since when her name may stand in public.")
    changed_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={
            "role": "figures by role; may reveal lived experience",
            "nation": "what the law asks depends on it",
            "sector": "examples and figures by sector",
            "listed_at": "her choice to be named in public",
        },
        other=("id", "member", "changed_at"),
        kept="24 months after the membership ended",
    )

    class Meta:
        indexes = [
            models.Index(fields=["-listed_at", "-id"], name="listed_people", condition=Q(listed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"details of member {self.member_id}"


class IndividualAction(models.Model):
    """The one thing an individual member does within her two years. Private unless she lists it.

    `by_when` and `halfway_on` are anchors of reminders: written once and never computed again.
    """

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="action")
    what = models.TextField(max_length=600)
    by_when = models.DateField()
    halfway_on = models.DateField(null=True, blank=True, help_text="Half-way between promise and day. None for a short action.")
    how_i_will_know = models.TextField(max_length=600)
    strategy = models.PositiveSmallIntegerField(choices=Strategy, null=True, blank=True)
    from_example = models.CharField(max_length=40, blank=True, help_text="The example in the bank that it started from.")
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_on",
        help_text="The unfinished action of the two years before that this one goes on with.",
    )  # fmt: skip
    listed_at = models.DateTimeField(null=True, blank=True, help_text="Since when it may stand in public.")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en-gb")
    made_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={
            "what": "her commitment; may reveal lived experience",
            "how_i_will_know": "her commitment; may reveal lived experience",
            "by_when": "reminders",
            "halfway_on": "reminders",
            "carried_from": "what she goes on with",
            "listed_at": "her choice to show it",
        },
        other=("id", "period", "strategy", "from_example", "language", "made_at"),
        kept="24 months after the membership ended",
    )

    class Meta:
        indexes = [
            models.Index(fields=["by_when"], name="action_by_when"),
            models.Index(fields=["halfway_on"], name="action_halfway_on"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_action_says_what_and_how_known", condition=~Q(what="") & ~Q(how_i_will_know="")
            ),
        ]

    def __str__(self) -> str:
        return f"action of {self.period.reference}"

    @property
    def facts(self) -> ActionFacts:
        """What the rules of an action read. No query where `words` and `end` are fetched."""
        spoken = [word for word in self.words.all() if word.reading]
        last = spoken[0] if spoken else None
        end: ActionEnd | None = getattr(self, "end", None)
        return ActionFacts(
            by_when=self.by_when,
            halfway_on=self.halfway_on,
            said=Reading(last.reading) if last else None,
            said_on=_first_said_on(spoken) if last else None,
            ending=ActionEnding(end.how) if end else None,
            ended_on=london_day(end.said_at) if end else None,
            done_on=end.done_on if end else None,
        )


def _first_said_on(spoken: list[ActionWord]) -> date:
    """The day on which she began to say what she says now; of anything but "done" the latest day counts."""
    last = spoken[0]
    if last.reading != Reading.DONE:
        return london_day(last.said_at)
    for word in spoken:
        if word.reading != Reading.DONE:
            break
        last = word
    return london_day(last.said_at)


class ActionWord(models.Model):
    """What she said about how her action goes, in her own words. Rows are added; the latest is what she says now.

    A word that she adds after the action's end has no reading: how it ended stands in `ActionEnd`.
    """

    Reading = Reading

    action = models.ForeignKey(IndividualAction, on_delete=models.PROTECT, related_name="words")
    reading = models.CharField(max_length=11, choices=Reading, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en-gb")
    said_at = models.DateTimeField()
    client_key = models.CharField(max_length=64, blank=True)

    personal_data = PersonalData(
        personal={"words": "her own account", "reading": "her own account"},
        other=("id", "action", "language", "said_at", "client_key"),
        kept="24 months after the membership ended",
    )

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "client_key"], condition=~Q(client_key=""), name="one_word_a_client_key"
            ),
            models.CheckConstraint(name="a_word_says_something", condition=~Q(reading="", words="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_reading_display()}, {self.said_at:%d %B %Y}"


class ActionEnd(models.Model):
    """How her action ended, once, as she says it and in her own words. Words may be added to it; nothing is taken back."""

    action = models.OneToOneField(IndividualAction, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=12, choices=ActionEnding)
    done_on = models.DateField(null=True, blank=True, help_text="The day on which it was done, if she gave one.")
    words = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en-gb")
    said_at = models.DateTimeField()
    client_key = models.CharField(max_length=64, blank=True)

    personal_data = PersonalData(
        personal={"how": "her own account", "done_on": "her own account", "words": "her own account"},
        other=("id", "action", "language", "said_at", "client_key"),
        kept="24 months after the membership ended",
    )

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {self.said_at:%d %B %Y}"


class JoiningDraft(models.Model):
    """What somebody has filled in on the way to joining, so that any device finds it again. Gone once she has joined.

    `answers` holds what she typed, step by step; nothing is taken as checked until she presses Join.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="joining_draft")
    answers = models.JSONField(default=dict)
    client_key = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={"person": "save and return", "answers": "save and return"},
        other=("id", "client_key", "started_at", "saved_at"),
        kept="until she has joined; 6 months after it was last saved",
    )

    class Meta:
        indexes = [models.Index(fields=["saved_at"], name="draft_saved")]
        constraints = [
            models.CheckConstraint(name="a_draft_is_saved_after_it_started", condition=Q(saved_at__gte=F("started_at"))),
        ]

    def __str__(self) -> str:
        return f"draft of person {self.person_id}"
