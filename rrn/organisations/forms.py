"""Inviting, taking and changing seats."""

from __future__ import annotations

from typing import Any

from django import forms

from rrn.core.forms import GovukForm
from rrn.organisations.models import Seat, SeatKind
from rrn.organisations.rules import is_shared_mail_domain

KIND_HINTS = {
    SeatKind.LEAD: "Writes the plan, sends it, and decides who holds a seat",
    SeatKind.EDITOR: "Writes the plan",
    SeatKind.VIEWER: "Reads the plan while it is written",
    SeatKind.COLLEAGUE: "Members’ resources and the forum; nothing on the plan",
}


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


class CodeForm(GovukForm, forms.Form):
    code = forms.CharField(
        label="Your organisation’s code",
        help_text="Twelve letters and numbers. Your lead has it.",
        max_length=30,
    )


def looks_shared(email: str) -> bool:
    """Whether the address's domain says nothing about belonging, so that a lead looks twice."""
    return is_shared_mail_domain(email.rpartition("@")[2])
