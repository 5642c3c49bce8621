"""The three questions of the join page, the words to the network, and the check of a number."""

from __future__ import annotations

from typing import Any

from django import forms

from rrn.core.forms import GovukForm, SentOnceForm
from rrn.core.patients import named_in
from rrn.post.models import ContactMessage
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


    def __init__(self, *args: Any, page: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if page is None:
            return
        for name, field in self.fields.items():
            field.label = getattr(page, name)
        self.fields["committed"].help_text = page.committed_hint


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


class ContactForm(SentOnceForm, forms.Form):
    """Words to the network. The field that nobody sees is filled in by machines only."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    address = forms.EmailField(label="Email address", help_text="We answer to it, and use it for nothing else.")
    topic = forms.ChoiceField(
        label="What is it about?",
        choices=ContactMessage.Topic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    words = forms.CharField(
        label="Your message",
        help_text="Name no patient, pupil or member of staff.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    website = forms.CharField(label="Leave this empty", required=False, widget=forms.HiddenInput)

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if problem := named_in(words):
            raise forms.ValidationError(problem)
        return words

    def clean_address(self) -> str:
        return self.cleaned_data["address"].strip().lower()

    def message(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("name", "address", "topic", "words", "client_key")}

    def is_a_machine(self) -> bool:
        return bool(self.cleaned_data["website"])
