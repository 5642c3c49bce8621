"""Reads worth naming: whom to turn to."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from rrn.core.prepared import Prepared
from rrn.core.time import add_months
from rrn.core.vocabulary import Nation
from rrn.website.models import ContentPage, HelpContact

NATIONS = tuple(nation for nation in Nation if nation is not Nation.OTHER_COUNTRY)
CHECK_AGAIN_AFTER_MONTHS = 6


def contacts_for(nation: str = "") -> list[HelpContact]:
    """Everybody who can act in this nation, danger first, those of every nation included. One query."""
    return sorted(_CONTACTS(("", nation)), key=lambda contact: HelpContact.Purpose.values.index(contact.purpose))


_CONTACTS: Prepared[HelpContact] = Prepared(
    lambda nations: HelpContact.objects.filter(nation__in=nations).order_by("order", "name")
)


def all_contacts() -> QuerySet[HelpContact]:
    return HelpContact.objects.all()


def contacts_to_check(on: date) -> QuerySet[HelpContact]:
    """Entries that nobody has checked for six months, or ever: the office's task and the start-up check's warning."""
    return HelpContact.objects.filter(
        Q(checked_on__isnull=True) | Q(checked_on__lt=add_months(on, -CHECK_AGAIN_AFTER_MONTHS))
    )


def published_terms() -> ContentPage | None:
    """The page of the terms, in English: the one that names a version."""
    return ContentPage.objects.live().exclude(terms_version="").filter(locale__language_code=settings.LANGUAGE_CODE).first()
