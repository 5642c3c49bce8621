from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.plans.models.plans import Action, Plan
from rrn.plans.models.versions import PlanVersion

USER = settings.AUTH_USER_MODEL


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


class Declaration(models.Model):
    """Somebody declared that she has no interest in the organisation, to read its plan without opening a review.

    Asked before an accepted plan is published, an appeal is decided, or any plan that is not public is read.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    wording_version = models.CharField(max_length=20)
    declared_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={"person": "impartial review"},
        other=("id", "plan", "wording_version", "declared_at"),
        kept="6 years after the decision",
    )

    class Meta:
        ordering = ["declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person", "wording_version"], name="one_declaration_a_wording"
            ),
        ]

    def __str__(self) -> str:
        return f"declaration about plan {self.plan_id}"


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
