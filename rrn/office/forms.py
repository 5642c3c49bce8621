from __future__ import annotations

from django import forms

from rrn.accounts.models import Role
from rrn.core.forms import GovukForm


class SearchForm(GovukForm, forms.Form):
    """A word to look for. An empty one lists everything."""

    q = forms.CharField(label="Search", max_length=120, required=False, strip=True)


class LeaveMailForm(GovukForm, forms.Form):
    why = forms.CharField(
        label="Why is nothing more sent?",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say in a few words why nothing more is sent."},
    )


class GrantRoleForm(GovukForm, forms.Form):
    email = forms.EmailField(
        label="Email address",
        help_text="The address she signs in with. She needs an account first.",
        error_messages={
            "required": "Enter the address of her account.",
            "invalid": "Enter an address such as name@example.org.",
        },
    )
    role = forms.ChoiceField(
        label="Role", choices=Role.choices, error_messages={"required": "Choose the role."}
    )
