"""Forms for what several people write at once. Nothing is required to save; what is missing is said before sending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.conf import settings
from django.db import models

from rrn.core.forms import DateBoxField, GovukForm
from rrn.core.vocabulary import Nation, PracticeType, Strategy
from rrn.plans.actions import Saved
from rrn.plans.differences import in_words
from rrn.plans.rules import SUMMARY_LINES, Part, UnderWay, edition, plain

LONG = 4000
MIDDLE = 1500
WAS = "was_"


class WrittenForm(GovukForm, forms.Form):
    """Fields of one record, each with the edition its writer began from in a hidden field beside it."""

    written: tuple[str, ...] = ()
    pairs: Sequence[tuple[str, str]] = ()

    def __init__(self, *args: Any, record: models.Model, **kwargs: Any) -> None:
        self.record = record
        self.conflicts: dict[str, str] = {}
        self.left_out = self.not_asked()
        kwargs["initial"] = {name: getattr(record, name) for name in self.own_names()} | kwargs.get(
            "initial", {}
        )
        super().__init__(*args, **kwargs)
        for name in self.left_out:
            del self.fields[name]
        for name in self.own_names():
            field = forms.CharField(
                required=False,
                widget=forms.HiddenInput,
                initial=edition(getattr(record, name)),
                max_length=16,
            )
            self.fields[WAS + name] = field

    def not_asked(self) -> frozenset[str]:
        """Fields that make no sense for this record: they are neither shown nor saved."""
        return frozenset()

    def own_names(self) -> list[str]:
        return [name for name in self.base_fields if name not in self.left_out]  # type: ignore[attr-defined]  # of a form

    def values(self) -> dict[str, Any]:
        """What can be saved: every field that was understood."""
        return {name: self.cleaned_data[name] for name in self.own_names() if name in self.cleaned_data}

    def expected(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(WAS + name, "") for name in self.own_names()}

    def again(self, saved: Saved) -> Self:
        """The same form with what came of saving it: the editions now, and the fields in which somebody has to choose.

        What she wrote stays in the field; saving once more takes it, "use this version" takes theirs.
        """
        data = self.data.copy()  # type: ignore[attr-defined]  # what was posted is a QueryDict
        for name, mark in saved.editions.items():
            data[self.add_prefix(WAS + name)] = mark
        form = type(self)(data, record=self.record)
        form.is_valid()
        for conflict in saved.conflicts:
            form.add_error(conflict.field, f"{conflict.sentence} Both versions are below; choose one.")
        form.conflicts = {one.field: self.in_words(one.field, one.theirs) for one in saved.conflicts}
        return form

    def in_words(self, name: str, value: Any) -> str:
        """A value of this field as people read it; never blank, so that nobody chooses what she cannot see."""
        return in_words(name, plain(value)) or "Nothing: the field is empty"

    def as_written(self) -> list[tuple[str, str]]:
        """What she wrote that the record does not hold, word for word, to be copied from a page that cannot save it."""
        understood = self.values()
        found = []
        for name in self.own_names():
            value = understood.get(name, self[name].value())
            if name in understood and edition(value) == edition(getattr(self.record, name)):
                continue
            found.append((str(self[name].label), _verbatim(name, value) or "Nothing: you emptied the field"))
        return found

    def with_conflicts(self) -> list[tuple[list[forms.BoundField], list[tuple[forms.BoundField, str]]]]:
        """The rows, each with the other version of a field in which there are two."""
        return [
            (row, [(field, self.conflicts[field.name]) for field in row if field.name in self.conflicts])
            for row in self.rows()
        ]

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields in order, short ones in pairs."""
        second = {right: left for left, right in self.pairs}
        first = dict(self.pairs)
        found = []
        for name in self.own_names():
            if name in second:
                continue
            found.append([self[name], self[first[name]]] if name in first else [self[name]])
        return found


