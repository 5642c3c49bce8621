from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.membership.models.decisions import Ending, Suspension
from rrn.membership.models.members import Member

USER = settings.AUTH_USER_MODEL


class Appeal(models.Model):
    """A member asks that somebody else looks at a suspension or a removal. Decided within 20 working days.

    It changes no status by itself: where it is upheld, the suspension or the removal is dated as taken back.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appeals")
    suspension = models.OneToOneField(
        Suspension, on_delete=models.PROTECT, null=True, blank=True, related_name="appeal"
    )
    ending = models.OneToOneField(Ending, on_delete=models.PROTECT, null=True, blank=True, related_name="appeal")
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
            "reasons": "why it was decided",
        },
        other=("id", "member", "suspension", "ending", "made_at", "decide_by", "upheld", "decided_at"),
        kept="6 years after it was decided",
    )

    class Meta:
        ordering = ["decide_by", "pk"]
        indexes = [models.Index(fields=["decide_by"], condition=Q(decided_at__isnull=True), name="member_appeal_open")]
        constraints = [
            models.CheckConstraint(
                name="member_appeal_is_about_one_decision",
                condition=Q(suspension__isnull=False, ending__isnull=True) | Q(suspension__isnull=True, ending__isnull=False),
            ),
            models.CheckConstraint(name="member_appeal_says_why", condition=~Q(words="")),
            models.CheckConstraint(
                name="member_appeal_is_decided_whole",
                condition=Q(upheld__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(upheld__isnull=False, decided_by__isnull=False, decided_at__isnull=False) & ~Q(reasons="")
                ),
            ),
            models.CheckConstraint(
                name="member_appeal_is_decided_by_somebody_else",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("made_by")),
            ),
        ]

    @property
    def about(self) -> Suspension | Ending:
        """The decision it is about."""
        found = self.suspension or self.ending
        assert found is not None  # by constraint
        return found

    def __str__(self) -> str:
        return f"appeal about {self.about}"
