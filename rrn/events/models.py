from __future__ import annotations

from django.db import models

from rrn.core.personal import PersonalData


class Line(models.Model):
    """One line of the diary: somebody did something to something, at a moment.

    It holds no name, address or free text, so that it can stay for ever: actor and subject by kind and number,
    without a foreign key, and a digest of salt and details. The details stand in `Details`, which erasure may empty.
    """

    verb = models.CharField(max_length=80)
    about_kind = models.CharField(max_length=80)
    about_id = models.CharField(max_length=40)
    by_kind = models.CharField(max_length=80, blank=True, help_text="Blank: the house itself, such as the clock.")
    by_id = models.CharField(max_length=40, blank=True)
    for_kind = models.CharField(max_length=80, blank=True, help_text="On whose behalf staff acted.")
    for_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    personal_data = PersonalData(
        personal={"by_id": "accountability", "for_id": "accountability", "about_id": "accountability"},
        other=("id", "verb", "about_kind", "by_kind", "for_kind", "at", "digest"),
        kept="for good; names nobody",
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_kind", "about_id", "-id"], name="line_about"),
            models.Index(fields=["by_kind", "by_id", "-id"], name="line_by"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_kind} {self.about_id}"


class Details(models.Model):
    """What a line's digest was made of. Erasure empties it; the line and its place in the chain stay."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, primary_key=True, related_name="details")
    salt = models.CharField(max_length=32)
    details = models.JSONField(default=dict)
    erased_on = models.DateField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"details": "accountability: what was done, in the words of the time"},
        other=("line", "salt", "erased_on"),
        kept="until the person is erased",
    )

    def __str__(self) -> str:
        return f"details of line {self.line_id}"


class Block(models.Model):
    """A sealed run of lines: the digest of their digests, in order, and of the block before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    first_line = models.PositiveBigIntegerField(unique=True)
    last_line = models.PositiveBigIntegerField(unique=True)
    lines = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    personal_data = PersonalData(
        other=("number", "first_line", "last_line", "lines", "head", "sealed_at"), kept="for good; names nobody"
    )

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"block {self.number}"
