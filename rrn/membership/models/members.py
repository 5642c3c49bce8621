from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rrn.core.personal import PersonalData
from rrn.membership.models.querysets import MemberQuerySet


class Member(models.Model):
    """A person or an organisation that is, was or wants to be a member. One row each, for good.

    Nothing here says "active": that is `rules.status_on(facts, day)`, and `Member.objects.with_status(day)` for lists.
    """

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "Individual"
        ORGANISATION = "organisation", "Organisation"

    kind = models.CharField(max_length=12, choices=Kind)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="member"
    )
    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="member"
    )
    made_at = models.DateTimeField()

    objects = MemberQuerySet.as_manager()

    personal_data = PersonalData(
        personal={"person": "membership"},
        other=("id", "kind", "organisation", "made_at"),
        kept="a person's 24 months after her membership ended; an organisation's for good",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_member_is_one_person_or_one_organisation",
                condition=Q(kind="individual", person__isnull=False, organisation__isnull=True)
                | Q(kind="organisation", person__isnull=True, organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person if self.kind == self.Kind.INDIVIDUAL else self.organisation)
