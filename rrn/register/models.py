"""What the register works out beforehand from other rooms' records, so that its pages are quick.

Every row here can be thrown away and made again (`manage.py renew_register`). None says what is true today: rows hold
from which day on which answer stands (decision 25).
"""

from __future__ import annotations

from django.db import models

from rrn.core.personal import PersonalData
from rrn.core.vocabulary import Nation, Sector
from rrn.membership.models import Member
from rrn.organisations.models import Organisation
from rrn.register.places import REGION_CHOICES


class Edition(models.Model):
    """One row: the number of the last change to the rows below. Who changes them locks it first, so one at a time does.

    `mark` names the series of numbers: a new one tells every process to read everything again.
    """

    mark = models.CharField(max_length=32)
    number = models.BigIntegerField(default=0)
    indexed_as = models.PositiveSmallIntegerField(default=0, help_text="Which of a plan's words the search was given.")

    personal_data = PersonalData(other=("id", "mark", "number", "indexed_as"), kept="for good; it is made again at will")

    def __str__(self) -> str:
        return f"{self.mark}, {self.number}"


class Listing(models.Model):
    """An organisation that has published a plan, as the lists show it."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=300, help_text="The name without capitals and accents.")
    slug = models.SlugField(max_length=80, unique=True)
    sector = models.CharField(max_length=30, choices=Sector, blank=True)
    nation = models.CharField(max_length=20, choices=Nation, blank=True)
    region = models.CharField(max_length=30, choices=REGION_CHOICES, blank=True)
    place = models.CharField(max_length=120, blank=True)
    part_covered = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True, help_text="The first line of the plan in public.")
    language = models.CharField(max_length=5, help_text="Of the plan's words.")
    actions = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(help_text="Of the latest version.")
    strategies = models.PositiveSmallIntegerField(help_text="One bit for each, strategy 1 the lowest.")
    practices = models.PositiveIntegerField(help_text="One bit for each type of practice, in their order.")
    spans = models.TextField(blank=True, help_text="From which day on which answer holds, with its dates.")
    changed_in = models.BigIntegerField(help_text="The number of the edition.")

    personal_data = PersonalData(
        other=(
            "organisation", "member", "name", "sort_key", "slug", "sector", "nation", "region", "place", "part_covered", "summary",
            "language", "actions", "published_at", "strategies", "practices", "spans", "changed_in",
        ),
        kept="as long as the organisation's page; it is made again at will",
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["-published_at"], name="listing_latest"),
            models.Index(fields=["changed_in"], name="listing_changed"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberLine(models.Model):
    """What one member has added to the totals, kept so that a change adds only the difference."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Member.Kind)
    spans = models.TextField(blank=True, help_text="From which day on which status holds.")
    promises = models.TextField(blank=True, help_text="Published plans: first and last day, and how many actions of what.")

    personal_data = PersonalData(
        other=("member", "kind", "spans", "promises"), kept="as long as the member; it is made again at will"
    )

    def __str__(self) -> str:
        return f"line of member {self.member_id}"


class Total(models.Model):
    """How much one of the network's numbers changes on a day. What it is on a day is the sum up to that day."""

    series = models.CharField(max_length=60)
    day = models.DateField()
    change = models.IntegerField()
    changed_in = models.BigIntegerField(db_index=True, help_text="The number of the edition.")

    personal_data = PersonalData(
        other=("id", "series", "day", "change", "changed_in"), kept="for good; it is made again at will"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="one_total_a_series_and_day")]

    def __str__(self) -> str:
        return f"{self.series}, {self.day}: {self.change:+}"
