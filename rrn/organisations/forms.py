"""Inviting, taking and changing seats."""

from __future__ import annotations

from typing import Any

from django import forms

from rrn.accounts.rules import check_display_name
from rrn.core.forms import GovukForm, speak_plainly
from rrn.core.verdict import Refused
from rrn.organisations.models import Seat, SeatKind
from rrn.organisations.rules import is_shared_mail_domain

KIND_HINTS = {
    SeatKind.LEAD: "Writes the plan, sends it, and decides who holds a seat",
    SeatKind.EDITOR: "Writes the plan",
    SeatKind.VIEWER: "Reads the plan while it is written",
    SeatKind.COLLEAGUE: "Members’ resources and the forum; nothing on the plan",
}


class AsksNameForm(GovukForm):
    """Mix in where somebody comes among colleagues: asks the name they will read, if she has given none."""

    def __init__(self, *args: Any, asks_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_name:
            name = forms.CharField(
                label="Your name, as your colleagues see it",
                help_text="It need not be your full name. We never show them your address in its place.",
                max_length=80,
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
            )
            speak_plainly("your_name", name)
            self.fields = {"your_name": name, **self.fields}

    def clean_your_name(self) -> str:
        try:
            return check_display_name(self.cleaned_data["your_name"])  # type: ignore[attr-defined]  # a form's
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class TakeSeatForm(AsksNameForm, forms.Form):
    """One button, and the name of somebody who has none."""


class InviteForm(GovukForm, forms.Form):
    email = forms.EmailField(
        label="Email address", help_text="The invitation works for this address only, for 30 days."
    )
    kind = forms.ChoiceField(
        label="Which seat", choices=SeatKind.choices, widget=forms.RadioSelect, initial=SeatKind.EDITOR
    )
    role_title = forms.CharField(
        label="Role", help_text="For example, ward manager.", max_length=120, required=False
    )
    choice_hints = {"kind": KIND_HINTS}


class SeatForm(GovukForm, forms.Form):
    kind = forms.ChoiceField(label="Which seat", choices=SeatKind.choices, widget=forms.RadioSelect)
    role_title = forms.CharField(label="Role", max_length=120, required=False)
    choice_hints = {"kind": KIND_HINTS}

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, initial={"kind": seat.kind, "role_title": seat.role_title}, **kwargs)


class CodeForm(AsksNameForm, forms.Form):
    code = forms.CharField(
        label="Your organisation’s code",
        help_text="Twelve letters and numbers. Your lead has it.",
        max_length=30,
    )


def looks_shared(email: str) -> bool:
    """Whether the address's domain says nothing about belonging, so that a lead looks twice."""
    return is_shared_mail_domain(email.rpartition("@")[2])
