"""What changes whom people are sent to when someone is at risk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rrn.accounts.models import User
from rrn.core.time import london_day
from rrn.core.verdict import Refused, require
from rrn.events.actions import record
from rrn.website import finding
from rrn.website.models import HelpContact
from rrn.website.permissions import may_check_help_contacts


@transaction.atomic
def check_help_contact(*, contact: HelpContact, checked_by: str, by: User, at: datetime) -> HelpContact:
    """Somebody has telephoned or looked it up, and it is right. `checked_by` is the role that readers see."""
    contact = HelpContact.objects.select_for_update().get(pk=contact.pk)
    require(may_check_help_contacts(by))
    if not checked_by.strip():
        raise Refused("Say who checked it, by role: readers see it beside the number.")
    contact.checked_on, contact.checked_by = london_day(at), checked_by.strip()
    contact.save(update_fields=["checked_on", "checked_by"])
    record("help_contact.checked", about=contact, by=by, at=at)
    return contact


@transaction.atomic
def change_help_contact(
    *, contact: HelpContact, number: str, what_for: str, hours: str, website: str, by: User, at: datetime
) -> HelpContact:
    """Correct an entry. What changed has to be checked again, so its last check is taken off."""
    contact = HelpContact.objects.select_for_update().get(pk=contact.pk)
    require(may_check_help_contacts(by))
    before = {
        "number": contact.number,
        "what_for": contact.what_for,
        "hours": contact.hours,
        "website": contact.website,
    }
    contact.number, contact.what_for, contact.hours, contact.website = number, what_for, hours, website
    contact.checked_on, contact.checked_by = None, ""
    contact.full_clean()
    contact.save()
    finding.renew_help()
    record("help_contact.changed", about=contact, by=by, at=at, before=before)
    return contact


def keep_help_contact(
    *, contact: HelpContact, facts: dict[str, str], checked_by: str, by: User, at: datetime
) -> HelpContact:
    """Correct what is wrong, then mark it as checked: one visit of the office to one entry."""
    with transaction.atomic():
        kept = HelpContact.objects.get(pk=contact.pk)
        if any(getattr(kept, name) != value for name, value in facts.items()):
            change_help_contact(contact=kept, by=by, at=at, **facts)
        return check_help_contact(contact=kept, checked_by=checked_by, by=by, at=at)
