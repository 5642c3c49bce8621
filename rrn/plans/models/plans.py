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
    language = models.CharField(
        max_length=5, choices=settings.LANGUAGES, blank=True, help_text="Empty: that of the plan."
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
            "language",
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
