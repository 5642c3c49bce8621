from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.core.vocabulary import PracticeType, Strategy
from rrn.organisations.models import Organisation
from rrn.plans.rules import BEFORE_PUBLICATION, State, UnderWay

USER = settings.AUTH_USER_MODEL


def _needs(state: State, *fields: str) -> Q:
    """A plan in this state has these dates."""
    return ~Q(state=state) | Q(**{f"{field}__isnull": False for field in fields})


class Plan(models.Model):
    """What an organisation promises to do about restraint in two years, from first draft to closed.

    `state` is a position that people move. Whether the plan is running, ending or has a report due follows from
    dates and is asked of the rules. What was sent, and what was published, stand in `PlanVersion` and cannot change.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans")
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en-gb")

    where_now = models.TextField(blank=True)
    how_known = models.TextField(blank=True)
    practices = models.JSONField(default=list, blank=True, help_text="Codes of PracticeType in scope.")
    no_restraint = models.BooleanField(default=False, help_text="None: we use no restraint.")
    sharing = models.TextField(blank=True, help_text="How progress will be shared, and with whom.")
    summary = models.TextField(blank=True, help_text="Up to five lines that anyone can read.")
    shaped_by = models.TextField(blank=True, help_text="Who with lived experience shaped the plan, and how.")
    shaped_change = models.TextField(blank=True, help_text="What that changed.")
    executive_role = models.CharField(max_length=120, blank=True)
    executive_name = models.CharField(max_length=120, blank=True)
    executive_email = models.EmailField(blank=True)
    executive_telephone = models.CharField(max_length=40, blank=True)
    lead_role = models.CharField(max_length=120, blank=True)
    lead_name = models.CharField(max_length=120, blank=True)
    lead_email = models.EmailField(blank=True)
    lead_telephone = models.CharField(max_length=40, blank=True)

    started_at = models.DateTimeField()
    started_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(help_text="When anything in it was last written.")
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="The first time it was sent.")
    promised_on = models.DateField(null=True, blank=True, help_text="The day by which we promised an answer.")
    review_days_left = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Working days left of our promise while changes are asked."
    )
    review_opened_at = models.DateTimeField(null=True, blank=True)
    changes_by = models.DateField(null=True, blank=True, help_text="The day by which changes are asked for.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    publish_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    runs_from = models.DateField(null=True, blank=True)
    runs_until = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    not_accepted_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={
            "executive_name": "to reach the accountable executive",
            "executive_email": "to reach the accountable executive",
            "executive_telephone": "to reach the accountable executive",
            "lead_name": "to reach the plan lead",
            "lead_email": "to reach the plan lead",
            "lead_telephone": "to reach the plan lead",
            "started_by": "accountability",
        },
        other=(
            "id",
            "organisation",
            "reference",
            "state",
            "language",
            "where_now",
            "how_known",
            "practices",
            "no_restraint",
            "sharing",
            "summary",
            "shaped_by",
            "shaped_change",
            "executive_role",
            "lead_role",
            "started_at",
            "saved_at",
            "submitted_at",
            "promised_on",
            "review_days_left",
            "review_opened_at",
            "changes_by",
            "accepted_at",
            "publish_on",
            "published_at",
            "runs_from",
            "runs_until",
            "closed_at",
            "withdrawn_at",
            "not_accepted_at",
        ),
        kept="published words for good; contacts until 24 months after the plan closed; unsent drafts 24 months",
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "promised_on"], name="plan_promise"),
            models.Index(fields=["state", "changes_by"], name="plan_changes_by"),
            models.Index(fields=["state", "publish_on"], name="plan_publish_on"),
            models.Index(fields=["state", "-published_at"], name="plan_latest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state=State.PUBLISHED), name="one_plan_in_force"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=sorted(BEFORE_PUBLICATION)),
                name="one_plan_before_publication",
            ),
            models.CheckConstraint(
                name="submitted_is_dated", condition=_needs(State.SUBMITTED, "submitted_at", "promised_on")
            ),
            models.CheckConstraint(
                name="in_review_is_dated",
                condition=_needs(State.IN_REVIEW, "submitted_at", "promised_on", "review_opened_at"),
            ),
            models.CheckConstraint(
                name="changes_are_asked_by_a_day",
                condition=_needs(State.CHANGES_ASKED, "changes_by", "review_days_left"),
            ),
            models.CheckConstraint(
                name="accepted_is_dated", condition=_needs(State.ACCEPTED, "accepted_at", "publish_on")
            ),
            models.CheckConstraint(
                name="published_runs_between_days",
                condition=_needs(State.PUBLISHED, "accepted_at", "published_at", "runs_from", "runs_until"),
            ),
            models.CheckConstraint(
                name="closed_is_dated", condition=_needs(State.CLOSED, "published_at", "closed_at")
            ),
            models.CheckConstraint(
                name="withdrawn_is_dated", condition=_needs(State.WITHDRAWN, "withdrawn_at")
            ),
            models.CheckConstraint(
                name="not_accepted_is_dated", condition=_needs(State.NOT_ACCEPTED, "not_accepted_at")
            ),
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(runs_until__isnull=True) | Q(runs_until__gt=F("runs_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return f"/members/{self.organisation.slug}/plan/"


class Action(models.Model):
    """One thing the organisation will do: what, by whom, by when, and how anyone will know.

    Taken out of a draft, its words are kept and can be put back.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    order = models.PositiveSmallIntegerField()
    what = models.TextField(blank=True)
    why = models.TextField(blank=True)
    strategy = models.PositiveSmallIntegerField(choices=Strategy, null=True, blank=True)
    practices = models.JSONField(default=list, blank=True, help_text="Codes of PracticeType.")
    shaped_by = models.TextField(blank=True)
    shaped_change = models.TextField(blank=True)
    owner_role = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    measure = models.CharField(max_length=300, blank=True)
    baseline = models.CharField(max_length=200, blank=True, help_text="The value now.")
    baseline_on = models.DateField(null=True, blank=True, help_text="The day that value is from.")
    baseline_known_by = models.DateField(null=True, blank=True, help_text="Not known yet: known by this day.")
    target = models.CharField(max_length=200, blank=True)
    target_known_by = models.DateField(null=True, blank=True, help_text="Not known yet: known by this day.")
    how_you_will_know = models.TextField(blank=True)
    under_way = models.CharField(
        max_length=20, choices=UnderWay, blank=True, help_text="Was this already under way?"
    )
    added_at = models.DateTimeField()
    client_key = models.UUIDField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        other=(
            "id",
            "plan",
            "order",
            "what",
            "why",
            "strategy",
            "practices",
            "shaped_by",
            "shaped_change",
            "owner_role",
            "starts_on",
            "due_on",
            "measure",
            "baseline",
            "baseline_on",
            "baseline_known_by",
            "target",
            "target_known_by",
            "how_you_will_know",
            "under_way",
            "added_at",
            "client_key",
            "removed_at",
        ),
        kept="as its plan",
    )

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["plan", "order"], name="action_order")]
        constraints = [models.UniqueConstraint(fields=["plan", "client_key"], name="action_once_a_key")]

    def __str__(self) -> str:
        return self.what or f"Action {self.order}"

    @property
    def practice_labels(self) -> list[str]:
        return [str(PracticeType(code).label) for code in self.practices]