def _verbatim(name: str, value: Any) -> str:
    """A value as its writer put it; one that was not understood may be the separate boxes of a date."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and name != "practices":
        return " ".join(str(one) for one in value if one)
    return in_words(name, plain(value))


def _words(label: str, hint: str = "", *, longest: int = LONG, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _line(label: str, hint: str = "", *, longest: int = 120, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=longest, widget=forms.TextInput(attrs=attrs)
    )


class PeopleForm(WrittenForm):
    pairs = (("executive_email", "executive_telephone"), ("lead_email", "lead_telephone"))

    executive_role = _line("Accountable executive: role", "Public. For example, chief nurse or headteacher.")
    executive_name = _line("Accountable executive: name", "Never public.", autocomplete="off")
    executive_email = forms.EmailField(label="Accountable executive: email address", required=False)
    executive_telephone = _line("Accountable executive: telephone", longest=40)
    lead_role = _line("Plan lead: role", "Public. The person we talk to about the plan.")
    lead_name = _line("Plan lead: name", "Never public.", autocomplete="off")
    lead_email = forms.EmailField(label="Plan lead: email address", required=False)
    lead_telephone = _line("Plan lead: telephone", longest=40)


class NowForm(WrittenForm):
    language = forms.ChoiceField(
        label="Which language is this plan written in?",
        help_text="Of the words you write. A page that knows its language is read aloud as it should be.",
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.RadioSelect,
    )
    where_now = _words(
        "Where are you now?",
        "What restraint looks like in your service today, in plain words. No names, no single incidents.",
        rows=8,
    )
    how_known = _words(
        "How do you know?",
        "Where this comes from: what you count, what people have told you, when it was last looked at.",
        longest=MIDDLE,
    )


    def clean_language(self) -> str:
        """A plan always has a language: no answer changes nothing."""
        return str(self.cleaned_data["language"] or self.record.language)  # type: ignore[attr-defined]  # a plan


class PracticesForm(WrittenForm):
    practices = forms.MultipleChoiceField(
        label="Which types of restrictive practice is the plan about?",
        help_text="Choose every type that you use or may use.",
        choices=PracticeType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    no_restraint = forms.BooleanField(label="None: we use no restraint", required=False)
    choice_hints = {
        "practices": {
            PracticeType.CHEMICAL_AS_NEEDED: "Medicine given to control behaviour when it is judged to be needed",
            PracticeType.CHEMICAL_ROUTINE: "Medicine given regularly to control behaviour",
            PracticeType.SECLUSION: "Kept alone in a room that a person cannot leave",
            PracticeType.PSYCHOLOGICAL: "Such as being told that something will be taken away",
            PracticeType.CULTURAL: "Such as being kept from one’s own faith, food or language",
            PracticeType.BLANKET: "A rule for everybody, whoever they are",
        }
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("practices") and cleaned.get("no_restraint"):
            self.add_error(
                "no_restraint", "Choose the types you use, or “None: we use no restraint”, not both"
            )
            cleaned.pop("practices", None)
        return cleaned


class SharingForm(WrittenForm):
    sharing = _words(
        "How will you share progress?",
        "With the people you support, with families, with staff: how, and how often.",
        longest=MIDDLE,
    )


class SummaryForm(WrittenForm):
    summary = _words(
        "Plain summary",
        "Up to five lines that anyone can read. Short sentences. Say what will be different for people.",
        longest=700,
        rows=5,
    )

    def clean_summary(self) -> str:
        words = str(self.cleaned_data["summary"])
        lines = [line for line in words.splitlines() if line.strip()]
        if len(lines) > SUMMARY_LINES:
            raise forms.ValidationError(
                f"The summary has {len(lines)} lines. Make it {SUMMARY_LINES} or fewer"
            )
        return words


class ShapedForm(WrittenForm):
    shaped_by = _words(
        "Who with lived experience shaped the plan, and how?",
        "People who have been restrained, and family carers. No names.",
        longest=MIDDLE,
    )
    shaped_change = _words("What did that change?", "What the plan would say otherwise.", longest=MIDDLE)


PART_FORMS: dict[Part, type[WrittenForm]] = {
    Part.PEOPLE: PeopleForm,
    Part.NOW: NowForm,
    Part.PRACTICES: PracticesForm,
    Part.SHARING: SharingForm,
    Part.SUMMARY: SummaryForm,
    Part.SHAPED: ShapedForm,
}


class ActionForm(WrittenForm):
    pairs = (("measure", "owner_role"), ("baseline", "target"), ("baseline_on", "baseline_known_by"))

    what = _words(
        "What will change, and for whom",
        "One thing. Say what a person using your service would notice.",
        longest=MIDDLE,
        rows=3,
    )
    why = _words("Why", "What you have seen or been told that makes it worth doing.", longest=MIDDLE, rows=3)
    strategy = forms.TypedChoiceField(
        label="Which strategy",
        help_text="The main one of the Six Core Strategies.",
        choices=[("", "Choose one"), *((code, f"{code} {label}") for code, label in Strategy.choices)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    practices = forms.MultipleChoiceField(
        label="Types of restrictive practice it is about",
        choices=PracticeType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shaped_by = _words("Who with lived experience shaped it", "And how. No names.", longest=MIDDLE, rows=3)
    shaped_change = _words("What that changed", longest=MIDDLE, rows=3)
    measure = _line("How you will measure it", "For example, children held, each term.", longest=300)
    owner_role = _line("Role that owns it", "A role, not a name. It is public.")
    baseline = _line("Now", "The value today.", longest=200)
    target = _line("Target", "The value you aim for.", longest=200)
    baseline_on = DateBoxField(label="Date of the value now", what="date of the value now", required=False)
    baseline_known_by = DateBoxField(
        label="Not known yet: we will have it by",
        what="date by which you will have the value",
        required=False,
    )
    target_known_by = DateBoxField(
        label="Target not known yet: we will have it by",
        what="date by which you will have the target",
        required=False,
    )
    how_you_will_know = _words(
        "How you will know it is done", "What somebody could look at to see it.", longest=MIDDLE, rows=3
    )
    starts_on = DateBoxField(label="Starts", what="start date", required=False)
    due_on = DateBoxField(label="Due", what="due date", required=False)
    under_way = forms.ChoiceField(
        label="Was this already under way?",
        help_text="Any answer is fine. It lets people see what the plan adds.",
        choices=UnderWay.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label="Language of this action",
        help_text="Only if you wrote it in another language than the rest of the plan.",
        choices=[("", "The same as the plan"), *settings.LANGUAGES],
        required=False,
    )

    def not_asked(self) -> frozenset[str]:
        """The language is asked where two are likely: in Wales, or where the plan or the action is in Welsh already."""
        action: Any = self.record
        two_likely = action.language or action.plan.language != "en-gb"
        asked = two_likely or action.plan.organisation.nation == Nation.WALES
        return frozenset() if asked else frozenset({"language"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, due = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts and due and starts > due:
            self.add_error("starts_on", "The start date must be on or before the due date")
        return cleaned
