"""The forms of the individual's door and of her own pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from rrn.accounts.rules import check_display_name
from rrn.accounts.wordings import TERMS
from rrn.core.forms import BOXES, DateBoxField, GovukForm, SentOnceForm
from rrn.core.verdict import Refused
from rrn.core.vocabulary import Nation, Sector, Strategy
from rrn.membership.action_bank import example
from rrn.membership.models import ActionWord
from rrn.membership.roles import PersonRole
from rrn.membership.rules import LONGEST_ACTION, ActionEnding, action_window, full_date
from rrn.membership.wordings import LISTING, MEMBERSHIP, NEWS


class ExamplesForm(forms.Form):
    """The wishes that narrow the list of examples; kept in the address."""

    role = forms.ChoiceField(label="Your role", choices=[("", "Any role"), *PersonRole.choices], required=False)
    sector = forms.ChoiceField(
        label="Kind of service", choices=[("", "Any kind of service"), *Sector.choices], required=False
    )
    strategy = forms.TypedChoiceField(
        label="Strategy",
        choices=[("", "Any strategy"), *((code, f"{code} {name}") for code, name in Strategy.choices)],
        coerce=int,
        empty_value=None,
        required=False,
    )


class ActionForm(GovukForm, forms.Form):
    what = forms.CharField(
        label="What will you do?",
        help_text="One thing that you can do yourself. Leave out names of people, wards and schools.",
        max_length=LONGEST_ACTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what you will do"},
    )
    by_when = DateBoxField(label="By when?", what="day by which you will do it")
    how_i_will_know = forms.CharField(
        label="How will you know?",
        help_text="What you, or the people it is for, will notice when it is done.",
        max_length=LONGEST_ACTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write how you will know that it is done"},
    )
    strategy = forms.TypedChoiceField(
        label="Which of the six strategies does it belong to? (optional)",
        help_text="The six strategies are how plans in the network are ordered. Leave it empty if none fits.",
        choices=[("", "None of them, or I am not sure"), *((code, f"{code} {name}") for code, name in Strategy.choices)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    language = forms.ChoiceField(label="Which language did you write in?", choices=settings.LANGUAGES, required=False)
    example = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    carried = forms.CharField(max_length=3, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = action_window(starts_on)
        self.fields["by_when"].help_text = f"Any day up to {full_date(self.last)}. For example, {self._example()}"

    def _example(self) -> str:
        day = self.last.replace(day=min(self.last.day, 28), year=self.last.year - 1)
        return f"{day.day} {day.month} {day.year}"

    def clean_by_when(self) -> date:
        day: date = self.cleaned_data["by_when"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(
                f"The day must be between {full_date(self.first)} and {full_date(self.last)}, the end of your two years"
            )
        return day


class AboutForm(GovukForm, forms.Form):
    display_name = forms.CharField(
        label="The name that others see",
        help_text="It does not have to be your real name. It stands beside what you write in the forum.",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": "Write the name that others may see"},
    )
    role = forms.ChoiceField(label="What is your role?", choices=PersonRole, widget=forms.RadioSelect)
    sector = forms.ChoiceField(
        label="Which kind of service is it about?", choices=[("", "Choose one"), *Sector.choices], widget=forms.Select
    )
    nation = forms.ChoiceField(label="Where?", choices=Nation, widget=forms.RadioSelect)
    adult = forms.BooleanField(error_messages={"required": "Membership is for adults. Tick the box if you are one"})
    terms = forms.BooleanField(label=TERMS.sentence, error_messages={"required": "Tick the box to agree to the terms of use"})
    agree = forms.BooleanField(
        label=MEMBERSHIP.sentence, error_messages={"required": "We need your agreement to keep what you told us"}
    )
    listed = forms.BooleanField(label=LISTING.sentence, required=False)
    news = forms.BooleanField(label=NEWS.sentence, required=False)

    def __init__(self, *args: Any, ask_adult: bool, ask_terms: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult"].label = f"I am {settings.RRN['MINIMUM_AGE']} or over."
        for name, asked in (("adult", ask_adult), ("terms", ask_terms)):
            if not asked:
                del self.fields[name]

    def clean_display_name(self) -> str:
        try:
            return check_display_name(self.cleaned_data["display_name"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class JoinForm(SentOnceForm, forms.Form):
    """Nothing but the key of this press of the button."""


class AppealForm(GovukForm, forms.Form):
    words = forms.CharField(
        label="Why should somebody else look at the decision?",
        help_text="In your own words. Whoever decides reads exactly this.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write why somebody else should look at the decision"},
    )


class WordForm(SentOnceForm, forms.Form):
    reading = forms.ChoiceField(
        label="How does it go?",
        choices=ActionWord.Reading,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it goes"},
    )
    words = forms.CharField(
        label="In your own words (optional)",
        help_text="Only you and our office read this, unless you choose to show your action. Leave out names of people, wards and schools.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(label="Which language did you write in?", choices=settings.LANGUAGES, required=False)


class AddWordForm(SentOnceForm, forms.Form):
    """After the end of an action: words only, as often as she likes."""

    words = forms.CharField(
        label="Add a word",
        help_text="What you wrote before stays as it is.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what you want to add"},
    )
    language = forms.ChoiceField(label="Which language did you write in?", choices=settings.LANGUAGES, required=False)


class EndForm(SentOnceForm, forms.Form):
    """How her action ended. Once; words can be added later."""

    how = forms.ChoiceField(
        label="How did it end?",
        choices=ActionEnding,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended"},
    )
    done_on = DateBoxField(label="When was it done? (optional)", what="day on which it was done", required=False)
    words = forms.CharField(
        label="In your own words (optional)",
        help_text="What happened, and what you would tell somebody who begins the same. Leave out names of people, wards and schools.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label="Which language did you write in?", choices=settings.LANGUAGES, required=False)

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = first, last
        self.fields["done_on"].help_text = f"If it was reached, or partly. Leave it empty if it was today. For example, {last.day} {last.month} {last.year}"

    def clean_done_on(self) -> date | None:
        day: date | None = self.cleaned_data["done_on"]
        if day is not None and not self.first <= day <= self.last:
            raise forms.ValidationError(f"The day must be between {full_date(self.first)} and {full_date(self.last)}")
        return day

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "client_key": self.cleaned_data["client_key"].hex}


ACTION_FIELDS = ("what", "how_i_will_know", "strategy", "language", "example", "carried")
ABOUT_FIELDS = ("display_name", "role", "sector", "nation")
ABOUT_TICKS = ("adult", "terms", "agree", "listed", "news")
LONGEST_KEPT = 20_000


def _typed(posted: Mapping[str, Any], name: str, most: int = LONGEST_KEPT) -> str:
    """One answer as it was typed; only without the character that no database keeps."""
    return str(posted.get(name, "")).replace("\x00", "")[:most]


def action_answers(posted: Mapping[str, Any]) -> dict[str, Any]:
    """What she typed at the action step, to be kept as it is."""
    answers: dict[str, Any] = {name: _typed(posted, name) for name in ACTION_FIELDS}
    answers["strategy"] = int(answers["strategy"]) if answers["strategy"] in map(str, Strategy.values) else None
    answers["language"] = answers["language"] if answers["language"] in dict(settings.LANGUAGES) else ""
    answers["example"] = answers["example"] if example(answers["example"]) else ""
    answers["carried"] = "yes" if answers["carried"] == "yes" else ""
    answers["by_when"] = [_typed(posted, f"by_when_{box}", 12) for box in BOXES]
    return answers


def about_answers(posted: Mapping[str, Any]) -> dict[str, Any]:
    """What she typed and ticked about herself, with the versions of the sentences she saw."""
    answers: dict[str, Any] = {name: _typed(posted, name, 200) for name in ABOUT_FIELDS}
    allowed = {"role": PersonRole.values, "sector": Sector.values, "nation": Nation.values}
    for name, values in allowed.items():
        answers[name] = answers[name] if answers[name] in values else ""
    answers |= {name: bool(posted.get(name)) for name in ABOUT_TICKS}
    answers["versions"] = {wording.purpose: wording.version for wording in (TERMS, MEMBERSHIP, LISTING, NEWS)}
    return answers


def action_posted(answers: Mapping[str, Any]) -> dict[str, str]:
    """The kept answers of the action step as a browser sends them, to be checked."""
    posted = {name: str(answers.get(name) or "") for name in ACTION_FIELDS}
    boxes = answers.get("by_when") or [""] * len(BOXES)
    return posted | {f"by_when_{box}": str(part) for box, part in zip(BOXES, boxes, strict=True)}


def about_posted(answers: Mapping[str, Any]) -> dict[str, str]:
    """The kept answers about her as a browser sends them, to be checked."""
    posted = {name: str(answers.get(name) or "") for name in ABOUT_FIELDS}
    return posted | {name: "on" for name in ABOUT_TICKS if answers.get(name)}
