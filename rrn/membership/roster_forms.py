"""The forms of the roster: the office's, and those of whoever holds a seat."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from rrn.core.forms import DateBoxField, GovukForm, SentOnceForm
from rrn.membership.roles import PersonRole
from rrn.membership.rules import Basis, Body, RosterRole, Term

LONGEST = 300


class TermForm(GovukForm, forms.Form):
    starts_on = DateBoxField(label="First day of the term", what="first day of the term")
    ends_on = DateBoxField(label="Last day of the term", what="last day of the term")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        starts_on, ends_on = found.get("starts_on"), found.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "The last day of the term must come after its first")
        return found

    @property
    def term(self) -> Term:
        starts_on: date = self.cleaned_data["starts_on"]
        return Term(starts_on, self.cleaned_data["ends_on"])


class ProposeForm(TermForm):
    """Somebody for a seat. She needs an account; whether she is a member is asked on confirming."""

    email = forms.EmailField(label="Email address", help_text="The address she signs in with. She needs an account first.")
    body = forms.ChoiceField(label="Seat", choices=Body.choices, widget=forms.RadioSelect)
    role = forms.ChoiceField(label="Role", choices=RosterRole.choices, initial=RosterRole.MEMBER)
    comes_as = forms.ChoiceField(
        label="What she comes as (optional)",
        help_text="Shown beside her name, if she agrees to be named.",
        choices=[("", "Not said"), *PersonRole.choices],
        required=False,
    )
    basis = forms.ChoiceField(
        label="By whose membership, for the steering group",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Basis.PERSON,
    )
    organisation = forms.CharField(
        label="Name of the organisation, if she sits through one", max_length=200, required=False
    )

    field_order = ("email", "body", "role", "comes_as", "basis", "organisation", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        through = found.get("basis") == Basis.ORGANISATION and found.get("body") == Body.STEERING
        if through and not found.get("organisation"):
            self.add_error("organisation", "Write the name of the organisation through which she would sit")
        if found.get("body") == Body.STEERING and not found.get("basis"):
            self.add_error("basis", "Choose by whose membership she would sit")
        if not through:
            found["organisation"] = ""
        return found


class EndSeatForm(GovukForm, forms.Form):
    why = forms.CharField(
        label="Why does the seat end?",
        help_text="Only the office, the chair and whoever held it read this.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a few words why the seat ends"},
    )


class RosterInterestForm(SentOnceForm, forms.Form):
    words = forms.CharField(
        label="The interest",
        help_text="For example, a post, a company, a committee or a family member, and since when. Leave out names of other people.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what the interest is"},
    )
    shown = forms.ChoiceField(
        label="May it stand on the public page?",
        choices=(("yes", "Yes, with the name"), ("no", "No, only the office and the chair read it")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it may stand in public"},
    )
