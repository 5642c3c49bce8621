"""The parts that a page's body is made of. Each has a template of its own and says how it must be filled.

Headings are of two sizes only and a small one needs a large one above it, so a page cannot skip a level. Every picture
has words in its place: its own, or those written for this page.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

WORDS = ["bold", "link", "document-link", "ul", "ol"]
LINE = ["bold", "link"]
OUR_ADDRESS = re.compile(r"^(/[^\s/]|/$|https://|mailto:|tel:|#\w)")


class PageBlock(blocks.PageChooserBlock):
    """A page or none. Where no page was chosen Wagtail asks for the page numbered nothing, on every page with links."""

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        return super().bulk_to_python(values) if any(values) else [None] * len(values)

    def deconstruct(self) -> Any:
        """For migrations it is Wagtail's own: nothing about what is stored differs."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class RichWords(blocks.RichTextBlock):
    """Bold, links and lists. No italics: stress is by word order (VISUAL.md 5)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"features": WORDS} | kwargs))

    class Meta:
        icon = "pilcrow"
        template = "website/blocks/words.html"


class HeadingBlock(blocks.StructBlock):
    words = blocks.CharBlock(max_length=160)
    level = blocks.ChoiceBlock(
        choices=[("2", "Heading"), ("3", "Smaller heading, under one of the large ones")], default="2"
    )

    class Meta:
        icon = "title"
        label = "Heading"


class LinkBlock(blocks.StructBlock):
    """To a page of ours, which follows it when it moves, or to any other address."""

    words = blocks.CharBlock(max_length=160, help_text="What the link says: where it leads, never “click here”.")
    page = PageBlock(required=False)
    address = blocks.CharBlock(
        required=False, max_length=500, label="Or an address", help_text="Such as /members/ or https://www.example.org/"
    )
    more = blocks.CharBlock(required=False, max_length=300, label="A sentence about it")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            problem = ValidationError("Choose a page, or write an address: one of the two.")
            raise StructBlockValidationError(block_errors={"address": problem})
        if cleaned["address"] and not OUR_ADDRESS.match(cleaned["address"]):
            problem = ValidationError("Begin with / for a page of this site, otherwise with https://")
            raise StructBlockValidationError(block_errors={"address": problem})
        return cleaned

    class Meta:
        icon = "link"
        template = "website/blocks/link.html"


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock()
    alt = blocks.CharBlock(
        required=False,
        max_length=250,
        label="Words in its place, on this page",
        help_text="What matters about the picture here. Left empty, the picture’s own words are used.",
    )
    caption = blocks.CharBlock(required=False, max_length=250)

    class Meta:
        icon = "image"
        template = "website/blocks/picture.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120)
    words = RichWords()

    class Meta:
        icon = "info-circle"
        template = "website/blocks/callout.html"


class QuoteBlock(blocks.StructBlock):
    words = blocks.TextBlock(max_length=600)
    source = blocks.CharBlock(max_length=160, help_text="Who said it, and where. Nobody is quoted without a source.")

    class Meta:
        icon = "openquote"
        template = "website/blocks/quote.html"


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(max_length=40, help_text="A year, or a month and a year.")
    words = RichWords(features=LINE)


class FactBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80)
    words = RichWords(features=LINE)


class CallBlock(LinkBlock):
    class Meta:
        icon = "arrow-right"
        template = "website/blocks/call.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    words = blocks.CharBlock(max_length=160, help_text="What the document is. Its kind and size are added.")

    class Meta:
        icon = "doc-full"
        template = "website/blocks/document.html"


class TableBlock(blocks.StructBlock):
    table = TypedTableBlock([("words", blocks.CharBlock(required=False)), ("number", blocks.DecimalBlock(required=False))])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["table"].caption:
            raise StructBlockValidationError(block_errors={"table": ValidationError("Give the table a caption.")})
        return cleaned

    class Meta:
        icon = "table"
        template = "website/blocks/table.html"


class BodyBlock(blocks.StreamBlock):
    """A page's body, part by part."""

    heading = HeadingBlock()
    words = RichWords(label="Text")
    callout = CalloutBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    links = blocks.ListBlock(LinkBlock(), icon="list-ul", template="website/blocks/links.html", label="List of links")
    timeline = blocks.ListBlock(MomentBlock(), icon="time", template="website/blocks/timeline.html")
    facts = blocks.ListBlock(FactBlock(), icon="list-ul", template="website/blocks/facts.html")
    call = CallBlock(label="Call to action")
    document = DocumentBlock()
    table = TableBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        found = headings_out_of_order([part.value["level"] for part in cleaned if part.block_type == "heading"])
        if found is not None:
            places = [place for place, part in enumerate(cleaned) if part.block_type == "heading"]
            problem = ValidationError("A smaller heading needs a large one above it.")
            raise StreamBlockValidationError(block_errors={places[found]: problem})
        return cleaned

    class Meta:
        template = "website/blocks/body.html"


def headings_out_of_order(levels: list[str]) -> int | None:
    """Which heading skips a level, counted from 0: the title of the page is the first level."""
    return 0 if levels and levels[0] == "3" else None
