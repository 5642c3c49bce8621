"""Reads worth naming. Each says how many queries it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rrn.accounts.models import User
from rrn.learning import rules
from rrn.learning.models import (
    Completion,
    SectionRead,
    TranscriptSection,
    Video,
    VideoTrouble,
    WatchedSegments,
)

PLACES = (1, 2)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person is with one video, without saying which way she takes."""

    video: Video
    complete: bool
    watched_s: float
    resume_at: float
    sections: Sequence[TranscriptSection]
    read: frozenset[int]
    told_trouble: bool

    @property
    def started(self) -> bool:
        return self.complete or self.watched_s > 0 or bool(self.read)

    @property
    def watched_in_words(self) -> str:
        return rules.length_in_words(self.watched_s)

    @property
    def next_section(self) -> int | None:
        """The number of the first section not read yet."""
        return next((section.number for section in self.sections if section.number not in self.read), None)


def videos_asked_of(person: User) -> dict[int, Video]:
    """The video of each place: in her language where there is one, else in English. One query."""
    chosen: dict[int, Video] = {}
    for video in Video.objects.filter(retired_at__isnull=True, language__in={person.language, "en-gb"}):
        if video.place not in chosen or video.language == person.language:
            chosen[video.place] = video
    return chosen


def places_completed(person: User) -> frozenset[int]:
    """Which of the two she has completed; a video replaced or translated since still counts. One query."""
    return frozenset(Completion.objects.filter(person=person).values_list("video__place", flat=True))


def places_seen(person: User) -> frozenset[int]:
    """Which of the two of today she has completed, in whatever language; one replaced since does not count. One query.

    What renewing asks. `places_completed` is for somebody who is joining: a video replaced half-way through costs her nothing.
    """
    shown = Completion.objects.filter(person=person, video__retired_at__isnull=True)
    return frozenset(shown.values_list("video__place", flat=True))


def has_completed_both(person: User) -> bool:
    """One query."""
    return places_completed(person).issuperset(PLACES)


def progress_of(person: User, video: Video, complete: frozenset[int] | None = None) -> Progress:
    """How far she is. `complete`: the places that count as complete where she is; without it those seen. Five queries."""
    watched = WatchedSegments.objects.filter(person=person, video=video).first()
    read = SectionRead.objects.filter(person=person, section__video=video).values_list("section__number", flat=True)
    return Progress(
        video=video,
        complete=video.place in (places_seen(person) if complete is None else complete),
        watched_s=watched.seconds if watched else 0,
        resume_at=watched.resume_at if watched else 0,
        sections=list(video.sections.all()),
        read=frozenset(read),
        told_trouble=VideoTrouble.objects.filter(person=person, video=video, answered_at__isnull=True).exists(),
    )


def places_completed_since(person: User, at: datetime) -> frozenset[int]:
    """Those she has completed after an instant. One query."""
    return frozenset(Completion.objects.filter(person=person, completed_at__gt=at).values_list("video__place", flat=True))


def started_places(person: User) -> frozenset[int]:
    """Which of the two she has begun in any way. Two queries."""
    watched = WatchedSegments.objects.filter(person=person, seconds__gt=0).values_list("video__place", flat=True)
    read = SectionRead.objects.filter(person=person).values_list("section__video__place", flat=True).distinct()
    return frozenset(watched) | frozenset(read)


def open_troubles(before: datetime | None = None) -> QuerySet[VideoTrouble]:
    """What the office still has to answer, oldest first; a to-do. One query."""
    waiting = VideoTrouble.objects.filter(answered_at__isnull=True).select_related("person", "video")
    return waiting.filter(told_at__lt=before) if before else waiting
