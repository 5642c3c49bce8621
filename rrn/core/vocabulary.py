"""The words the field uses, as codes that are stored and labels that people read.

Codes never change once they have been stored; labels may, and can be translated.
The lists and their order are those of the glossary.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """What kind of service or body somebody belongs to."""

    HEALTH = "health", _("Health")
    SOCIAL_CARE_ADULTS = "social_care_adults", _("Social care (adults)")
    SOCIAL_CARE_CHILDREN = "social_care_children", _("Social care (children)")
    EDUCATION = "education", _("Education")
    COMMISSIONER = "commissioner", _("Commissioner")
    TRAINING_PROVIDER = "training_provider", _("Training provider")
    CHARITY_OR_ADVOCACY = "charity_or_advocacy", _("Charity or advocacy")
    REGULATOR = "regulator", _("Regulator")
    UNIVERSITY = "university", _("University")
    OTHER = "other", _("Other")


class Nation(models.TextChoices):
    """Where in the United Kingdom, or outside it: what the law asks depends on it."""

    ENGLAND = "england", _("England")
    SCOTLAND = "scotland", _("Scotland")
    WALES = "wales", _("Wales")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")
    OTHER_COUNTRY = "other_country", _("Other country")


class Region(models.TextChoices):
    """Where in England. Other nations have no regions here: they are counted whole."""

    NORTH_EAST = "north_east", _("North East")
    NORTH_WEST = "north_west", _("North West")
    YORKSHIRE = "yorkshire_and_the_humber", _("Yorkshire and the Humber")
    EAST_MIDLANDS = "east_midlands", _("East Midlands")
    WEST_MIDLANDS = "west_midlands", _("West Midlands")
    EAST_OF_ENGLAND = "east_of_england", _("East of England")
    LONDON = "london", _("London")
    SOUTH_EAST = "south_east", _("South East")
    SOUTH_WEST = "south_west", _("South West")


class Strategy(models.IntegerChoices):
    """The Six Core Strategies, the recommended frame of a plan."""

    LEADERSHIP = 1, _("Leadership")
    DATA = 2, _("Using data to inform practice")
    WORKFORCE = 3, _("Workforce development")
    PREVENTION = 4, _("Prevention tools")
    INVOLVEMENT = 5, _("Involving people with lived experience and families")
    DEBRIEFING = 6, _("Post-incident support and debriefing")


class PracticeType(models.TextChoices):
    """Types of restrictive practice. Chemical is split by use; seclusion and long-term
    segregation stand under environmental (see `PRACTICE_STANDS_UNDER`)."""

    PHYSICAL = "physical", _("Physical")
    MECHANICAL = "mechanical", _("Mechanical")
    CHEMICAL_AS_NEEDED = "chemical_as_needed", _("Chemical (as needed)")
    CHEMICAL_ROUTINE = "chemical_routine", _("Chemical (routine)")
    ENVIRONMENTAL = "environmental", _("Environmental")
    SECLUSION = "seclusion", _("Seclusion")
    SEGREGATION = "segregation", _("Long-term segregation")
    PSYCHOLOGICAL = "psychological", _("Psychological")
    CULTURAL = "cultural", _("Cultural")
    SURVEILLANCE = "surveillance", _("Surveillance")
    BLANKET = "blanket", _("Blanket restrictions")
    OTHER = "other", _("Other")


PRACTICE_STANDS_UNDER: dict[PracticeType, PracticeType] = {
    PracticeType.SECLUSION: PracticeType.ENVIRONMENTAL,
    PracticeType.SEGREGATION: PracticeType.ENVIRONMENTAL,
}
