from __future__ import annotations

from typing import Any

from django import forms

from rrn.accounts.models import Role


class OfficeForm(forms.Form):
    """A form in the house's clothes: the classes that its widgets wear, and words for what is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, forms.Textarea):
                widget.attrs.setdefault("class", "govuk-textarea")
                widget.attrs.setdefault("rows", "4")
            elif isinstance(widget, forms.Select):
                widget.attrs.setdefault("class", "govuk-select")
            elif not isinstance(widget, forms.RadioSelect | forms.CheckboxInput | forms.CheckboxSelectMultiple):
                widget.attrs.setdefault("class", "govuk-input")

    def wrong(self) -> list[dict[str, str]]:
        """For the summary above the form: each sentence with the field it leads to."""
        return [
            {"id": self[name].id_for_label if name in self.fields else "", "words": str(words)}
            for name, found in self.errors.items()
            for words in found
        ]


class SearchForm(OfficeForm):
    """A word to look for. An empty one lists everything."""

    q = forms.CharField(label="Search", max_length=120, required=False, strip=True)


class LeaveMailForm(OfficeForm):
    why = forms.CharField(
        label="Why is nothing more sent?",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say in a few words why nothing more is sent."},
    )


class GrantRoleForm(OfficeForm):
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
