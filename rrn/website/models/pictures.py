"""Pictures of the public pages. They are public by design: what may not be seen by everybody is never one of these."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from wagtail.images.models import AbstractImage, AbstractRendition

from rrn.core.personal import PersonalData


class Picture(AbstractImage):
    """A picture with the words that stand in its place for whoever does not see it. None without."""

    alt = models.CharField(
        "words in its place",
        max_length=250,
        help_text="What matters about this picture to somebody who does not see it. One or two sentences.",
    )
    credit = models.CharField(
        "who made it", max_length=160, blank=True, help_text="Photographer or source. For people: that they agreed, and until when."
    )

    admin_form_fields: ClassVar[tuple[str, ...]] = ("title", "file", "alt", "credit", "collection", "tags")

    personal_data = PersonalData(
        personal={"file": "pictures of the public pages", "credit": "who made it", "uploaded_by_user": "accountability"},
        other=(
            "id", "title", "description", "collection", "width", "height", "created_at", "focal_point_x", "focal_point_y",
            "focal_point_width", "focal_point_height", "file_size", "file_hash", "tags", "alt",
        ),
        kept="As long as a page shows it; people pictured may ask for it back at any time.",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"
        constraints = [models.CheckConstraint(name="picture_has_words_in_its_place", condition=~Q(alt=""))]

    @property
    def default_alt_text(self) -> str:
        return self.alt


class Rendition(AbstractRendition):
    """A picture in one size, drawn when a page that shows it is published."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    personal_data = PersonalData(
        personal={"file": "pictures of the public pages"},
        other=("id", "filter_spec", "focal_point_key", "width", "height", "image"),
        kept="As long as its picture.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_size")
        ]
