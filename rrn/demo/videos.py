"""The two awareness videos of the demonstration, made by `media/make_videos.py`: with captions, sound and transcript."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File

from rrn.learning.actions import choose_video

MEDIA = Path(__file__).parent / "media"
CHOSEN_SINCE = timedelta(days=800)
KINDS = {"webm": "webm", "mp4": "mp4", "audio": "sound", "captions": "captions", "poster": "poster"}


def _facts(video: dict[str, Any], place: int) -> dict[str, Any]:
    return {
        "slug": video["slug"],
        "place": place,
        "title": video["title"],
        "summary": video["summary"],
        "shows": video["content_note"]["shows"],
        "does_not_show": video["content_note"]["does_not_show"],
        "sound_note": video["sound_note"],
        "length_s": video["length_seconds"],
        "width": video["width"],
        "height": video["height"],
    }


def fill_videos(at: datetime) -> None:
    """Choose both, long ago enough for every made-up member to have seen them."""
    for place, video in enumerate(json.loads((MEDIA / "videos.json").read_text(encoding="utf-8")), start=1):
        with ExitStack() as opened:
            files = {
                kind: File(opened.enter_context((MEDIA / video["files"][name]).open("rb")))
                for name, kind in KINDS.items()
                if name in video["files"]
            }
            choose_video(
                facts=_facts(video, place), sections=video["transcript"], files=files, by=None, at=at - CHOSEN_SINCE
            )
