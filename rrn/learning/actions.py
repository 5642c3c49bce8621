"""Everything that changes what somebody has watched, read or completed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from rrn.accounts.models import User
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.learning import rules
from rrn.learning.models import (
    Completion,
    SectionRead,
    TranscriptSection,
    Video,
    VideoTrouble,
    WatchedSegments,
)
from rrn.learning.permissions import may_choose_videos, may_complete_for
from rrn.post.actions import queue_mail

SECTION_FIELDS = ("number", "title", "speaker", "starts_at", "text", "seen", "note")


@transaction.atomic
def choose_video(
    *,
    place: int,
    facts: Mapping[str, Any],
    files: Mapping[str, File[bytes]],
    sections: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
) -> Video:
    """Put a video in its place, with its files and its transcript. The one that was there is retired, not changed."""
    require(may_choose_videos(by))
    if not sections:
        raise Refused("A video needs its transcript: reading it counts the same as watching.")
    before = Video.objects.filter(place=place, language=facts["language"], retired_at__isnull=True)
    before.update(retired_at=at)
    video = Video.objects.create(place=place, chosen_at=at, **facts, **files)
    TranscriptSection.objects.bulk_create(
        TranscriptSection(video=video, **{name: section[name] for name in SECTION_FIELDS}) for section in sections
    )
    record("video.chosen", about=video, by=by, at=at, place=place, title=video.title)
    return video


def _complete(person: User, video: Video, way: Completion.Way, at: datetime) -> None:
    """Note the completion once; the way stays in its row and out of the diary."""
    _, made = Completion.objects.get_or_create(
        person=person, video=video, defaults={"way": way, "completed_at": at}
    )
    if made:
        record("video.completed", about=video, by=person, at=at)


@transaction.atomic
def begin_watching(*, person: User, video: Video, at: datetime) -> WatchedSegments:
    """She pressed play: from now on time passes that a report may account for."""
    watched, made = WatchedSegments.objects.get_or_create(person=person, video=video, defaults={"reported_at": at})
    if not made and not watched.segments:
        WatchedSegments.objects.filter(pk=watched.pk, segments=[]).update(reported_at=at)
        watched.reported_at = at
    return watched


@transaction.atomic
def note_watched(
    *, person: User, video: Video, segments: Iterable[rules.Segment], resume_at: float, at: datetime
) -> WatchedSegments:
    """Join reported stretches to what is known; never more new watching than time has passed since the last report."""
    row, _ = WatchedSegments.objects.get_or_create(person=person, video=video, defaults={"reported_at": at})
    watched = WatchedSegments.objects.select_for_update().get(pk=row.pk)
    passed = (at - watched.reported_at).total_seconds()
    known = [(start, end) for start, end in watched.segments]
    accepted = rules.accept(known, segments, passed=passed, length=video.length_s)
    watched.segments = [[round(start, 2), round(end, 2)] for start, end in accepted]
    watched.seconds = round(rules.seconds(accepted), 2)
    watched.resume_at = min(max(resume_at, 0), video.length_s)
    watched.reported_at = max(at, watched.reported_at)
    watched.save(update_fields=["segments", "seconds", "resume_at", "reported_at"])
    if rules.is_watched(accepted, video.length_s):
        _complete(person, video, Completion.Way.WATCHED, at)
    return watched


@transaction.atomic
def note_section_read(*, person: User, section: TranscriptSection, at: datetime) -> None:
    """She says that she has read this section; with the last one the video is complete."""
    SectionRead.objects.get_or_create(person=person, section=section, defaults={"read_at": at})
    video = section.video
    read = SectionRead.objects.filter(person=person, section__video=video).values_list("section__number", flat=True)
    numbers = video.sections.values_list("number", flat=True)
    if rules.is_read(set(numbers), set(read)):
        _complete(person, video, Completion.Way.READ, at)


def _confirm(person: User, video: Video, way: Completion.Way, reason: str, by: User, at: datetime) -> Completion:
    require(may_complete_for(by, person))
    if not reason.strip():
        raise Refused("Say why. The reason is kept, and only the office reads it.")
    completion, made = Completion.objects.get_or_create(
        person=person,
        video=video,
        defaults={"way": way, "completed_at": at, "confirmed_by": by, "reason": reason.strip()},
    )
    if not made:
        raise Refused("This video is complete already.")
    record(f"video.{way.value}", about=video, by=by, at=at, on_behalf_of=person, reason=completion.reason)
    queue_mail(
        to=person.email,
        template="learning/emails/you_can_go_on.txt",
        context={"person": person, "video": video, "link": f"{settings.BASE_URL}/join/individual/"},
        at=at,
        recipient=person,
        about=completion,
        key=f"video-confirmed:{completion.pk}",
    )
    return completion


@transaction.atomic
def waive_video(*, person: User, video: Video, reason: str, by: User, at: datetime) -> Completion:
    """The office lets a video count as complete for a reason it writes down, and tells her that she can go on."""
    return _confirm(person, video, Completion.Way.WAIVED, reason, by, at)


@transaction.atomic
def confirm_group_showing(*, person: User, video: Video, reason: str, by: User, at: datetime) -> Completion:
    """The office confirms that she saw the video together with others; `reason` says where and when."""
    return _confirm(person, video, Completion.Way.GROUP, reason, by, at)


@transaction.atomic
def tell_trouble(*, person: User, video: Video, words: str, at: datetime) -> VideoTrouble:
    """She tells the office that she cannot use a video. It becomes a to-do and a mail, once while it is open."""
    trouble, made = VideoTrouble.objects.get_or_create(
        person=person, video=video, answered_at=None, defaults={"words": words.strip(), "told_at": at}
    )
    if not made:
        return trouble
    record("video.trouble_told", about=trouble, by=person, at=at)
    queue_mail(
        to=str(settings.RRN["EMAIL"]),
        template="learning/emails/trouble.txt",
        context={"video": video, "number": trouble.pk},
        at=at,
        about=trouble,
        key=f"video-trouble:{trouble.pk}",
    )
    return trouble


@transaction.atomic
def answer_trouble(*, trouble: VideoTrouble, by: User, at: datetime) -> None:
    """The office has answered, by telephone, mail or by waiving the video."""
    require(may_complete_for(by, trouble.person))
    if not VideoTrouble.objects.filter(pk=trouble.pk, answered_at__isnull=True).update(answered_at=at, answered_by=by):
        raise Refused("This has been answered already.")
    record("video.trouble_answered", about=trouble, by=by, at=at)
