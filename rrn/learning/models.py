from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData


def private_storage() -> Any:
    return storages["private"]


class Video(models.Model):
    """One of the two awareness videos that staff have chosen, in one language. Reading its transcript counts the same.

    A video that is replaced is retired, not changed: what people completed stays completed.
    """

    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en-gb")
    place = models.PositiveSmallIntegerField(choices=[(1, "First"), (2, "Second")])
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    shows = models.JSONField(default=list, help_text="Content note: what it shows, one sentence each.")
    does_not_show = models.JSONField(default=list, help_text="Content note: what it does not show.")
    sound_note = models.CharField(max_length=300, blank=True)
    length_s = models.FloatField()
    width = models.PositiveSmallIntegerField(default=960)
    height = models.PositiveSmallIntegerField(default=540)
    webm = models.FileField(storage=private_storage, upload_to="learning/", blank=True)
    mp4 = models.FileField(storage=private_storage, upload_to="learning/", blank=True)
    sound = models.FileField(storage=private_storage, upload_to="learning/", blank=True)
    captions = models.FileField(storage=private_storage, upload_to="learning/", blank=True)
    poster = models.FileField(storage=private_storage, upload_to="learning/", blank=True)
    chosen_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        other=(
            "id", "slug", "language", "place", "title", "summary", "shows", "does_not_show", "sound_note", "length_s",
            "width", "height", "webm", "mp4", "sound", "captions", "poster", "chosen_at", "retired_at",
        ),
        kept="for good; people in a film have agreed to it",
    )  # fmt: skip

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "place"], condition=Q(retired_at__isnull=True), name="one_video_a_place_and_language"
            ),
            models.CheckConstraint(name="a_video_has_a_length", condition=Q(length_s__gt=0)),
            models.CheckConstraint(name="a_video_is_first_or_second", condition=Q(place__in=[1, 2])),
        ]

    def __str__(self) -> str:
        return self.title


class TranscriptSection(models.Model):
    """One part of what is said and seen in a video, short enough to read in one go."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    speaker = models.CharField(max_length=120, blank=True)
    starts_at = models.FloatField(default=0, help_text="Seconds into the video.")
    text = models.TextField()
    seen = models.TextField(blank=True, help_text="What is to be seen, for those who do not see it.")
    note = models.CharField(max_length=300, blank=True)

    personal_data = PersonalData(
        other=("id", "video", "number", "title", "speaker", "starts_at", "text", "seen", "note"),
        kept="as long as the video",
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["video", "number"], name="one_section_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class WatchedSegments(models.Model):
    """Which stretches of a video somebody has watched, on whatever device; the union, kept by the server."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watched")
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="watched")
    segments = models.JSONField(default=list)
    seconds = models.FloatField(default=0)
    resume_at = models.FloatField(default=0, help_text="Where she was, so that any device goes on from there.")
    reported_at = models.DateTimeField(help_text="No report may hold more watching than has passed since.")

    personal_data = PersonalData(
        personal={
            "person": "going on where she stopped",
            "segments": "whether the video is complete",
            "seconds": "whether the video is complete",
            "resume_at": "going on where she stopped",
            "reported_at": "whether a report can be true",
        },
        other=("id", "video"),
        kept="until the video is complete; 6 months after the last report",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "video"], name="one_watching_a_person_and_video")]

    def __str__(self) -> str:
        return f"{self.seconds:.0f} seconds of {self.video_id}"


class SectionRead(models.Model):
    """Somebody says that she has read one section of a transcript."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sections_read")
    section = models.ForeignKey(TranscriptSection, on_delete=models.CASCADE, related_name="read_by")
    read_at = models.DateTimeField()

    personal_data = PersonalData(
        personal={"person": "going on where she stopped", "read_at": "going on where she stopped"},
        other=("id", "section"),
        kept="until the video is complete; 6 months after it was read",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "section"], name="one_reading_a_person_and_section")]

    def __str__(self) -> str:
        return f"section {self.section_id} by {self.person_id}"


class Completion(models.Model):
    """Somebody has completed a video. In which way is between her and this table: no page, list or figure shows it."""

    class Way(models.TextChoices):
        WATCHED = "watched", "Watched or listened"
        READ = "read", "Read"
        GROUP = "group", "Group showing"
        WAIVED = "waived", "Waived"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="completions")
    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="completions")
    way = models.CharField(max_length=8, choices=Way)
    completed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True, help_text="Why staff confirmed or waived it.")

    personal_data = PersonalData(
        personal={
            "person": "a condition of membership",
            "way": "how she chose to learn",
            "confirmed_by": "accountability",
            "reason": "why it was waived; may reveal health",
        },
        other=("id", "video", "completed_at"),
        kept="24 months after the membership ended",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "video"], name="one_completion_a_person_and_video"),
            models.CheckConstraint(
                name="staff_who_complete_for_somebody_say_why",
                condition=Q(way__in=["watched", "read"], confirmed_by__isnull=True, reason="")
                | (Q(way__in=["group", "waived"], confirmed_by__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id} by {self.person_id}"


class VideoTrouble(models.Model):
    """Somebody could not watch, hear or bear a video, and asks the office for another way."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="video_troubles")
    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="troubles")
    words = models.TextField(max_length=1000, blank=True)
    told_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_data = PersonalData(
        personal={"person": "to answer her", "words": "to answer her", "answered_by": "accountability"},
        other=("id", "video", "told_at", "answered_at"),
        kept="6 months after it was answered",
    )

    class Meta:
        ordering = ["told_at"]
        indexes = [models.Index(fields=["told_at"], name="trouble_open", condition=Q(answered_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "video"], condition=Q(answered_at__isnull=True), name="one_open_trouble_a_video"
            ),
            models.CheckConstraint(
                name="an_answer_has_person_and_time",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__gte=F("told_at"), answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"trouble with video {self.video_id}"