class Edit(models.Model):
    """Somebody changed a field of a draft. The words before are kept, so that two people at once lose none.

    One person's changes to one field within a short while are one edit.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="edits")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="edits")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    personal_data = PersonalData(
        personal={
            "by": "who wrote what, for the people who write the plan",
            "on_behalf_of": "accountability",
            "before": "nothing written is lost",
        },
        other=("id", "plan", "action", "field", "started_at", "at"),
        kept="90 days after the plan was published, withdrawn or not accepted",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["plan", "action", "field", "-at"], name="edit_latest")]

    def __str__(self) -> str:
        return f"{self.field} of plan {self.plan_id}"


class ConfirmationKind(models.TextChoices):
    """What the organisation confirms before it sends its plan."""

    PUBLICATION = "publication", "Publication and its licence"
    ACCURACY = "accuracy", "Accuracy"
    AUTHORITY = "authority", "Authority"


class Confirmation(models.Model):
    """One confirmation of one wording by one person. Taken back, it stays with the day it ended."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="confirmations")
    kind = models.CharField(max_length=12, choices=ConfirmationKind)
    wording_version = models.CharField(max_length=20)
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"given_by": "proof of what was agreed", "on_behalf_of": "proof of what was agreed"},
        other=("id", "plan", "kind", "wording_version", "given_at", "taken_back_at"),
        kept="as its plan",
    )

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"],
                condition=Q(taken_back_at__isnull=True),
                name="one_open_confirmation_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, wording {self.wording_version}"


