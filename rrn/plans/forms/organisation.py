"""Finding, founding and describing the organisation."""

from __future__ import annotations

from typing import Any

from django import forms

from rrn.core.forms import GovukForm, SentOnceForm
from rrn.core.vocabulary import Nation, Region, Sector
from rrn.organisations.forms import AsksNameForm
from rrn.organisations.models import Organisation
from rrn.organisations.rules import Scheme, read_number


class FindForm(GovukForm, forms.Form):
    q = forms.CharField(label="What is the organisation called?", max_length=200, required=True)


class FoundForm(AsksNameForm, SentOnceForm, forms.Form):
    name = forms.CharField(
        label="Name of the organisation",
        max_length=200,
        help_text="As you write it yourselves. You can change it later.",
    )
    part_covered = forms.CharField(
        label="What part of itself will the plan cover?",
        help_text="All of it, or a part: a ward group, a directorate, two of four schools.",
        max_length=300,
        required=False,
    )
    sector = forms.ChoiceField(
        label="Sector",
        choices=Sector.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the sector"},
    )
    nation = forms.ChoiceField(
        label="Nation",
        help_text="Where the services are that the plan covers.",
        choices=Nation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the nation"},
    )
    role_title = forms.CharField(
        label="What is your role there?",
        help_text="For example, deputy head.",
        max_length=120,
        required=False,
    )


class AboutForm(GovukForm, forms.Form):
    """What the organisation says of itself. Registers are beside it, in a form of their own."""

    name = forms.CharField(label="Name", max_length=200)
    part_covered = forms.CharField(
        label="What part of itself the plan covers",
        help_text="All of it, or a part: a ward group, a directorate, two of four schools.",
        max_length=300,
        required=False,
    )
    sector = forms.ChoiceField(label="Sector", choices=Sector.choices, widget=forms.RadioSelect)
    nation = forms.ChoiceField(label="Nation", choices=Nation.choices, widget=forms.RadioSelect)
    region = forms.ChoiceField(
        label="Region of England",
        help_text="For the map. You can leave it empty, and should if the plan covers several.",
        choices=[("", "Not given"), *Region.choices],
        required=False,
    )
    place = forms.CharField(label="Town or area", max_length=120, required=False)
    website = forms.URLField(label="Website", max_length=300, required=False, assume_scheme="https")
    training_provider = forms.CharField(
        label="Who provides your restraint training?",
        help_text="Only if you have any.",
        max_length=200,
        required=False,
    )
    certificate_reference = forms.CharField(label="Its certificate reference", max_length=80, required=False)
    use_of_force_policy = forms.URLField(
        label="Web address of your use-of-force policy", max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, organisation: Organisation, may_rename: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if not may_rename:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = "Only a lead can change it."
        if self["nation"].value() != Nation.ENGLAND:
            del self.fields["region"]
        for name in ("website", "use_of_force_policy"):
            self.fields[name].widget.input_type = "text"

    def facts(self) -> dict[str, Any]:
        """The region is asked only of England: a press that moves the organisation elsewhere takes it away."""
        return {name: value for name, value in self.cleaned_data.items() if name != "name"}


class RegisterForm(GovukForm, forms.Form):
    scheme = forms.ChoiceField(label="Register", choices=[("", "Choose one"), *Scheme.choices])
    value = forms.CharField(label="Number", max_length=60)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("scheme") and cleaned.get("value"):
            self.reading = read_number(Scheme(cleaned["scheme"]), cleaned["value"])
            if self.reading.problem:
                self.add_error("value", self.reading.problem.rstrip("."))
        return cleaned
