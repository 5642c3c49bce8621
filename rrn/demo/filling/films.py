"""The two films, chosen as the network's awareness videos."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File

from rrn.accounts.models import User
from rrn.demo import invented
from rrn.learning.actions import choose_video

MEDIA = Path(invented.__file__).parent / "media"
FILES = {"webm": "webm", "mp4": "mp4", "sound": "audio", "captions": "captions", "poster": "poster"}
LANGUAGES = {"en": "en-gb", "cy": "cy"}


def choose_films(*, by: User, at: datetime) -> None:
    for place, film in enumerate(invented.films(), start=1):
        with ExitStack() as files:
            opened = {
                name: File(
                    files.enter_context((MEDIA / film["files"][theirs]).open("rb")), film["files"][theirs]
                )
                for name, theirs in FILES.items()
            }
            choose_video(
                place=place, facts=_facts(film), files=opened, sections=film["transcript"], by=by, at=at
            )


def _facts(film: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": film["slug"],
        "language": LANGUAGES[film["language"]],
        "title": film["title"],
        "summary": film["summary"],
        "shows": film["content_note"]["shows"],
        "does_not_show": film["content_note"]["does_not_show"],
        "sound_note": film["sound_note"],
        "length_s": film["length_seconds"],
        "width": film["width"],
        "height": film["height"],
    }
