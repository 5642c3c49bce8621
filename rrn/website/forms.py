"""The three questions of the join page."""

from __future__ import annotations

from django import forms

from rrn.core.forms import GovukForm
from rrn.website.models import HelpContact

YES_NO = [("yes", "Yes"), ("no", "No")]


class SelfCheckForm(GovukForm, forms.Form):
    """Any answer to the first two is right; only the third decides (DOMAIN: the scheme)."""

    support = forms.ChoiceField(
        label="Do you support children or adults who may present behavioural challenges?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    authorise = forms.ChoiceField(
        label="Does your organisation authorise coercive or restrictive practices to manage an immediate risk of harm?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    committed = forms.ChoiceField(
        label="Is it committed to reducing them, preventing their misuse and improving outcomes for people?",
        help_text="If it uses none, the question is whether it works for fewer everywhere.",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Answer the third question: it is the one that decides"},
    )


class CheckContactForm(GovukForm, forms.ModelForm):
    """One entry of help now, looked up and found right, or corrected."""

    checked_by = forms.CharField(
        label="Who checked it",
        help_text="The role that readers see, such as safeguarding lead. Never a name.",
        max_length=120,
    )

    class Meta:
        model = HelpContact
        fields = ["number", "what_for", "hours", "website"]
        labels = {
            "number": "Telephone number",
            "what_for": "What they can be asked",
            "hours": "When they answer",
        }
        help_texts = {
            "number": "Telephone it yourself before you save. Left empty, only the name is shown.",
            "hours": "For example, at any hour. Leave it empty if you are not certain.",
        }
        widgets = {"what_for": forms.Textarea(attrs={"rows": 3})}
