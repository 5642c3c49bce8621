"""The forms of a mailing: its words and its view, and how it is handed in."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms

from rrn.core.forms import DateBoxField, GovukForm, SentOnceForm
from rrn.core.time import LONDON
from rrn.post.mailing_rules import FIELDS, problem_of
from rrn.post.models import Mailing

HOURS = tuple((str(hour), f"{hour}:00") for hour in range(7, 20))


class MailingForm(SentOnceForm, forms.Form):
    kind = forms.ChoiceField(label="What kind of letter is it?", choices=Mailing.Kind.choices, widget=forms.RadioSelect)
    audience = forms.ChoiceField(label="Who gets it?", help_text="Your saved views and those that colleagues share.")
    reach = forms.ChoiceField(
        label="Where an organisation is found, who gets it there?", choices=Mailing.Reach.choices, widget=forms.RadioSelect, initial="leads"
    )
    subject = forms.CharField(label="Subject", max_length=150)
    text = forms.CharField(
        label="The letter",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="An empty line ends a paragraph. Lines that begin with “- ” are a list. An address on a line of its own is a link. "
        "Each person’s own words: " + ", ".join(f"{{{name}}}" for name in FIELDS) + ".",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    choice_hints = {
        "kind": {
            "service": "It goes to everybody in the view. It says what they need for their membership or account: no news, no invitations, nothing about money.",
            "news": "It goes only to those who asked for news. Each mail says how to stop it, in one click.",
        }
    }

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [("", "Choose a view"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("subject", "text"):
            if problem := problem_of(said.get(name, "")):
                self.add_error(name, problem)
        return said


class HandInForm(GovukForm, forms.Form):
    reason = forms.CharField(
        label="Why is this letter sent?",
        help_text="The second person reads it.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    on = DateBoxField(label="Hold it until this day", what="day", required=False)
    hour = forms.ChoiceField(label="And this hour, London time", choices=HOURS, initial="9", required=False)
    looked = forms.BooleanField(label="I have read a test, and looked at who gets it")
    service = forms.BooleanField(label="It is about their membership or account: no news, no invitation, and it asks for no money")

    def __init__(self, *args: Any, mailing: Mailing, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = asks
        if mailing.kind != Mailing.Kind.SERVICE:
            del self.fields["service"]
        if not asks:
            del self.fields["reason"]

    @property
    def not_before(self) -> datetime | None:
        day = self.cleaned_data.get("on")
        return datetime.combine(day, time(int(self.cleaned_data.get("hour") or 9)), LONDON) if day else None


class WhyForm(GovukForm, forms.Form):
    """One sentence that is kept."""

    why = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str = "Why?", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = label
