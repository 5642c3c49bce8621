"""Videos for tests: small, with a transcript of three sections."""

from __future__ import annotations

from datetime import UTC, datetime

from rrn.learning.models import Completion, TranscriptSection, Video

CHOSEN = datetime(2026, 1, 5, 9, tzinfo=UTC)


def make_video(place=1, length_s=100.0, sections=3, **fields):
    values = {
        "slug": f"video-{place}", "place": place, "title": f"Video {place}", "length_s": length_s, "chosen_at": CHOSEN,
        "shows": ["somebody tells what happened"], "does_not_show": ["nobody is held"],
    }  # fmt: skip
    video = Video.objects.create(**values | fields)
    TranscriptSection.objects.bulk_create(
        TranscriptSection(video=video, number=number, title=f"Part {number}", text="Words.", starts_at=number)
        for number in range(1, sections + 1)
    )
    return video


def make_both_videos():
    return make_video(1), make_video(2)


def complete_both(person, at):
    for place in (1, 2):
        video = Video.objects.filter(place=place, retired_at__isnull=True).first() or make_video(place)
        Completion.objects.create(person=person, video=video, way="read", completed_at=at)
