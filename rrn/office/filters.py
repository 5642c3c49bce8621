"""What each list of the office can be asked: one form each, read from the address.

The forms are the allow-list: what a form does not know is not asked, whatever stands in an address or in a saved view.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from rrn.accounts.models import Role
from rrn.core.forms import DateBoxField, GovukForm
from rrn.core.vocabulary import Nation, Sector
from rrn.membership.models import Member, OriginalPledge
from rrn.membership.roles import PersonRole
from rrn.membership.rules import Status
from rrn.post.models import Mail

YES_NO = (("yes", "Yes"), ("no", "No"))
DUE_WITHIN = (("30", "Within 30 days"), ("60", "Within 60 days"), ("90", "Within 90 days"))


class FilterForm(GovukForm, forms.Form):
    """Every answer may be left out. `words_of` says a chosen one as it stands on its chip."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)

    def words_of(self, name: str, value: Any) -> str:
        label = str(self.fields[name].label)
        if isinstance(value, date):
            return f"{label} {value.day} {value:%B %Y}"
        choices = dict(getattr(self.fields[name], "choices", ()))
        return f"{label}: {choices.get(str(value), value)}"


def _choice(label: str, choices: Any, every: str = "All") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=(("", every), *choices), required=False)


def _search(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, required=False, strip=True)


class MembersFilter(FilterForm):
    kind = _choice("Kind", Member.Kind.choices)
    # Whoever has never been anything is found by name, on the lists of people and organisations.
    status = _choice("Status", [choice for choice in Status.choices if choice[0] != Status.NONE])
    due = _choice("The two years end", DUE_WITHIN, "Any day")
    due_from = DateBoxField(label="The two years end from", what="first day", required=False)
    due_to = DateBoxField(label="The two years end until", what="last day", required=False)
    sector = _choice("Sector", Sector.choices)
    nation = _choice("Nation", Nation.choices)
    role = _choice("Role of the person", PersonRole.choices)
    listed = _choice("Person named in public", YES_NO, "Either")
    lead = _choice("Lead", (("none", "People hold seats and nobody leads"),), "Either")
    longer = _choice("Counts longer", (("yes", "The office lets it count longer"),), "Either")
    on = DateBoxField(label="As it stood on", what="day", required=False)


def members_said(said: dict[str, Any], day: date) -> dict[str, Any]:
    """For `listing.Wanted`: "within 30 days" counts from the day that is asked about."""
    found = {name: value for name, value in said.items() if name not in ("on", "due")}
    if within := said.get("due"):
        last = day + timedelta(days=int(within))
        found["due_from"] = max(found.get("due_from") or day, day)
        found["due_to"] = min(found.get("due_to") or last, last)
    return found


class OrganisationsFilter(FilterForm):
    q = _search("Name, plan reference or register number")
    sector = _choice("Sector", Sector.choices)
    nation = _choice("Nation", Nation.choices)
    lead = _choice("Lead", (("none", "People hold seats and nobody leads"),), "Either")
    member = _choice("Membership", (("yes", "Counts today"), ("no", "Does not count today")), "Either")


class PeopleFilter(FilterForm):
    q = _search("Name or address")
    role = _choice("Does for the network", Role.choices, "Anything or nothing")
    seat = _choice("Seat in an organisation", YES_NO, "Either")
    member = _choice("Individual member", (("yes", "Counts today"), ("no", "Does not count today")), "Either")


class PledgesFilter(FilterForm):
    q = _search("Name, address or website")
    kind = _choice("Who took it", OriginalPledge.Kind.choices)
    listing = _choice("Happy to be listed", OriginalPledge.Listing.choices)
    sector = _choice("Sector", Sector.choices)
    nation = _choice("Nation", Nation.choices)
    claimed = _choice("Claimed by an organisation here", YES_NO, "Either")


class MailFilter(FilterForm):
    q = _search("Subject or address")
    state = _choice("What became of it", Mail.State.choices)
    to_decide = _choice("Decision", (("yes", "Waits for the office"),), "Either")
