"""The header's and the footer's links, kept by the office."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable

from rrn.core.personal import PersonalData
from rrn.website.blocks import OUR_ADDRESS

MOST = {"header": 5, "footer": 12}


class MenuForm(WagtailAdminModelForm):
    """A header holds five links: a sixth would push the others onto a second line."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        place = cleaned.get("place") or self.instance.place
        kept = [form for form in self.formsets["items"].forms if not self.formsets["items"]._should_delete_form(form)]
        filled = [form for form in kept if form.has_changed() or form.instance.pk]
        if len(filled) > MOST.get(place, MOST["footer"]):
            raise ValidationError(f"The {place} has room for {MOST[place]} links. Take one out first.")
        return cleaned


class Menu(ClusterableModel):
    """One of the two lists of links that stand on every page."""

    class Place(models.TextChoices):
        HEADER = "header", "Header"
        FOOTER = "footer", "Footer"

    place = models.CharField(max_length=10, choices=Place, unique=True)

    base_form_class = MenuForm
    panels: ClassVar[list[Any]] = [
        FieldPanel("place", read_only=True),
        InlinePanel("items", heading="Links", label="Link", min_num=1),
    ]

    personal_data = PersonalData(other=("id", "place"), kept="As long as the site exists.")

    def __str__(self) -> str:
        return self.get_place_display()


class MenuItem(Orderable):
    """One link: to a page of ours, which it follows when it moves, or to an address."""

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="items")
    words = models.CharField(max_length=40)
    words_cy = models.CharField("words in Welsh", max_length=60, blank=True)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    address = models.CharField("or an address", max_length=300, blank=True, help_text="Such as /members/")

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("words"), FieldPanel("words_cy"), PageChooserPanel("page"), FieldPanel("address")])
    ]

    personal_data = PersonalData(
        other=("id", "menu", "sort_order", "words", "words_cy", "page", "address"), kept="As long as the menu."
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="menu_item_leads_to_a_page_or_an_address",
                condition=(Q(page__isnull=False) & Q(address="")) | (Q(page__isnull=True) & ~Q(address="")),
            )
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"address": "Choose a page, or write an address: one of the two."})
        if self.address and not OUR_ADDRESS.match(self.address):
            raise ValidationError({"address": "Begin with / for a page of this site, otherwise with https://"})
