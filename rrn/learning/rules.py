"""When a video is complete, and what of a report about watching can be true. Pure.

Watching is a set of stretches of the video, in seconds, kept as their union: going back adds nothing, skipping
leaves a gap, and everybody may go wherever she likes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

Segment = tuple[float, float]

SHORTEST: Final = 0.1  # seconds: less than this is a rounding, not watching
MOST_SEGMENTS: Final = 200


def threshold(length: float) -> float:
    """The share that has to be watched: 70 % of a very short video, 95 % of one of ten minutes and more."""
    return 0.70 + 0.25 * min(length, 600) / 600


def union(segments: Iterable[Segment], length: float) -> list[Segment]:
    """The same stretches in order, overlaps joined, nothing outside the video."""
    inside = sorted((max(0.0, start), min(float(length), end)) for start, end in segments)
    joined: list[Segment] = []
    for start, end in inside:
        if end - start <= 0:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def seconds(segments: Iterable[Segment]) -> float:
    """How long stretches that do not overlap are together."""
    return sum(end - start for start, end in segments)


def _new_parts(segment: Segment, known: Sequence[Segment]) -> list[Segment]:
    """What of one stretch is not yet among the known ones."""
    start, end = segment
    parts: list[Segment] = []
    for known_start, known_end in known:
        if known_end <= start or known_start >= end:
            continue
        if known_start > start:
            parts.append((start, known_start))
        start = max(start, known_end)
    if end > start:
        parts.append((start, end))
    return parts


def accept(known: Sequence[Segment], reported: Iterable[Segment], *, passed: float, length: float) -> list[Segment]:
    """The union after a report, with no more new watching in it than time has passed since the last one."""
    left = max(0.0, passed)
    accepted = list(known)
    for segment in union(reported, length):
        for start, end in _new_parts(segment, known):
            end = min(end, start + left)
            if end - start < SHORTEST:
                continue
            accepted.append((start, end))
            left -= end - start
    joined = union(accepted, length)
    return joined if len(joined) <= MOST_SEGMENTS else list(known)


def is_watched(segments: Sequence[Segment], length: float) -> bool:
    """Whether enough of the video was watched. Half a second of rounding is forgiven."""
    return seconds(segments) + 0.5 >= threshold(length) * length


def is_read(sections: Collection[int], read: Collection[int]) -> bool:
    """Whether every section of the transcript was read; a video without a transcript cannot be read."""
    return bool(sections) and set(sections) <= set(read)


def _spoken(total: float) -> str:
    minutes, rest = divmod(int(total), 60)
    parts = []
    if minutes:
        parts.append("1 minute" if minutes == 1 else f"{minutes} minutes")
    if rest or not minutes:
        parts.append("1 second" if rest == 1 else f"{rest} seconds")
    return " ".join(parts)


def length_in_words(total: float) -> str:
    """5 minutes 40 seconds."""
    return _spoken(total)
