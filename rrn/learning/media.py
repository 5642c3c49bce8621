"""A file of a video, whole or in part: players ask for ranges so that they can jump."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

TYPES = {
    "webm": "video/webm",
    "mp4": "video/mp4",
    "sound": "audio/mpeg",
    "captions": "text/vtt; charset=utf-8",
    "poster": "image/png",
}
PIECE = 64 * 1024
RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def _pieces(stored: FieldFile, start: int, length: int) -> Iterator[bytes]:
    """The file is opened when the first piece is wanted, so that a HEAD leaves nothing open."""
    with stored.storage.open(str(stored.name), "rb") as file:
        file.seek(start)
        while length > 0:
            piece = file.read(min(PIECE, length))
            if not piece:
                return
            length -= len(piece)
            yield piece


def _range_of(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the one range asked for; None where the whole file is the answer."""
    found = RANGE.match(header.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)


def serve(request: HttpRequest, file: FieldFile, kind: str) -> HttpResponseBase:
    """Answer with the file, or with the one range that was asked for."""
    size = file.size
    asked = _range_of(request.headers.get("Range", ""), size)
    first, last = asked or (0, size - 1)
    if first > last or first >= size:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    length = last - first + 1
    response = StreamingHttpResponse(
        _pieces(file, first, length), status=206 if asked else 200, content_type=TYPES[kind]
    )
    if asked:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    return response