class PlanVersion(models.Model):
    """The plan as it was sent: frozen words with their digest. The database refuses to change or delete it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    words = models.JSONField()
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_key = models.UUIDField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"sent_by": "accountability", "on_behalf_of": "accountability"},
        other=("id", "plan", "number", "words", "digest", "sent_at", "client_key"),
        kept="for good; its words hold roles, never names or contacts",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["sent_by", "client_key"], name="version_once_a_key"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.plan_id}"


class Publication(models.Model):
    """A version stood in public from a moment on. `number` counts through all the organisation ever published."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="publications")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publications")
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="publication")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()

    personal_data = PersonalData(
        other=("id", "organisation", "plan", "version", "number", "published_at"), kept="for good"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_publication_a_number")
        ]

    def __str__(self) -> str:
        return f"publication {self.number} of {self.organisation_id}"


class Baseline(models.Model):
    """What an action promised on the day of publication. Targets that quietly move are measured against this."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="frozen_baseline")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="baselines")
    words = models.JSONField()
    due_on = models.DateField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    personal_data = PersonalData(
        other=("id", "action", "plan", "words", "due_on", "digest", "frozen_at"), kept="for good"
    )

    class Meta:
        ordering = ["action__order", "pk"]

    def __str__(self) -> str:
        return f"baseline of action {self.action_id}"


class Review(models.Model):
    """One person reads one plan for the network, having declared that she has no interest in the organisation."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="reviews")
    declaration_version = models.CharField(max_length=20)
    opened_at = models.DateTimeField(help_text="When she declared no interest and opened the plan.")
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"reviewer": "impartial review"},
        other=("id", "plan", "declaration_version", "opened_at", "ended_at"),
        kept="6 years after the decision",
    )

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(ended_at__isnull=True), name="one_open_review_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return f"review of plan {self.plan_id}"


class ReviewComment(models.Model):
    """What the reviewer says about one action, or about one part of the plan. Shown once changes are asked for or it is decided."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="comments")
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    part = models.CharField(max_length=20, blank=True)
    words = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    client_key = models.UUIDField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"by": "accountability", "words": "advice to the organisation"},
        other=("id", "plan", "version", "action", "part", "at", "shown_at", "taken_back_at", "client_key"),
        kept="6 years after the decision",
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["plan", "at"], name="comment_plan")]
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(words="")),
            models.UniqueConstraint(fields=["by", "client_key"], name="comment_once_a_key"),
        ]

    def __str__(self) -> str:
        return self.words[:60]


class ChangesAsked(models.Model):
    """The reviewer asked for changes by a day. It ends when the plan is sent again, withdrawn, or returns to draft."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes_asked")
    words = models.TextField(blank=True)
    answer_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"asked_by": "accountability", "words": "advice to the organisation"},
        other=("id", "plan", "answer_by", "asked_at", "ended_at"),
        kept="6 years after the decision",
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name_plural = "changes asked"
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(ended_at__isnull=True), name="changes_are_asked_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"changes asked for plan {self.plan_id}"


class PointToLearn(models.Model):
    """Something the plan was accepted with and its next report must answer. Public."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="points_to_learn")
    order = models.PositiveSmallIntegerField()
    words = models.TextField()
    given_at = models.DateTimeField()

    personal_data = PersonalData(other=("id", "plan", "order", "words", "given_at"), kept="for good")

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "points to learn"
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="one_point_a_place")]

    def __str__(self) -> str:
        return self.words[:60]


class Decision(models.Model):
    """The network decided about one version: accepted, or not accepted with reasons in plain words."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="decisions")
    accepted = models.BooleanField()
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={"decided_by": "accountability"},
        other=("id", "plan", "version", "accepted", "reasons", "decided_at"),
        kept="for good",
    )

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(name="a_refusal_has_reasons", condition=Q(accepted=True) | ~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return f"{'accepted' if self.accepted else 'not accepted'}: plan {self.plan_id}"


class Appeal(models.Model):
    """The organisation asks that somebody else looks at a refusal. Decided within 20 working days."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    words = models.TextField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    decide_by = models.DateField()
    upheld = models.BooleanField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={
            "made_by": "accountability",
            "on_behalf_of": "accountability",
            "decided_by": "accountability",
            "words": "to decide the appeal",
        },
        other=("id", "decision", "made_at", "decide_by", "upheld", "reasons", "decided_at"),
        kept="6 years after it was decided",
    )

    class Meta:
        ordering = ["decide_by", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appeal_is_decided_whole",
                condition=Q(upheld__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(upheld__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reasons="")
                ),
            ),
            models.CheckConstraint(
                name="appeal_is_decided_by_somebody_else",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("made_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"appeal about decision {self.decision_id}"
