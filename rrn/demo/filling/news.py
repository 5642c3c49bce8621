"""The news of the made-up network: each piece from its file, some days before the day of filling."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from rrn.core.time import london_day
from rrn.website.copybook import read_folder
from rrn.website.filling import add_news

HERE = Path(__file__).resolve().parent.parent
NEWS, PICTURES = HERE / "data" / "news", HERE / "media" / "news"


def fill_news(at: datetime) -> None:
    """The oldest first, as they came."""
    pieces = read_folder(NEWS)
    for piece in sorted(pieces, key=lambda piece: -int(piece["date_offset"])):
        add_news(copy=piece, on=london_day(at) - timedelta(days=int(piece["date_offset"])), pictures=PICTURES)
