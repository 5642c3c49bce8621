"""What happens to a picture before it is kept: nothing that a camera wrote into it, such as the place, stays."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps
from wagtail.images.forms import BaseImageForm

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


def without_traces(name: str, content: bytes) -> bytes:
    """The picture upright, without what the camera noted beside it."""
    kind = FORMATS[name.rpartition(".")[2].lower()]
    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened)
        profile = opened.info.get("icc_profile")
        clean = Image.frombytes(upright.mode, upright.size, upright.tobytes()) if upright.mode != "P" else upright.convert("RGBA")
        if kind == "JPEG" and clean.mode not in ("RGB", "L", "CMYK"):
            clean = clean.convert("RGB")
        kept = io.BytesIO()
        clean.save(kept, kind, quality=90, **({"icc_profile": profile} if profile else {}))
    return kept.getvalue()


class PictureForm(BaseImageForm):
    def clean_file(self) -> Any:
        """Only a file that was sent now; one kept earlier is clean."""
        sent = self.cleaned_data.get("file")
        if "file" not in self.changed_data or sent is None or sent is False:
            return sent
        sent.seek(0)
        return SimpleUploadedFile(sent.name, without_traces(sent.name, sent.read()), getattr(sent, "content_type", "") or "")
