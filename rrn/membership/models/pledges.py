from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData
from rrn.core.vocabulary import Nation, Sector
from rrn.organisations.models import Organisation


class OriginalPledge(models.Model):
    """Somebody took the pledge of 2014: a person, or an organisation through a person.

    The record and its date stay for ever. What became of it since are dates (claimed, declined,
    merged into another, closed); whether it still counts today is an answer, never a column.
    """

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "Individual"
        ORGANISATION = "organisation", "Organisation"

    class Listing(models.TextChoices):
        """The latest answer to "happy to be listed"."""

        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not said"

    kind = models.CharField(max_length=12, choices=Kind)
    pledged_on = models.DateField(
        help_text="The London day of the earliest pledge that went into this record."
    )

    first_name = models.CharField(
        max_length=100, blank=True, help_text="Of the person, or the organisation's contact."
    )
    last_name = models.CharField(max_length=100, blank=True)
    address = models.CharField(
        max_length=254, help_text="Trimmed and case-folded; what stands after a plus counts."
    )
    job_title = models.CharField(max_length=150, blank=True)

    organisation_name = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=300, blank=True, help_text="As it was typed.")
    host = models.CharField(max_length=253, blank=True, help_text="The website's host, without www.")

    sector = models.CharField(max_length=30, choices=Sector, blank=True)
    sector_words = models.CharField(max_length=150, blank=True, help_text="As it was typed.")
    nation = models.CharField(max_length=30, choices=Nation, blank=True)
    nation_words = models.CharField(max_length=100, blank=True, help_text="As it was typed.")
    staff_words = models.CharField(max_length=100, blank=True, help_text="Number of staff, as it was typed.")

    listing = models.CharField(max_length=7, choices=Listing, default=Listing.UNKNOWN)
    listing_chosen_at = models.DateTimeField(null=True, blank=True)

    batch = models.CharField(
        max_length=40, help_text="The reference of the batch that brought the record in."
    )
    imported_at = models.DateTimeField()
    claimed_on = models.DateField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="original_pledges",
        help_text="The organisation here that says the pledge was its own.",
    )
    declined_on = models.DateField(null=True, blank=True)
    merged_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    closed_on = models.DateField(null=True, blank=True)

    personal_data = PersonalData(
        personal={
            "first_name": "inviting the pledger to move to membership",
            "last_name": "inviting the pledger to move to membership",
            "address": "inviting the pledger to move to membership",
            "job_title": "inviting the pledger to move to membership",
        },
        other=(
            "id",
            "kind",
            "pledged_on",
            "organisation_name",
            "website",
            "host",
            "sector",
            "sector_words",
            "nation",
            "nation_words",
            "staff_words",
            "listing",
            "listing_chosen_at",
            "batch",
            "imported_at",
            "claimed_on",
            "claimed_by",
            "declined_on",
            "merged_on",
            "merged_into",
            "closed_on",
        ),
        kept="the record and its date for good; the person's details until she asks or 24 months after the move ends",
    )

    class Meta:
        ordering = ["pledged_on", "pk"]
        indexes = [
            models.Index(fields=["kind", "pledged_on", "id"], name="pledge_by_day"),
            models.Index(fields=["address"], name="pledge_by_address"),
            models.Index(fields=["batch"], name="pledge_by_batch"),
            models.Index(
                fields=["organisation_name", "id"],
                name="pledge_moving",
                condition=Q(kind="organisation", listing="yes", claimed_on=None, declined_on=None, merged_on=None)
                & Q(closed_on=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(kind="individual", merged_on__isnull=True),
                name="one_pledge_a_person",
            ),
            models.UniqueConstraint(
                fields=["host"],
                condition=Q(kind="organisation", merged_on__isnull=True) & ~Q(host=""),
                name="one_pledge_a_host",
            ),
            models.CheckConstraint(
                condition=Q(kind="individual") | ~Q(organisation_name=""),
                name="organisations_pledge_has_its_name",
            ),
            models.CheckConstraint(
                condition=Q(listing="unknown", listing_chosen_at__isnull=True)
                | (Q(listing__in=["yes", "no"]) & Q(listing_chosen_at__isnull=False)),
                name="a_listing_choice_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(merged_on__isnull=True, merged_into__isnull=True)
                | (Q(merged_on__isnull=False, merged_into__isnull=False) & ~Q(merged_into=F("id"))),
                name="a_merged_pledge_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True) | Q(kind="organisation", claimed_on__isnull=False),
                name="a_claim_by_an_organisation_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.ORGANISATION:
            return self.organisation_name
        return f"{self.first_name} {self.last_name}".strip() or f"pledge {self.pk}"


class OriginalPledgeEntry(models.Model):
    """One row of the pledge file, as it was said: several may have gone into one record, and none is lost.

    The fingerprint names what the row says, so that the same row is known again in whatever file it comes.
    """

    pledge = models.ForeignKey(OriginalPledge, on_delete=models.PROTECT, related_name="entries")
    fingerprint = models.CharField(max_length=32, unique=True)
    entry = models.CharField(max_length=40, blank=True, help_text="The number the pledge form gave it.")
    made_at = models.DateTimeField()
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=254)
    job_title = models.CharField(max_length=150, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=300, blank=True)
    sector_words = models.CharField(max_length=150, blank=True)
    nation_words = models.CharField(max_length=100, blank=True)
    staff_words = models.CharField(max_length=100, blank=True)
    listing = models.CharField(
        max_length=7, choices=OriginalPledge.Listing, default=OriginalPledge.Listing.UNKNOWN
    )

    personal_data = PersonalData(
        personal={
            "first_name": "finding the pledger under an earlier name",
            "last_name": "finding the pledger under an earlier name",
            "address": "finding the pledger under an earlier address",
            "job_title": "inviting the pledger to move to membership",
        },
        other=(
            "id",
            "pledge",
            "fingerprint",
            "entry",
            "made_at",
            "organisation_name",
            "website",
            "sector_words",
            "nation_words",
            "staff_words",
            "listing",
        ),
        kept="as the pledge it belongs to",
    )

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=~Q(entry=""), name="one_row_an_entry_number"),
        ]

    def __str__(self) -> str:
        return f"entry {self.entry or self.fingerprint[:8]}"
